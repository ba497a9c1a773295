CREATE TABLE n (
  id INTEGER PRIMARY KEY,
  a TEXT NOT NULL,
  b TEXT,
  c TEXT,
  d INTEGER,
  e INTEGER REFERENCES p (id),
  CHECK (c <> ''),
  UNIQUE (a)
);
INSERT INTO n (id, a, b, c, d, e) SELECT id, a, b, c, d, e FROM t;
DROP TABLE t;
ALTER TABLE n RENAME TO t;

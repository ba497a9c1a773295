CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
INSERT INTO n (id, a) SELECT id, a FROM t;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 't') WHERE name = 'n';
DROP TABLE t;
ALTER TABLE n RENAME TO t;

-- migrate:up
CREATE TABLE members_new (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  town   TEXT NOT NULL DEFAULT 'unknown',
  email  TEXT
);
INSERT INTO members_new (id, name, town, email)
  SELECT id, name, coalesce(town, 'unknown'), email FROM members;
DROP TABLE members;
ALTER TABLE members_new RENAME TO members;

-- migrate:down
CREATE TABLE members_old (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  town   TEXT,
  email  TEXT
);
INSERT INTO members_old (id, name, town, email) SELECT id, name, town, email FROM members;
DROP TABLE members;
ALTER TABLE members_old RENAME TO members;

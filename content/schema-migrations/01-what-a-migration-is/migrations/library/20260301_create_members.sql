-- migrate:up
CREATE TABLE members (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  town   TEXT
);

-- migrate:down
DROP TABLE members;

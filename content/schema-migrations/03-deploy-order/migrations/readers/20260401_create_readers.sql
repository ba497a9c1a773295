-- migrate:up
CREATE TABLE readers (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

-- migrate:down
DROP TABLE readers;

-- migrate:up
CREATE TABLE notes (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- migrate:down
DROP TABLE notes;

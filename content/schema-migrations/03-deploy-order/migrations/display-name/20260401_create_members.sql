-- migrate:up
CREATE TABLE members (
  id   INTEGER PRIMARY KEY,
  name TEXT
);

-- migrate:down
DROP TABLE members;

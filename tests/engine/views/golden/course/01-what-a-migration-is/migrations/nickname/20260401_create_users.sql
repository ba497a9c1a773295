-- migrate:up
CREATE TABLE users (
  id       INTEGER PRIMARY KEY,
  email    TEXT NOT NULL,
  nickname TEXT
);

-- migrate:down
DROP TABLE users;

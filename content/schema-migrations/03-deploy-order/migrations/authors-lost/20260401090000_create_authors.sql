-- migrate:up
CREATE TABLE authors (
  id   INTEGER PRIMARY KEY,
  name TEXT
);
CREATE TABLE posts (
  id        INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
  title     TEXT NOT NULL
);

-- migrate:down
DROP TABLE posts;
DROP TABLE authors;

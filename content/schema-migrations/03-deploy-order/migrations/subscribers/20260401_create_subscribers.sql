-- migrate:up
CREATE TABLE subscribers (
  id    INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  plan  TEXT NOT NULL
);

-- migrate:down
DROP TABLE subscribers;

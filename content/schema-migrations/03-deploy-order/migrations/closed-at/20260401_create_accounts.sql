-- migrate:up
CREATE TABLE accounts (
  id        INTEGER PRIMARY KEY,
  email     TEXT NOT NULL,
  closed_at TEXT
);

-- migrate:down
DROP TABLE accounts;

-- migrate:up
CREATE TABLE tickets (
  id     INTEGER PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed'))
);

-- migrate:down
DROP TABLE tickets;

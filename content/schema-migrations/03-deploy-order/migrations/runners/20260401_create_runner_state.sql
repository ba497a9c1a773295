-- migrate:up
CREATE TABLE runner_state (
  id          INTEGER PRIMARY KEY,
  runner_name TEXT,
  status      TEXT NOT NULL
);

-- migrate:down
DROP TABLE runner_state;

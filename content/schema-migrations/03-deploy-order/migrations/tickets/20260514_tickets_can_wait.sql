-- migrate:up
CREATE TABLE tickets_new (
  id     INTEGER PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'waiting'))
);
INSERT INTO tickets_new (id, status) SELECT id, status FROM tickets;
DROP TABLE tickets;
ALTER TABLE tickets_new RENAME TO tickets;

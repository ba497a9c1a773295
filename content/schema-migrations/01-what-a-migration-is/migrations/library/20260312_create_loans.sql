-- migrate:up
CREATE TABLE loans (
  id        INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  title     TEXT NOT NULL
);
CREATE INDEX loans_of_member ON loans (member_id);

-- migrate:down
DROP TABLE loans;

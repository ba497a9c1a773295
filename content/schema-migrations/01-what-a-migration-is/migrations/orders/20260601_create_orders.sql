-- migrate:up
CREATE TABLE orders (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  total   INTEGER NOT NULL CHECK (total >= 0)
);

-- migrate:down
DROP TABLE orders;

-- migrate:up
CREATE TABLE orders (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER,
  total   INTEGER NOT NULL
);

-- migrate:down
DROP TABLE orders;

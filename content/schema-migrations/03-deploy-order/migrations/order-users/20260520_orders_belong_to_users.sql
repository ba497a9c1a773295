-- migrate:up
CREATE TABLE orders_new (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  total   INTEGER NOT NULL
);
INSERT INTO orders_new (id, user_id, total) SELECT id, user_id, total FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;

-- migrate:down
CREATE TABLE orders_old (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER,
  total   INTEGER NOT NULL
);
INSERT INTO orders_old (id, user_id, total) SELECT id, user_id, total FROM orders;
DROP TABLE orders;
ALTER TABLE orders_old RENAME TO orders;

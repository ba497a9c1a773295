-- migrate:up
CREATE TABLE products (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  price TEXT NOT NULL
);

-- migrate:down
DROP TABLE products;

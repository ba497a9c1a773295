-- migrate:up
CREATE TABLE products_new (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  price INTEGER NOT NULL
);
INSERT INTO products_new (id, name, price)
  SELECT id, name, 100 * CAST(replace(price, ' EUR', '') AS INTEGER) FROM products;
DROP TABLE products;
ALTER TABLE products_new RENAME TO products;

-- migrate:up
CREATE TABLE customers_new (
  id      INTEGER PRIMARY KEY,
  email   TEXT NOT NULL,
  country TEXT NOT NULL
);
INSERT INTO customers_new (id, email, country) SELECT id, email, country FROM customers;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;

-- migrate:down
CREATE TABLE customers_old (
  id      INTEGER PRIMARY KEY,
  email   TEXT NOT NULL,
  country TEXT
);
INSERT INTO customers_old (id, email, country) SELECT id, email, country FROM customers;
DROP TABLE customers;
ALTER TABLE customers_old RENAME TO customers;

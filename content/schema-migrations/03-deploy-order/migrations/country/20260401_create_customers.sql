-- migrate:up
CREATE TABLE customers (
  id    INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);

-- migrate:down
DROP TABLE customers;

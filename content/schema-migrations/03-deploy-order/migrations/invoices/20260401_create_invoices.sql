-- migrate:up
CREATE TABLE invoices (
  id       INTEGER PRIMARY KEY,
  total    INTEGER NOT NULL,
  due_date TEXT
);

-- migrate:down
DROP TABLE invoices;

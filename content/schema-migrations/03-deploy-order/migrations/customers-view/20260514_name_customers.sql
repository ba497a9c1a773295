-- migrate:up
CREATE VIEW customers AS SELECT id, email FROM users;

-- migrate:down
DROP VIEW customers;

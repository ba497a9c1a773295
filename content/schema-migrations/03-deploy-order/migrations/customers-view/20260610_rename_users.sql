-- migrate:up
DROP VIEW customers;
ALTER TABLE users RENAME TO customers;

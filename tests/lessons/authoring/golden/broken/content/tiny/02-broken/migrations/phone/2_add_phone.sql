-- migrate:up
ALTER TABLE users ADD COLUMN phone TEXT;

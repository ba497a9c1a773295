-- migrate:up
ALTER TABLE users DROP COLUMN nickname;

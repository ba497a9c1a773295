-- migrate:up
ALTER TABLE users ADD COLUMN phone TEXT;
ALTER TABLE users
  ADD COLUMN phone TEXT;
-- migrate:down

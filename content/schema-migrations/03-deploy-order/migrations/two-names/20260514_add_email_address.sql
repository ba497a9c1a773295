-- migrate:up
ALTER TABLE users ADD COLUMN email_address TEXT;

-- migrate:down
ALTER TABLE users DROP COLUMN email_address;

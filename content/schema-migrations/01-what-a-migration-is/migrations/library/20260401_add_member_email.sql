-- migrate:up
ALTER TABLE members ADD COLUMN email TEXT;

-- migrate:down
ALTER TABLE members DROP COLUMN email;

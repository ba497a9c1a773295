-- migrate:up
ALTER TABLE members ADD COLUMN display_name TEXT;

-- migrate:down
ALTER TABLE members DROP COLUMN display_name;

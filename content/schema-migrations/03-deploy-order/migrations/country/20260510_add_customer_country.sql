-- migrate:up
ALTER TABLE customers ADD COLUMN country TEXT;

-- migrate:down
ALTER TABLE customers DROP COLUMN country;

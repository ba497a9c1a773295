-- migrate:up
ALTER TABLE readers ADD COLUMN phone TEXT;

-- migrate:down
ALTER TABLE readers DROP COLUMN phone;

-- migrate:up
ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'yellow';

-- migrate:down
ALTER TABLE notes DROP COLUMN colour;

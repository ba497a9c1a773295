-- migrate:up
ALTER TABLE projects ADD COLUMN theme TEXT NOT NULL DEFAULT 'light';

-- migrate:down
ALTER TABLE projects DROP COLUMN theme;

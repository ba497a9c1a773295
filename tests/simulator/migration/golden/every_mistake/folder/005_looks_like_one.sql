-- migrate:up
CREATE TABLE g (x);
  -- migrate:down
DROP TABLE g;
-- migrate:dwon
-- Migrate:Down

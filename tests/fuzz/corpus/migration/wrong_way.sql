-- migrate:down
DROP TABLE t;
  -- Migrate:UP
CREATE TABLE t(x);

-- migrate:up
CREATE TABLE d (x);
-- migrate:down

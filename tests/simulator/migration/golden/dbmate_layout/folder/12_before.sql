CREATE TABLE b (x);
-- migrate:up
CREATE TABLE c (x);
-- migrate:down

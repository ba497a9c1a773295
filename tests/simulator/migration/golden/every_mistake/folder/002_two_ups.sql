-- migrate:up
CREATE TABLE c (x);
-- migrate:up
CREATE TABLE d (x);
-- migrate:down
DROP TABLE c;
-- migrate:down
DROP TABLE d;

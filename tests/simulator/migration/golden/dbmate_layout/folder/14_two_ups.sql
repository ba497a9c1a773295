-- migrate:up
CREATE TABLE e (x);
-- migrate:down
DROP TABLE e;
-- migrate:up
CREATE TABLE f (x);
-- migrate:down
DROP TABLE f;

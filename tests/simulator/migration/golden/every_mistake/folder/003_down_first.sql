-- migrate:down
DROP TABLE e;
-- migrate:up
CREATE TABLE e (x);

-- migrate:down
DROP TABLE g;
-- migrate:up
CREATE TABLE g (x);

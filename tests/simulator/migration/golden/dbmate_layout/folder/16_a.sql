-- migrate:up
CREATE TABLE h (x);
-- migrate:down
DROP TABLE h;

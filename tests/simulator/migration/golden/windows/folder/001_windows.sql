-- migrate:up
CREATE TABLE a (
  x TEXT
);
-- migrate:down
DROP TABLE a;

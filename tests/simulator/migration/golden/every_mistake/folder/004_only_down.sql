-- migrate:down
DROP TABLE f;

--migrate:up
CREATE TABLE i (x);
--migrate:down

-- migrate:up
CREATE UNIQUE INDEX subscribers_email ON subscribers (email);

-- migrate:down
DROP INDEX subscribers_email;

-- migrate:up
DROP TRIGGER street_to_users;
DROP TRIGGER street_to_users_new;
DROP TRIGGER street_to_addresses;
ALTER TABLE users DROP COLUMN street;

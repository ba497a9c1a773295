-- +goose Up
-- +goose ENVSUB ON
INSERT INTO users VALUES (${FIRST_ID});
-- +goose ENVSUB OFF
INSERT INTO users VALUES ('${FIRST_ID}');

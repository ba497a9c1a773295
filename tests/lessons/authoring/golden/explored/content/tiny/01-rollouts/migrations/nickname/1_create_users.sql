-- migrate:up
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nickname TEXT);

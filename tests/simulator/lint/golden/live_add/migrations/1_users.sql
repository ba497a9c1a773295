CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nickname TEXT);
CREATE UNIQUE INDEX users_email ON users (email);

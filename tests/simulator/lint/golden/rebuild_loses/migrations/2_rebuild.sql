CREATE TABLE users_next (id INTEGER PRIMARY KEY, email TEXT NOT NULL, phone TEXT);
INSERT INTO users_next (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_next RENAME TO users;

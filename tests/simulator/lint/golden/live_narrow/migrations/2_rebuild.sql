CREATE TABLE n (id INTEGER PRIMARY KEY, email TEXT UNIQUE, nickname TEXT NOT NULL, CHECK (email <> ''));
INSERT INTO n (id, email, nickname) SELECT id, email, coalesce(nickname, '') FROM users;
DROP TABLE users;
ALTER TABLE n RENAME TO users;

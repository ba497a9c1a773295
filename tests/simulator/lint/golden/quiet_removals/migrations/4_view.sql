ALTER TABLE users RENAME TO people;
CREATE VIEW users AS SELECT * FROM people;
CREATE TRIGGER users_in INSTEAD OF INSERT ON users BEGIN INSERT INTO people (email) VALUES (new.email); END;

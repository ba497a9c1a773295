ALTER TABLE users RENAME COLUMN email TO mail;
ALTER TABLE users ADD COLUMN email AS (mail);
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;

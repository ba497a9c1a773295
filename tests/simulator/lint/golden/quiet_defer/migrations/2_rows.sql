PRAGMA defer_foreign_keys = ON;
INSERT INTO posts (id, user_id) VALUES (1, 1);
INSERT INTO users (id, email) VALUES (1, 'a@x');

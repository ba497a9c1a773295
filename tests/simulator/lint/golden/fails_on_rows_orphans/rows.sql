INSERT INTO users VALUES (1, 'a@x'), (2, 'b@x');
INSERT INTO posts VALUES (7, 1, 'hello');

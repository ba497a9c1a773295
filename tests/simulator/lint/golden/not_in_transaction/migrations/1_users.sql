CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
VACUUM;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;

-- a comment may stand here
PRAGMA user_version = 3;
  CREATE TABLE a (x);
-- migrate:up
CREATE TABLE b (x);

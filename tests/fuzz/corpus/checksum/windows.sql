CREATE TABLE a (x);
-- end

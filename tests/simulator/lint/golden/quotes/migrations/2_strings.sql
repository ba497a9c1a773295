UPDATE t SET a = "it""s" WHERE "b" = "active";
DELETE FROM t WHERE "nosuch" IS NOT NULL;
CREATE INDEX t_x ON t ("c");
CREATE TABLE u (a TEXT CHECK (a <> "none"));

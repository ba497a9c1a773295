CREATE TABLE "a;b" ([c;d] TEXT DEFAULT ';', `e;f` TEXT);
INSERT INTO "a;b" VALUES ('it''s; fine', '"');
SELECT x'3b3b', ';' ;

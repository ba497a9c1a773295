CREATE TABLE t (a TEXT, b TEXT, UNIQUE (a));
UPDATE t SET a = b, b = a WHERE a = 1;
INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = excluded.b;
CREATE VIEW v AS SELECT a, b AS a2 FROM t;

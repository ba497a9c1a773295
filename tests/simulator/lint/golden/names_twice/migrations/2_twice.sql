UPDATE t SET a = 'x', b = 'y', "A" = 'z' WHERE b = a;
INSERT INTO t (a, b, a) VALUES (1, 2, 3);
CREATE VIEW v AS SELECT a, b, a FROM t;

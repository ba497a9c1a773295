-- expect: sandbox.budget
CREATE TABLE t (a, b);
INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 3000) SELECT x, x FROM c;
UPDATE t SET b = (SELECT count(*) FROM t o, t p WHERE o.a > t.a + p.b);

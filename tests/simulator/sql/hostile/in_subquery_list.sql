-- expect: sandbox.budget
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 3000) SELECT count(*) FROM c WHERE x NOT IN (SELECT a.x + b.x FROM c a, c b);

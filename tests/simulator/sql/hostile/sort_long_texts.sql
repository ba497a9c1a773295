-- expect: sandbox.budget
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000000) SELECT x || 'some text behind the number' AS t FROM c ORDER BY t DESC;

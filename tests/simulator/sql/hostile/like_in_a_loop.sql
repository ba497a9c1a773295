-- expect: sandbox.budget
-- steps: 500
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c WHERE replace(hex(zeroblob(49000)), '00', 'aa') LIKE '%a________________________________________b' || x;

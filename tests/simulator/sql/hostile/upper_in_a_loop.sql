-- expect: sandbox.budget
-- steps: 5000
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT sum(length(upper(lower(replace(hex(zeroblob(99000)), '00', 'aa'))))) FROM c;

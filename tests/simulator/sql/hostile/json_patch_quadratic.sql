-- expect: sandbox.denied
SELECT length(json_patch((WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 7000)
  SELECT '{' || group_concat('"a' || x || '":1') || '}' FROM c),
  (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 7000)
  SELECT '{' || group_concat('"b' || x || '":1') || '}' FROM c)));

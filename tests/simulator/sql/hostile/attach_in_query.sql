-- expect: sandbox.denied
-- mode: query
SELECT 1;
ATTACH ':memory:' AS m;

-- expect: sandbox.budget
WITH j(t) AS (SELECT '[' || replace(hex(zeroblob(20000)), '00', '[1],') || '1]')
SELECT sum(length(a.fullkey)) FROM j, json_tree(t) a, json_tree(t) b;

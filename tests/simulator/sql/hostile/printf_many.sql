-- expect: ok
SELECT length(printf('%.190000c%.9000f', 'x', 1e300));

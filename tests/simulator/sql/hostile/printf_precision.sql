-- expect: sandbox.too-big
SELECT printf('%.*c', 2000000000, 'x');

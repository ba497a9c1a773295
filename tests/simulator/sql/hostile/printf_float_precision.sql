-- expect: sandbox.too-big
SELECT printf('%.2000000000f', 0.1);

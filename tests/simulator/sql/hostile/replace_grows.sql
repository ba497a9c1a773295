-- expect: sandbox.too-big
SELECT replace(replace(hex(zeroblob(99000)), '00', 'aa'), 'a', 'aaaaaaaaaa');

-- expect: sandbox.too-big
SELECT hex(hex(zeroblob(90000)));

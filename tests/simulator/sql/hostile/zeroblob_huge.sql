-- expect: sandbox.too-big
SELECT length(zeroblob(1000000000));

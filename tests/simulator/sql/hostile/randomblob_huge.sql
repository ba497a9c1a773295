-- expect: sandbox.too-big
SELECT length(randomblob(1000000000));

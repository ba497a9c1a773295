-- expect: sandbox.denied
SELECT load_extension('libm.so');

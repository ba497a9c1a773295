-- expect: sandbox.denied
VACUUM;

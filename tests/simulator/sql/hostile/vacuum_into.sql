-- expect: sandbox.denied
VACUUM INTO '/tmp/driftwood-must-not-exist.db';

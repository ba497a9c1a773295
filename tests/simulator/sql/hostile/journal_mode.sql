-- expect: sandbox.denied
PRAGMA journal_mode = OFF;

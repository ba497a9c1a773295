-- expect: sandbox.denied
PRAGMA hard_heap_limit = 1;

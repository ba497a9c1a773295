-- expect: sandbox.denied
ATTACH 'other.db' AS other;

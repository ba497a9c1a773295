-- expect: sandbox.denied
CREATE VIRTUAL TABLE f USING fts5(a);

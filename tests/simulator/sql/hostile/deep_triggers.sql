-- expect: sandbox.too-big
CREATE TABLE t (a);
PRAGMA recursive_triggers = ON;
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (NEW.a + 1), (NEW.a + 2); END;
INSERT INTO t VALUES (1);

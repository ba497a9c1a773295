CREATE TABLE t (a INTEGER);
create temp trigger x before delete on t begin select 1; end;
CREATE TEMPORARY TRIGGER IF NOT EXISTS y BEFORE DELETE ON t BEGIN SELECT 1; SELECT 2; END;
DELETE FROM t;

-- expect: sqlite.error
CREATE TABLE t (a);
UPDATE sqlite_master SET sql = 'x';

-- first; not a statement
/* nor ; this */

SELECT 1 -- one;
  /* still; the same */ + 1; -- behind it
-- the end;

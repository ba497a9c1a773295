-- driftwood:ignore drop-column, cost  no release reads it since 2.3
-- (see the release notes)
ALTER TABLE a DROP COLUMN y;
ALTER TABLE a DROP COLUMN z; -- driftwood:ignore drop-column
-- driftwood:ignore drop-table

DROP TABLE a;
/* driftwood:ignore rename-colum */
ALTER TABLE users RENAME COLUMN email TO mail; -- driftwood:ignore rename-column, drop-table
-- driftwood:ignore
SELECT '-- driftwood:ignore drop-table';
-- driftwood:ignore fails-on-rows
SELECT 1;

CREATE TABLE "t" ("a" TEXT, "b c" TEXT);
UPDATE "t" SET "a" = 'x' WHERE "b c" = 'y';
CREATE INDEX "i" ON "t" ("a");
SELECT "t"."a" FROM "t";

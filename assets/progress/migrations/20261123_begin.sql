-- migrate:up

-- One row for every time a window opened the file. What a window saves of labs and drafts is its own row, so two
-- windows never overwrite each other; the highest id is the newest.
CREATE TABLE windows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  opened_at INTEGER NOT NULL  -- Unix ms, as all times here
) STRICT;

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  course TEXT NOT NULL,
  lesson TEXT NOT NULL,
  question TEXT NOT NULL,
  question_hash TEXT NOT NULL,  -- what was asked then: an edited typo loses nobody's answer
  answer TEXT NOT NULL,         -- JSON
  credit REAL NOT NULL CHECK (credit BETWEEN 0 AND 1),
  verdict TEXT NOT NULL,
  hints INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_of_question ON attempts (course, question);

CREATE TRIGGER attempts_are_kept BEFORE DELETE ON attempts
BEGIN
  SELECT RAISE(ABORT, 'attempts are only ever added');
END;
CREATE TRIGGER attempts_stay_as_they_were BEFORE UPDATE ON attempts
BEGIN
  SELECT RAISE(ABORT, 'attempts are only ever added');
END;

CREATE TABLE labs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  course TEXT NOT NULL,
  lab TEXT NOT NULL,
  start_hash TEXT NOT NULL,
  window INTEGER NOT NULL REFERENCES windows (id),
  command_tree TEXT NOT NULL,  -- JSON
  saved_at INTEGER NOT NULL,
  UNIQUE (course, lab, start_hash, window)
) STRICT;

CREATE TABLE drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  course TEXT NOT NULL,
  part TEXT NOT NULL,
  window INTEGER NOT NULL REFERENCES windows (id),
  text TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  UNIQUE (course, part, window)
) STRICT;

CREATE TABLE places (
  course TEXT NOT NULL,
  lesson TEXT NOT NULL,
  anchor TEXT NOT NULL,
  fraction REAL NOT NULL,
  seen_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,  -- rises with every save: a clock set back does not confuse "last"
  PRIMARY KEY (course, lesson)
) STRICT;

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- migrate:down

DROP TABLE settings;
DROP TABLE places;
DROP TABLE drafts;
DROP TABLE labs;
DROP TABLE attempts;
DROP TABLE windows;

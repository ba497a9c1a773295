-- migrate:up
CREATE TABLE parents (
  id       INTEGER PRIMARY KEY,
  quantity INTEGER NOT NULL
);
CREATE TABLE children (
  id        INTEGER PRIMARY KEY,
  parent_id INTEGER NOT NULL REFERENCES parents (id),
  quantity  INTEGER NOT NULL
);

-- migrate:down
DROP TABLE children;
DROP TABLE parents;

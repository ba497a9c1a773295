-- atlas:checkpoint v1
-- a note

CREATE TABLE all_of_it (x);

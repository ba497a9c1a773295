-- migrate:up transaction:false lock:none
CREATE TABLE h (x);
-- migrate:down transaction:true
DROP TABLE h;

-- atlas:txmode none
CREATE TABLE g (x);

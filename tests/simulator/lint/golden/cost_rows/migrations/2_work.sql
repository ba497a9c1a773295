CREATE INDEX t_a ON t (a);
CREATE INDEX few_a ON few (a);

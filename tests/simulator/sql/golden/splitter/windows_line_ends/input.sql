SELECT 1;

-- żółw
SELECT 'ż' AS a;
/* ż */ SELECT 2;

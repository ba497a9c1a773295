-- expect: sandbox.denied
SELECT * FROM pragma_function_list;

-- expect: sandbox.denied
PRAGMA temp_store_directory = '/tmp';

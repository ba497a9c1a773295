-- expect: sqlite.error
SELECT json(replace(hex(zeroblob(50000)), '0', '['));

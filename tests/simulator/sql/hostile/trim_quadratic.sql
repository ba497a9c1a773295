-- expect: ok
SELECT length(trim(replace(hex(zeroblob(99000)), '00', 'aa'), replace(hex(zeroblob(90000)), '0', 'b') || 'a'));

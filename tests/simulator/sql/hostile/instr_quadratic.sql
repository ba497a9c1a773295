-- expect: ok
SELECT instr(replace(hex(zeroblob(99000)), '00', 'aa'), replace(hex(zeroblob(49000)), '00', 'aa') || 'b');

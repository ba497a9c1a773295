-- expect: ok
SELECT replace(hex(zeroblob(99000)), '00', 'aa') GLOB '*[a-z][a-z][!b-z][a-z][a-z][a-z][a-z][a-z][a-z][a-z][a-z]*[b]';

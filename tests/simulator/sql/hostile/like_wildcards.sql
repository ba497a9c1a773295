-- expect: ok
SELECT replace(hex(zeroblob(99000)), '00', 'aa') LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b';

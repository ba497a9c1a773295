-- expect: sandbox.too-big
SELECT quote(replace(hex(zeroblob(60000)), '0', ''''));

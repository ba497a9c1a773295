-- expect: sandbox.too-big
SELECT length(strftime(replace(hex(zeroblob(90000)), '00', '%f'), 'now'));

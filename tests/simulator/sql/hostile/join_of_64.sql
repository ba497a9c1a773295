-- expect: ok
CREATE TABLE t (a, b);
CREATE INDEX ta ON t (a);
CREATE INDEX tb ON t (b);
SELECT count(*) FROM t x0,
  t x1,
  t x2,
  t x3,
  t x4,
  t x5,
  t x6,
  t x7,
  t x8,
  t x9,
  t x10,
  t x11,
  t x12,
  t x13,
  t x14,
  t x15,
  t x16,
  t x17,
  t x18,
  t x19,
  t x20,
  t x21,
  t x22,
  t x23,
  t x24,
  t x25,
  t x26,
  t x27,
  t x28,
  t x29,
  t x30,
  t x31,
  t x32,
  t x33,
  t x34,
  t x35,
  t x36,
  t x37,
  t x38,
  t x39,
  t x40,
  t x41,
  t x42,
  t x43,
  t x44,
  t x45,
  t x46,
  t x47,
  t x48,
  t x49,
  t x50,
  t x51,
  t x52,
  t x53,
  t x54,
  t x55,
  t x56,
  t x57,
  t x58,
  t x59,
  t x60,
  t x61,
  t x62,
  t x63
WHERE x0.a = x1.b
  AND x1.a = x8.b
  AND x2.a = x15.b
  AND x3.a = x22.b
  AND x4.a = x29.b
  AND x5.a = x36.b
  AND x6.a = x43.b
  AND x7.a = x50.b
  AND x8.a = x57.b
  AND x9.a = x0.b
  AND x10.a = x7.b
  AND x11.a = x14.b
  AND x12.a = x21.b
  AND x13.a = x28.b
  AND x14.a = x35.b
  AND x15.a = x42.b
  AND x16.a = x49.b
  AND x17.a = x56.b
  AND x18.a = x63.b
  AND x19.a = x6.b
  AND x20.a = x13.b
  AND x21.a = x20.b
  AND x22.a = x27.b
  AND x23.a = x34.b
  AND x24.a = x41.b
  AND x25.a = x48.b
  AND x26.a = x55.b
  AND x27.a = x62.b
  AND x28.a = x5.b
  AND x29.a = x12.b
  AND x30.a = x19.b
  AND x31.a = x26.b
  AND x32.a = x33.b
  AND x33.a = x40.b
  AND x34.a = x47.b
  AND x35.a = x54.b
  AND x36.a = x61.b
  AND x37.a = x4.b
  AND x38.a = x11.b
  AND x39.a = x18.b
  AND x40.a = x25.b
  AND x41.a = x32.b
  AND x42.a = x39.b
  AND x43.a = x46.b
  AND x44.a = x53.b
  AND x45.a = x60.b
  AND x46.a = x3.b
  AND x47.a = x10.b
  AND x48.a = x17.b
  AND x49.a = x24.b
  AND x50.a = x31.b
  AND x51.a = x38.b
  AND x52.a = x45.b
  AND x53.a = x52.b
  AND x54.a = x59.b
  AND x55.a = x2.b
  AND x56.a = x9.b
  AND x57.a = x16.b
  AND x58.a = x23.b
  AND x59.a = x30.b;

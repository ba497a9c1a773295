-- expect: sandbox.too-big
SELECT ?900;

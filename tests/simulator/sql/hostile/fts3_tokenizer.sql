-- expect: sandbox.denied
SELECT fts3_tokenizer('x');

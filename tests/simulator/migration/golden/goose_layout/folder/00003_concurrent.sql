-- +goose NO TRANSACTION
-- +goose up
PRAGMA journal_mode = WAL;

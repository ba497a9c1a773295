-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER t AFTER INSERT ON users BEGIN
  SELECT 1;
END;
-- +goose StatementEnd
-- +goose Down
DROP TRIGGER t;

-- migrate:up
ALTER TABLE runner_state DROP COLUMN runner_name;

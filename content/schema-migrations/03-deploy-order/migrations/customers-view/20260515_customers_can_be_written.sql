-- migrate:up
CREATE TRIGGER customers_insert INSTEAD OF INSERT ON customers BEGIN
  INSERT INTO users (id, email) VALUES (NEW.id, NEW.email);
END;
CREATE TRIGGER customers_update INSTEAD OF UPDATE ON customers BEGIN
  UPDATE users SET email = NEW.email WHERE id = OLD.id;
END;

-- migrate:down
DROP TRIGGER customers_update;
DROP TRIGGER customers_insert;

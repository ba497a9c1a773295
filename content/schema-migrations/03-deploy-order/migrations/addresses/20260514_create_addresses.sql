-- migrate:up
CREATE TABLE addresses (
  user_id INTEGER PRIMARY KEY REFERENCES users (id),
  street  TEXT
);

-- Whichever side is written, the other follows.
CREATE TRIGGER street_to_addresses AFTER UPDATE OF street ON users
BEGIN
  INSERT INTO addresses (user_id, street) VALUES (NEW.id, NEW.street)
    ON CONFLICT (user_id) DO UPDATE SET street = excluded.street WHERE street IS NOT excluded.street;
END;
CREATE TRIGGER street_to_users_new AFTER INSERT ON addresses
BEGIN
  UPDATE users SET street = NEW.street WHERE id = NEW.user_id AND street IS NOT NEW.street;
END;
CREATE TRIGGER street_to_users AFTER UPDATE OF street ON addresses
BEGIN
  UPDATE users SET street = NEW.street WHERE id = NEW.user_id AND street IS NOT NEW.street;
END;

-- migrate:down
DROP TRIGGER street_to_users;
DROP TRIGGER street_to_users_new;
DROP TRIGGER street_to_addresses;
DROP TABLE addresses;

-- migrate:up
CREATE TRIGGER never_more_than_ordered BEFORE INSERT ON children
WHEN NEW.quantity + (SELECT coalesce(sum(quantity), 0) FROM children WHERE parent_id = NEW.parent_id)
     > (SELECT quantity FROM parents WHERE id = NEW.parent_id)
BEGIN
  SELECT RAISE(ABORT, 'more than the customer ordered');
END;

-- migrate:down
DROP TRIGGER never_more_than_ordered;

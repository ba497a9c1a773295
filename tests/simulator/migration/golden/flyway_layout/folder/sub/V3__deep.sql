CREATE TABLE ${nobody} (x);

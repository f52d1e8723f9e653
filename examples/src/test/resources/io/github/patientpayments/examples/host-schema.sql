-- The host's own table, of the same name as one of the store's.
CREATE TABLE patients (id int PRIMARY KEY, remark varchar(100));
INSERT INTO patients (id, remark) VALUES (1, 'the host''s own');

INSERT INTO thing (n) VALUES (2);

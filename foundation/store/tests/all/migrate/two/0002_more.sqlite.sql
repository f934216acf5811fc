INSERT INTO thing (n) VALUES (1);

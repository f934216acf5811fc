-- Customers whose latest purchase is to be found anew: marked while a file is read in or taken back, and settled once at its end.
CREATE TABLE account_latest_due (
  account_id BIGINT PRIMARY KEY
);

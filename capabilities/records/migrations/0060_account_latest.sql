-- When each customer last bought, those who went into them counted in, in order of time.
CREATE TABLE account_latest (
  account_id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL
);
INSERT INTO account_latest (account_id, at)
SELECT bought.account_id, MAX(bought.at) FROM (
  SELECT COALESCE(account.merged_into, account.id) AS account_id, own.at AS at FROM (
    SELECT purchase.account_id AS account_id, MAX(purchase.at) AS at FROM purchase GROUP BY purchase.account_id
  ) own JOIN account ON account.id = own.account_id
) bought GROUP BY bought.account_id;
CREATE UNIQUE INDEX account_latest_by_time ON account_latest (at, account_id);

"""The answers of a run by lifetimes on pandas: python peers.py PURCHASES.csv TODAY"""
import sys

import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

purchases = pd.read_csv(sys.argv[1], parse_dates=["day"])
today = pd.Timestamp(sys.argv[2])
customers = summary_data_from_transaction_data(
    purchases, "customer", "day", monetary_value_col="amount", observation_period_end=today
)
buying = BetaGeoFitter()
buying.fit(customers["frequency"], customers["recency"] / 7, customers["T"] / 7)
again = customers[customers["frequency"] > 0]
spending = GammaGammaFitter()
spending.fit(again["frequency"], again["monetary_value"])
alive = buying.conditional_probability_alive(customers["frequency"], customers["recency"] / 7, customers["T"] / 7)
bought = buying.conditional_expected_number_of_purchases_up_to_time(
    52, customers["frequency"], customers["recency"] / 7, customers["T"] / 7
)
worth = spending.customer_lifetime_value(
    buying,
    customers["frequency"],
    customers["recency"] / 7,
    customers["T"] / 7,
    customers["monetary_value"],
    time=36,
    discount_rate=1.1 ** (1 / 12) - 1,
    freq="W",
)
base = (customers["frequency"] > 0) & (alive >= 0.05)
parameters = ", ".join(f"{name} {value:.3f}" for name, value in buying.params_.items())
print(f"bgnbd {parameters}, at risk {int((base & (alive < 0.5)).sum())}, worth {worth.sum():.0f}, bought in a year {bought.sum():.0f}")

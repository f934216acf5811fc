"""The peers of `compare.rs`: compare_peers.py TASK FOLDER prints the same line for the same task on the same files.

With `pymc` after the folder, the task is done by PyMC-Marketing.
"""
import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
task, folder = sys.argv[1:3]


def once(peer, rows, run):
    start = time.perf_counter()
    answer = run()
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{task}\t{peer}\t{rows}\t{seconds:.4f}\t{megabytes:.0f}\t{answer:.6f}", flush=True)


if sys.argv[3:] == ["pymc"]:
    from pymc_marketing.clv import BetaGeoModel

    data = pd.read_csv(f"{folder}/histories.csv").rename(columns={"age": "T"})
    data["customer_id"] = range(len(data))

    def point():
        model = BetaGeoModel(data=data)
        model.fit(method="map", progressbar=False)
        return float(model.fit_result["r"].mean())

    once("PyMC-Marketing, MAP", len(data), point)
elif task == "summary":
    from lifetimes.utils import summary_data_from_transaction_data

    data = pd.read_csv(f"{folder}/purchases.csv")
    data["day"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(data.day, unit="D")
    end = pd.Timestamp("2026-01-01")
    once("lifetimes", len(data), lambda: summary_data_from_transaction_data(
        data, "customer", "day", "amount", observation_period_end=end).frequency.sum())
elif task == "summary_csv":
    import duckdb

    query = f"""
        WITH days AS (SELECT customer, day, sum(amount) AS spent FROM read_csv('{folder}/purchases.csv') GROUP BY ALL),
        firsts AS (SELECT customer, min(day) AS first FROM days GROUP BY customer),
        one AS (SELECT customer, count(*) - 1 AS frequency, max(day) - min(day) AS recency, 365 - min(day) AS age,
                avg(spent) FILTER (day > first) AS mean FROM days JOIN firsts USING (customer) GROUP BY customer)
        SELECT * FROM one ORDER BY customer"""
    rows = duckdb.sql(f"SELECT count(*) FROM read_csv('{folder}/purchases.csv')").fetchall()[0][0]
    once("duckdb", rows, lambda: duckdb.sql(query).df().frequency.sum())
elif task == "gammagamma":
    from lifetimes import GammaGammaFitter

    data = pd.read_csv(f"{folder}/spends.csv")
    once("lifetimes", len(data), lambda: GammaGammaFitter().fit(data.frequency, data["mean"]).params_["q"])
elif task in ("shapley", "bootstrap"):
    from itertools import combinations
    from math import comb

    data = pd.read_csv(f"{folder}/drivers.csv").to_numpy()

    def shapley(rows):
        r = np.corrcoef(rows.T)
        p = len(r) - 1
        fit = {(): 0.0}
        for size in range(1, p + 1):
            for chosen in combinations(range(p), size):
                own = r[np.ix_(chosen, chosen)]
                to = r[list(chosen), p]
                fit[chosen] = to @ np.linalg.solve(own, to)
        share = np.zeros(p)
        for chosen, value in fit.items():
            for j in chosen:
                rest = tuple(i for i in chosen if i != j)
                share[j] += (value - fit[rest]) / (p * comb(p - 1, len(rest)))
        return share

    def resampled(replicates):
        rng = np.random.default_rng(1)
        for _ in range(replicates):
            shapley(data[rng.integers(0, len(data), len(data))])
        return shapley(data)[0]

    # A hundredth of the replicates, times a hundred: the loop does the same each time.
    if task == "shapley":
        once("numpy", len(data), lambda: shapley(data)[0])
    else:
        start = time.perf_counter()
        answer = resampled(10)
        seconds = 100 * (time.perf_counter() - start)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{task}\tnumpy (10 of 1000)\t{len(data)}\t{seconds:.4f}\t{megabytes:.0f}\t{answer:.6f}", flush=True)
elif task in ("bgnbd", "paretonbd"):
    from lifetimes import BetaGeoFitter, ParetoNBDFitter

    data = pd.read_csv(f"{folder}/histories.csv")
    fitter = BetaGeoFitter() if task == "bgnbd" else ParetoNBDFitter()
    once("lifetimes", len(data), lambda: fitter.fit(data.frequency, data.recency, data.age).params_["r"])
else:
    data = pd.read_csv(f"{folder}/rows.csv")
    names = [f"x{j}" for j in range(10)]
    if task == "cox":
        from lifelines import CoxPHFitter

        own = data[names + ["time", "event"]]
        once("lifelines", len(data), lambda: CoxPHFitter().fit(own, "time", "event").log_likelihood_)
    elif task == "logit":
        import statsmodels.api as sm

        x = sm.add_constant(data[names])
        once("statsmodels", len(data), lambda: sm.Logit(data.treated, x).fit(disp=0, cov_type="HC1").bse.iloc[1])
    elif task == "ordinal":
        from statsmodels.miscmodels.ordinal_model import OrderedModel

        once("statsmodels", len(data), lambda: OrderedModel(data.level, data[names], distr="logit").fit(
            method="bfgs", disp=0, maxiter=500).llf)
    elif task == "aipw":
        import statsmodels.api as sm
        from statsmodels.treatment.treatment_effects import TreatmentEffect

        x = sm.add_constant(data[names])

        def effect():
            treatment = sm.Logit(data.treated, x).fit(disp=0)
            found = TreatmentEffect(sm.OLS(data.outcome, x), data.treated, results_select=treatment)
            return float(np.ravel(found.aipw().effect)[0])

        once("statsmodels", len(data), effect)

"""The peers of `compare.rs`: compare_peers.py TASK FOLDER prints the same line for the same task on the same files."""
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


if task == "summary":
    from lifetimes.utils import summary_data_from_transaction_data

    data = pd.read_csv(f"{folder}/purchases.csv")
    data["day"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(data.day, unit="D")
    end = pd.Timestamp("2026-01-01")
    once("lifetimes", len(data), lambda: summary_data_from_transaction_data(
        data, "customer", "day", "amount", observation_period_end=end).frequency.sum())
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

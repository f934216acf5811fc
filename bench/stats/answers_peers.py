"""The peers of `answers.rs`, on the rows that it wrote: python answers_peers.py CSV (pip: statsmodels, pandas)."""
import sys
import time

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.treatment.treatment_effects import TreatmentEffect

data = pd.read_csv(sys.argv[1])
columns = data[[f"x{j}" for j in range(10)]]
with_one = sm.add_constant(columns)


def best(task, run):
    seconds, answer = float("inf"), None
    for _ in range(1 if len(sys.argv) > 2 else 3):
        start = time.perf_counter()
        answer = run()
        seconds = min(seconds, time.perf_counter() - start)
    print(f"{task}\t{len(data)}\t{seconds:.4f} s\t{answer:.9f}", flush=True)


def doubly_robust():
    treatment = sm.Logit(data.treated, with_one).fit(disp=0)
    effect = TreatmentEffect(sm.OLS(data.outcome, with_one), data.treated, results_select=treatment)
    return float(np.ravel(effect.aipw().effect)[0])


best("least squares, HC3", lambda: sm.OLS(data.outcome, with_one).fit(cov_type="HC3").bse.iloc[1])
best("logit, HC1", lambda: sm.Logit(data.yes, with_one).fit(disp=0, cov_type="HC1").params.iloc[9])
best("ordinal logit", lambda: OrderedModel(data.level, columns, distr="logit").fit(method="bfgs", disp=0, maxiter=500).llf)
best("doubly robust effect", doubly_robust)

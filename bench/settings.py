#!/usr/bin/env python3
"""What each setting does on the five real sets: one at a time, the others at their defaults.

bench/.venv/bin/python bench/settings.py [--seeds 1] [--sets panc8,...] [--settings theta,...] [--embedding X_pca] [--csv FILE]

Total, bio and batch of scib-metrics, held-out F1, the share of within-batch structure that is preserved, and the seconds of the fit, which
with other work on the machine are good for comparing only. Means over sets and seeds; one Benchmarker scores all embeddings of a set.
"""
import argparse

import numpy as np
import pandas as pd

from common import LABEL, SETS, SHARED, ad, harmony, head, row, scores
from session import Session

VALUES = {
    "scbatchprox": {"mu": [0.0, 0.01, 0.1], "lambda": [0.0, 0.01, 0.1]},
    "aligned": {
        "theta": [1.0, 2.0],
        "sigma": [0.05, 0.2],
        "alpha": [0.05, 0.1, 0.5, 1.0],
        "prototypes": ["half", "twice"],
        "gapLimit": [0.75, 3.0],
        "tailCut": [1.0, 4.0],
        "start": ["none", "shift"],
    },
}
DEFAULTS = "defaults"
OF_PROTOTYPES = {"half": 0.5, "twice": 2}
FIGURES = {"Total": "Total", "bio": "Bio conservation", "batch": "Batch correction", "F1": "F1", "preserved": "preserved", "seconds": "seconds"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--settings", default=",".join(setting for values in VALUES.values() for setting in values))
    parser.add_argument("--embedding", default="X_pca")
    parser.add_argument("--csv", help="every metric of every set and seed")
    given = parser.parse_args()
    found = []
    with Session() as session:
        for name in given.sets.split(","):
            found += measured(session, name, given)
            if given.csv:
                pd.DataFrame(found).to_csv(given.csv, index=False)  # After each set: the larger ones take long.
    write(pd.DataFrame(found))


def measured(session, name, given):
    """One entry a method, setting, value and seed, with every figure."""
    cells = ad.read_h5ad(SHARED / "data" / f"{name}.h5ad")
    batch, label = (cells.obs[column].astype(str).values for column in (SETS[name], LABEL))
    raw = np.asarray(cells.obsm[given.embedding], np.float32)
    runs = {("raw", "", "", 0): (raw, np.nan)}
    for seed in range(given.seeds):
        runs["Harmony", DEFAULTS, "", seed] = harmony(raw, batch, seed), np.nan
        runs |= {(*run, seed): found for run, found in refined(session, raw, batch, seed, given.settings.split(","))}
    names = {str(place): run for place, run in enumerate(runs)}
    found = scores({one: runs[run][0] for one, run in names.items()}, batch, label, raw)
    for one, (method, setting, value, seed) in names.items():
        entry = {"set": name, "method": method, "setting": setting, "value": value, "seed": seed, **found[one]}
        yield entry | {"seconds": runs[method, setting, value, seed][1]}


def refined(session, raw, batch, seed, settings):
    """(method, setting, value), and the corrected cells with the seconds of their fit."""
    session.corrected(raw, batch)  # Compiled code, for seconds that compare.
    for method, values in VALUES.items():
        z, model = session.fitted(raw, batch, method=method, seed=seed)
        yield (method, DEFAULTS, ""), (z, model.summary().seconds())
        for setting, value in [(setting, value) for setting in values if setting in settings for value in values[setting]]:
            given = {setting: round(OF_PROTOTYPES[value] * len(model.correction().prototypes())) if setting == "prototypes" else value}
            z, fitted = session.fitted(raw, batch, method=method, seed=seed, **given)
            yield (method, setting, value), (z, fitted.summary().seconds())


def write(table):
    of = ["method", "setting", "value"]
    figures = table.rename(columns={metric: figure for figure, metric in FIGURES.items()})
    means = figures.groupby(["set", *of], sort=False)[list(FIGURES)].mean().reset_index()
    total = means.pivot_table("Total", of, "set", sort=False)
    print(head("method", "setting", "value", *total, *(f"mean {figure}" for figure in FIGURES)))
    for run, mean in means.groupby(of, sort=False):
        shown = [float(mean[figure].mean()) for figure in FIGURES]
        print(row(*map(str, run), *map(float, total.loc[run]), *(("" if np.isnan(one) else one) for one in shown)))


if __name__ == "__main__":
    main()

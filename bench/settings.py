#!/usr/bin/env python3
"""What each setting does: one at a time, the others at their defaults.

bench/.venv/bin/python bench/settings.py --data DIR [--seeds 1] [--sets panc8,...] [--settings theta,...] [--embedding X_pca] [--csv FILE]
bench/.venv/bin/python bench/settings.py --truth [--seeds 1] [--settings theta,...] [--csv FILE]

On the real sets: Total, bio and batch of scib-metrics, held-out F1, the share of within-batch structure that is preserved, and the seconds
of the fit, which with other work on the machine are good for comparing only. Means over sets and seeds; one Benchmarker scores all embeddings
of a set. With --truth, on the `synth` cells of bench/truth.py: the relative distance to the truth in four cases, and the mean F1.
"""
import argparse

import numpy as np
import pandas as pd

from common import LABEL, SETS, distance_to_truth, harmony, head, matrix, real_sets, row, with_real_sets
from scoring import scores
from session import Session
from truth import SHIFTS, drawn, f1

VALUES = {
    "scbatchprox": {"mu": [0.0, 0.01, 0.1], "lambda": [0.0, 0.01, 0.1]},
    "aligned": {
        "theta": [1.0, 2.0],
        "sigma": [0.05, 0.2],
        "alpha": [0.05, 0.1, 0.5, 1.0],
        "prototypes": ["half", "twice"],
        "gapLimit": [0.75, 3.0],
        "huberCutoff": [1.0, 4.0],
        "start": ["none", "shift"],
    },
}
DEFAULTS = "defaults"
OF_PROTOTYPES = {"half": 0.5, "twice": 2}
CASES = [f"{case}, {far}" for far in SHIFTS for case in ("balanced", "partly-disjoint", "single-type", "imbalance")]
RUN = ["method", "setting", "value"]
FIGURES = {"Total": "Total", "bio": "Bio conservation", "batch": "Batch correction", "F1": "F1", "preserved": "preserved", "seconds": "seconds"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    with_real_sets(parser, SETS)
    parser.add_argument("--settings", default=",".join(setting for values in VALUES.values() for setting in values))
    parser.add_argument("--embedding", default="X_pca")
    parser.add_argument("--truth", action="store_true", help="the distance to known truth, instead of the real sets")
    parser.add_argument("--csv", help="every metric of every set and seed")
    given = parser.parse_args()
    found, measured, studied = [], *((of_truth, CASES) if given.truth else (of_set, real_sets(given)))
    with Session() as session:
        for one in studied:
            found += measured(session, one, given)
            if given.csv:
                pd.DataFrame(found).to_csv(given.csv, index=False)  # After each set: the larger ones take long.
    (write_truth if given.truth else write)(pd.DataFrame(found))


def of_truth(session, name, given):
    """One entry a method, setting, value and seed, with the distance to the truth and the F1."""
    for seed in range(given.seeds):
        cells = drawn(session, *name.split(", "), seed)
        raw, truth = (matrix(cells[column], cells.index) for column in ("X_pca", "X_truth"))
        batch, label = cells["batch"].values, cells[LABEL].values
        for run, (z, _) in everything(session, raw, batch, seed, given.settings):
            entry = {"set": name, "seed": seed, **dict(zip(RUN, run))}
            yield entry | {"distance": distance_to_truth(z, truth), "F1": f1(z, batch, label)}


def of_set(session, one, given):
    """One entry a method, setting, value and seed, with every figure."""
    raw, batch = one.embedding(given.embedding), one.batch
    runs = {(*run, seed): found for seed in range(given.seeds) for run, found in everything(session, raw, batch, seed, given.settings)}
    names = {str(place): run for place, run in enumerate(runs)}
    found = scores({place: runs[run][0] for place, run in names.items()}, batch, one.label, raw)
    for place, run in names.items():
        entry = {"set": one.name, **dict(zip([*RUN, "seed"], run)), **found[place]}
        yield entry | {"seconds": runs[run][1]}


def everything(session, raw, batch, seed, settings):
    """(method, setting, value), and the embedding with the seconds of its fit: raw, Harmony, and all settings of the methods."""
    yield ("raw", "", ""), (raw, np.nan)
    yield ("Harmony", DEFAULTS, ""), (harmony(raw, batch, seed), np.nan)
    session.corrected(raw, batch)  # Compiled code, for seconds that compare.
    for method, values in VALUES.items():
        z, model = session.fitted(raw, batch, method=method, seed=seed)
        yield (method, DEFAULTS, ""), (z, model.summary().seconds())
        for setting, value in [(setting, value) for setting in values if setting in settings.split(",") for value in values[setting]]:
            given = {setting: round(OF_PROTOTYPES[value] * len(model.correction().prototypes(0))) if setting == "prototypes" else value}
            z, fitted = session.fitted(raw, batch, method=method, seed=seed, **given)
            yield (method, setting, value), (z, fitted.summary().seconds())


def write_truth(table):
    distance = table.pivot_table("distance", RUN, "set", sort=False)
    f1s = table.groupby(RUN, sort=False).F1.mean()
    print(head(*RUN, *distance, "mean distance", "mean F1"))
    for run, of in distance.iterrows():
        print(row(*map(str, run), *map(float, of), float(of.mean()), float(f1s[run])))


def write(table):
    figures = table.rename(columns={metric: figure for figure, metric in FIGURES.items()})
    means = figures.groupby(["set", *RUN], sort=False)[list(FIGURES)].mean().reset_index()
    total = means.pivot_table("Total", RUN, "set", sort=False)
    print(head(*RUN, *total, *(f"mean {figure}" for figure in FIGURES)))
    for run, mean in means.groupby(RUN, sort=False):
        shown = [float(mean[figure].mean()) for figure in FIGURES]
        print(row(*map(str, run), *map(float, total.loc[run]), *(("" if np.isnan(one) else one) for one in shown)))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Batches that arrive one at a time, many of them: what becomes of the first one's places, and how near to the truth cells lie.

bench/.venv/bin/python bench/sequence.py [--batches 60] [--cells 500] [--seed 0] [--csv FILE] [--plot FILE]

Batches of `synth` (8 types, 20 dimensions, shift 1.5) with their true coordinates. The first is fitted, the others extend its model one
by one: on a reference that stays as it is, and on one that grows. In the second case two of the types are lacking in the first ten
batches. Beside them, at every tenth batch, aligned and Harmony fitted again on everything that is there. Drift is the root mean square
move of the first batch's cells since it was alone; distance is that of all cells present to the truth, as in truth.py; both relative to
the spread.
"""
import argparse
import tempfile
from pathlib import Path

import numpy as np

from common import LABEL, atlasprox, distance_to_truth, harmony, head, matrix, pd, row
from session import Session

TYPES, DIMENSION, SHIFT, LATE, LATE_FROM = 8, 20, 1.5, ["type_6", "type_7"], 10
CASES = ["all kinds from the start", "two kinds from the eleventh batch on"]
EVERY = 10
LINES = {
    "raw": {"color": "0.5", "linewidth": 3},
    "reference fixed": {"color": "tab:green", "linewidth": 4, "alpha": 0.5},
    "reference growing": {"color": "tab:blue"},
    "aligned, refitted": {"color": "tab:green", "marker": "o", "linestyle": ":", "markerfacecolor": "white"},
    "Harmony": {"color": "tab:red", "marker": "s"},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batches", type=int, default=60)
    parser.add_argument("--cells", type=int, default=500, help="of each batch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--csv", help="every stage")
    parser.add_argument("--plot", help="drift and distance by stage, as a picture")
    given = parser.parse_args()
    found = []
    print(head("case", "batches", "method", "drift of the first", "distance to truth"))
    with Session() as session:
        for case, cells in zip(CASES, cases(given)):
            for entry in stages(session, cells, given):
                found.append({"case": case, **entry})
                if entry["batches"] in milestones(given.batches):
                    print(row(case, entry["batches"], entry["method"], entry["drift"], entry["distance"]), flush=True)
    table = pd.DataFrame(found)
    if given.csv:
        table.to_csv(given.csv, index=False)
    if given.plot:
        plot(table, given.plot)


def milestones(batches):
    return [2, *range(EVERY, batches, EVERY), batches]


def cases(given):
    with tempfile.TemporaryDirectory(prefix="atlasprox-sequence-") as folder:
        table = Path(folder) / "cells"
        atlasprox(
            "synth", "--output", table, "--cells", given.batches * given.cells, "--batches", given.batches, "--types", TYPES,
            "--dimension", DIMENSION, "--shift", SHIFT, "--seed", given.seed)
        cells = pd.read_parquet(table)
    number = {name: int(name.rsplit("_", 1)[1]) for name in cells["batch"].unique()}
    cells["arrives"] = cells["batch"].map(number)
    cells = cells.sort_values(["arrives", "cell_id"], ignore_index=True)
    return cells, cells[~(cells[LABEL].isin(LATE) & (cells["arrives"] < LATE_FROM))].reset_index(drop=True)


def stages(session, cells, given):
    """A result for each batch that has arrived and for each method; cells lie in the order of arrival."""
    z, truth = matrix(cells["X_pca"], cells.index), matrix(cells["X_truth"], cells.index)
    batch, arrives = cells["batch"].values, cells["arrives"].values
    first = arrives == 0
    alone = z[first]

    def result(method, stage, corrected):
        moved = np.sqrt(((corrected[: first.sum()].astype(float) - alone) ** 2).sum(1).mean())
        return {
            "batches": stage, "method": method, "drift": float(moved / np.sqrt(alone.astype(float).var(0).sum())),
            "distance": distance_to_truth(corrected, truth[: len(corrected)])}

    models, parts = {}, {}
    with session.cells(alone, batch[first]) as there:
        model = session.model(there)
        for name in ("reference fixed", "reference growing"):
            models[name], parts[name] = model, [session.applied(model, there)]
    for stage in range(2, given.batches + 1):
        arriving = arrives == stage - 1
        present = arrives < stage
        for name in models:
            with session.cells(z[arriving], batch[arriving]) as there:
                models[name] = models[name].extend(there._jdf, name == "reference growing")
                parts[name].append(session.applied(models[name], there))
            with session.cells(alone, batch[first]) as there:
                parts[name][0] = session.applied(models[name], there)
            yield result(name, stage, np.concatenate(parts[name]))
        yield result("raw", stage, z[present])
        if stage in milestones(given.batches):
            yield result("aligned, refitted", stage, session.corrected(z[present], batch[present]))
            yield result("Harmony", stage, harmony(z[present], batch[present]))


def plot(table, file):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(CASES), figsize=(5 * len(CASES), 7), sharex=True, sharey="row")
    for column, (case, rows) in zip(axes.T, table.groupby("case", sort=False)):
        for method, of in rows.groupby("method", sort=False):
            for axis, figure_of in zip(column, ("distance", "drift")):
                axis.plot(of.batches, of[figure_of], label=method, **LINES[method])
        column[0].set_title(case, fontsize=10)
        column[1].set_xlabel("batches")
    axes[0, 0].set_ylabel("distance to truth")
    axes[1, 0].set_ylabel("drift of the first batch")
    axes[0, 0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(file, dpi=90)


if __name__ == "__main__":
    main()

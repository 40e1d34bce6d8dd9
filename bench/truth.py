#!/usr/bin/env python3
"""Known truth: how far from the true coordinates, and how well types are told in a held-out batch, on `synth` cells.

bench/.venv/bin/python bench/truth.py [--seeds 5] [--cases balanced,...] [-- options of correct --method aligned]

4 batches x 1,000 cells, 8 types, 20 dimensions; batches near (shift 1.5) and far (shift 4). One line for each data set goes to
standard error as it comes; two Markdown tables of means over the seeds, to standard output at the end.
"""
import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from common import LABEL, atlasprox, correct, distance_to_truth, harmony, head, matrix, row
from scoring import held_out_f1

CASES = ["balanced", "partly-disjoint", "single-type", "imbalance", "disjoint", "rare-type"]
SHIFTS = {"near": 1.5, "far": 4}
CELLS, BATCHES, TYPES, DIMENSION = 4000, 4, 8, 20
RUNS = {
    "scbatchprox": ("--method", "scbatchprox"),
    "aligned, start auto": ("--method", "aligned", "--start", "auto"),
    "aligned, start none": ("--method", "aligned", "--start", "none"),
    "aligned, start shift": ("--method", "aligned", "--start", "shift"),
}
COLUMNS = ["raw", "Harmony", *RUNS]
# Two runs side by side, each on one core; most of a run on so few cells is compiling, hence as little of it as may be.
TOGETHER = 2
ENVIRONMENT = {
    "ATLASPROX_HEAP": "2g",
    "ATLASPROX_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dspark.master=local[1] -Dspark.ui.enabled=false"
    " -Dspark.sql.codegen.wholeStage=false",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    atlasprox("--version")  # builds, before two runs at a time would
    rows = {(case, far): [] for far in SHIFTS for case in given.cases.split(",")}
    with tempfile.TemporaryDirectory(prefix="atlasprox-truth-") as folder, ThreadPoolExecutor(TOGETHER) as pool:
        data = [(case, far, seed, Path(folder) / f"{case}-{far}-{seed}") for case, far in rows for seed in range(given.seeds)]
        for (case, far, seed, _), found in zip(data, pool.map(lambda each: measured(*each, given.options), data)):
            rows[case, far].append(found)
            print(f"{case} {far}, seed {seed}: {shown(found)}", file=sys.stderr, flush=True)
    write("Relative distance to truth", rows, 0)
    write("Held-out F1", rows, 1)


def drawn(case, far, seed, table):
    """The cells of one data set, by cell_id."""
    atlasprox(
        "synth", "--output", table, "--composition", case, "--shift", SHIFTS[far], "--seed", seed, "--cells", CELLS,
        "--batches", BATCHES, "--types", TYPES, "--dimension", DIMENSION, **ENVIRONMENT)
    return pd.read_parquet(table).set_index("cell_id")


def measured(case, far, seed, table, options):
    """(distance, F1) by column, of one data set."""
    cells = drawn(case, far, seed, table)
    batch, label = cells["batch"].values, cells[LABEL].values
    raw, truth = matrix(cells["X_pca"], cells.index), matrix(cells["X_truth"], cells.index)
    embeddings = {"raw": raw, "Harmony": harmony(raw, batch, seed)}
    for name, method in RUNS.items():
        more = options if "aligned" in method else ()
        corrected, _ = correct(table, "X_pca", "batch", "--seed", seed, *method, *more, **ENVIRONMENT)
        embeddings[name] = matrix(corrected, cells.index)
    return {name: (distance_to_truth(z, truth), f1(z, batch, label)) for name, z in embeddings.items()}


def f1(z, batch, label):
    """NaN where a batch has no type that another one has: there is nothing to tell."""
    lonely = any(not np.isin(label[batch == b], label[batch != b]).any() for b in np.unique(batch))
    return float("nan") if lonely else held_out_f1(z, batch, label)


def shown(found):
    return "; ".join(f"{name} {distance:.3f} {f1:.3f}" for name, (distance, f1) in found.items())


def write(title, rows, figure):
    print(f"\n{title}\n\n{head('case', *COLUMNS)}")
    means = {key: [float(np.mean([one[name][figure] for one in found])) for name in COLUMNS] for key, found in rows.items()}
    for (case, far), mean in means.items():
        print(row(f"{case}, {far}", *mean))
    for far in SHIFTS:
        defined = [mean for (_, at), mean in means.items() if at == far and not np.isnan(mean).any()]
        print(row(f"mean, {far}", *map(float, np.mean(defined, axis=0))) if defined else row(f"mean, {far}", *["nan"] * len(COLUMNS)))


if __name__ == "__main__":
    main()

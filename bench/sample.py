#!/usr/bin/env python3
"""What fitting on a part of the cells costs in quality and saves in time: `--max-fit-cells` at 5, 20 and 100 % of the cells.

bench/.venv/bin/python bench/sample.py --data DIR [--seeds 2] [--sets ra_synovium,...] [-- options of correct]

Means over the seeds. Total and held-out F1 on real sets; on `synth` cells of four batches, the relative distance to the truth.
Seconds are those of the fit: one count of all cells, and the rounds on those fitted on; without the start of JVM and Spark and
without correcting and writing, which are the same for all.
"""
import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from common import atlasprox, correct, distance_to_truth, head, matrix, real_sets, row, with_real_sets
from scoring import scores

PERCENT = [5, 20, 100]
SYNTH, SYNTH_CELLS = "synth", 200_000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2)
    with_real_sets(parser, ["ra_synovium", "cell_lines", SYNTH])
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    names = given.sets.split(",")
    real = real_sets(given, [name for name in names if name != SYNTH])
    print(head("set", "cells", "fitted on", "Total", "F1", "distance to truth", "seconds"), flush=True)
    for one in real:
        of_real(one, given)
    if SYNTH in names:
        of_synth(given)


def of_real(one, given):
    raw = one.embedding()
    for percent in PERCENT:
        runs, fitted, seconds = sampled(one.table, one.column, one.cells.obs_names, percent, given)
        found = scores({str(seed): z for seed, z in enumerate(runs)}, one.batch, one.label, raw)
        total, f1 = (float(np.mean([of[figure] for of in found.values()])) for figure in ("Total", "F1"))
        print(row(one.name, f"{len(raw):,}", fitted, total, f1, "", seconds), flush=True)


def of_synth(given):
    with tempfile.TemporaryDirectory(prefix="atlasprox-sample-") as folder:
        table = Path(folder) / "cells"
        atlasprox("synth", "--output", table, "--cells", SYNTH_CELLS)
        cells = pd.read_parquet(table).set_index("cell_id")
        truth = matrix(cells["X_truth"], cells.index)
        for percent in PERCENT:
            runs, fitted, seconds = sampled(table, "batch", cells.index, percent, given)
            distance = float(np.mean([distance_to_truth(z, truth) for z in runs]))
            print(row(SYNTH, f"{len(truth):,}", fitted, "", "", distance, seconds), flush=True)


def sampled(table, batch, names, percent, given):
    """One corrected embedding a seed; how many cells were fitted on, and the seconds, on average."""
    most = 0 if percent == 100 else len(names) * percent // 100
    runs = [
        correct(table, "X_pca", batch, "--max-fit-cells", most, "--seed", seed, *given.options) for seed in range(given.seeds)]
    fitted, seconds = (np.mean([run["fit"][figure] for _, run in runs]) for figure in ("fitted", "seconds"))
    return [matrix(corrected, names) for corrected, _ in runs], f"{fitted:,.0f} ({percent} %)", f"{seconds:.1f}"


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The shape of an atlas: many batches, each with few of the types, of known truth. Distance to the true coordinates and held-out F1.

bench/.venv/bin/python bench/atlas.py [--seeds 3] [--sets near,far] [--concentration 0.3] [--batches 200] [--cells 40000]

`synth` draws 20 types in 30 dimensions (centres of deviation 3, cells of 1 about them) in batches of equal size, whose shares of the types come
from a Dirichlet distribution, and which are displaced by a shift of deviation 1.5 (near) or 4 (far), scaled (0.15 of the log) and warped (0.4 per
batch and type). Raw, harmonypy with its defaults, and `correct` with its own; the seed, from 0, is that of the cells and of both methods. One
line for each data set goes to standard error as it comes; a Markdown table of means and standard deviations over the seeds, to standard output.
"""
import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from common import LABEL, atlasprox, correct, distance_to_truth, harmony, head, matrix, row
from scoring import held_out_f1

SHIFTS = {"near": 1.5, "far": 4}
SHAPE = {"types": 20, "dimension": 30, "centre": 3, "within": 1, "scale": 0.15, "warp": 0.4, "composition": "dirichlet"}
METHODS = ["raw", "Harmony", "aligned"]
FIGURES = ["distance to truth", "held-out F1"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sets", default=",".join(SHIFTS))
    parser.add_argument("--concentration", type=float, default=0.3)
    parser.add_argument("--batches", type=int, default=200)
    parser.add_argument("--cells", type=int, default=40_000, help="in all batches together")
    given = parser.parse_args()
    lines = [head("batches", "figure", *METHODS)]
    for name in given.sets.split(","):
        found = [measured(name, seed, given) for seed in range(given.seeds)]
        for at, figure in enumerate(FIGURES):
            lines.append(row(name, figure, *(shown([one[method][at] for one in found]) for method in METHODS)))
    print("\n".join(lines))


def measured(name, seed, given):
    """(distance, F1) by method, of one data set."""
    with tempfile.TemporaryDirectory(prefix="atlasprox-atlas-") as folder:
        table = Path(folder) / "cells"
        shape = {**SHAPE, "shift": SHIFTS[name], **{key: vars(given)[key] for key in ("concentration", "batches", "cells")}}
        atlasprox("synth", "--output", table, "--seed", seed, *(part for key, value in shape.items() for part in (f"--{key}", value)))
        cells = pd.read_parquet(table).set_index("cell_id")
        corrected, _ = correct(table, "X_pca", "batch", "--seed", seed)
    batch, label = cells["batch"].values, cells[LABEL].values
    raw, truth = matrix(cells["X_pca"], cells.index), matrix(cells["X_truth"], cells.index)
    embeddings = {"raw": raw, "Harmony": harmony(raw, batch, seed), "aligned": matrix(corrected, cells.index)}
    found = {method: (distance_to_truth(z, truth), held_out_f1(z, batch, label)) for method, z in embeddings.items()}
    told = "; ".join(f"{method} {distance:.3f} {f1:.3f}" for method, (distance, f1) in found.items())
    print(f"{name}, seed {seed}: {told}", file=sys.stderr, flush=True)
    return found


def shown(values):
    deviation = f" ± {np.std(values):.3f}" if len(values) > 1 else ""  # One seed has none.
    return f"{np.mean(values):.3f}{deviation}"


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Any upstream embedding, refined by Harmony and by both methods, as in Table 1 of the scBatchProx paper.

bench/.venv/bin/python bench/upstream.py --data DIR [--seeds 3] [--sets ...] [--embeddings ...] [-- options of correct --method aligned]

Means over the seeds; X_pca40 is what PCR comparison compares with. Embeddings that a set has not are named and left out: those of scVI and
its kin are there if bench/data.py was given --scvi; X_scfedvi is made here by `embed --method scfedvi` of the set's counts, seed 0. Seconds:
of AtlasProx the fit (count and rounds, from the table to the model), and in brackets the whole run with Spark's start, report and output, both
without the JVM's start; of Harmony the call.
"""
import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from common import atlasprox, correct, harmony, head, matrix, real_sets, row, with_real_sets
from scoring import scores

NAMES = ["panc8", "cellbench_plates"]
OWN = "X_scfedvi"
EMBEDDINGS = ["X_pca40", "X_ica40", "X_fa40", "X_scVI", "X_LDVAE", "X_scANVI", OWN]
METHODS = ["scbatchprox", "aligned"]
BASE = "X_pca40"
FIGURES = ["Batch correction", "Bio conservation", "Total", "F1"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    with_real_sets(parser, NAMES)
    parser.add_argument("--embeddings", default=",".join(EMBEDDINGS))
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    sets, wanted, missing = real_sets(given), given.embeddings.split(","), []
    print(head("set", "embedding", "method", "batch", "bio", "total", "F1", "seconds: fit or Harmony (whole run)"))
    with tempfile.TemporaryDirectory(prefix="atlasprox-upstream-") as folder:
        for one in sets:
            if OWN in wanted:
                add_own(one, Path(folder))
            there = [embedding for embedding in wanted if embedding in one.cells.obsm]
            missing += [f"{one.name}: {embedding}" for embedding in wanted if embedding not in there]
            for embedding in there:
                write(one, embedding, given)
    if missing:
        print(f"\nNot measured, for they are not in the files: {'; '.join(missing)}.")
        print(f"bench/data.py makes those of scVI, LDVAE and scANVI where it is given --scvi; {OWN} is made of a set's counts.")


def add_own(one, folder):
    """Adds the program's embedding of the set's counts, where these are there; the set is then in a file of that folder."""
    counts = one.table.with_name(f"{one.name}_counts.h5ad")
    if not counts.is_file():
        return
    made = folder / one.name
    atlasprox("embed", "--method", "scfedvi", "--input", counts, "--batch", one.column, "--output", made)
    one.cells.obsm[OWN] = matrix(pd.read_parquet(made).set_index("cell_id")[OWN], one.cells.obs_names)
    one.table = folder / f"{one.name}.h5ad"
    one.cells.write_h5ad(one.table)


def write(one, embedding, given):
    """Prints the rows of one embedding."""
    z, batch = one.embedding(embedding), one.batch
    runs, seconds = {"raw": [z]}, {"raw": ""}
    runs["Harmony"], seconds["Harmony"] = by_harmony(z, batch, given.seeds)
    for method in METHODS:
        more = given.options if method == "aligned" else ()
        runs[method], seconds[method] = by_program(one, embedding, given.seeds, "--method", method, *more)
    every = {f"{method} {seed}": corrected for method, of in runs.items() for seed, corrected in enumerate(of)}
    found = scores(every, batch, one.label, one.embedding(BASE))
    for method, of in runs.items():
        means = [float(np.mean([found[f"{method} {seed}"][figure] for seed in range(len(of))])) for figure in FIGURES]
        print(row(one.name, embedding, method, *means, seconds[method]), flush=True)


def by_harmony(z, batch, seeds):
    started = time.time()
    corrected = [harmony(z, batch, seed) for seed in range(seeds)]
    return corrected, f"{(time.time() - started) / seeds:.2f}"


def by_program(one, embedding, seeds, *options):
    runs = [correct(one.table, embedding, one.column, "--seed", seed, *options) for seed in range(seeds)]
    fit, whole = (np.mean([figure(run) for _, run in runs]) for figure in (lambda run: run["fit"]["seconds"], lambda run: run["seconds"]))
    return [matrix(corrected, one.cells.obs_names) for corrected, _ in runs], f"{fit:.1f} ({whole:.1f})"


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Any upstream embedding, refined by Harmony and by both methods, as in Table 1 of the scBatchProx paper.

bench/.venv/bin/python bench/upstream.py [--seeds 3] [--sets ...] [--embeddings ...] [-- options of correct --method aligned]

Means over the seeds; X_pca40 is what PCR comparison compares with, as in the reference values. Seconds: of AtlasProx the fit (count and rounds, from the table to the model), and in brackets the whole run
with Spark's start, report and output, both without the JVM's start; of Harmony the call.
"""
import argparse
import json
import time

import numpy as np

from common import LABEL, SETS, SHARED, ad, correct, harmony, head, matrix, row, scores

NAMES = ["panc8", "cellbench_plates"]
EMBEDDINGS = ["X_pca40", "X_ica40", "X_fa40", "X_scVI", "X_LDVAE", "X_scANVI"]
METHODS = ["scbatchprox", "aligned"]
BASE = "X_pca40"
FIGURES = ["Batch correction", "Bio conservation", "Total", "F1"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sets", default=",".join(NAMES))
    parser.add_argument("--embeddings", default=",".join(EMBEDDINGS))
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    reference = json.load(open(SHARED / "reference" / "upstream_scores.json"))
    apart = 0.0
    print(head("set", "embedding", "method", "batch", "bio", "total", "F1", "seconds: fit or Harmony (whole run)"))
    for name in given.sets.split(","):
        cells = ad.read_h5ad(SHARED / "data" / f"{name}.h5ad")
        for embedding in given.embeddings.split(","):
            raw = rows(name, cells, embedding, given)
            apart = max(apart, *(abs(raw[figure] - reference[name][embedding][figure]) for figure in FIGURES))
    print(f"\nThe raw rows differ from the reference values by {apart:.1e} at most.")


def rows(name, cells, embedding, given):
    """Prints the rows of one embedding; returns the scores of the raw one."""
    batch, label = cells.obs[SETS[name]].astype(str).values, cells.obs[LABEL].astype(str).values
    z = np.asarray(cells.obsm[embedding], np.float32)
    runs, seconds = {"raw": [z]}, {"raw": ""}
    runs["Harmony"], seconds["Harmony"] = by_harmony(z, batch, given.seeds)
    for method in METHODS:
        more = given.options if method == "aligned" else ()
        runs[method], seconds[method] = by_program(name, cells, embedding, given.seeds, "--method", method, *more)
    every = {f"{method} {seed}": one for method, of in runs.items() for seed, one in enumerate(of)}
    found = scores(every, batch, label, np.asarray(cells.obsm[BASE], np.float32))
    for method, of in runs.items():
        means = [float(np.mean([found[f"{method} {seed}"][figure] for seed in range(len(of))])) for figure in FIGURES]
        print(row(name, embedding, method, *means, seconds[method]), flush=True)
    return found["raw 0"]


def by_harmony(z, batch, seeds):
    started = time.time()
    corrected = [harmony(z, batch, seed) for seed in range(seeds)]
    return corrected, f"{(time.time() - started) / seeds:.2f}"


def by_program(name, cells, embedding, seeds, *options):
    table = SHARED / "data" / f"{name}.h5ad"
    runs = [correct(table, embedding, SETS[name], "--seed", seed, *options) for seed in range(seeds)]
    fit, whole = (np.mean([figure(run) for _, run in runs]) for figure in (lambda run: run["fit"]["seconds"], lambda run: run["seconds"]))
    return [matrix(corrected, cells.obs_names) for corrected, _ in runs], f"{fit:.1f} ({whole:.1f})"


if __name__ == "__main__":
    main()

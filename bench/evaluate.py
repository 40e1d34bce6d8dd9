#!/usr/bin/env python3
"""How long `evaluate` takes, and what it finds, beside scib-metrics: the same cells, the same two embeddings, on this machine.

bench/.venv/bin/python bench/evaluate.py [--cells 100000] [--profile scib|paper] [-- options of evaluate]

Cells are drawn: 20 labels in five families that overlap, in 10 batches of unequal size, which lie apart in X_before and almost together
in X_after. Seconds are from the Parquet file to the scores: scib-metrics' without Python's imports, AtlasProx' with the start of JVM and
Spark, and with held-out F1 and preserved structure, which scib-metrics does not have. CPU seconds are those of all cores together, and
tell more where other work goes on.
"""
import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from common import atlasprox, head, matrix, row
from scoring import scib

EMBEDDINGS = ["X_before", "X_after"]
DIMENSION, BATCHES, LABELS, FAMILY = 50, 10, 20, 4
# The metrics of a profile beyond scib-metrics' defaults, and without; silhouette_batch is none of its Benchmarker's.
PROFILES = {"scib": ({}, {}), "paper": ({"nmi_ari_cluster_labels_leiden": {"n_jobs": 2}}, {"bras": False})}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--profile", choices=PROFILES, default="scib")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atlasprox-evaluate-") as folder:
        table, out = Path(folder) / "cells.parquet", Path(folder) / "scores.json"
        drawn(given.cells, given.seed).to_parquet(table)
        atlasprox("evaluate", "--help")  # Builds the program.
        there, there_took = timed(lambda: by_scib_metrics(table, given.profile))
        here, here_took = timed(lambda: by_atlasprox(table, out, given))
    print(head("", "seconds", "CPU seconds"))
    print(row("scib-metrics", *there_took))
    print(row("AtlasProx", *here_took))
    print(row("ratio", *(one / other for one, other in zip(here_took, there_took))))
    print()
    print(head("metric", *(f"{name}, {side}" for name in EMBEDDINGS for side in ("scib-metrics", "AtlasProx"))))
    for metric in here[EMBEDDINGS[0]]:
        print(row(metric, *(side[name].get(metric, "") for name in EMBEDDINGS for side in (there, here))))


def drawn(cells, seed):
    random = np.random.default_rng(seed)
    label, batch = (random.choice(kinds, cells, p=shares(kinds)) for kinds in (LABELS, BATCHES))
    spread = 4 / np.sqrt(1 + np.arange(DIMENSION))  # As that of principal components.
    families = random.normal(size=(LABELS // FAMILY, DIMENSION)).repeat(FAMILY, axis=0)
    centres = (0.5 * families + 0.22 * random.normal(size=(LABELS, DIMENSION))) * spread
    shifts = 0.3 * random.normal(size=(BATCHES, DIMENSION)) * spread
    z = centres[label] + random.normal(size=(cells, DIMENSION)) * (0.35 * spread + 0.4)
    return pd.DataFrame({
        "cell_id": [f"cell{i}" for i in range(cells)],
        "batch": [f"batch{i}" for i in batch],
        "label": [f"label{i:02}" for i in label],
        "X_before": list((z + shifts[batch]).astype(np.float32)),
        "X_after": list((z + 0.15 * shifts[batch]).astype(np.float32)),
    })


def shares(kinds):
    weights = 1 / np.sqrt(1 + np.arange(kinds))
    return weights / weights.sum()


def timed(work):
    """What the work returns; its seconds, and its CPU seconds with those of processes it started."""
    started, spent = time.time(), cpu()
    found = work()
    return found, (time.time() - started, cpu() - spent)


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def by_scib_metrics(table, profile):
    import scib_metrics

    cells = pd.read_parquet(table)
    batch, label = cells["batch"].values, cells["label"].values
    embeddings = {name: matrix(cells[name], cells.index) for name in EMBEDDINGS}
    bio, correction = PROFILES[profile]
    found = scib(embeddings, batch, label, embeddings[EMBEDDINGS[0]], bio, correction)
    if profile == "paper":
        for name, z in embeddings.items():
            found[name]["Silhouette batch"] = float(scib_metrics.silhouette_batch(z, label, batch))
    return found


def by_atlasprox(table, out, given):
    atlasprox(
        "evaluate", "--input", table, "--embedding", ",".join(EMBEDDINGS), "--batch", "batch", "--label", "label", "--json", out,
        "--max-cells", 0, "--profile", given.profile, "--seed", given.seed, *given.options)
    return {one["embedding"]: one["metrics"] for one in json.loads(out.read_text())["embeddings"]}


if __name__ == "__main__":
    main()

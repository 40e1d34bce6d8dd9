#!/usr/bin/env python3
"""Known truth: how far from the true coordinates, and how well types are told in a held-out batch, on `synth` cells.

bench/.venv/bin/python bench/truth.py [--seeds 5] [--cases balanced,...] [--near-type 10]

4 batches x 1,000 cells, 8 types, 20 dimensions; batches near (shift 1.5) and far (shift 4). One line for each data set goes to
standard error as it comes; two Markdown tables of means over the seeds, to standard output at the end.

A third table, with --near-type 10 draws (0 for none), is of a type that only one of two batches has, near one that both have: 1,200 cells in 10
dimensions, deviation 1 within types, five shared types with centres of deviation 6, the second batch shifted by deviation 1 and a fifth of it a
sixth type, 4 or 8 from the first. How well 15 neighbours tell the sixth type from the first (five folds), and the distance between
the two batches' means of a shared type, in deviations within it, the mean over the five.
"""
import argparse
import sys

import numpy as np
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from common import LABEL, distance_to_truth, harmony, head, matrix, row
from scoring import NEIGHBOURS, held_out_f1
from session import Session

CASES = ["balanced", "partly-disjoint", "single-type", "imbalance", "disjoint", "rare-type"]
SHIFTS = {"near": 1.5, "far": 4.0}
SHAPE = {"cells": 4000, "batches": 4, "types": 8, "dimension": 20}
NEAR_TYPE = {"cells": 1200, "shared": 5, "dimension": 10, "centre": 6, "share": 0.2, "distances": (4, 8)}
RUNS = {
    "scbatchprox": {"method": "scbatchprox"},
    "aligned, start auto": {"start": "auto"},
    "aligned, start none": {"start": "none"},
    "aligned, start shift": {"start": "shift"},
}
COLUMNS = ["raw", "Harmony", *RUNS]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--near-type", type=int, default=10)
    given = parser.parse_args()
    rows = {(case, far): [] for far in SHIFTS for case in given.cases.split(",")}
    with Session() as session:
        for (case, far), of_case in rows.items():
            for seed in range(given.seeds):
                of_case.append(measured(session, case, far, seed))
                print(f"{case} {far}, seed {seed}: {shown(of_case[-1])}", file=sys.stderr, flush=True)
        write("Relative distance to truth", rows, 0)
        write("Held-out F1", rows, 1)
        write_near_type(session, given.near_type)


def drawn(session, case, far, seed):
    """The cells of one data set, by cell_id."""
    return session.synth(case, shift=SHIFTS[far], seed=seed, **SHAPE)


def measured(session, case, far, seed):
    """(distance, F1) by column, of one data set."""
    cells = drawn(session, case, far, seed)
    batch, label = cells["batch"].values, cells[LABEL].values
    raw, truth = matrix(cells["X_pca"], cells.index), matrix(cells["X_truth"], cells.index)
    embeddings = {"raw": raw, "Harmony": harmony(raw, batch, seed)}
    for name, params in RUNS.items():
        embeddings[name] = session.corrected(raw, batch, seed=seed, **params)
    return {name: (distance_to_truth(z, truth), f1(z, batch, label)) for name, z in embeddings.items()}


def f1(z, batch, label):
    """NaN where a batch has no type that another one has: there is nothing to tell."""
    lonely = any(not np.isin(label[batch == b], label[batch != b]).any() for b in np.unique(batch))
    return float("nan") if lonely else held_out_f1(z, batch, label)


def near_type(distance, seed):
    """(cells, batch, type) of two batches; type 5 is the second's alone, `distance` from type 0."""
    shape, half = NEAR_TYPE, NEAR_TYPE["cells"] // 2
    alone = int(shape["share"] * half)
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, shape["centre"], (shape["shared"], shape["dimension"]))
    way = rng.normal(0, 1, shape["dimension"])
    centres = np.vstack([centres, centres[0] + distance * way / np.linalg.norm(way)])
    shared = [np.arange(cells) % shape["shared"] for cells in (half, half - alone)]
    label = np.concatenate([shared[0], np.full(alone, shape["shared"]), shared[1]])
    batch = np.repeat([0, 1], half)
    z = rng.normal(centres[label], 1) + batch[:, None] * rng.normal(0, 1, shape["dimension"])
    return z.astype(np.float32), batch, label


def told_apart(z, label):
    either = (label == 0) | (label == NEAR_TYPE["shared"])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return cross_val_score(KNeighborsClassifier(NEIGHBOURS), z[either], label[either] > 0, cv=folds).mean()


def gap(z, batch, label):
    def of(kind):
        both = [z[(label == kind) & (batch == b)].astype(float) for b in (0, 1)]
        within = np.sqrt(np.mean(np.concatenate([cells - cells.mean(0) for cells in both]) ** 2))
        return np.linalg.norm(both[0].mean(0) - both[1].mean(0)) / within

    return np.mean([of(kind) for kind in range(NEAR_TYPE["shared"])])


def write_near_type(session, draws):
    """A type of one batch near a shared one: told from it, and the gap between batches."""
    if draws == 0:
        return
    names = ["raw", "Harmony", "aligned"]
    print(f"\nA type of one batch near a shared one\n\n{head('distance', 'figure', *names)}")
    for distance in NEAR_TYPE["distances"]:
        found = []
        for seed in range(draws):
            z, batch, label = near_type(distance, seed)
            each = (z, harmony(z, batch.astype(str), seed), session.corrected(z, batch, seed=seed))
            found.append([(told_apart(one, label), gap(one, batch, label)) for one in each])
            print(f"distance {distance}, seed {seed}: {np.round(found[-1], 3).tolist()}", file=sys.stderr, flush=True)
        mean = np.mean(found, axis=0)
        for figure, title in enumerate(("told apart", "gap")):
            print(row(distance, title, *map(float, mean[:, figure])))


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

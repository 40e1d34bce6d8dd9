#!/usr/bin/env python3
"""Fits that labels guide: distance to known truth, and real sets.

bench/.venv/bin/python bench/guided.py --truth [--seeds 5] [--cases balanced,...] [--wrong 0.05]
bench/.venv/bin/python bench/guided.py --data DIR [--seeds 5] [--sets panc8,...]

With --truth, the cells of truth.py: relative distance to the truth without labels and with those of 100, 50 and 10 % of the cells, drawn at random, and
of all where a share --wrong of the labels is replaced by one drawn at random. With --data, half of each batch's labels guide, and the cells of the other half
are scored, without and with these; and the Total of X_scANVI, where a set has it, on the same cells. Means over the seeds.
"""
import argparse
import sys

import numpy as np

from common import LABEL, SETS, distance_to_truth, head, matrix, real_sets, row, with_real_sets
from scoring import scores
from session import Session
from truth import CASES, SHIFTS, drawn

SHARES = (1.0, 0.5, 0.1)
GUIDE = "guide"
SCANVI = "X_scANVI"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--wrong", type=float, default=0.05)
    parser.add_argument("--truth", action="store_true", help="cells of known truth, in place of real sets")
    with_real_sets(parser, SETS)
    given = parser.parse_args()
    sets = [] if given.truth else list(real_sets(given))
    with Session() as session:
        if given.truth:
            write_truth(session, given)
        else:
            write_sets(session, given.seeds, sets)


def write_truth(session, given):
    percent = [f"{100 * share:.0f} %" for share in SHARES]
    print(head("case", "raw", "no labels", *percent, f"all, {100 * given.wrong:.0f} % wrong"))
    for far in SHIFTS:
        for case in given.cases.split(","):
            found = [of_truth(session, case, far, seed, given.wrong) for seed in range(given.seeds)]
            print(row(f"{case}, {far}", *map(float, np.mean(found, axis=0))), flush=True)


def of_truth(session, case, far, seed, wrong):
    cells = drawn(session, case, far, seed)
    batch, label = cells["batch"].values, cells[LABEL].values
    raw, truth = matrix(cells["X_pca"], cells.index), matrix(cells["X_truth"], cells.index)
    rng = np.random.default_rng(seed)
    order = rng.random(len(raw))
    mistaken = np.where(rng.random(len(raw)) < wrong, rng.choice(np.unique(label), len(raw)), label)
    labels = [np.where(order < share, label, None) for share in SHARES] + [mistaken]
    embeddings = [raw, session.corrected(raw, batch, seed=seed)]
    embeddings += [guided(session, raw, batch, one, seed=seed) for one in labels]
    return [distance_to_truth(z, truth) for z in embeddings]


def guided(session, z, batch, label, names=None, **params):
    return session.corrected(z, batch, names, {GUIDE: label}, guideCol=GUIDE, **params)


def write_sets(session, seeds, sets):
    print(head("set", "no labels", "half of the labels", SCANVI))
    for one in sets:
        found = [of_set(session, one, seed) for seed in range(seeds)]
        mean = {name: {figure: np.mean([each[name][figure] for each in found]) for figure in ("Total", "F1")} for name in found[0]}
        print(row(one.name, *(text(mean[name]) if name in mean else "" for name in ("no labels", "guided", SCANVI))), flush=True)


def of_set(session, one, seed):
    """Scores of the cells whose labels did not guide."""
    rng = np.random.default_rng(seed)
    known = np.zeros(len(one.batch), bool)
    for batch in np.unique(one.batch):
        here = rng.permutation(np.flatnonzero(one.batch == batch))
        known[here[: len(here) // 2]] = True
    raw, names = one.embedding(), one.cells.obs_names
    embeddings = {
        "no labels": session.corrected(raw, one.batch, names, seed=seed),
        "guided": guided(session, raw, one.batch, np.where(known, one.label, None), names, seed=seed),
    }
    if SCANVI in one.cells.obsm:
        embeddings[SCANVI] = one.embedding(SCANVI)
    rest = {name: z[~known] for name, z in embeddings.items()}
    found = scores(rest, one.batch[~known], one.label[~known], raw[~known])
    print(f"{one.name}, seed {seed}: " + "; ".join(f"{name} {text(score)}" for name, score in found.items()), file=sys.stderr, flush=True)
    return found


def text(score):
    return f"{score['Total']:.3f}, F1 {score['F1']:.3f}"


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Whether a correction leaves alone what needs none: cells of one batch dealt at random to pseudo-batches, beside Harmony. No label is used.

bench/.venv/bin/python bench/calibration.py --data DIR [--seeds 5] [--sets panc8,...,synth]

Pseudo-batches only: the largest batch of each set, and as many cells of `synth` without a batch effect, dealt to halves, 9 to 1, fifths and 50
pseudo-batches. moved: the root mean square way of a cell, relative to the cells' spread; kept: of each cell's 30 nearest neighbours, the share that
it keeps; ARI: of Leiden's clusters before and after; untouched: runs that leave every bit of every cell.
Beside real batches: the largest batch divided, the others as they are; kept: of the 30 neighbours that cells of the divided batch have when it is
not divided, corrected as well, the share that they keep.
Two Markdown tables of means over the seeds; the worst run of each line goes to standard error.
"""
import argparse
import random
import sys

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

from common import SETS, harmony, head, matrix, real_sets, row, with_real_sets
from session import Session

DEALS = {"halves": [0.5] * 2, "9 to 1": [0.9, 0.1], "fifths": [0.2] * 5, "50": [0.02] * 50}
DIVIDED = ("halves", "fifths")
NEIGHBOURS = 30
SYNTH = "synth"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_real_sets(parser, [*SETS, SYNTH])
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    names = given.sets.split(",")
    sets = {one.name: (one.embedding(), one.batch) for one in real_sets(given, [name for name in names if name != SYNTH])}
    alone = {name: z[batch == largest(batch)] for name, (z, batch) in sets.items()}
    with Session() as session:
        if SYNTH in names:
            alone[SYNTH] = synth(session)
        print(head("set", "cells", "dealt to", "moved, Harmony", "moved, aligned", "kept, Harmony", "kept, aligned",
                   "ARI, Harmony", "ARI, aligned", "untouched"))
        for name, z in alone.items():
            for dealt in DEALS:
                print(row(name, len(z), dealt, *pseudo(session, name, z, dealt, given.seeds)), flush=True)
        print()
        print(head("set", "largest batch divided to", "kept, Harmony", "kept, aligned"))
        for name, (z, batch) in sets.items():
            for dealt in DIVIDED:
                print(row(name, dealt, *beside(session, z, batch, dealt, given.seeds)), flush=True)


def largest(batch):
    names, cells = np.unique(batch, return_counts=True)
    return names[cells.argmax()]


def synth(session):
    """Cells of eight types without a batch effect."""
    cells = session.synth(cells=2000, batches=1, types=8, dimension=20, shift=0.0, scale=0.0, warp=0.0)
    return matrix(cells["X_pca"], cells.index)


def dealt_to(cells, dealt, seed):
    shares = DEALS[dealt]
    return np.char.mod("%02d", np.random.default_rng(seed).choice(len(shares), cells, p=shares))


def pseudo(session, name, z, dealt, seeds):
    """moved, kept and ARI, of Harmony and of aligned, and the share of runs that aligned leaves untouched."""
    found = []
    before, clusters = neighbours(z), leiden(z)
    for seed in range(seeds):
        batch = dealt_to(len(z), dealt, seed)
        line = []
        for corrected in (harmony(z, batch, seed), session.corrected(z, batch, seed=seed)):
            line.append((moved(z, corrected), kept(before, neighbours(corrected)), adjusted_rand_score(clusters, leiden(corrected))))
        untouched = float((corrected == z).all())
        found.append([figure for pair in zip(*line) for figure in pair] + [untouched])
    print(f"{name}, {dealt}: least kept of a run {min(one[3] for one in found):.3f}", file=sys.stderr, flush=True)
    return [float(figure) for figure in np.mean(found, axis=0)]


def beside(session, z, batch, dealt, seeds):
    """kept, of Harmony and of aligned."""
    inside = batch == largest(batch)
    found = []
    for seed in range(seeds):
        pieces = batch.astype(object)
        pieces[inside] = [f"{largest(batch)} {piece}" for piece in dealt_to(int(inside.sum()), dealt, seed)]
        line = []
        for corrected in (lambda batches: harmony(z, batches, seed), lambda batches: session.corrected(z, batches, seed=seed)):
            line.append(kept(*(neighbours(corrected(each.astype(str)), inside) for each in (batch, pieces))))
        found.append(line)
    return [float(figure) for figure in np.mean(found, axis=0)]


def neighbours(z, of=slice(None)):
    count = min(NEIGHBOURS + 1, len(z))
    return NearestNeighbors(n_neighbors=count).fit(z).kneighbors(z[of], return_distance=False)[:, 1:]


def kept(before, after):
    return float(np.mean([len(set(one) & set(other)) / before.shape[1] for one, other in zip(before, after)]))


def moved(z, corrected):
    return float(np.sqrt(((corrected - z) ** 2).sum() / ((z - z.mean(0)) ** 2).sum()))


def leiden(z):
    import igraph

    edges = [(i, int(j)) for i, row_of in enumerate(neighbours(z)[:, :15]) for j in row_of]
    graph = igraph.Graph(n=len(z), edges=edges).simplify()
    random.seed(0)  # igraph draws from there.
    return graph.community_leiden(objective_function="modularity", n_iterations=10).membership


if __name__ == "__main__":
    main()

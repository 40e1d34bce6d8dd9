#!/usr/bin/env python3
"""What becomes of a condition's effect on cell types: cells of `synth` with two conditions, without and with --preserve.

bench/.venv/bin/python bench/preserve.py [--seeds 5] [--effects 1,2]

4 batches x 1,000 cells, 8 types, 20 dimensions; the second condition displaces four of the types, by a deviation of --effects in each dimension
(1.8 is the deviation within a type). Crossed: every batch has both conditions. Nested: two batches have one each, without warp, which cannot be told
from a condition's effect there. A type's effect is the difference of its cells' means between the conditions; nested, less what it is in the mean of all
types, as what all batches of a condition have in common cannot be told from it. Kept: the effect in the direction of the true one, as a share of that;
error: how far it is from the true one, as a share of that; crossed, after the best common affine map per dimension. iLISI: of 30 neighbours, how many batches
there are among them in effect, within the conditions, from 0 to 1. Means over types and seeds.
"""
import argparse

import numpy as np
from sklearn.neighbors import NearestNeighbors

from common import LABEL, harmony, head, matrix, row
from session import Session
from truth import SHAPE, SHIFTS

CONDITION = "condition"
NEIGHBOURS = 30
DESIGNS = {"crossed": 0.4, "nested": 0.0}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--effects", default="1,2")
    given = parser.parse_args()
    print(head("conditions", "batches", "effect", "figure", "raw", "Harmony", "aligned", "aligned, preserving"))
    with Session() as session:
        for design in DESIGNS:
            for far in SHIFTS:
                for effect in map(float, given.effects.split(",")):
                    found = np.mean([measured(session, design, far, effect, seed) for seed in range(given.seeds)], axis=0)
                    for figure, values in zip(("kept", "error", "iLISI"), found.T):
                        print(row(design, far, f"{effect:g}", figure, *map(float, values)), flush=True)


def measured(session, design, far, effect, seed):
    """For raw, Harmony, aligned and aligned that preserves: kept, error, iLISI."""
    java = session.spark._jvm.atlasprox.synth.ConditionDesign.valueOf(design.upper())
    given = {"conditions": 2, "conditionEffect": effect, "conditionDesign": java, "warp": DESIGNS[design]}
    cells = session.synth(shift=SHIFTS[far], seed=seed, **SHAPE, **given)
    batch, label, condition = (cells[column].values for column in ("batch", LABEL, CONDITION))
    raw, truth = matrix(cells["X_pca"], cells.index), matrix(cells["X_truth"], cells.index).astype(float)
    embeddings = [
        raw,
        harmony(raw, batch, seed),
        session.corrected(raw, batch, seed=seed),
        session.corrected(raw, batch, columns={CONDITION: condition}, preserveCol=CONDITION, seed=seed),
    ]
    return [of_embedding(z.astype(float), truth, batch, label, condition, design == "nested") for z in embeddings]


def of_embedding(z, truth, batch, label, condition, nested):
    mixed = np.mean([ilisi(z[condition == one], batch[condition == one]) for one in np.unique(condition)])
    if not nested:
        z = z - z.mean(0)
        z = z * (z * truth).sum(0) / (z * z).sum(0)
    found, true = effects(z, label, condition, nested), effects(truth, label, condition, nested)
    acted = range(SHAPE["types"] // 2)
    kept = np.mean([found[k] @ true[k] / (true[k] @ true[k]) for k in acted])
    error = np.mean([np.linalg.norm(found[k] - true[k]) / np.linalg.norm(true[k]) for k in acted])
    return kept, error, mixed


def effects(z, label, condition, nested):
    """types x d"""
    first, second = np.unique(condition)
    each = np.array([z[(label == kind) & (condition == second)].mean(0) - z[(label == kind) & (condition == first)].mean(0) for kind in np.unique(label)])
    return each - each.mean(0) if nested else each


def ilisi(z, batch):
    """The inverse Simpson index of the batches among a cell's neighbours, the median over cells, scaled to 0 to 1."""
    names, number = np.unique(batch, return_inverse=True)
    near = NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(z).kneighbors(z, return_distance=False)[:, 1:]
    shares = np.stack([(number[near] == b).mean(1) for b in range(len(names))])
    return (np.median(1 / (shares**2).sum(0)) - 1) / (len(names) - 1)


if __name__ == "__main__":
    main()

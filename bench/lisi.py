#!/usr/bin/env python3
"""How well batches mix and cell types stay apart in tables of coordinates: unscaled LISI by harmonypy, and macro F1 of the cell types.

bench/.venv/bin/python bench/lisi.py CELLS.h5ad TABLE... --batch COLUMN --label COLUMN

CELLS has the batch and the label of each cell; a TABLE is Parquet with cell_id and a column of coordinates, its first of lists (as scvi_job.py
writes, and embed), or the name of an embedding in CELLS. LISI: the mean over the cells, and the deviation; batch LISI is at best the number of
batches, cell-type LISI at best 1. Batch LISI alone rewards scrambling: it says nothing without the other figures. F1 in five folds: each fifth of
the cells told by the 15 nearest of the others; F1, batches held out: each batch told by the others.
"""
import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from common import ad, head, matrix, row, stop
from scoring import NEIGHBOURS, held_out_f1

PERPLEXITY = 30


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cells", type=Path)
    parser.add_argument("tables", nargs="+")
    parser.add_argument("--batch", required=True)
    parser.add_argument("--label", required=True)
    given = parser.parse_args()
    cells = ad.read_h5ad(given.cells)
    batch, label = (cells.obs[column].astype(str).values for column in (given.batch, given.label))
    for place, table in enumerate(given.tables):
        found = figures(coordinates(table, cells), batch, label)
        if place == 0:
            print(head("coordinates", *found))
        print(row(Path(table).name, *found.values()), flush=True)


def coordinates(table, cells):
    """The coordinates of the cells in their order, of an embedding of theirs or of a file."""
    if table in cells.obsm:
        return np.asarray(cells.obsm[table], np.float32)
    if not Path(table).exists():
        stop(f"There is no file {table}, and no such embedding; the cells have {', '.join(cells.obsm) or 'none'}.")
    of = pd.read_parquet(table).set_index("cell_id")
    missing = cells.obs_names.difference(of.index)
    if len(missing):
        stop(f"{table} lacks {len(missing):,} of {cells.n_obs:,} cells, {missing[0]} first.", 3)
    lists = next((name for name in of if isinstance(of[name].iloc[0], np.ndarray)), None)
    if lists is None:
        stop(f"{table} has no column of coordinates; its columns are {', '.join(of)}.", 3)
    return matrix(of[lists], cells.obs_names)


def figures(z, batch, label):
    """Of one embedding, by name: means and deviations of LISI, and both F1."""
    batches, labels = lisi(z, batch, label)
    return {
        "batch LISI": float(batches.mean()),
        "deviation of batch LISI": float(batches.std()),
        "cell-type LISI": float(labels.mean()),
        "deviation of cell-type LISI": float(labels.std()),
        "F1, five folds": folded_f1(z, label),
        "F1, batches held out": held_out_f1(z, batch, label),
    }


def lisi(z, *columns):
    """The unscaled LISI of each cell, by each of the columns."""
    from harmonypy import compute_lisi

    names = [str(place) for place in range(len(columns))]
    return compute_lisi(z, pd.DataFrame(dict(zip(names, columns))), names, PERPLEXITY).T


def folded_f1(z, label, seed=0):
    """Macro F1 of the labels as told by the majority of the 15 nearest cells in the other four folds, over all cells at once."""
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    said = cross_val_predict(KNeighborsClassifier(NEIGHBOURS), z, label, cv=folds)
    return float(f1_score(label, said, average="macro"))


if __name__ == "__main__":
    main()

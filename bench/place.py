#!/usr/bin/env python3
"""What it makes for a difference to `aligned` where the cells lie, in what unit, with constant dimensions beside, and along which axes.

bench/.venv/bin/python bench/place.py --data DIR [--sets panc8,cell_lines] [--seed 0]

A Markdown table: the cells of each set changed, corrected, and changed back, beside the same cells corrected as they are; the largest difference
of a coordinate, in deviations of the cells. For a rotation the mean difference too. Cells are drawn by their names.
"""
import argparse

import numpy as np

from common import head, real_sets, row, with_real_sets
from session import Session


def changes(z, seed):
    """(words, the cells changed, how to change them back) of each change."""
    dimension, deviation = z.shape[1], z.std()
    wide = z.astype(float)
    for times in (1, 10, 100):
        by = times * deviation
        yield f"{times} deviations added to every dimension", wide + by, lambda cells, by=by: cells - by
    for more in (1, dimension, 4 * dimension):
        beside = np.full((len(z), more), 3.0)
        yield f"{more} constant dimensions added", np.hstack([wide, beside]), lambda cells: cells[:, :dimension]
    for unit in (1e-12, 1e-6, 1e-3, 0.3, 1e3, 1e6, 1e12):
        yield f"multiplied by {unit:g}", wide * unit, lambda cells, unit=unit: cells / unit
    turn = np.linalg.qr(np.random.default_rng(seed).normal(size=(dimension, dimension)))[0]
    yield "turned by a random rotation", wide @ turn, lambda cells: cells @ turn.T


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_real_sets(parser, ["panc8", "cell_lines"])
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(head("set", "what was done to all cells", "largest difference", "mean difference"))
    with Session() as session:
        for one in real_sets(given):
            z = one.embedding()

            def corrected(cells):
                return session.corrected(cells, one.batch, one.cells.obs_names, seed=given.seed).astype(float)

            plain, deviation = corrected(z), z.std()
            for words, changed, back in changes(z, given.seed):
                apart = np.abs(back(corrected(changed)) - plain) / deviation
                print(row(one.name, words, f"{apart.max():.1e}", f"{apart.mean():.1e}"), flush=True)


if __name__ == "__main__":
    main()

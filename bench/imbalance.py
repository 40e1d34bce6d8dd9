#!/usr/bin/env python3
"""What becomes of a cell type that grows rare: its held-out F1 as it is thinned out in every batch, or taken from one of them.

bench/.venv/bin/python bench/imbalance.py --data DIR [--seeds 5] [--sets panc8,...] [--csv FILE] [--plot FILE.png]

Types: of each set, of those that at least three batches hold, the one of most cells and the one of fewest that has at least 20. It is thinned
to 50, 20, 10 and 5 % in every batch, rounded, but at least one cell stays in a batch that had any; cells that stay at 5 % stay at 10 %. One
batch at a time is held out and its cells are told by the others', as for the held-out F1 of all types; the type's F1 is averaged over the
batches that hold it. A loss is the F1 of all cells less the case's, of the same method and seed and over the same batches. The seed draws the
cells that stay and the batch that loses the type, and is that of Harmony, scbatchprox and aligned. Means and standard deviations over seeds.
Where a held-out batch leaves fewer cells of the type than a majority of the neighbours (*), no embedding can do much, and the loss says how
good the embedding of all cells was; means are given with and without these cases.
"""
import argparse

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from common import harmony, head, real_sets, row, with_real_sets
from scoring import NEIGHBOURS, told
from session import Session

STUDIED = ["panc8", "cellbench_plates", "ra_synovium"]
FEWEST_CELLS, FEWEST_BATCHES = 20, 3
WHOLE, LACKING = "100 %", "a batch lacks it"
SHARES = {"50 %": 0.5, "20 %": 0.2, "10 %": 0.1, "5 %": 0.05}
CASES = [*SHARES, LACKING]
METHODS = ["raw", "Harmony", "scbatchprox", "aligned"]
MAJORITY = NEIGHBOURS // 2 + 1
WORST_BELOW_RAW = -0.02


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    with_real_sets(parser, STUDIED)
    parser.add_argument("--csv", help="the F1 and its loss, of every method and seed")
    parser.add_argument("--plot", help="the F1 by case, as a picture")
    given = parser.parse_args()
    sets, found = real_sets(given), []
    print(head("set", "type", "case", "cells of it", *METHODS), flush=True)
    with Session() as session:
        for one in sets:
            cells = Cells(one.embedding(), one.batch, one.label)
            whole = [cells.embeddings(session, seed) for seed in range(given.seeds)]
            for kind in kinds(cells):
                for case in (WHOLE, *CASES):
                    rows = [entry for seed in range(given.seeds) for entry in measured(session, cells, whole[seed], kind, case, seed)]
                    found += [{"set": one.name, "type": kind, "case": case, **entry} for entry in rows]
                    print(shown(pd.DataFrame(found[-len(rows):])), flush=True)
    table = pd.DataFrame(found)
    bars(table)
    if given.csv:
        table.to_csv(given.csv, index=False)
    if given.plot:
        plot(table, given.plot)


class Cells:
    """Cells' embedding, batches and types."""

    def __init__(self, z, batch, label):
        self.z, self.batch, self.label = z, batch, label

    def kept(self, which):
        return Cells(self.z[which], self.batch[which], self.label[which])

    def holding(self, kind):
        return np.unique(self.batch[self.label == kind])

    def fewest_elsewhere(self, kind):
        """The cells of a type that are left to tell it by, where the batch that has most of them is held out."""
        of_batch = pd.Series(self.batch[self.label == kind]).value_counts()
        return int(of_batch.sum() - of_batch.max())

    def embeddings(self, session, seed):
        ours = {method: session.corrected(self.z, self.batch, method=method, seed=seed) for method in ("scbatchprox", "aligned")}
        return {"raw": self.z, "Harmony": harmony(self.z, self.batch, seed), **ours}


def kinds(cells):
    counts = pd.Series(cells.label).value_counts()
    held = counts[[len(cells.holding(kind)) >= FEWEST_BATCHES for kind in counts.index]]
    return [held.index[0], held[held >= FEWEST_CELLS].index[-1]]


def measured(session, cells, whole, kind, case, seed):
    """One entry a method, with the F1 of the case and what was lost from all cells' embeddings ("whole")."""
    left = cells if case == WHOLE else cells.kept(staying(cells, kind, case, seed))
    corrected = whole if case == WHOLE else left.embeddings(session, seed)
    batches = left.holding(kind)
    for method in METHODS:
        f1 = type_f1(corrected[method], left, kind, batches)
        loss = type_f1(whole[method], cells, kind, batches) - f1
        yield {
            "seed": seed, "cells": int((left.label == kind).sum()), "told by": left.fewest_elsewhere(kind), "method": method, "F1": f1,
            "loss": loss}


def staying(cells, kind, case, seed):
    """Which cells stay: all of other types, and of this one those that the case leaves."""
    random = np.random.default_rng(seed)
    stays = cells.label != kind
    lacking = random.choice(cells.holding(kind))
    for b in cells.holding(kind):
        of_batch = random.permutation(np.flatnonzero((cells.batch == b) & (cells.label == kind)))
        left = len(of_batch) * (b != lacking) if case == LACKING else max(1, round(SHARES[case] * len(of_batch)))
        stays[of_batch[:left]] = True
    return stays


def type_f1(z, cells, kind, batches):
    """The F1 of one type by the classifier of the held-out F1 of all types, averaged over the batches named, which hold the type."""
    scores = []
    for b in batches:
        truth, said = told(z, cells.batch, cells.label, b)
        scores.append(f1_score(truth == kind, said == kind, zero_division=0.0))
    return float(np.mean(scores))


def shown(rows):
    first = rows.iloc[0]
    of = {method: rows[rows.method == method].F1 for method in METHODS}
    cells = f"{rows.cells.mean():.0f}{'' if rows['told by'].mean() >= MAJORITY else ' *'}"
    return row(first.set, first.type, first.case, cells, *(f"{f1.mean():.3f} ± {f1.std(ddof=0):.3f}" for f1 in of.values()))


def bars(table):
    """Mean losses by case, and what is asked of aligned: to lose no more than Harmony, and never to fall far below raw."""
    cases = table[table.case != WHOLE].pivot_table(["loss", "F1", "told by"], ["set", "type", "case"], "method", sort=False)
    enough = cases[cases["told by", "raw"] >= MAJORITY]
    print(f"\nMean loss of F1\n\n{head('case', 'of', *METHODS)}")
    for case, of in cases.loss.groupby("case", sort=False):
        print(row(case, len(of), *map(float, of.mean()[METHODS])))
    means = {"all": cases.loss.mean(), "all but *": enough.loss.mean()}
    for which, of in zip(means, (cases, enough)):
        print(row(f"mean of {which}", len(of), *map(float, means[which][METHODS])))
    print()
    for which, mean in means.items():
        met = verdict(mean["aligned"] <= mean["Harmony"])
        print(f"mean loss, {which}: aligned {mean['aligned']:.4f}, Harmony {mean['Harmony']:.4f}: {met}")
    above = cases.F1["aligned"] - cases.F1["raw"]
    print(f"worst of aligned above raw: {above.min():+.4f} ({', '.join(above.idxmin())}), "
          f"{(above < WORST_BELOW_RAW).sum()} of {len(above)} cases below {WORST_BELOW_RAW}: {verdict(above.min() >= WORST_BELOW_RAW)}")


def verdict(met):
    return "met" if met else "missed"


def plot(table, file):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = list(table.groupby(["set", "type"], sort=False))
    figure, axes = plt.subplots(2, (len(panels) + 1) // 2, figsize=(2 * (len(panels) + 1), 6), sharey=True, squeeze=False)
    for axis, ((name, kind), rows) in zip(axes.T.flat, panels):
        for method, line in zip(METHODS, ["-", "-", "--", "-"]):  # scbatchprox often lies on raw.
            f1 = rows[rows.method == method].groupby("case").F1
            mean, spread = f1.mean(), f1.std(ddof=0)
            thinned = [WHOLE, *SHARES]
            drawn = axis.errorbar(thinned, mean[thinned], spread[thinned], fmt=f"o{line}", markersize=4, capsize=2, label=method)
            axis.errorbar([LACKING], mean[LACKING], spread[LACKING], fmt="o", markersize=4, capsize=2, color=drawn[0].get_color())
        axis.set_title(f"{name}, {kind}", fontsize=9)
        axis.set_xticks([*range(len(thinned)), len(thinned)], [*thinned, LACKING.replace(" lacks", "\nlacks")], fontsize=7)
    axes[0, 0].legend(fontsize=7)
    for axis in axes[:, 0]:
        axis.set_ylabel("held-out F1 of the type", fontsize=9)
    figure.tight_layout()
    figure.savefig(file, dpi=80)


if __name__ == "__main__":
    main()

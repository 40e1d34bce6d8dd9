#!/usr/bin/env python3
"""Batches that arrive one after another, as in Figures 3 and 4 of the scBatchProx paper.

bench/.venv/bin/python bench/arrivals.py [--sets panc8,cellbench_plates] [--csv FILE] [--plot FILE]

Cumulative: at each stage the PCA (10,000 counts a cell, log1p, 40 components) is made of all cells that are there, and everything is fitted
again. Continual: the PCA is the first batch's, applied to the others; scbatchprox and aligned are fitted to the first batch and extended by
each that arrives, so that earlier cells never move; beside them stand aligned and Harmony fitted again on everything. Scores are the
program's own (`evaluate --profile paper`), with bio, batch and total.
"""
import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from common import LABEL, SETS, SHARED, ad, atlasprox, harmony, head, pd, row

COMPONENTS = 40
FIRST_ORDER = {
    "panc8": ["indrop", "celseq", "celseq2", "fluidigmc1", "smartseq2"],
    "cellbench_plates": None,
}
FIGURES = ["bio", "batch", "total"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default=",".join(FIRST_ORDER))
    parser.add_argument("--csv", help="every metric of every stage")
    parser.add_argument("--plot", help="the totals by stage, as a picture")
    given = parser.parse_args()
    found = []
    print(head("study", "set", "order", "batches", "method", *FIGURES, "F1"))
    for name in given.sets.split(","):
        cells = ad.read_h5ad(SHARED / "data" / f"{name}_counts.h5ad")
        first = orders(name, cells)
        for order in (first, first[::-1]):
            for study in (cumulative, continual):
                with tempfile.TemporaryDirectory(prefix="atlasprox-arrivals-") as folder:
                    for stage, scored in study(cells, order, SETS[name], Path(folder)):
                        for method, scores in scored.items():
                            entry = {
                                "study": study.__name__, "set": name, "order": f"{order[0]} first", "batches": stage,
                                "method": method, **{f: scores[f] for f in FIGURES}, **scores["metrics"],
                            }
                            found.append(entry)
                            shown = [entry[f] for f in ("study", "set", "order", "batches", "method", *FIGURES)]
                            print(row(*shown, entry["Held-out F1"]), flush=True)
    table = pd.DataFrame(found)
    kept(table)
    if given.csv:
        table.to_csv(given.csv, index=False)
    if given.plot:
        plot(table, given.plot)


def kept(table):
    """What a reference that never moves costs against fitting everything again."""
    print()
    last = table[table.study == "continual"]
    last = last[last.batches == last.groupby("set").batches.transform("max")]
    for (name, order), rows in last.groupby(["set", "order"], sort=False):
        total = rows.set_index("method").total
        share = total["aligned"] / total["aligned, refitted"]
        print(f"{name}, {order}: aligned keeps {share:.3f} of the total of fitting everything again")


def orders(name, cells):
    return FIRST_ORDER[name] or sorted(cells.obs[SETS[name]].astype(str).unique())


def cumulative(cells, order, batch, folder):
    for stage in range(2, len(order) + 1):
        present = cells[cells.obs[batch].isin(order[:stage])]
        z = pca(present)(present)
        table = Table(folder / f"{stage}.parquet", present, batch, z)
        yield stage, table.scores(
            scbatchprox=table.corrected("scbatchprox"), aligned=table.corrected("aligned"), Harmony=table.harmony())


def continual(cells, order, batch, folder):
    first = cells[cells.obs[batch] == order[0]]
    project = pca(first)
    table = Table(folder / "1.parquet", first, batch, project(first))
    models = {method: table.model(method, folder / f"{method}-1") for method in ("scbatchprox", "aligned")}
    parts = {method: [table.applied(model)] for method, model in models.items()}
    for stage in range(2, len(order) + 1):
        arriving = cells[cells.obs[batch] == order[stage - 1]]
        table = Table(folder / f"{stage}.parquet", arriving, batch, project(arriving))
        for method in models:
            corrected, models[method] = table.extending(models[method], folder / f"{method}-{stage}")
            parts[method].append(corrected)
        present = cells[cells.obs[batch].isin(order[:stage])]
        everything = Table(folder / f"all-{stage}.parquet", present, batch, project(present))
        grown = {method: pd.concat(corrected).loc[present.obs_names] for method, corrected in parts.items()}
        yield stage, everything.scores(
            **grown, **{"aligned, refitted": everything.corrected("aligned"), "Harmony": everything.harmony()})


def pca(cells):
    """The function that maps cells to the principal components of these."""
    from sklearn.decomposition import PCA

    fitted = PCA(COMPONENTS, random_state=0).fit(logged(cells))
    return lambda any_cells: fitted.transform(logged(any_cells)).astype(np.float32)


def logged(cells):
    counts = cells.X.toarray() if hasattr(cells.X, "toarray") else np.asarray(cells.X)
    counts = counts.astype(np.float64)
    return np.log1p(counts * (1e4 / counts.sum(axis=1, keepdims=True)))


class Table:
    """Cells with an embedding X, as a Parquet file that the program reads."""

    def __init__(self, file, cells, batch, z):
        self.file, self.batch, self.z = file, batch, z
        self.cells = pd.DataFrame({
            "cell_id": cells.obs_names.astype(str), batch: cells.obs[batch].astype(str).values,
            LABEL: cells.obs[LABEL].astype(str).values, "X": list(z)})
        self.cells.to_parquet(file, index=False)

    def given(self):
        return ["--input", self.file, "--embedding", "X", "--batch", self.batch, "--id", "cell_id"]

    def corrected(self, method):
        with tempfile.TemporaryDirectory(dir=self.file.parent) as folder:
            atlasprox("correct", *self.given(), "--method", method, "--output", Path(folder) / "out")
            return read(Path(folder) / "out").loc[self.cells.cell_id]

    def model(self, method, folder):
        atlasprox("fit", *self.given(), "--method", method, "--model", folder)
        return folder

    def applied(self, model):
        with tempfile.TemporaryDirectory(dir=self.file.parent) as folder:
            atlasprox("apply", *self.given(), "--model", model, "--output", Path(folder) / "out")
            return read(Path(folder) / "out").loc[self.cells.cell_id]

    def extending(self, model, extended):
        with tempfile.TemporaryDirectory(dir=self.file.parent) as folder:
            atlasprox("extend", *self.given(), "--model", model, "--output-model", extended, "--output", Path(folder) / "out")
            return read(Path(folder) / "out").loc[self.cells.cell_id], extended

    def harmony(self):
        return pd.Series(list(harmony(self.z, self.cells[self.batch].values).astype(np.float32)), index=self.cells.cell_id)

    def scores(self, **embeddings):
        """Of the embedding as it is ("raw") and of others of the same cells."""
        with tempfile.TemporaryDirectory(dir=self.file.parent) as folder:
            table, scores = Path(folder) / "cells.parquet", Path(folder) / "scores.json"
            columns = {name: [np.asarray(x, np.float32) for x in of] for name, of in embeddings.items()}
            names = {name: f"E{place}" for place, name in enumerate(columns)}
            self.cells.assign(**{names[name]: of for name, of in columns.items()}).to_parquet(table, index=False)
            atlasprox(
                "evaluate", "--input", table, "--embedding", ",".join(["X", *names.values()]), "--batch", self.batch,
                "--label", LABEL, "--profile", "paper", "--max-cells", 0, "--json", scores)
            found = json.loads(scores.read_text())["embeddings"]
        return dict(zip(["raw", *names], found))


def read(folder):
    return pd.read_parquet(folder).set_index("cell_id")["X_corrected"]


def plot(table, file):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = list(table.groupby(["study", "set", "order"], sort=False))
    figure, axes = plt.subplots(2, (len(panels) + 1) // 2, figsize=(4 * ((len(panels) + 1) // 2), 7), sharey=True)
    for axis, ((study, name, order), rows) in zip(axes.flat, panels):
        for method, of in rows.groupby("method", sort=False):
            axis.plot(of.batches, of.total, marker="o", label=method)
        axis.set_title(f"{name}, {study}\n{order}", fontsize=9)
        axis.set_xticks(sorted(rows.batches.unique()))
        axis.set_xlabel("batches")
        axis.legend(fontsize=7)
    axes.flat[0].set_ylabel("total")
    figure.tight_layout()
    figure.savefig(file, dpi=110)


if __name__ == "__main__":
    main()

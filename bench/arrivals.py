#!/usr/bin/env python3
"""Batches that arrive one after another, as in Figures 3 and 4 of the scBatchProx paper.

bench/.venv/bin/python bench/arrivals.py --data DIR [--studies cumulative,continual] [--sets panc8,...] [--seed 0] [--csv FILE] [--plot FILE]

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

from common import LABEL, atlasprox, harmony, head, pd, real_sets, row, with_real_sets
from session import Session

COMPONENTS = 40
SETS = ["panc8", "cellbench_plates"]  # Those with counts.
FIRST_ORDER = {"panc8": ["indrop", "celseq", "celseq2", "fluidigmc1", "smartseq2"]}  # By name, where nothing is said.
FIGURES = ["bio", "batch", "total"]
METHODS = ["scbatchprox", "aligned"]
LINES = {
    "raw": {"color": "0.5", "linewidth": 4},
    "scbatchprox": {"color": "tab:orange", "linestyle": "--"},
    "aligned": {"color": "tab:green", "marker": "o"},
    "aligned, refitted": {"color": "tab:green", "marker": "o", "linestyle": ":", "markerfacecolor": "white"},
    "Harmony": {"color": "tab:red", "marker": "s"},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", default=",".join(STUDIES))
    with_real_sets(parser, SETS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--csv", help="every metric of every stage")
    parser.add_argument("--plot", help="the totals by stage, as a picture")
    given = parser.parse_args()
    sets, found = real_sets(given, kind="_counts"), []
    print(head("study", "set", "order", "batches", "method", *FIGURES, "F1"))
    with Session() as session:
        for one in sets:
            first = first_order(one)
            for order in (first, first[::-1]):
                for study in given.studies.split(","):
                    for stage, scored in STUDIES[study](session, one.cells, order, one.column, given.seed):
                        for method, scores in scored.items():
                            entry = {
                                "study": study, "set": one.name, "order": f"{order[0]} first", "batches": stage,
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


def first_order(one):
    return FIRST_ORDER.get(one.name) or sorted(set(one.batch))


def cumulative(session, cells, order, column, seed):
    for stage in range(2, len(order) + 1):
        present = cells[cells.obs[column].isin(order[:stage])]
        z, batch = pca(present)(present), present.obs[column].astype(str).values
        corrected = {method: session.corrected(z, batch, method=method, seed=seed) for method in METHODS}
        yield stage, scores(present, column, {"raw": z, **corrected, "Harmony": harmony(z, batch, seed)})


def continual(session, cells, order, column, seed):
    batch = cells.obs[column].astype(str).values
    z = pca(cells[batch == order[0]])(cells)
    first = batch == order[0]
    grown = {method: np.zeros_like(z) for method in METHODS}
    with session.cells(z[first], batch[first]) as there:
        models = {method: session.model(there, method=method, seed=seed) for method in METHODS}
        for method, model in models.items():
            grown[method][first] = session.applied(model, there)
    for stage in range(2, len(order) + 1):
        arriving, present = batch == order[stage - 1], np.isin(batch, order[:stage])
        with session.cells(z[arriving], batch[arriving]) as there:
            for method in METHODS:
                models[method] = models[method].extend(there._jdf, False)
                grown[method][arriving] = session.applied(models[method], there)
        yield stage, scores(cells[present], column, {
            "raw": z[present], **{method: of[present] for method, of in grown.items()},
            "aligned, refitted": session.corrected(z[present], batch[present], seed=seed),
            "Harmony": harmony(z[present], batch[present], seed)})


STUDIES = {"cumulative": cumulative, "continual": continual}


def pca(cells):
    """The function that maps cells to the principal components of these."""
    from sklearn.decomposition import PCA

    fitted = PCA(COMPONENTS, random_state=0).fit(logged(cells))
    return lambda any_cells: fitted.transform(logged(any_cells)).astype(np.float32)


def logged(cells):
    counts = cells.X.toarray() if hasattr(cells.X, "toarray") else np.asarray(cells.X)
    counts = counts.astype(np.float64)
    return np.log1p(counts * (1e4 / counts.sum(axis=1, keepdims=True)))


def scores(cells, column, embeddings):
    """The program's, of several embeddings of the same cells, by name."""
    with tempfile.TemporaryDirectory(prefix="atlasprox-arrivals-") as folder:
        table, scores = Path(folder) / "cells.parquet", Path(folder) / "scores.json"
        names = {name: f"E{place}" for place, name in enumerate(embeddings)}
        pd.DataFrame({
            "cell_id": cells.obs_names.astype(str), column: cells.obs[column].astype(str).values,
            LABEL: cells.obs[LABEL].astype(str).values,
            **{names[name]: list(np.asarray(z, np.float32)) for name, z in embeddings.items()}}).to_parquet(table, index=False)
        atlasprox(
            "evaluate", "--input", table, "--embedding", ",".join(names.values()), "--batch", column, "--label", LABEL,
            "--profile", "paper", "--max-cells", 0, "--json", scores)
        return dict(zip(names, json.loads(scores.read_text())["embeddings"]))


def plot(table, file):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = list(table.groupby(["study", "set", "order"], sort=False))
    figure, axes = plt.subplots(2, (len(panels) + 1) // 2, figsize=(3.4 * ((len(panels) + 1) // 2), 6), sharey=True, squeeze=False)
    for axis, ((study, name, order), rows) in zip(axes.flat, panels):
        for method, of in rows.groupby("method", sort=False):
            axis.plot(of.batches, of.total, label=method, **LINES[method])
        axis.set_title(f"{name}, {study}\n{order}", fontsize=9)
        axis.set_xticks(sorted(rows.batches.unique()))
        axis.set_xlabel("batches")
    for axis in axes[:, 0]:
        axis.set_ylabel("total")
    lines = {line.get_label(): line for axis in axes.flat for line in axis.get_lines()}
    figure.legend(lines.values(), lines, loc="lower center", ncols=len(lines), fontsize=9)
    figure.tight_layout(rect=(0, 0.05, 1, 1))
    figure.savefig(file, dpi=90)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Whether `embed` finds what scanpy finds: the same genes, and of these the same components.

bench/.venv/bin/python bench/agreement.py [--data DIR] [--sets panc8,cellbench_plates] [--cells 5000] [--genes 4000] [--taken 1000]
    on counts of `synth`, and with --data on those of real sets. Any Python with this scanpy, scikit-misc and pyarrow will do, for other versions.

Jaccard is of the sets of genes, nan where scanpy refuses to tell; of genes that one side alone takes, how far scanpy's score lies from that of the last gene that it takes, relative to
it, is shown. On the genes of `embed`, scanpy's components are taken in double precision: differences are the largest, of a variance relative to it, and of an entry of a
loading after signs, among components whose variance differs by more than 1 % from its neighbours'.
"""
import argparse
import json
import tempfile
import warnings
from importlib.metadata import version
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import scanpy as sc
from common import SETS, ad, atlasprox, real_sets, with_real_sets
from counts_h5ad import main as as_h5ad
from common import head, row

warnings.filterwarnings("ignore")
COMPONENTS, APART = 30, 0.01
SCORES = {"seurat": "dispersions_norm", "seurat_v3": "highly_variable_rank"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_real_sets(parser, ["panc8", "cellbench_plates"])
    parser.add_argument("--cells", type=int, default=5000, help="of synth")
    parser.add_argument("--genes", type=int, default=4000, help="of synth")
    parser.add_argument("--taken", type=int, default=1000, help="highly variable genes")
    given = parser.parse_args()
    print(f"scanpy {version('scanpy')}, anndata {version('anndata')}\n")
    print(head("counts", "flavor", "by batch", "scaled", "Jaccard", "genes of one side, and how near", "variances", "loadings", "of components"), flush=True)
    with tempfile.TemporaryDirectory(prefix="atlasprox-agreement-") as folder:
        compared("synth", made(given, Path(folder)), "batch", given.taken, Path(folder))
        if given.data:
            for one in real_sets(given, kind="_counts"):
                compared(one.name, one.table, SETS[one.name], given.taken, Path(folder))


def made(given, folder):
    table = folder / "made"
    atlasprox("synth", "--cells", given.cells, "--batches", 5, "--genes", given.genes, "--embedding", "none", "--output", table)
    as_h5ad(table, folder / "made.h5ad")
    return folder / "made.h5ad"


def compared(name, table, batch, taken, folder):
    cells = ad.read_h5ad(table)
    cells.X = cells.X.astype(np.float64)
    cells.X.data = np.rint(cells.X.data)
    cells.X.eliminate_zeros()
    for number, (flavor, by_batch, scale) in enumerate(product(SCORES, (False, True), (False, True))):
        model = embedded(table, batch if by_batch else None, flavor, scale, taken, folder / f"{name}-{number}")
        ours = model["genes"].gene.tolist()
        jaccard, near = genes(cells, ours, batch if by_batch else None, flavor, taken)
        variance, loading, among = components(cells, model, ours, scale)
        print(row(name, flavor, *("yes" if one else "no" for one in (by_batch, scale)), f"{jaccard:.3f}", near, f"{variance:.0e}", f"{loading:.0e}", among), flush=True)


def embedded(table, batch, flavor, scale, taken, folder):
    options = ["--input", table, "--round-counts", "--gene-flavor", flavor, "--genes", taken, "--dimension", COMPONENTS, *(["--scale"] if scale else [])]
    atlasprox("embed", *options, *(["--batch", batch] if batch else []), "--output", folder / "cells", "--output-model", folder / "model")
    found = json.loads((folder / "model" / "model.json").read_text())
    return {"variance": np.array(found["variance"]), "genes": pd.read_parquet(folder / "model" / "genes").sort_values("number")}


def genes(cells, ours, batch, flavor, taken):
    """Jaccard, and what is known of the genes that one side alone takes."""
    x = cells if flavor == "seurat_v3" else logged(cells)
    try:
        found = sc.pp.highly_variable_genes(x, n_top_genes=taken, flavor=flavor, batch_key=batch, inplace=False)
    except ValueError as e:
        return np.nan, f"scanpy refuses: {e}"
    if isinstance(found.index, pd.RangeIndex):
        found.index = cells.var_names
    theirs = found.index[found.highly_variable]
    odd = set(theirs) ^ set(ours)
    jaccard = len(set(theirs) & set(ours)) / len(set(theirs) | set(ours))
    if not odd:
        return jaccard, "none"
    score = found[SCORES[flavor]]
    last = score[theirs].min() if flavor == "seurat" else score[theirs].max()
    return jaccard, f"{len(odd)}, {max(abs(score[gene] - last) / abs(last) for gene in odd):.0e}"


def logged(cells):
    normalised = cells.copy()
    sc.pp.normalize_total(normalised, target_sum=1e4)
    sc.pp.log1p(normalised)
    return normalised


def components(cells, model, ours, scale):
    chosen = logged(cells)[:, ours].copy()
    if scale:
        sc.pp.scale(chosen, max_value=10)
    sc.pp.pca(chosen, n_comps=COMPONENTS, dtype="float64")
    theirs, ours = chosen.uns["pca"]["variance"], model["variance"]
    loadings = np.stack(model["genes"].loadings).astype(float)
    steps = np.abs(np.diff(theirs)) / theirs[:-1]
    apart = np.concatenate([[True], steps > APART]) & np.concatenate([steps > APART, [False]])
    pcs = chosen.varm["PCs"]
    pcs = pcs * np.sign((pcs * loadings).sum(axis=0))
    return np.max(np.abs(theirs - ours) / theirs), np.max(np.abs(pcs - loadings)[:, apart]), int(apart.sum())


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The whole way by scanpy and harmonypy: from counts in h5ad to components, Harmony's correction and the nearest cells of each, by which labels are told.

bench/.venv/bin/python bench/whole_job.py INPUT BATCH GENES COMPONENTS OUTPUT    GENES 0 for all
"""
import sys

from common import harmony
from scanpy_job import embedded


def main(table, batch, genes, components, output):
    import anndata
    import scanpy as sc

    cells = embedded(table, batch, genes, components)
    corrected = harmony(cells.obsm["X_pca"], cells.obs[batch].astype(str).values, 0)
    made = anndata.AnnData(obs=cells.obs, obsm={"X_pca": cells.obsm["X_pca"], "X_pca_harmony": corrected})
    sc.pp.neighbors(made, n_neighbors=15, use_rep="X_pca_harmony")
    made.write_h5ad(output)


if __name__ == "__main__":
    main(*sys.argv[1:])

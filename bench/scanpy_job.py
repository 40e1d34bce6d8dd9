#!/usr/bin/env python3
"""The same job as `embed` by scanpy: read h5ad, normalise, choose genes, components; write the cells with their embedding and without the counts.

bench/.venv/bin/python bench/scanpy_job.py INPUT BATCH GENES COMPONENTS OUTPUT    GENES 0 for all
"""
import sys


def main(table, batch, genes, components, output):
    import anndata

    cells = embedded(table, batch, genes, components)
    anndata.AnnData(obs=cells.obs, obsm={"X_pca": cells.obsm["X_pca"]}).write_h5ad(output)


def embedded(table, batch, genes, components):
    import anndata
    import scanpy as sc

    cells = anndata.read_h5ad(table)
    sc.pp.normalize_total(cells, target_sum=1e4)
    sc.pp.log1p(cells)
    if int(genes):
        sc.pp.highly_variable_genes(cells, n_top_genes=int(genes), batch_key=batch)
    sc.pp.pca(cells, n_comps=int(components))
    return cells


if __name__ == "__main__":
    main(*sys.argv[1:])

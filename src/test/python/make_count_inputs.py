"""Counts as programs write them: src/test/resources/counts/inputs.

python src/test/python/make_count_inputs.py, where anndata, zarr and h5py are installed. genes/: AnnData of cells with
different genes, or the same in another order; what a cell has of a gene is told by cell() wherever it is. tenx/: the
same counts as Cell Ranger 3 (with features that are no genes) and 2 write them.
"""

import shutil
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
from scipy import sparse

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "counts" / "inputs"
CELLS = 4
GENES = {"one": [3, 1, 2], "reordered": [1, 2, 3], "other": [5, 2, 4, 1], "apart": [8, 9], "twice": [1, 1, 2]}


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "genes").mkdir(parents=True)
    for name, genes in GENES.items():
        cells = adata(name, genes)
        cells.write_h5ad(FOLDER / "genes" / f"{name}.h5ad")
        if name in ("one", "other"):
            cells.write_zarr(FOLDER / "genes" / f"{name}.zarr")
    version_3(FOLDER / "tenx" / "S1" / "outs" / "filtered_feature_bc_matrix.h5")
    version_3(FOLDER / "tenx" / "S1" / "outs" / "raw_feature_bc_matrix.h5")
    version_3(FOLDER / "tenx" / "S2_filtered_feature_bc_matrix.h5", kinds=["Gene Expression"] * 3)
    version_3(FOLDER / "tenx" / "no_genes.h5", kinds=["Antibody Capture"] * 3)
    version_2(FOLDER / "tenx" / "old" / "S3" / "filtered_gene_bc_matrices_h5.h5", ["GRCh38"])
    version_2(FOLDER / "tenx" / "old" / "two_genomes.h5", ["GRCh38", "mm10"])


def value(cell, gene):
    """Every third is 0."""
    return 0 if (cell + gene) % 3 == 0 else 10 * gene + cell


def matrix(genes):
    return np.array([[value(c, g) for g in genes] for c in range(CELLS)], np.int32)


def adata(name, genes):
    names = [f"{name}_{c}" for c in range(CELLS)]
    obs = pd.DataFrame({"batch": pd.Categorical(["x", "y"] * (CELLS // 2))}, index=names)
    var = pd.DataFrame({"gene_ids": [f"ENSG{i}{g}" for i, g in enumerate(genes)]}, index=[f"g{g}" for g in genes])
    return anndata.AnnData(sparse.csr_matrix(matrix(genes)), obs=obs, var=var)


def version_3(path, kinds=("Gene Expression", "Antibody Capture", "Gene Expression")):
    genes = [1, 2, 3]
    with tenx(path) as file:
        group = file.create_group("matrix")
        counts(group, genes)
        features = group.create_group("features")
        features["_all_tag_keys"] = np.array([b"genome"])
        features["feature_type"] = texts(kinds)
        features["genome"] = texts(["GRCh38"] * 3)
        features["id"] = texts([f"ENSG{g}" for g in genes])
        features["name"] = texts([f"g{g}" for g in genes])


def version_2(path, genomes):
    genes = [1, 2, 3]
    with tenx(path) as file:
        for genome in genomes:
            group = file.create_group(genome)
            counts(group, genes)
            group["genes"] = texts([f"ENSG{g}" for g in genes])
            group["gene_names"] = texts(["g1", "g1", "g3"])


def tenx(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return h5py.File(path, "w")


def counts(group, genes):
    by_cell = sparse.csr_matrix(matrix(genes))
    group.create_dataset("barcodes", data=texts([f"AAAC{c}-1" for c in range(CELLS)]), chunks=True, compression="gzip")
    group.create_dataset("data", data=by_cell.data, chunks=True, compression="gzip")
    group.create_dataset("indices", data=by_cell.indices.astype(np.int64), chunks=True, compression="gzip")
    group.create_dataset("indptr", data=by_cell.indptr.astype(np.int64), chunks=True, compression="gzip")
    group["shape"] = np.array([len(genes), CELLS], np.int32)


def texts(names):
    return np.array([name.encode() for name in names])


if __name__ == "__main__":
    main()

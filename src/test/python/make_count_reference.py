"""Made counts, and what scanpy makes of them: src/test/resources/counts.

python src/test/python/make_count_reference.py, where scanpy and scikit-misc are installed. counts.h5ad has 240 cells
of 3 batches and 4 types with 400 genes, as CSR of integers; the same as CSC, dense and as floats in layers, and in raw.
reference.json has the genes that scanpy takes, by flavor, with batches and without, the variances of 10 components, and
a curve of loess.
"""

import json
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import scanpy
from scipy import sparse
from skmisc.loess import loess

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "counts"
CELLS, GENES, TYPES, BATCHES, WANTED, COMPONENTS = 240, 400, 4, 3, 100, 10


def main():
    FOLDER.mkdir(exist_ok=True)
    adata = counts()
    adata.write_h5ad(FOLDER / "counts.h5ad", compression="gzip")
    found = {"loess": curve(), "chosen": [], "components": []}
    for flavor in ("seurat", "seurat_v3"):
        for batch in (None, "batch"):
            found["chosen"].append({"flavor": flavor, "batch": batch or "", "genes": chosen(adata, flavor, batch)})
    for scale in (False, True):
        found["components"].append({"scale": scale, "variance": variances(adata, scale)})
    text = json.dumps(found, indent=1)
    (FOLDER / "reference.json").write_text(text + "\n")


def counts():
    rng = np.random.default_rng(1)
    mean = rng.lognormal(-1, 1.5, GENES)
    of_type = rng.lognormal(0, 0.7, (TYPES, GENES))
    of_batch = rng.lognormal(0, 0.3, (BATCHES, GENES))
    kind, batch = rng.integers(TYPES, size=CELLS), rng.integers(BATCHES, size=CELLS)
    depth = rng.lognormal(0, 0.4, CELLS)
    rate = mean * of_type[kind] * of_batch[batch] * depth[:, None]
    x = rng.negative_binomial(2, 2 / (2 + rate)).astype(np.int32)
    x[:, 7] = 0
    x[batch == 1, 11] = 0
    obs = pd.DataFrame(
        {"batch": [f"batch_{b}" for b in batch], "cell_type": [f"type_{t}" for t in kind]},
        index=[f"cell_{i}" for i in range(CELLS)],
    )
    var = pd.DataFrame({"symbol": [f"S{g}" for g in range(GENES)]}, index=[f"gene_{g}" for g in range(GENES)])
    adata = anndata.AnnData(sparse.csr_matrix(x), obs=obs.astype("category"), var=var)
    adata.raw = anndata.AnnData(sparse.csr_matrix(x.astype(np.float32)), obs=obs, var=var)
    adata.layers["by_gene"] = sparse.csc_matrix(x)
    adata.layers["dense"] = x.astype(np.float64)
    adata.layers["log"] = sparse.csr_matrix(logged(adata))
    return adata


def logged(adata):
    x = adata.X.toarray().astype(float)
    return np.log1p(x * 1e4 / x.sum(axis=1, keepdims=True))


def chosen(adata, flavor, batch):
    taken = adata.copy()
    if flavor == "seurat":
        taken.X = logged(adata)
    genes = scanpy.pp.highly_variable_genes(taken, n_top_genes=WANTED, flavor=flavor, batch_key=batch, inplace=False)
    genes.index = adata.var_names
    return list(genes.index[genes["highly_variable"]])


def variances(adata, scale):
    z = logged(adata)
    if scale:
        deviation = z.std(axis=0, ddof=1)
        z = np.clip((z - z.mean(axis=0)) / np.where(deviation > 0, deviation, 1), -10, 10)
    z = z - z.mean(axis=0)
    return list((np.linalg.svd(z, compute_uv=False) ** 2 / (len(z) - 1))[:COMPONENTS])


def curve():
    rng = np.random.default_rng(2)
    x = np.round(rng.normal(size=300), 2)
    y = 1.3 * x + 0.2 * x * x + rng.normal(size=300) * 0.3
    model = loess(x, y, span=0.3, degree=2)
    model.fit()
    return {"x": list(x), "y": list(y), "fitted": list(model.outputs.fitted_values)}


if __name__ == "__main__":
    main()

"""Counts of an AnnData to an embedding: the command line's bits, however the counts are held."""

import json

import anndata
import numpy as np
import pandas as pd
import pytest
from pyspark.errors import IllegalArgumentException
from scipy import sparse

import atlasprox
from atlasprox import BadDataError, _exchange
from atlasprox.anndata import embed, refine
from conftest import HOME

pytestmark = pytest.mark.usefixtures("spark")

COUNTS = HOME / "src" / "test" / "resources" / "counts"
SETTINGS = {"batch_key": "batch", "genes": 100, "dimension": 10}


@pytest.fixture
def adata():
    return anndata.read_h5ad(COUNTS / "counts.h5ad")


@pytest.fixture(scope="module")
def embedded(spark):
    adata = anndata.read_h5ad(COUNTS / "counts.h5ad")
    assert embed(adata, **SETTINGS) is None
    return adata


def logged(adata, genes):
    x = adata.X.toarray().astype(float)
    return np.log1p(x * 1e4 / x.sum(axis=1, keepdims=True))[:, adata.var_names.isin(genes)]


def test_the_command_line_s_bits(embedded, tmp_path):
    options = ["--batch", "batch", "--genes", "100", "--dimension", "10"]
    atlasprox.run("embed", "--input", str(COUNTS / "counts.h5ad"), *options, "--output", str(tmp_path / "embedded"))
    cells = pd.read_parquet(tmp_path / "embedded").set_index("cell_id").loc[embedded.obs_names]
    np.testing.assert_array_equal(embedded.obsm["X_pca"], np.stack(cells["X_pca"]))


def test_genes_and_components_are_scanpy_s(embedded):
    reference = json.loads((COUNTS / "reference.json").read_text())["chosen"]
    genes = next(one["genes"] for one in reference if (one["flavor"], one["batch"]) == ("seurat", "batch"))
    assert list(embedded.var_names[embedded.var["highly_variable"]]) == genes
    z = logged(embedded, genes)
    centred = z - z.mean(axis=0)
    variance = np.linalg.svd(centred, compute_uv=False) ** 2 / (len(z) - 1)
    np.testing.assert_allclose(embedded.uns["pca"]["variance"], variance[:10], rtol=1e-4)
    np.testing.assert_allclose(embedded.uns["pca"]["variance_ratio"], (variance / variance.sum())[:10], rtol=1e-4)
    loadings = embedded.varm["PCs"]
    assert loadings.shape == (400, 10)
    assert not loadings[~embedded.var["highly_variable"]].any()
    coordinates = centred @ loadings[embedded.var["highly_variable"]]
    assert embedded.obsm["X_pca"].dtype == np.float32
    np.testing.assert_allclose(embedded.obsm["X_pca"], coordinates, atol=1e-5)


@pytest.mark.parametrize("held", ["by_gene", "dense", "raw", "in slabs of int16", "on disk", "on disk, dense"])
def test_however_counts_are_held(adata, embedded, held, tmp_path, monkeypatch):
    layer = held if held in ("by_gene", "dense", "raw") else None
    if held == "in slabs of int16":
        adata.X = adata.X.astype(np.int16)
        monkeypatch.setattr(_exchange, "_NUMBERS", 97 * adata.n_vars)
    if held.startswith("on disk"):
        adata.X = adata.X.toarray() if held.endswith("dense") else adata.X
        adata.write_h5ad(tmp_path / "cells.h5ad")
        adata = anndata.read_h5ad(tmp_path / "cells.h5ad", backed="r")
    embed(adata, layer=layer, **SETTINGS)
    np.testing.assert_array_equal(adata.obsm["X_pca"], embedded.obsm["X_pca"])
    np.testing.assert_array_equal(adata.varm["PCs"], embedded.varm["PCs"])


def test_counts_by_gene_on_disk_and_of_a_view(adata, embedded, tmp_path):
    adata.X = adata.layers["by_gene"]
    order = np.random.default_rng(0).permutation(adata.n_obs)
    adata[order].copy().write_h5ad(tmp_path / "cells.h5ad")
    backed = anndata.read_h5ad(tmp_path / "cells.h5ad", backed="r")
    embed(backed, **SETTINGS)
    np.testing.assert_array_equal(backed.obsm["X_pca"], embedded.obsm["X_pca"][order])


def test_logarithms_are_taken_as_they_are(adata):
    with pytest.raises(BadDataError, match=r"are no whole numbers.* or set normalized"):
        embed(adata, layer="log", **SETTINGS)
    embed(adata, layer="log", normalized=True, key_added="X_log", scale=True, **SETTINGS)
    assert adata.uns["X_log"]["params"]["layer"] == "log"
    assert set(adata.varm) == {"X_log"}
    scaled = adata.uns["X_log"]["variance"]
    reference = json.loads((COUNTS / "reference.json").read_text())["components"]
    embed(adata, key_added="X_all", genes=0, dimension=10, scale=True, overwrite=True)
    np.testing.assert_allclose(
        adata.uns["X_all"]["variance"], next(one["variance"] for one in reference if one["scale"]), rtol=1e-3
    )
    assert scaled[0] < adata.uns["X_all"]["variance"][0]


def test_raw_of_other_genes_leaves_var_as_it_is(adata, embedded):
    fewer = adata[:, :50].copy()
    embed(fewer, layer="raw", **SETTINGS)
    np.testing.assert_array_equal(fewer.obsm["X_pca"], embedded.obsm["X_pca"])
    assert "highly_variable" not in fewer.var
    assert not fewer.varm
    assert list(fewer.uns["atlasprox"]["X_pca"]["genes"]) == list(embedded.uns["atlasprox"]["X_pca"]["genes"])


def test_then_refine_and_what_was_done_survive_h5ad(embedded, tmp_path):
    adata = embedded.copy()
    refine(adata, "batch", rounds=1)
    adata.write_h5ad(tmp_path / "refined.h5ad")
    read = anndata.read_h5ad(tmp_path / "refined.h5ad")
    assert read.obsm["X_pca_atlasprox"].shape == (240, 10)
    done = read.uns["atlasprox"]["X_pca"]
    assert done["params"]["genes"] == done["genesTaken"] == len(done["genes"]) == 100
    assert (done["params"]["geneFlavor"], done["params"]["layer"]) == ("seurat", "X")
    assert list(done["params"]["batchCol"]) == ["batch"]
    assert (done["cells"], done["invalid"], done["genesRead"]) == (240, 0, 400)
    assert sum(done["batches"]["cells"]) == 240
    assert set(read.uns["atlasprox"]) == {"X_pca", "X_pca_atlasprox"}


def test_cells_that_are_not_usable(adata):
    adata.X = adata.X.multiply(np.arange(adata.n_obs)[:, None] != 3).tocsr()
    adata.obs.iloc[5, 0] = np.nan
    with pytest.raises(BadDataError, match=r"2 of 240 rows have no usable counts in 'X': .*set onInvalid"):
        embed(adata, **SETTINGS)
    with pytest.raises(ValueError, match='onInvalid="pass"'):
        embed(adata, onInvalid="drop", **SETTINGS)
    assert "X_pca" not in adata.obsm
    with pytest.warns(UserWarning, match="2 of 240 cells have no usable counts"):
        copy = embed(adata, onInvalid="pass", copy=True, **SETTINGS)
    assert "X_pca" not in adata.obsm
    assert not adata.uns
    assert list(np.flatnonzero(np.isnan(copy.obsm["X_pca"]).any(axis=1))) == [3, 5]
    assert np.isnan(copy.obsm["X_pca"][[3, 5]]).all()
    assert copy.uns["atlasprox"]["X_pca"]["invalid"] == 2


def test_what_is_there_is_kept_unless_told(embedded):
    adata = embedded.copy()
    with pytest.raises(BadDataError, match=r"there is adata\.obsm\['X_pca'\], .*adata\.var\['highly_variable'\]"):
        embed(adata, **SETTINGS)
    embed(adata, **{**SETTINGS, "genes": 50}, overwrite=True)
    assert adata.var["highly_variable"].sum() == 50
    assert not np.array_equal(adata.obsm["X_pca"], embedded.obsm["X_pca"])


def test_what_cannot_be_embedded_is_told(adata):
    with pytest.raises(KeyError, match=r"no batch column 'donor' in adata\.obs; it has 'batch', 'cell_type'"):
        embed(adata, batch_key="donor")
    with pytest.raises(KeyError, match=r"no counts 'counts' in adata; it has 'X', 'raw', 'by_gene', 'dense', 'log'"):
        embed(adata, layer="counts")
    with pytest.raises(TypeError, match="no_such"):
        embed(adata, no_such=1)
    with pytest.raises(IllegalArgumentException, match="dimension given invalid value 0"):
        embed(adata, dimension=0)
    with pytest.raises(BadDataError, match="normalized leaves no counts for geneFlavor seurat_v3"):
        embed(adata, normalized=True, geneFlavor="seurat_v3")
    with pytest.raises(BadDataError, match="set dimension to at most 20"):
        embed(adata, genes=20)
    adata.layers["flags"] = sparse.csr_matrix(adata.X > 0)
    with pytest.raises(ValueError, match="'flags' must be a CSR, CSC or dense matrix of numbers"):
        embed(adata, layer="flags")
    adata.var_names = ["gene_0", *adata.var_names[:-1]]
    with pytest.raises(BadDataError, match=r"1 names of genes are there more than once \(gene_0\)"):
        embed(adata)
    adata.raw = None
    with pytest.raises(KeyError, match="no counts 'raw'"):
        embed(adata, layer="raw")


FEW_ROUNDS = {"method": "scfedvi", "hidden": 16, "rounds": 2, "localEpochs": 2, **SETTINGS, "dimension": 5}


def test_scfedvi_has_the_command_line_s_bits(adata, tmp_path):
    options = ["--batch", "batch", "--genes", "100", "--dimension", "5", "--hidden", "16", "--rounds", "2"]
    options += ["--method", "scfedvi", "--local-epochs", "2", "--output", str(tmp_path / "embedded")]
    atlasprox.run("embed", "--input", str(COUNTS / "counts.h5ad"), *options)
    cells = pd.read_parquet(tmp_path / "embedded").set_index("cell_id").loc[adata.obs_names]
    embed(adata, **FEW_ROUNDS)
    np.testing.assert_array_equal(adata.obsm["X_scfedvi"], np.stack(cells["X_scfedvi"]))
    assert adata.var["highly_variable"].sum() == 100
    assert not adata.varm
    adata.write_h5ad(tmp_path / "embedded.h5ad")
    done = anndata.read_h5ad(tmp_path / "embedded.h5ad").uns["atlasprox"]["X_scfedvi"]
    assert (done["params"]["hidden"], done["params"]["rounds"], done["params"]["likelihood"]) == (16, 2, "zinb")
    assert list(done["clients"]["client"]) == ["batch_0", "batch_1", "batch_2"]
    assert list(done["trace"]["round"]) == [1, 2]
    embed(adata, idCol="none", key_added="X_by_content", overwrite=True, **FEW_ROUNDS)
    assert not np.array_equal(adata.obsm["X_by_content"], adata.obsm["X_scfedvi"])


def test_clients_of_scfedvi_are_groups_of_batches(adata):
    adata.obs["site"] = np.where(adata.obs["batch"] == "batch_0", "here", "there")
    embed(adata, client_key="site", **FEW_ROUNDS)
    assert list(adata.uns["atlasprox"]["X_scfedvi"]["clients"]["client"]) == ["here", "there"]
    adata.obs["lane"] = np.arange(adata.n_obs) % 2
    with pytest.raises(BadDataError, match="has cells of two clients by client_key lane"):
        embed(adata, client_key="lane", overwrite=True, **FEW_ROUNDS)


def test_what_scfedvi_cannot_do_is_told(adata):
    with pytest.raises(TypeError, match="scale is no argument of method 'scfedvi'"):
        embed(adata, scale=True, **FEW_ROUNDS)
    with pytest.raises(TypeError, match="hidden is no argument of method 'pca'"):
        embed(adata, hidden=16)
    with pytest.raises(ValueError, match="method 'umap' is not allowed: pca or scfedvi"):
        embed(adata, method="umap")
    with pytest.raises(TypeError, match="no_such"):
        embed(adata, no_such=1, **FEW_ROUNDS)
    with pytest.raises(IllegalArgumentException, match="dropout given invalid value 1"):
        embed(adata, dropout=1.0, **FEW_ROUNDS)
    with pytest.raises(BadDataError, match=r"values in 'log' are no whole numbers, .*, and scfedvi needs counts"):
        embed(adata, layer="log", **FEW_ROUNDS)
    with pytest.raises(RuntimeError, match=r"did not converge: in round \d+ client .batch_\d. .*lower learningRate"):
        embed(adata, learningRate=1e6, **{**FEW_ROUNDS, "rounds": 9})
    assert not adata.obsm
    assert not adata.uns


def test_one_line_tells_when_it_is_done(adata, capsys):
    embed(adata, **SETTINGS, progress=False)
    assert not capsys.readouterr().err

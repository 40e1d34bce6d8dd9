"""An AnnData in, refined in place or as a copy."""

import anndata
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from atlasprox import BadDataError, _exchange
from atlasprox.anndata import refine
from atlasprox.ml import BatchRefiner

pytestmark = pytest.mark.usefixtures("spark")

KEY = "X_pca_atlasprox"


def test_in_place_as_the_stage_does(adata, cells):
    before = adata.copy()
    assert refine(adata, "batch", rounds=2) is None
    assert adata.obsm[KEY].dtype == np.float32
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol="batch", idCol="cell_id", rounds=2)
    rows = refiner.fit(cells).transform(cells).toPandas()
    expected = np.stack(rows.set_index("cell_id").loc[adata.obs_names, "X_pca_corrected"].to_numpy())
    np.testing.assert_array_equal(adata.obsm[KEY], expected)
    np.testing.assert_array_equal(adata.obsm["X_pca"], before.obsm["X_pca"])
    pd.testing.assert_frame_equal(adata.obs, before.obs)


def test_copy_leaves_the_original(adata):
    copy = refine(adata, "batch", copy=True, adjusted_basis="Z", rounds=1)
    assert "Z" in copy.obsm
    assert list(adata.obsm) == ["X_pca", "X_truth"]
    assert not adata.uns


def test_settings_and_summary_survive_h5ad(adata, tmp_path):
    refine(adata, "batch", rounds=1, seed=7)
    refine(adata, "batch", basis="X_truth", method="scbatchprox", rounds=1, lambda_=0.5)
    adata.write_h5ad(tmp_path / "refined.h5ad")
    read = anndata.read_h5ad(tmp_path / "refined.h5ad").uns["atlasprox"]
    assert read[KEY]["params"]["seed"] == 7
    assert list(read[KEY]["params"]["batchCol"]) == ["batch"]
    assert read[KEY]["method"] == "aligned"
    assert list(read[KEY]["batches"]["batch"]) == ["batch_0", "batch_1", "batch_2"]
    assert list(read[KEY]["trace"]["round"]) == [1]
    assert read["X_truth_atlasprox"]["params"]["lambda"] == 0.5


def test_order_of_cells_is_kept(adata):
    order = np.random.default_rng(0).permutation(adata.n_obs)
    shuffled = adata[order].copy()
    refine(adata, "batch", rounds=2)
    refine(shuffled, "batch", rounds=2)
    np.testing.assert_array_equal(shuffled.obsm[KEY], adata.obsm[KEY][order])


def test_many_slabs_are_as_one(adata, monkeypatch):
    whole = refine(adata, "batch", rounds=1, copy=True)
    monkeypatch.setattr(_exchange, "_ROWS", 97)
    refine(adata, "batch", rounds=1)
    np.testing.assert_array_equal(adata.obsm[KEY], whole.obsm[KEY])


def test_several_batch_keys_and_unused_categories(adata):
    adata.obs["assay"] = pd.Categorical(np.arange(adata.n_obs) % 2, categories=[0, 1, 2])
    refine(adata, ["batch", "assay"], rounds=1, strength=["assay=0.5", "batch:batch_1=0"])
    names = list(adata.uns["atlasprox"][KEY]["batches"]["batch"])
    assert names == [f"batch_{i}|{j}" for i in range(3) for j in range(2)]


@pytest.mark.parametrize("dtype", ["float64", "float16", "int32"])
def test_other_numbers(adata, dtype):
    adata.obsm["X"] = (10 * adata.obsm["X_pca"]).astype(dtype)
    refine(adata, "batch", "X", rounds=1)
    assert adata.obsm["X_atlasprox"].dtype == np.float32


def test_data_frames_and_views(adata):
    adata.obsm["X"] = pd.DataFrame(adata.obsm["X_pca"], index=adata.obs_names)
    refine(adata, "batch", "X", rounds=1)
    refine(adata, "batch", rounds=1)
    np.testing.assert_array_equal(adata.obsm["X_atlasprox"], adata.obsm[KEY])
    view = adata[adata.obs["cell_type"] != "type_0"]
    with pytest.warns(anndata.ImplicitModificationWarning):
        refine(view, "batch", rounds=1, adjusted_basis="Z")
    assert "Z" in view.obsm
    assert "Z" not in adata.obsm


def test_cells_without_finite_coordinates_or_batch(adata):
    adata.obsm["X_pca"][3, 0] = np.nan
    adata.obs.iloc[5, adata.obs.columns.get_loc("batch")] = np.nan
    with pytest.raises(BadDataError, match="onInvalid"):
        refine(adata, "batch")
    with pytest.raises(ValueError, match='onInvalid="pass"'):
        refine(adata, "batch", onInvalid="drop")
    assert KEY not in adata.obsm
    with pytest.warns(UserWarning, match="2 of 1500 rows cannot be corrected"):
        refine(adata, "batch", onInvalid="pass", rounds=1)
    np.testing.assert_array_equal(adata.obsm[KEY][[3, 5]], adata.obsm["X_pca"][[3, 5]])
    assert adata.uns["atlasprox"][KEY]["invalid"] == 2
    assert np.isfinite(np.delete(adata.obsm[KEY], 3, axis=0)).all()


def test_missing_names_are_told(adata):
    with pytest.raises(KeyError, match=r"no batch column 'donor'.* it has 'batch'"):
        refine(adata, "donor")
    with pytest.raises(KeyError, match=r"no embedding 'X_scVI'.* it has 'X_pca'"):
        refine(adata, "batch", "X_scVI")
    with pytest.raises(TypeError, match="no_such"):
        refine(adata, "batch", no_such=1)


def test_backed_mode(adata, tmp_path):
    adata.write_h5ad(tmp_path / "cells.h5ad")
    backed = anndata.read_h5ad(tmp_path / "cells.h5ad", backed="r")
    refine(backed, "batch", rounds=1)
    refine(adata, "batch", rounds=1)
    np.testing.assert_array_equal(backed.obsm[KEY], adata.obsm[KEY])


def test_lost_or_doubled_cells_are_noticed(spark, tmp_path):
    ids, embedding = pa.array(["a", "b", "c"]), np.zeros((3, 2), np.float32)
    _exchange.write_cells(tmp_path / "cells.parquet", ids, {}, _exchange.CORRECTED, embedding)
    assert _exchange.read_corrected(tmp_path, 3, 2).shape == (3, 2)
    with pytest.raises(RuntimeError, match="of 4 cells 1 did not come back, and 0 twice"):
        _exchange.read_corrected(tmp_path, 4, 2)
    _exchange.write_cells(tmp_path / "again.parquet", ids, {}, _exchange.CORRECTED, embedding)
    with pytest.raises(RuntimeError, match="0 did not come back, and 3 twice"):
        _exchange.read_corrected(tmp_path, 3, 2)


def test_labels_that_guide_and_values_to_preserve(adata, cells):
    odd = np.arange(adata.n_obs) % 2 == 1
    adata.obs["guide"] = adata.obs["cell_type"].astype(object).where(odd)
    adata.obs["condition"] = pd.Categorical(np.where(odd, "a", "b"))
    refine(adata, "batch", rounds=2, guideCol="guide", preserveCol="condition")
    table = cells.join(
        cells.sparkSession.createDataFrame(
            pd.DataFrame(
                {
                    "cell_id": adata.obs_names,
                    "guide": [
                        label if known else None for label, known in zip(adata.obs["cell_type"], odd, strict=True)
                    ],
                    "condition": adata.obs["condition"].astype(str).to_list(),
                }
            ),
            "cell_id string, guide string, condition string",
        ),
        "cell_id",
    )
    settings = {"guideCol": "guide", "preserveCol": "condition", "rounds": 2}
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol="batch", idCol="cell_id", **settings)
    rows = refiner.fit(table).transform(table).toPandas()
    expected = np.stack(rows.set_index("cell_id").loc[adata.obs_names, "X_pca_corrected"].to_numpy())
    np.testing.assert_array_equal(adata.obsm[KEY], expected)
    assert adata.uns["atlasprox"][KEY]["params"]["guideCol"] == "guide"
    with pytest.raises(KeyError, match=r"no column 'type' in adata\.obs"):
        refine(adata, "batch", guideCol="type")
    adata.obs["condition"] = adata.obs["condition"].where(odd)
    with pytest.raises(BadDataError, match="has no value to preserve; set onInvalid"):
        refine(adata, "batch", preserveCol="condition")

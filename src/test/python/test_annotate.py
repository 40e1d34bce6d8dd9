"""Labels that a model tells of the cells of an AnnData."""

import numpy as np
import pandas as pd
import pytest

from atlasprox import BadDataError
from atlasprox._annotate import _candidates, _own_labels
from atlasprox.anndata import annotate
from atlasprox.ml import BatchRefiner


def model(spark, adata, labels=("cell_type",)):
    columns = {name: adata.obs[name].astype(str) for name in ("batch", "cell_type")}
    coordinates = adata.obsm["X_pca"].astype(float).tolist()
    cells = spark.createDataFrame(pd.DataFrame({**columns, "X_pca": coordinates}))
    fitted = BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=2).fit(cells)
    return fitted.withLabels(cells, *labels) if labels else fitted


def test_annotate_sets_columns_of_obs_and_the_embedding(adata, spark):
    told = model(spark, adata)
    annotate(adata, told)
    said = adata.obs["cell_type_predicted"]
    assert list(said.cat.categories) == sorted(adata.obs["cell_type"].unique()) == told.labels["cell_type"]
    assert (said.astype(str) == adata.obs["cell_type"].astype(str)).mean() > 0.9
    assert adata.obs["cell_type_confidence"].between(0, 1).all()
    np.testing.assert_array_equal(adata.obs["cell_type_new"], adata.obs["cell_type_novelty"] > np.float32(0.99))
    assert adata.obsm["X_pca_atlasprox"].shape == adata.obsm["X_pca"].shape


def test_what_is_not_sure_is_unassigned(adata, spark):
    said = annotate(adata, model(spark, adata), max_novelty=0.5, copy=True)
    assert "cell_type_predicted" not in adata.obs
    np.testing.assert_array_equal(said.obs["cell_type_predicted"] == "unassigned", said.obs["cell_type_novelty"] > 0.5)


def test_thresholds_may_be_whole_numbers(adata, spark):
    annotate(adata, model(spark, adata), min_confidence=0, max_novelty=1, new_above=1)
    assert not adata.obs["cell_type_new"].any()
    assert not (adata.obs["cell_type_predicted"] == "unassigned").any()


def test_a_model_without_labels_is_refused(adata, spark):
    with pytest.raises(BadDataError, match="tells no labels"):
        annotate(adata, model(spark, adata, labels=()))


def test_tells_what_was_told(adata, spark, tmp_path):
    annotate(adata, model(spark, adata, labels=("cell_type", "batch")), candidates=2, progress=False)
    told = adata.uns["atlasprox"]["X_pca_atlasprox"]["told"]
    assert set(told) == {"cell_type", "batch"}
    figures = told["cell_type"]
    assert figures["all"]["cells"] == adata.n_obs == figures["labels"]["cells"].sum()
    assert figures["all"]["called"] == adata.obs["cell_type_new"].sum()
    right = adata.obs["cell_type_predicted"].astype(str) == adata.obs["cell_type"].astype(str)
    assert figures["agreement"]["accuracy"] == pytest.approx(right.mean())
    assert figures["agreement"]["counts"].sum() == adata.n_obs
    assert "told one" in figures["words"][0]
    first = adata.obsm["cell_type_candidates"]
    assert list(first["label_1"]) == list(adata.obs["cell_type_predicted"])
    np.testing.assert_array_equal(first["probability_1"], adata.obs["cell_type_confidence"])
    second = first["probability_2"].dropna() if "probability_2" in first else pd.Series()
    assert (second <= first["probability_1"][second.index]).all()
    adata.write_h5ad(tmp_path / "annotated.h5ad")


def test_cells_that_are_no_usable_ones_are_told_nothing_where_they_may_be_there(adata, spark):
    told = model(spark, adata)
    adata.obsm["X_pca"][3] = np.nan
    with pytest.raises(BadDataError):
        annotate(adata, told)
    annotate(adata, told, on_invalid="pass")
    assert adata.obs["cell_type_predicted"].isna().sum() == 1
    assert adata.obs["cell_type_new"].isna().sum() == 1
    assert adata.uns["atlasprox"]["X_pca_atlasprox"]["told"]["cell_type"]["all"]["cells"] == adata.n_obs - 1


@pytest.mark.parametrize("kind", [object, "category"])
def test_own_labels_of_several_types_are_texts_and_missing_ones_stay_missing(kind):
    own = _own_labels(pd.Series(["T", 1, None, 2.5, np.nan], dtype=object).astype(kind))
    assert own.to_pylist() == ["T", "1", None, "2.5", None]
    assert _own_labels(pd.Series(["T", True, None], dtype=object)).to_pylist() == ["T", "true", None]


def test_own_labels_of_one_type_stay_of_that():
    assert _own_labels(pd.Series([1, 2])).to_pylist() == [1, 2]
    assert _own_labels(pd.Series(["T", None], dtype="category")).to_pylist() == ["T", None]


def test_candidates_that_have_no_say_are_missing():
    lists = pd.Series([[{"label": "b", "probability": 0.6}, {"label": "a", "probability": 0.4}], None])
    found = _candidates(lists, pd.Index(["x", "y"]), ["a", "b"])
    assert list(found.columns) == ["label_1", "probability_1", "label_2", "probability_2"]
    assert list(found.loc["x"]) == ["b", 0.6, "a", 0.4]
    assert found.loc["y"].isna().all()
    assert list(found["label_2"].cat.categories) == ["a", "b"]


def test_labels_of_several_types_are_held_against_those_told(adata, spark):
    told = model(spark, adata)
    own = adata.obs["cell_type"].astype(object)
    own.iloc[0] = 7
    own.iloc[1] = None
    adata.obs["cell_type"] = own
    annotate(adata, told)
    agreement = adata.uns["atlasprox"]["X_pca_atlasprox"]["told"]["cell_type"]["agreement"]
    assert agreement["column"] == "cell_type"
    assert agreement["lacking"] == 1
    assert agreement["cells"] == adata.n_obs - 2

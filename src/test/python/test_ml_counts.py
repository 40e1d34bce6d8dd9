"""The Spark ML stages from counts to an embedding: Params as in Java, one pipeline with a BatchRefiner, errors."""

import anndata
import numpy as np
import pytest
from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel

import write_params
from atlasprox import BadDataError, _exchange
from atlasprox.anndata import embed
from atlasprox.ml import BatchRefiner, BatchRefinerModel
from atlasprox.ml.counts import (
    CountNormalizer,
    CountPca,
    CountPcaModel,
    HighlyVariableGenes,
    HighlyVariableGenesModel,
)
from conftest import HOME

STAGES = [CountNormalizer, HighlyVariableGenes, CountPca]


@pytest.fixture(scope="module")
def adata():
    return anndata.read_h5ad(HOME / "src" / "test" / "resources" / "counts" / "counts.h5ad")


@pytest.fixture(scope="module")
def cells(spark, adata, tmp_path_factory):
    path = tmp_path_factory.mktemp("counts") / "cells.parquet"
    _exchange.write_counts(path, {"batch": _exchange.labels(adata.obs["batch"])}, "counts", adata.X)
    return spark.read.parquet(path.as_uri()).withMetadata("counts", {"genes": list(adata.var_names)})


def of_cells(model, cells, column):
    """As n x d, in the order of the cells."""
    rows = model.transform(cells).select(_exchange.CELL, column).toPandas()
    return np.stack(rows.sort_values(_exchange.CELL)[column].to_numpy())


@pytest.mark.parametrize("stage", STAGES)
def test_params_and_defaults_are_those_of_java(spark, stage):
    values = {"str": "x", "int": 3, "float": 0.5, "bool": True, "list[str]": ["a", "b"]}
    twin = stage()
    java = twin._java_obj
    params = write_params.params_of(java)
    assert {param.name for param in params} == {param.name for param in twin.params}
    for param in params:
        default = java.getDefault(java.getParam(param.name)).get()
        found = getattr(twin, f"get{param.suffix}")()
        assert found == (list(default) if isinstance(found, list) else default)
        value = values[param.gives]
        assert getattr(stage(), f"set{param.suffix}")(value).getOrDefault(param.name) == value
        assert stage(**{param.safe_name: value}).getOrDefault(param.name) == value


def test_counts_to_corrected_is_one_pipeline(adata, cells, tmp_path):
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=1)
    stages = [CountNormalizer(), HighlyVariableGenes(batchCol="batch", genes=100), CountPca(dimension=10), refiner]
    Pipeline(stages=stages).save(str(tmp_path / "pipeline"))
    loaded = Pipeline.load(str(tmp_path / "pipeline"))
    assert [type(stage) for stage in loaded.getStages()] == [*STAGES, BatchRefiner]
    fitted = loaded.fit(cells)
    fitted.save(str(tmp_path / "fitted"))
    again = PipelineModel.load(str(tmp_path / "fitted"))
    fitted_types = [CountNormalizer, HighlyVariableGenesModel, CountPcaModel, BatchRefinerModel]
    assert [type(stage) for stage in again.stages] == fitted_types
    corrected = of_cells(fitted, cells, "X_pca_corrected")
    np.testing.assert_array_equal(of_cells(again, cells, "X_pca_corrected"), corrected)

    embedded = embed(adata, batch_key="batch", genes=100, dimension=10, copy=True)
    np.testing.assert_array_equal(of_cells(again, cells, "X_pca"), embedded.obsm["X_pca"])
    _, variable, components, _ = again.stages
    assert variable.getGenes() == 100
    assert variable.chosen == components.genes == list(adata.var_names[embedded.var["highly_variable"]])
    assert components.explained == list(embedded.uns["pca"]["variance_ratio"])
    assert components.variance == list(embedded.uns["pca"]["variance"])
    taken = embedded.varm["PCs"][embedded.var["highly_variable"]]
    np.testing.assert_array_equal(np.array(components.loadings).T, taken)


def test_models_save_load_and_take_other_columns(cells, tmp_path):
    logs = CountNormalizer(outputCol="logs").transform(cells)
    variable = HighlyVariableGenes(inputCol="logs", genes=20).fit(logs)
    variable.save(str(tmp_path / "variable"))
    loaded = HighlyVariableGenesModel.load(str(tmp_path / "variable")).setOutputCol("few")
    assert loaded.chosen == variable.chosen
    components = CountPca(inputCol="few", dimension=3).fit(loaded.transform(logs))
    components.write().save(str(tmp_path / "components"))
    assert CountPcaModel.load(str(tmp_path / "components")).loadings == components.loadings
    assert len(components.explained) == 3
    renamed = loaded.transform(logs).withColumnRenamed("few", "other")
    assert "Z" in components.copy().setInputCol("other").setOutputCol("Z").transform(renamed).columns


def test_bad_data_are_told_in_the_words_of_java(cells, tmp_path):
    with pytest.raises(BadDataError, match="no column 'x'; set countsCol"):
        CountNormalizer(countsCol="x").transform(cells)
    logs = CountNormalizer().transform(cells)
    with pytest.raises(BadDataError, match="no batch column 'donor'"):
        HighlyVariableGenes(batchCol="donor").fit(logs)
    with pytest.raises(BadDataError, match="set dimension to at most 239"):
        CountPca(inputCol="log_counts", dimension=300).fit(logs)
    with pytest.raises(IllegalArgumentException, match="genes given invalid value -1"):
        HighlyVariableGenes(genes=-1).fit(logs)
    with pytest.raises(BadDataError, match="name a folder that a CountPcaModel was saved in"):
        CountPcaModel.load(str(tmp_path))

"""The Spark ML stages: Params as in Java, persistence, pipelines, extension, errors."""

import numpy as np
import pytest
from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import PCA
from pyspark.ml.tuning import ParamGridBuilder
from pyspark.sql import functions

import write_params
from atlasprox import BadDataError
from atlasprox._spark import java_class
from atlasprox.ml import BatchRefiner, BatchRefinerModel


@pytest.fixture(scope="module")
def model(cells):
    return BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=2).fit(cells)


def corrected(model, cells):
    """As n x d, in the order of the cells' names."""
    column = model.getOutputCol() if model.isDefined("outputCol") else "X_pca_corrected"
    rows = model.transform(cells).select("cell_id", column).toPandas()
    return np.stack(rows.sort_values("cell_id")[column].to_numpy())


def setters(stage):
    """The names of the setters that the stage's Java class has."""
    java_class = stage._java_obj.getClass()
    return {method.getName() for method in java_class.getMethods() if method.getName().startswith("set")}


def param_names():
    return [param.name for param in BatchRefiner().params]


def test_params_are_written_from_java(spark):
    written = write_params.FILE.read_text()
    assert written == write_params.source(), "out of date: run src/test/python/run --write-params"


def test_every_setter_of_java_is_there(model):
    for stage in (BatchRefiner(), model):
        expected = setters(stage) & {f"set{name[0].upper()}{name[1:]}" for name in param_names()}
        assert expected
        assert expected <= set(dir(stage))


def test_defaults_are_those_of_java(spark):
    refiner = BatchRefiner()
    java = java_class("atlasprox.ml.BatchRefiner")()
    for java_param in java.params():
        name = java_param.name()
        assert refiner.hasDefault(name) == java.hasDefault(java_param)
        if refiner.hasDefault(name):
            expected = java.getDefault(java_param).get()
            found = refiner.getOrDefault(name)
            assert found == (list(expected) if isinstance(found, list) else expected)
    assert refiner.getStrength() == []


def test_every_param_is_set_and_got(spark):
    values = {"str": "x", "int": 3, "float": 0.5, "bool": True, "list[str]": ["a", "b"]}
    refiner = BatchRefiner()
    for param in map(write_params.JavaParam, refiner._java_obj.params()):
        value = values[param.gives]
        assert getattr(refiner, f"set{param.suffix}")(value) is refiner
        assert getattr(refiner, f"get{param.suffix}")() == value
        assert BatchRefiner(**{param.safe_name: value}).getOrDefault(param.name) == value


def test_one_batch_column_needs_no_list(spark):
    assert BatchRefiner(batchCol="donor").getBatchCol() == ["donor"]
    assert BatchRefiner().setBatchCol(("donor", "assay")).getBatchCol() == ["donor", "assay"]


def test_lambda_has_a_name_that_python_allows(spark):
    refiner = BatchRefiner(lambda_=0.5)
    assert refiner.getLambda() == 0.5
    assert refiner.lambda_.name == "lambda"
    assert "scbatchprox" in refiner.explainParam("lambda")


def test_settings_go_by_their_earlier_names_too(spark):
    asked = BatchRefiner()  # Kept, as Java gives up its side of one that nobody holds.
    java = asked._java_obj
    former = {
        name: param.name for param in asked.params for name in java.setting(java.getParam(param.name)).formerNames()
    }
    assert former["tailCut"] == "huberCutoff"
    for earlier, name in former.items():
        refiner = BatchRefiner(**{earlier: 3.0})
        assert refiner.getOrDefault(name) == getattr(refiner, f"get{write_params.upper(earlier)}")() == 3.0
        assert getattr(refiner, f"set{write_params.upper(earlier)}")(4.0).getOrDefault(name) == 4.0
        assert getattr(refiner, earlier) == getattr(refiner, name)
        assert earlier not in refiner.explainParams()
        with pytest.raises(TypeError, match=f"({name}|{earlier}) and ({earlier}|{name}) are names of the same setting"):
            BatchRefiner(**{earlier: 3.0, name: 3.0})


def test_an_earlier_version_s_pipeline_loads(cells):
    saved = write_params.FILE.parents[3] / "test" / "resources" / "models" / "v3-pipeline"
    refiner = Pipeline.load(saved.as_uri()).getStages()[0]
    assert refiner.getHuberCutoff() == 1.5
    trace = refiner.setTolerance(0.0).fit(cells).summary["trace"]
    assert len(trace) == 8, "not the 7 of the method that was fitted before"


def test_constructor_takes_keywords_only(spark):
    with pytest.raises(TypeError):
        BatchRefiner("X_pca")
    with pytest.raises(TypeError, match="no_such"):
        BatchRefiner(no_such=1)


def test_a_value_out_of_range_is_told(cells):
    with pytest.raises(IllegalArgumentException, match="sigma given invalid value -1"):
        BatchRefiner(embeddingCol="X_pca", batchCol="batch", sigma=-1.0).fit(cells)


def test_bad_data_are_told_in_the_words_of_java(cells):
    with pytest.raises(BadDataError, match="no batch column 'donor'; choose batchCol among"):
        BatchRefiner(embeddingCol="X_pca", batchCol="donor").fit(cells)
    holes = cells.withColumn("batch", functions.when(functions.rand(0) < 0.9, functions.col("batch")))
    with pytest.raises(BadDataError, match="onInvalid"):
        BatchRefiner(embeddingCol="X_pca", batchCol="batch").fit(holes)


def test_there_is_no_model_to_load(spark, tmp_path):
    with pytest.raises(BadDataError, match="there is no model in"):
        BatchRefinerModel.load(str(tmp_path))


def test_refiner_saves_and_loads(spark, tmp_path):
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol=["batch", "assay"], sigma=0.2, strength=["assay=0.5"])
    refiner.save(str(tmp_path / "refiner"))
    loaded = BatchRefiner.load(str(tmp_path / "refiner"))
    assert loaded.uid == refiner.uid
    assert {p.name: v for p, v in loaded.extractParamMap().items()} == {
        p.name: v for p, v in refiner.extractParamMap().items()
    }


def test_model_saves_and_loads(model, cells, tmp_path):
    model.write().overwrite().save(str(tmp_path / "model"))
    loaded = BatchRefinerModel.load(str(tmp_path / "model"))
    assert loaded.uid == model.uid
    assert loaded.getRounds() == 2
    assert loaded.summary == model.summary
    assert (corrected(loaded, cells) == corrected(model, cells)).all()


def test_model_tells_what_was_done(model):
    assert model.summary["method"] == model.getMethod() == "aligned"
    assert [batch["cells"] for batch in model.summary["batches"]] == [500, 500, 500]
    assert len(model.summary["trace"]) == 2
    assert [version["version"] for version in model.versions] == [1]
    assert model.getMu() == 0.0, "a default that goes by the method"


def test_correction_is_of_the_same_type_and_moves_cells(model, cells):
    after = model.transform(cells)
    assert after.schema["X_pca_corrected"].dataType == cells.schema["X_pca"].dataType
    assert after.columns == [*cells.columns, "X_pca_corrected"]
    before = np.stack(cells.orderBy("cell_id").toPandas()["X_pca"].to_numpy())
    assert np.abs(corrected(model, cells) - before).max() > 0.1


def test_pipeline_after_pca_saves_and_loads(spark, cells, tmp_path):
    from pyspark.ml.functions import array_to_vector

    vectors = cells.withColumn("features", array_to_vector("X_pca"))
    pca = PCA(k=5, inputCol="features", outputCol="pcs")
    pipeline = Pipeline(stages=[pca, BatchRefiner(embeddingCol="pcs", batchCol="batch", rounds=2)])
    pipeline.save(str(tmp_path / "pipeline"))
    fitted = Pipeline.load(str(tmp_path / "pipeline")).fit(vectors)
    fitted.save(str(tmp_path / "fitted"))
    loaded = PipelineModel.load(str(tmp_path / "fitted"))
    assert isinstance(loaded.stages[1], BatchRefinerModel)
    first, again = (p.transform(vectors).select("pcs_corrected").collect() for p in (fitted, loaded))
    assert first == again
    assert len(first[0].pcs_corrected) == 5


def test_copies_are_independent(cells):
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=1)
    grid = ParamGridBuilder().addGrid(refiner.sigma, [0.1, 0.3]).addGrid(refiner.lambda_, [0.1]).build()
    models = [model for _, model in sorted(refiner.fitMultiple(cells, grid), key=lambda pair: pair[0])]
    assert [model.getSigma() for model in models] == [0.1, 0.3]
    assert not refiner.isSet(refiner.sigma)
    copy = refiner.copy({refiner.outputCol: "Z"})
    assert copy.uid == refiner.uid
    assert "Z" in copy.fit(cells).transform(cells).columns
    assert not refiner.isDefined(refiner.outputCol)


def test_fit_takes_further_params(cells):
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=2)
    assert len(refiner.fit(cells, {refiner.rounds: 1}).summary["trace"]) == 1
    assert refiner.getRounds() == 2


def test_cleared_params_fall_back(cells):
    refiner = BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=1)
    refiner.clear(refiner.rounds)
    assert len(refiner.fit(cells).summary["trace"]) > 1


def test_model_copies_and_its_own_params(model, cells):
    copy = model.copy({model.outputCol: "Z"})
    assert (corrected(copy, cells) == corrected(model, cells)).all()
    assert "W" in model.copy().setOutputCol("W").transform(cells).columns
    with pytest.raises(BadDataError, match="no batch column"):
        model.copy().setBatchCol("nowhere").transform(cells)


def test_extend_keeps_known_cells(cells, tmp_path):
    old, new = cells.filter("batch != 'batch_2'"), cells.filter("batch = 'batch_2'")
    first = BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=2).fit(old)
    second = first.extend(new)
    assert [version["version"] for version in second.versions] == [1, 2]
    assert (corrected(second, old) == corrected(first, old)).all()
    assert corrected(second, new).shape == (500, 20)
    second.save(str(tmp_path / "second"))
    assert BatchRefinerModel.load(str(tmp_path / "second")).versions == second.versions
    with pytest.raises(BadDataError):
        second.extend(new)
    assert first.extend(new, growReference=True).versions[-1]["grown"] is True

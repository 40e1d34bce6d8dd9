"""What a user does, on whatever Spark is there: what came out, as JSON, to be compared with what another Spark made.

    python any_spark.py CELLS OUTPUT MODELS RESULT

works on the cells in the folder CELLS, writes to OUTPUT, and corrects with the models in MODELS, which another Spark
saved.
"""

import hashlib
import json
import sys
from pathlib import Path

import anndata
import numpy as np
import pyspark
from pyspark.ml import Pipeline, PipelineModel

import atlasprox
from atlasprox.anndata import refine
from atlasprox.ml import BatchRefiner, BatchRefinerModel

EARLIER = Path(__file__).resolve().parents[1] / "resources" / "models"
COLUMNS = ["--embedding", "X_pca", "--batch", "batch", "--id", "cell_id"]
LABEL = ["--label", "cell_type"]


def _write_parquet(adata, path):
    table = adata.obs.astype(str).assign(cell_id=adata.obs_names, X_pca=list(adata.obsm["X_pca"]))
    table.to_parquet(path, index=False)


WRITERS = {
    "parquet": _write_parquet,
    "h5ad": anndata.AnnData.write_h5ad,
    "zarr": anndata.AnnData.write_zarr,
}
"""The formats that are tried, each with what writes cells in it."""


def write_cells(adata, folder):
    """All cells, those of the first batches, and those of a batch that comes later, in every format."""
    later = adata.obs["batch"] == "batch_2"
    for name, part in {"all": adata, "first": adata[~later].copy(), "more": adata[later].copy()}.items():
        for suffix, write in WRITERS.items():
            write(part, folder / f"{name}.{suffix}")


def work(spark, cells, output):
    """Run the commands on every format, the stages and the call for AnnData; return what they made, by names."""
    results = {}
    for suffix in WRITERS:
        results |= {f"{name} {suffix}": made for name, made in _commands(cells, output / suffix, suffix)}
    table = spark.read.parquet(str(cells / "all.parquet"))
    pipeline = Pipeline(stages=[BatchRefiner(embeddingCol="X_pca", batchCol="batch", rounds=2)]).fit(table)
    pipeline.write().overwrite().save(str(output / "pipeline"))
    results["pipeline"] = _digest(pipeline.transform(table))
    adata = anndata.read_h5ad(cells / "all.h5ad")
    refine(adata, "batch", rounds=2)
    results["refine"] = hashlib.sha256(adata.obsm["X_pca_atlasprox"].tobytes()).hexdigest()
    for model in sorted(EARLIER.glob("v*-aligned")) + sorted(EARLIER.glob("v*-scbatchprox")):
        results[model.name] = _digest(BatchRefinerModel.load(str(model)).transform(table))
    return results


def _commands(cells, output, suffix):
    everything, first, more = (cells / f"{name}.{suffix}" for name in ("all", "first", "more"))
    shown = atlasprox.run("inspect", "--input", everything, *COLUMNS, *LABEL)
    yield "inspect", "1,500 usable of 1,500 rows" in shown
    atlasprox.run("correct", "--input", everything, *COLUMNS, *LABEL, "--output", output / "corrected")
    yield "correct", _fingerprints(output / "corrected")
    atlasprox.run("fit", "--input", first, *COLUMNS, "--rounds", 2, "--model", output / "model")
    yield "fit and apply", _applied(first, output / "model", output / "applied")
    extended = ["--model", output / "model", "--output-model", output / "extended"]
    atlasprox.run("extend", *extended, "--input", more, *COLUMNS, "--output", output / "more")
    yield "extend", _fingerprints(output / "more")
    embeddings = ["--embedding", "X_pca,X_pca_corrected", "--batch", "batch", *LABEL]
    atlasprox.run("evaluate", "--input", output / "corrected", *embeddings, "--csv", output / "scores.csv")
    yield "evaluate", (output / "scores.csv").read_text()


def saved_elsewhere(spark, cells, models, output):
    """Correct with what `work` saved in MODELS; return the results by the names that it gives them."""
    results = {}
    for suffix in WRITERS:
        folder = models / suffix
        results[f"fit and apply {suffix}"] = _applied(cells / f"first.{suffix}", folder / "model", output / suffix)
        results[f"extend {suffix}"] = _applied(cells / f"more.{suffix}", folder / "extended", output / f"{suffix}-more")
    table = spark.read.parquet(str(cells / "all.parquet"))
    results["pipeline"] = _digest(PipelineModel.load(str(models / "pipeline")).transform(table))
    return results


def _applied(cells, model, output):
    atlasprox.run("apply", "--input", cells, "--id", "cell_id", "--model", model, "--output", output)
    return _fingerprints(output)


def _fingerprints(output):
    return json.loads((output / "_atlasprox" / "run.json").read_text())["fingerprints"]


def _digest(corrected):
    """Of every bit of the corrected cells, in the order of their names.

    They are floats, which some versions of PySpark give as doubles.
    """
    rows = corrected.select("cell_id", "X_pca_corrected").toPandas().sort_values("cell_id")
    return hashlib.sha256(np.stack(rows["X_pca_corrected"].to_numpy()).astype(np.float32).tobytes()).hexdigest()


if __name__ == "__main__":
    cells, output, models, result = map(Path, sys.argv[1:])
    spark = atlasprox.session()
    made = {"spark": pyspark.__version__, "work": work(spark, cells, output)}
    made["saved elsewhere"] = saved_elsewhere(spark, cells, models, output / "elsewhere")
    result.write_text(json.dumps(made))

"""Commands in the running session, and the notebook, which uses one."""

import runpy

import pytest

import atlasprox
import atlasprox.ml
from conftest import HOME, PARQUET

pytestmark = pytest.mark.usefixtures("spark")


def test_what_a_command_prints_is_returned():
    shown = atlasprox.run("inspect", "--input", PARQUET, "--embedding", "X_pca", "--batch", "batch")
    assert "1,500 usable of 1,500 rows" in shown


def test_bad_data_and_wrong_usage_are_exceptions_and_the_session_goes_on(spark):
    with pytest.raises(atlasprox.BadDataError, match="no such file or folder: nowhere"):
        atlasprox.run("inspect", "--input", "nowhere", "--embedding", "X_pca", "--batch", "batch")
    with pytest.raises(RuntimeError, match="--nonsense"):
        atlasprox.run("inspect", "--input", PARQUET, "--nonsense")
    assert spark.range(3).count() == 3


def test_the_notebook_runs_as_plain_pyspark(spark, tmp_path, monkeypatch):
    settings = {"cells": PARQUET, "batch": "batch", "output": tmp_path / "corrected", "table": "refined_by_notebook"}
    for name, value in settings.items():
        monkeypatch.setenv(f"ATLASPROX_{name.upper()}", str(value))
    names = runpy.run_path(str(HOME / "submit" / "databricks" / "notebook.py"), init_globals={"spark": spark})
    assert "X_pca_corrected" in names["scorecard"]
    assert (tmp_path / "corrected_scores.html").stat().st_size > 10_000
    assert spark.read.table("refined_by_notebook").count() == 1500
    assert atlasprox.ml.BatchRefinerModel.load(f"{tmp_path}/corrected_model").versions[-1]["version"] == 1

"""Sessions with and without the jar, and what a user is told; sessions that fail are in processes of their own."""

import subprocess
import sys
from importlib.metadata import requires

import pandas as pd
import pytest
from deltalake import write_deltalake

import atlasprox
from conftest import HOME, PARQUET

WITHOUT_JAR = """
from pyspark.sql import SparkSession
import atlasprox
from atlasprox.ml import BatchRefiner, BatchRefinerModel

def told(what, *args):
    try:
        what(*args)
    except RuntimeError as error:
        print(error)

told(BatchRefiner)
SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
told(BatchRefiner)
told(BatchRefinerModel.load, "anywhere")
told(atlasprox.session)
"""


def test_without_a_session_or_its_jar_the_remedy_is_told():
    done = subprocess.run([sys.executable, "-c", WITHOUT_JAR], capture_output=True, text=True, timeout=100)
    lines = done.stdout.splitlines()
    assert lines[0] == "there is no Spark session: make one by atlasprox.session()", done.stderr
    assert len(lines) == 4
    assert all("without AtlasProx's jar" in line and "spark.jars" in line for line in lines[1:])
    assert all(f"--jars {atlasprox.jar_path()}" in line for line in lines[1:])


DELTA = """
import sys
import atlasprox

catalog = {"spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog"}
atlasprox.session(config={"spark.jars": sys.argv[1]} | catalog)
try:
    atlasprox.run("inspect", "--input", "cells.delta", "--embedding", "X_pca", "--batch", "batch")
except atlasprox.BadDataError as error:
    print(error)
"""


@pytest.fixture
def delta(tmp_path):
    write_deltalake(tmp_path / "cells.delta", pd.read_parquet(PARQUET))
    return tmp_path


@pytest.mark.usefixtures("spark")
def test_a_delta_table_without_the_library_is_refused(delta):
    with pytest.raises(atlasprox.BadDataError, match="the Delta library is not there; add it"):
        atlasprox.run("inspect", "--input", delta / "cells.delta", "--embedding", "X_pca", "--batch", "batch")


def test_a_delta_table_is_refused_in_a_session_that_would_bring_deleted_rows_back(delta):
    """The library itself does not mind."""
    jars = [jar for jar in (HOME / "target/spark.classpath").read_text().split(":") if "/io/delta/" in jar]
    command = [sys.executable, "-c", DELTA, ",".join(jars)]
    done = subprocess.run(command, cwd=delta, capture_output=True, text=True, timeout=300)
    assert "cells.delta is a Delta table, and this Spark session was not made for such" in done.stdout, done.stderr
    assert "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension" in done.stdout
    assert "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog" in done.stdout


def test_the_running_session_is_taken(spark):
    assert atlasprox.session() is spark


def test_versions_agree(spark):
    version = spark._jvm.atlasprox.Version
    assert version.atlasprox() == atlasprox.__version__
    major, minor = map(int, version.newestSpark().split("."))
    assert f"pyspark[ml]<{major}.{minor + 1},>={version.spark()}" in requires("atlasprox")

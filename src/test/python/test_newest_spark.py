"""One jar and one wheel, on the newest Spark that pip installs: the same bits, and models that go both ways."""

import json
import os
import subprocess

import anndata
import pyspark
import pytest

import any_spark
from conftest import H5AD, HOME

NEWEST = HOME / "target" / "python-newest" / "bin"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("versions")
    any_spark.write_cells(anndata.read_h5ad(H5AD), place)
    return place


@pytest.fixture(scope="module")
def here(spark, place):
    return any_spark.work(spark, place, place / "here")


@pytest.fixture(scope="module")
def there(place, here):
    """What the newest Spark makes, in a process of its own."""
    command = [NEWEST / "python", any_spark.__file__, place, place / "there", place / "here", place / "there.json"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-5000:]
    return json.loads((place / "there.json").read_text())


def test_it_is_another_spark(there):
    newest, here = ([int(part) for part in version.split(".")[:2]] for version in (there["spark"], pyspark.__version__))
    assert newest > here


def test_every_bit_is_the_same(here, there):
    assert there["work"] == here


def test_the_formats_give_the_same_bits(here):
    for command in ("correct", "fit and apply", "extend"):
        assert len({here[f"{command} {suffix}"]["corrected"] for suffix in any_spark.WRITERS}) == 1


def test_the_newest_corrects_with_models_of_the_oldest(here, there):
    assert there["saved elsewhere"].items() <= here.items()


def test_the_oldest_corrects_with_models_of_the_newest(spark, place, here, there):
    found = any_spark.saved_elsewhere(spark, place, place / "there", place / "elsewhere")
    assert found.items() <= here.items()


def test_the_command_line_is_submitted_to_it(place, here, there):
    options = ["--input", place / "all.parquet", *any_spark.COLUMNS, *any_spark.LABEL, "--output", place / "submitted"]
    command = [HOME / "submit" / "spark-submit.sh", "--master", "local[2]", "--", "correct", *options]
    path = f"{NEWEST}:{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if name != "SPARK_HOME"} | {"PATH": path}
    done = subprocess.run(command, env=environment, cwd=place, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-5000:]
    run = json.loads((place / "submitted" / "_atlasprox" / "run.json").read_text())
    assert run["spark"] == there["spark"]
    assert run["fingerprints"] == here["correct parquet"]

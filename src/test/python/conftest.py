"""One Spark session for all tests, made as a user makes one, and the sample data."""

import os
from pathlib import Path

import anndata
import pytest

import atlasprox

HOME = Path(__file__).resolve().parents[3]
H5AD = HOME / "data-samples" / "three_batches.h5ad"
PARQUET = HOME / "data-samples" / "three_batches.parquet"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where Python and Spark work: it has the sample data under the name that the documents use, and nothing else."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "data-samples").symlink_to(H5AD.parent)
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


@pytest.fixture(scope="session")
def spark(folder):
    config = {"spark.driver.memory": "1g", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    session = atlasprox.session(master="local[2]", config=config)
    yield session
    session.stop()


@pytest.fixture(scope="session")
def cells(spark):
    return spark.read.parquet(PARQUET.as_uri()).cache()


@pytest.fixture
def adata():
    return anndata.read_h5ad(H5AD)

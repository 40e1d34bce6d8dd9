"""One Spark session for all tests, made as a user makes one, and the sample data."""

from pathlib import Path

import anndata
import pytest

import atlasprox

HOME = Path(__file__).resolve().parents[3]
H5AD = HOME / "data-samples" / "three_batches.h5ad"
PARQUET = HOME / "data-samples" / "three_batches.parquet"


@pytest.fixture(scope="session")
def spark():
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

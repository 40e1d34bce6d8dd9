#!/usr/bin/env python3
"""Counts of `synth` in Parquet as an h5ad file, for those who do not read Parquet; X is a CSR matrix of floats.

bench/.venv/bin/python bench/counts_h5ad.py TABLE FILE
"""
import json
import sys
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from scipy import sparse

SCHEMA = b"org.apache.spark.sql.parquet.row.metadata"


def main(table, file):
    parts = sorted(Path(table).glob("part-*.parquet"))
    genes = names(pq.read_schema(parts[0]))
    matrix = sparse.vstack([counts(part, len(genes)) for part in parts], format="csr")
    obs = pd.concat([pq.read_table(part, columns=["cell_id", "batch", "cell_type"]).to_pandas() for part in parts]).set_index("cell_id")
    anndata.AnnData(matrix, obs=obs, var=pd.DataFrame(index=genes)).write_h5ad(file)


def names(schema):
    """As Spark's schema in the file has them."""
    fields = json.loads(schema.metadata[SCHEMA])["fields"]
    return next(field["metadata"]["genes"] for field in fields if field["name"] == "counts")


def counts(part, genes):
    column = pq.read_table(part, columns=["counts"])["counts"].combine_chunks()
    indices, values = column.field("indices"), column.field("values")
    places = indices.flatten().to_numpy().astype(np.int32)
    ends = np.concatenate([[0], np.cumsum(indices.value_lengths().to_numpy())])
    return sparse.csr_matrix((values.flatten().to_numpy().astype(np.float32), places, ends), shape=(len(column), genes))


if __name__ == "__main__":
    main(*sys.argv[1:])

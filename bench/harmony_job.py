#!/usr/bin/env python3
"""The same job as `correct` by harmonypy: read Parquet, correct, write Parquet with every column and the corrected one.

bench/.venv/bin/python bench/harmony_job.py INPUT EMBEDDING BATCH OUTPUT
"""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def main(table, embedding, batch, output):
    import harmonypy
    import pandas as pd

    cells = pq.read_table(table)
    column = cells[embedding].combine_chunks()
    z = column.values.to_numpy().reshape(len(column), -1)
    np.random.seed(0)
    corrected = harmonypy.run_harmony(z, pd.DataFrame({batch: cells[batch].to_pandas()}), [batch], verbose=False).Z_corr
    corrected = np.ascontiguousarray(corrected if corrected.shape == z.shape else corrected.T, np.float32)
    lists = pa.ListArray.from_arrays(np.arange(0, corrected.size + 1, z.shape[1], dtype=np.int32), corrected.ravel())
    pq.write_table(cells.append_column(f"{embedding}_corrected", lists), output)


if __name__ == "__main__":
    main(*sys.argv[1:])

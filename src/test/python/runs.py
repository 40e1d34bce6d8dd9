"""Output folders as the command line writes them, made here of a few cells: the form that attach relies on."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

NAME = "X_pca_corrected"


def write_run(folder, ids, corrected, *, id_name="cell_id", name=NAME, files=2, **changes):
    """Write n cells in files; corrected is n x d, or Arrow columns by name. Changes are of run.json."""
    columns = corrected if isinstance(corrected, dict) else {name: lists(corrected)}
    table = pa.table({id_name or "barcode": ids, "batch": ["a"] * len(ids), **columns})
    (folder / "_atlasprox").mkdir(parents=True)
    for i in range(files):
        part = table.slice(i * len(ids) // files, (i + 1) * len(ids) // files - i * len(ids) // files)
        pq.write_table(part, folder / f"part-{i}.parquet")
    dimension = len(columns) if len(columns) > 1 else 3
    record = {"outputEmbedding": name, "id": id_name, "counts": {"written": len(ids)}, "fit": {"dimension": dimension}}
    (folder / "_atlasprox" / "run.json").write_text(json.dumps(record | changes))
    return folder


def lists(corrected):
    """As Spark writes arrays."""
    offsets = np.arange(len(corrected) + 1, dtype=np.int32) * corrected.shape[1]
    return pa.ListArray.from_arrays(offsets, pa.array(corrected.ravel()))

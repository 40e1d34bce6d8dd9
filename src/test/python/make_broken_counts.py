"""Sparse matrices that are not what they claim: src/test/resources/counts/broken.

Each is counts.h5ad's first cells with one thing changed.

python src/test/python/make_broken_counts.py, where h5py is installed.
"""

from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "counts" / "broken"
CELLS, GENES = 3, 4
DATA, INDICES, INDPTR = [1, 2, 3, 4, 5], [0, 2, 1, 0, 3], [0, 2, 3, 5]
BROKEN = {
    "indptr_falls": {"indptr": [0, 3, 2, 5]},
    "indptr_begins_late": {"indptr": [1, 2, 3, 5]},
    "indptr_beyond": {"indptr": [0, 2, 3, 9]},
    "indptr_ends_early": {"indptr": [0, 2, 3, 4]},
    "indptr_negative": {"indptr": [0, -2, 3, 5]},
    "indptr_short": {"indptr": [0, 2, 5]},
    "indptr_floats": {"indptr": np.array(INDPTR, float)},
    "gene_beyond": {"indices": [0, 2, 4, 0, 3]},
    "gene_negative": {"indices": [0, 2, -1, 0, 3]},
    "indices_short": {"indices": [0, 2, 1, 0]},
    "data_texts": {"data": np.array(["a", "b", "c", "d", "e"], dtype=object)},
    "data_missing": {"data": None},
    "shape_missing": {"shape": None},
    "shape_huge": {"shape": [CELLS, 1 << 40]},
    "shape_negative": {"shape": [CELLS, -4]},
    "shape_more_genes": {"shape": [CELLS, GENES + 1]},
    "encoding_unknown": {"encoding": "coo_matrix"},
}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, changed in {"whole": {}, **BROKEN}.items():
        write(FOLDER / f"{name}.h5ad", changed)


def write(path, changed):
    with h5py.File(path, "w", track_order=True) as file:
        table(file, "obs", [f"cell_{i}" for i in range(CELLS)])
        table(file, "var", [f"gene_{i}" for i in range(GENES)])
        x = file.create_group("X")
        x.attrs["encoding-type"] = changed.get("encoding", "csr_matrix")
        shape = changed.get("shape", [CELLS, GENES])
        if shape is not None:
            x.attrs["shape"] = np.array(shape, np.int64)
        for name, values in {"data": DATA, "indices": INDICES, "indptr": INDPTR}.items():
            values = changed.get(name, values)
            if values is not None:
                text = isinstance(values, np.ndarray) and values.dtype == object
                x.create_dataset(name, data=values, dtype=h5py.string_dtype() if text else None)


def table(file, name, index):
    group = file.create_group(name)
    group.attrs["encoding-type"] = "dataframe"
    group.attrs["_index"] = "_index"
    group.attrs["column-order"] = np.array([], dtype=float)
    group.create_dataset("_index", data=index, dtype=h5py.string_dtype())


if __name__ == "__main__":
    main()

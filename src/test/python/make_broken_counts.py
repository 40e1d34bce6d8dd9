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
    "by_gene_cell_beyond": {"encoding": "csc_matrix", "indptr": [0, 2, 3, 4, 5], "indices": [0, 2, 1, 3, 2]},
    "by_gene_indptr_falls": {"encoding": "csc_matrix", "indptr": [0, 3, 2, 4, 5], "indices": [0, 2, 1, 0, 2]},
    "by_gene_cells_fewer": {"encoding": "csc_matrix", "indptr": [0, 2, 3, 4, 5], "shape": [CELLS - 1, GENES]},
    "encoding_unknown": {"encoding": "coo_matrix"},
}


TENX = {
    "tenx_barcodes_few": {"barcodes": [b"a", b"b"]},
    "tenx_features_few": {"features/id": [b"a"], "features/name": [b"a"]},
    "tenx_no_features": {"features": None},
    "tenx_shape_floats": {"shape": [4.0, 3.0]},
    "tenx_shape_swapped": {"shape": [CELLS, GENES]},
    "tenx_shape_huge": {"shape": [1 << 60, CELLS]},
    "tenx_no_matrix": {"indptr": None},
}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, changed in {"whole": {}, **BROKEN}.items():
        write(FOLDER / f"{name}.h5ad", changed)
    for name, changed in TENX.items():
        write_tenx(FOLDER / f"{name}.h5", changed)


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


def write_tenx(path, changed):
    names = [f"g{i}".encode() for i in range(GENES)]
    whole = {"data": DATA, "indices": INDICES, "indptr": INDPTR, "shape": [GENES, CELLS]}
    features = {"features/id": names, "features/name": names, "features/feature_type": [b"Gene Expression"] * GENES}
    whole["barcodes"] = [b"a", b"b", b"c"]
    with h5py.File(path, "w") as file:
        for name, values in {**whole, **features, **changed}.items():
            if values is not None and changed.get(name.split("/")[0], 0) is not None:
                file[f"matrix/{name}"] = np.array(values)


def table(file, name, index):
    group = file.create_group(name)
    group.attrs["encoding-type"] = "dataframe"
    group.attrs["_index"] = "_index"
    group.attrs["column-order"] = np.array([], dtype=float)
    group.create_dataset("_index", data=index, dtype=h5py.string_dtype())


if __name__ == "__main__":
    main()

"""Makes src/test/resources/census, a small table in the form of an export from the CELLxGENE Census.

It has the Census's names of columns and none of its data.

    python make_census_fixture.py        (numpy and pyarrow; the committed files were made with pyarrow 26.0.1)

Text columns are dictionaries that hold categories of cells left out; some cells have no embedding (NaN throughout, as
get_embedding gives them, or missing), among them all of the third data set; several diseases or ethnicities of one
cell are joined by ' || '.
"""

import pathlib
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

FOLDER = pathlib.Path(__file__).parents[1] / "resources" / "census"
DATASETS = [
    "0041b9c3-6a49-4bf7-8514-9bc7190067a7",
    "35081d47-99bf-4507-9541-735428df9a9f",
    "9d8e5dca-03a3-457d-b7fb-844c75735c83",
]
CELLS = [120, 90, 12]
ASSAYS = ["10x 3' v2", "10x 3' v3", "Smart-seq2", "Drop-seq"]
TYPES = ["T cell", "B cell", "natural killer cell", "platelet"]
DIMENSIONS = 6


def main():
    random = np.random.default_rng(0)
    dataset = np.repeat(range(3), CELLS)
    place = np.arange(len(dataset))
    # The first data set has two assays, the others one each; nobody has Drop-seq, and nobody is a platelet.
    assay = np.where(dataset == 0, place % 2, np.where(dataset == 1, 1, 2))
    cell_type = place % 3
    columns = {
        "soma_joinid": pa.array(61_000_000_000 + 7 * place, pa.int64()),
        "dataset_id": texts(dataset, DATASETS),
        "assay": texts(assay, ASSAYS),
        "assay_ontology_term_id": texts(assay, ["EFO:0009899", "EFO:0009922", "EFO:0008931", "EFO:0008722"]),
        "cell_type": texts(cell_type, TYPES),
        "cell_type_ontology_term_id": texts(cell_type, ["CL:0000084", "CL:0000236", "CL:0000623", "CL:0000233"]),
        "development_stage": texts(place % 2, ["adult stage", "65-year-old stage", "unknown"]),
        "disease": texts(
            place % 4, ["normal", "COVID-19", "COVID-19 || type 2 diabetes mellitus", "normal", "influenza"]
        ),
        "disease_ontology_term_id": texts(
            place % 4,
            ["PATO:0000461", "MONDO:0100096", "MONDO:0005148 || MONDO:0100096", "PATO:0000461", "MONDO:0005812"],
        ),
        "donor_id": texts(place % 5, ["007", "1e2", "D3 || D4", "Zoë", "true", "left out"]),
        "is_primary_data": pa.array(place % 10 != 0),
        "observation_joinid": pa.array([f"obs-{i:04x}%" for i in place]),
        "self_reported_ethnicity": texts(place % 2, ["unknown", "European || Han Chinese", "Yoruban"]),
        "self_reported_ethnicity_ontology_term_id": texts(
            place % 2, ["unknown", "HANCESTRO:0005 || HANCESTRO:0027", "HANCESTRO:0575"]
        ),
        "sex": texts(place % 3, ["male", "female", "unknown"]),
        "suspension_type": texts(place % 2, ["cell", "nucleus", "na"]),
        "tissue": texts(place % 2, ["blood", "venous blood", "lung"]),
        "tissue_general": texts(place * 0, ["blood", "lung"]),
        "tissue_type": texts(np.where(place % 50 == 0, -1, 0), ["tissue", "organoid"]),
        "raw_sum": pa.array(random.uniform(500, 5000, len(place)).astype("f4")),
        "nnz": pa.array(random.integers(200, 3000, len(place)), pa.int64()),
        "raw_mean_nnz": pa.array(np.where(place % 40 == 0, np.nan, 2.5)),
        "n_measured_vars": pa.array(np.full(len(place), 60_664), pa.int64()),
        "scvi": embedding(random, dataset, assay, cell_type, place),
    }
    shutil.rmtree(FOLDER, ignore_errors=True)
    ds.write_dataset(
        pa.table(columns),
        FOLDER,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([("dataset_id", pa.string())]), flavor="hive"),
        file_options=ds.ParquetFileFormat().make_write_options(store_schema=True, compression="zstd"),
    )


def texts(codes, categories):
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32(), mask=codes < 0), categories)


def embedding(random, dataset, assay, cell_type, place):
    centres = random.normal(0, 4, (3, DIMENSIONS))
    shifts = random.normal(0, 1, (3, DIMENSIONS))
    effects = random.normal(0, 1, (3, DIMENSIONS))
    cells = centres[cell_type] + shifts[dataset] + effects[assay] + random.normal(0, 0.5, (len(place), DIMENSIONS))
    cells = cells.astype("f4")
    cells[(dataset == 2) | (place % 30 == 4)] = np.nan
    return pa.array(
        [None if i % 30 == 9 else cell for i, cell in zip(place, cells, strict=True)], pa.list_(pa.float32())
    )


if __name__ == "__main__":
    main()

"""What harmonypy makes of the sample data, and what scib-metrics, scikit-learn and igraph make of both embeddings.

    bash bench/setup.sh && bench/.venv/bin/python src/test/python/reference/scores.py

It writes src/test/resources/golden/harmony.parquet (cell_id, and harmony: what harmonypy gives, rounded to 1e-3) and
src/test/resources/golden/scores.json, in a few minutes. All of these are called as libraries, with their defaults but
for one thread of Harmony and an exact search for neighbours, so that nothing hangs on the machine.

Per embedding (raw, harmony) scores.json has scib-metrics' default metrics, its Total and its silhouette_batch; F1 and
preserved, which it lacks; the cost of its one start of k-means, and scikit-learn's NMI and ARI for the cheapest of ten
starts, a mean over 20 seeds; and the best NMI over scIB's resolutions (0.1 to 2.0) of igraph's Leiden algorithm, ten
iterations, on scib-metrics' graph of 15 neighbours.
"""

import json
import logging
import os
import random
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("JAX_PLATFORMS", "cpu")
import anndata
import harmonypy
import igraph
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from scib_metrics import silhouette_batch
from scib_metrics.benchmark import BatchCorrection, Benchmarker, BioConservation
from scib_metrics.nearest_neighbors import NeighborsResults
from scib_metrics.utils import KMeans as ScibKMeans
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, f1_score, normalized_mutual_info_score
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

HOME = Path(__file__).resolve().parents[4]
SAMPLE = HOME / "data-samples" / "three_batches.parquet"
GOLDEN = HOME / "src" / "test" / "resources" / "golden"
LIBRARIES = ["harmonypy", "scib-metrics", "scikit-learn", "igraph", "numpy", "pandas", "jax", "pyarrow"]
SEED = 0
DIGITS = 6


def main():
    logging.getLogger("scib_metrics").setLevel(logging.ERROR)
    cells = pd.read_parquet(SAMPLE)
    batch, label = cells["batch"].to_numpy(str), cells["cell_type"].to_numpy(str)
    raw = np.stack(cells["X_pca"]).astype(np.float32)
    embeddings = {"raw": raw, "harmony": harmony(raw, batch)}
    GOLDEN.mkdir(parents=True, exist_ok=True)
    write(cells["cell_id"], embeddings["harmony"])
    content = {"made": {"by": "src/test/python/reference/scores.py", **versions(), "seed": SEED}}
    found = scib(embeddings, batch, label)
    for name, z in embeddings.items():
        content[name] = {
            **found[name],
            "Silhouette batch": silhouette_batch(z, label, batch),
            "F1": held_out_f1(z, batch, label),
            "preserved": preserved(raw, z, batch),
            **kmeans(z, label),
            "Leiden NMI": leiden(z, label),
        }
    (GOLDEN / "scores.json").write_text(json.dumps(rounded(content), indent=1) + "\n")


def versions():
    return {library: version(library) for library in LIBRARIES}


def harmony(z, batch):
    table = pd.DataFrame({"batch": batch})
    found = harmonypy.run_harmony(z.astype(np.float64), table, ["batch"], verbose=False, random_state=SEED, ncores=1)
    corrected = found.Z_corr if found.Z_corr.shape == z.shape else found.Z_corr.T
    return corrected.round(3).astype(np.float32)


def write(names, z):
    table = pa.table({"cell_id": names, "harmony": pa.array(list(z), pa.list_(pa.float32()))})
    pq.write_table(table, GOLDEN / "harmony.parquet", compression="zstd", compression_level=19)


def scib(embeddings, batch, label):
    """The default metrics of scib-metrics, and its Total, by embedding and metric; not scaled between embeddings."""
    adata = anndata.AnnData(np.zeros((len(batch), 1), np.float32))
    adata.obs["batch"], adata.obs["label"] = pd.Categorical(batch), pd.Categorical(label)
    adata.obsm.update(embeddings)
    benchmark = Benchmarker(
        adata,
        "batch",
        "label",
        list(embeddings),
        BioConservation(),
        BatchCorrection(),
        pre_integrated_embedding_obsm_key="raw",
        progress_bar=False,
    )
    benchmark.prepare(neighbours)
    benchmark.benchmark()
    table = benchmark.get_results(min_max_scale=False).drop(index="Metric Type")
    return {name: table.loc[name].astype(float).to_dict() for name in embeddings}


def neighbours(z, k):
    """The exact ones, a cell's own self first."""
    distances, indices = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(z).kneighbors(z)
    return NeighborsResults(indices=indices, distances=distances)


def held_out_f1(z, batch, label, voters=15):
    """Each batch in turn labelled by the others' cells; macro F1 over labels that both have, a mean over batches."""
    scores = []
    for name in np.unique(batch):
        others = batch != name
        shared = np.intersect1d(label[others], label[~others])
        known = ~others & np.isin(label, shared)
        said = KNeighborsClassifier(voters).fit(z[others], label[others]).predict(z[known])
        scores.append(f1_score(label[known], said, labels=shared, average="macro"))
    return np.mean(scores)


def preserved(raw, z, batch):
    """One less the share of the spread within batches by which cells moved against their batch's mean."""
    within = [centred(e.astype(np.float64), batch) for e in (raw, z)]
    return 1 - ((within[1] - within[0]) ** 2).sum() / (within[0] ** 2).sum()


def centred(z, batch):
    return z - pd.DataFrame(z).groupby(batch).transform("mean").to_numpy()


def kmeans(z, label):
    clusters = len(np.unique(label))
    single = ScibKMeans(clusters).fit(z)
    best = [KMeans(clusters, n_init=10, random_state=seed).fit(z).labels_ for seed in range(SEED, SEED + 20)]
    return {
        "KMeans cost": single.inertia_,
        "KMeans NMI of the cheapest": np.mean([normalized_mutual_info_score(label, found) for found in best]),
        "KMeans ARI of the cheapest": np.mean([adjusted_rand_score(label, found) for found in best]),
    }


def leiden(z, label):
    igraph.set_random_number_generator(random.Random(SEED))
    graph = igraph.Graph.Weighted_Adjacency(neighbours(z, 15).knn_graph_connectivities, mode="max")
    found = [
        graph.community_leiden("modularity", weights="weight", resolution=resolution, n_iterations=10).membership
        for resolution in np.arange(1, 21) / 10
    ]
    return max(normalized_mutual_info_score(label, clusters) for clusters in found)


def rounded(content):
    if isinstance(content, dict):
        return {name: rounded(value) for name, value in content.items()}
    return content if isinstance(content, (str, int)) else round(float(content), DIGITS)


if __name__ == "__main__":
    main()

"""How good a corrected embedding is: what scib-metrics finds, and two figures that it has not."""
import logging
import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")
import anndata as ad
import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.neighbors import KNeighborsClassifier

NEIGHBOURS = 15


def scores(embeddings, batch, label, raw):
    """scib-metrics of several embeddings, name -> metric -> value, with Total; held-out F1 ("F1") and "preserved" besides."""
    found = scib(embeddings, batch, label, raw)
    for name, z in embeddings.items():
        found[name]["F1"] = held_out_f1(z, batch, label)
        if z.shape == raw.shape:
            found[name]["preserved"] = preserved(raw, z, batch)
    return found


def scib(embeddings, batch, label, raw, bio=None, correction=None):
    """scib-metrics alone; PCR comparison compares with raw; bio and correction choose metrics other than its defaults."""
    from scib_metrics.benchmark import BatchCorrection, Benchmarker, BioConservation

    logging.getLogger("scib_metrics").setLevel(logging.ERROR)
    cells = ad.AnnData(np.zeros((len(batch), 1), np.float32))
    cells.obs["batch"], cells.obs["label"] = pd.Categorical(batch), pd.Categorical(label)
    cells.obsm["_raw"] = raw
    for name, z in embeddings.items():
        cells.obsm[name] = z
    benchmark = Benchmarker(
        cells, "batch", "label", list(embeddings), BioConservation(**bio or {}), BatchCorrection(**correction or {}),
        pre_integrated_embedding_obsm_key="_raw", n_jobs=2, progress_bar=False)
    benchmark.benchmark()
    table = benchmark.get_results(min_max_scale=False).drop(index="Metric Type")
    return {name: {metric: float(value) for metric, value in table.loc[name].items()} for name in embeddings}


def held_out_f1(z, batch, label):
    """How well labels carry over to a batch never seen: macro F1 over the labels that it shares with the others, a mean over batches.

    Each cell is told by the majority of its 15 nearest neighbours in the other batches. A batch that shares no label counts 0.
    """
    return float(np.mean([_macro_f1(*told(z, batch, label, held_out)) for held_out in np.unique(batch)]))


def told(z, batch, label, held_out):
    """The labels of a batch's cells, true and told by neighbours in the other batches; without cells whose label no other batch has."""
    others = batch != held_out
    known = ~others & np.isin(label, label[others])
    if not known.any():
        return label[known], label[known]
    neighbours = KNeighborsClassifier(min(NEIGHBOURS, int(others.sum()))).fit(z[others], label[others])
    return label[known], neighbours.predict(z[known])


def _macro_f1(truth, said):
    return f1_score(truth, said, average="macro", labels=np.unique(truth)) if len(truth) else 0.0


def preserved(raw, z, batch):
    """What a correction leaves of the structure within batches: 1 - sum |x - y|^2 / sum |x|^2, both centred on their batch."""
    x, y = _centred(raw, batch), _centred(z, batch)
    total = (x**2).sum()
    return float(1 - ((x - y) ** 2).sum() / total) if total else float("nan")


def _centred(z, batch):
    cells = pd.DataFrame(z.astype(float))
    return (cells - cells.groupby(batch).transform("mean")).to_numpy()

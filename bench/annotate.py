#!/usr/bin/env python3
"""Labels carried over to batches that the reference has not seen, beside nearest neighbours and logistic regression.

bench/.venv/bin/python bench/annotate.py --data DIR [--sets panc8,...] [--seed 0] [--peers] [--types] [--every 1]

Every batch is held out in turn: a model is fitted to the others with their labels, and the batch is mapped by `extend`, so that nothing has
seen its labels. All classifiers work on the same corrected coordinates. F1: macro, over the labels that the batch shares with the others, a
mean over batches. ECE: expected calibration error of the confidence, 15 bins, all held-out cells of a set together. New: the share of known
cells that are called new.

--peers: CellTypist beside, of sets that have counts (NAME_counts.h5ad): trained with its defaults on log(1 + x) of 10,000 counts a cell, of all
genes, of the other batches' cells with their labels; it sees no coordinates, and no correction.

--types: every type of every batch (every nth with --every) is withheld from the reference besides. AUROC of novelty, and of the mean distance
to the 5 nearest cells of the reference, as to whether a cell is of that type; the share of its cells, and of all others, that are called new.
"""
import argparse
import logging

import scanpy as sc
from common import SETS, ad, head, np, pd, real_sets, row, with_real_sets
from session import Session
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

LABEL = "cell_type"
BINS = 15
LEAST = 5  # Cells of a type that is withheld, and of others.


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_real_sets(parser, SETS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--peers", action="store_true", help="CellTypist beside, where a set has counts")
    parser.add_argument("--types", action="store_true", help="withhold types")
    parser.add_argument("--every", type=int, default=1, help="withhold every nth type of a set alone")
    given = parser.parse_args()
    sets = real_sets(given)
    with Session() as session:
        if given.types:
            withheld(session, sets, given)
        else:
            held_out(session, sets, given)


def held_out(session, sets, given):
    figures = ["kNN 5", "kNN 15", "logistic regression", *(["CellTypist"] if given.peers else []), "annotate"]
    print(head("set", *(f"F1, {name}" for name in figures), "ECE", "new"))
    found = []
    for one in sets:
        scores, confidence, right, new = [], [], [], []
        counts = logged_counts(given, one) if given.peers else None
        for batch in np.unique(one.batch):
            held = one.batch == batch
            known = np.isin(one.label[held], one.label[~held])
            if not known.any():
                continue
            z, mapped, said = annotated(session, one, ~held, held, given.seed)
            truth, said = one.label[held][known], said[known]
            told = peers(z, one.label[~held], mapped[known])
            if given.peers:
                told.append(None if counts is None else celltypist_labels(counts, one.label, ~held, np.flatnonzero(held)[known]))
            told.append(said[f"{LABEL}_predicted"].values)
            scores.append([np.nan if labels is None else f1_score(truth, labels, average="macro", labels=np.unique(truth)) for labels in told])
            confidence.append(said[f"{LABEL}_confidence"].values)
            right.append(said[f"{LABEL}_predicted"].values == truth)
            new.append(said[f"{LABEL}_new"].values)
        means = list(np.mean(scores, axis=0))
        error = calibration_error(np.concatenate(confidence), np.concatenate(right))
        found.append([*means, error, float(np.concatenate(new).mean())])
        print(row(one.name, *map(float, found[-1])), flush=True)
    print(row("mean", *map(float, np.nanmean(found, axis=0))))


def withheld(session, sets, given):
    print(head("set", "cases", "AUROC, 5 nearest", "AUROC, novelty", "of new ones called new", "of others"))
    found = []
    for one in sets:
        scores = []
        for case, (batch, label) in enumerate(cases(one)):
            if case % given.every:
                continue
            held = one.batch == batch
            reference = ~held & (one.label != label)
            new = one.label[held] == label
            used = new | np.isin(one.label[held], one.label[reference])
            z, mapped, said = annotated(session, one, reference, held, given.seed)
            near = NearestNeighbors(n_neighbors=5).fit(z).kneighbors(mapped[used])[0].mean(axis=1)
            called = said[f"{LABEL}_new"].values[used]
            scores.append([
                roc_auc_score(new[used], near), roc_auc_score(new[used], said[f"{LABEL}_novelty"].values[used]),
                called[new[used]].mean(), called[~new[used]].mean()])
        found += scores
        print(row(one.name, len(scores), *map(float, np.mean(scores, axis=0))), flush=True)
    print(row("all cases", len(found), *map(float, np.mean(found, axis=0))))


def cases(one):
    """Types to withhold, of batches that have others that can be told."""
    for batch in np.unique(one.batch):
        held = one.batch == batch
        for label in np.unique(one.label[held]):
            others = np.unique(one.label[~held & (one.label != label)])
            if (one.label[held] == label).sum() >= LEAST and np.isin(one.label[held], others).sum() >= LEAST:
                yield batch, label


def annotated(session, one, reference, held, seed):
    """The reference's corrected cells, the batch's, and what annotate says of these, in the order of the cells."""
    z, names = one.embedding(), one.cells.obs_names
    with session.cells(z[reference], one.batch[reference], names[reference], {LABEL: one.label[reference]}) as cells:
        model = session.model(cells, idCol="name", seed=seed)
        corrected = session.applied(model, cells)
        told = model.withLabels(cells._jdf, session.strings([LABEL]))
    with session.cells(z[held], one.batch[held], names[held]) as cells:
        extended = told.extend(cells._jdf, False)
        annotator = session.spark._jvm.atlasprox.ml.LabelAnnotator(extended)
        said = session.frame(annotator.transform(cells._jdf), session.spark).toPandas().sort_values("cell")
    return corrected, np.stack(said["corrected"]).astype(np.float32), said.reset_index(drop=True)


def peers(z, label, cells):
    scale = z.std()
    knn = [KNeighborsClassifier(k).fit(z, label).predict(cells) for k in (5, 15)]
    return knn + [LogisticRegression(max_iter=2000).fit(z / scale, label).predict(cells / scale)]


def logged_counts(given, one):
    """The cells of a set with log(1 + x) of 10,000 counts a cell, in the set's order; None where it has no counts."""
    table = given.data / f"{one.name}_counts.h5ad"
    if not table.is_file():
        return None
    counts = ad.read_h5ad(table)[one.cells.obs_names].copy()
    sc.pp.normalize_total(counts, target_sum=10_000)
    sc.pp.log1p(counts)
    return counts


def celltypist_labels(counts, label, reference, cells):
    """What CellTypist tells of the cells at some places, trained on others."""
    import celltypist

    celltypist.logger.set_level(logging.WARNING)
    model = celltypist.train(counts[reference], labels=label[reference], n_jobs=2)
    return celltypist.annotate(counts[cells], model=model).predicted_labels["predicted_labels"].astype(str).values


def calibration_error(confidence, right):
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = pd.DataFrame({"place": place, "confidence": confidence, "right": right}).groupby("place")
    return float(sum(len(of) * abs(of.confidence.mean() - of.right.mean()) for _, of in bins) / len(right))


if __name__ == "__main__":
    main()

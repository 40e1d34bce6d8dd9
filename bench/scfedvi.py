#!/usr/bin/env python3
"""scFedVI on the counts of real sets: `embed --method scfedvi`, and what is made of its coordinates.

bench/.venv/bin/python bench/scfedvi.py --data DIR [--study bars clients aligned] [--seeds 3] [--sets panc8,...] [-- options of embed]
bench/.venv/bin/python bench/scfedvi.py --data DIR --study speed [--share 1.0]

bars     five clients, each batch one, beside all cells as one client, and beside `--as-published`; the bars are those of panc8
clients  the publication's two tables: batches as 2, 3 and 5 clients, federated and each client alone on its own cells, of the same genes; scores of
         all cells together and within clients. Clients of several batches get them in turn, by the order of their names
aligned  the coordinates of five clients as they are, by Harmony and by `correct --method aligned`: scib-metrics and held-out F1
speed    scfedvi_speed.py: an epoch beside scvi-tools, many cells end to end, two executors against one

LISI is unscaled, of harmonypy, mean ± deviation over the cells, and means over the seeds of both. Batch LISI alone rewards scrambling: cells at
random have the best one. It says nothing without cell-type LISI (at best 1) and F1. Coordinates of clients alone have nothing to do with one
another, which batch LISI may take for well mixed. All fits are by the command, in one session. --folder keeps them for the next time.
"""
import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import scfedvi_speed
from commands_job import command
from common import harmony, head, matrix, real_sets, row, with_real_sets
from lisi import figures, folded_f1, lisi
from scoring import scores
from session import Session
from upstream import BASE, FIGURES, OWN

SETS = ["panc8", "cellbench_plates"]
NUMBERS = [2, 3, 5]
SPEED = "speed"
BARRED = "panc8"
TOTALS = {"panc8": 0.80, "cellbench_plates": 0.85}
BATCHES, LABELS, F1 = "batch LISI", "cell-type LISI", "F1, batches held out"
REMARK = "\nBatch LISI alone rewards scrambling: read it with cell-type LISI and F1 beside.\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", nargs="+", choices=[*STUDIES, SPEED], default=list(STUDIES))
    parser.add_argument("--seeds", type=int, default=3)
    with_real_sets(parser, SETS)
    parser.add_argument("--folder", type=Path, help="where to make fits, keep them, and find them the next time; by default a temporary one")
    parser.add_argument("--share", type=float, default=1.0, help="of the cells of study speed, for a trial")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atlasprox-scfedvi-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        studies = [study for study in given.study if study != SPEED]
        if studies:
            by_sets(given, folder, studies)
        if SPEED in given.study:
            (counts,) = real_sets(given, [BARRED], "_counts")
            scfedvi_speed.measure(counts, folder, given.share)


def by_sets(given, folder, studies):
    sets, counts = list(real_sets(given)), list(real_sets(given, kind="_counts"))
    with Session() as session:
        fits = [Fits(session, folder, of, given.options) for of in counts]
        for study in studies:
            STUDIES[study](list(zip(sets, fits)), given.seeds, session)


class Fits:
    """Coordinates that the program gives the cells of a set; every fit is made once."""

    def __init__(self, session, folder, counts, options):
        self.session, self.folder, self.counts, self.options = session, folder, counts, options
        self.batch, self.label, self.names = counts.batch, counts.label, counts.cells.obs_names
        self.table = folder / f"{counts.name}.h5ad"
        batches = np.unique(self.batch)
        for number in [1, *NUMBERS]:
            client = {batch: f"client {place % number}" for place, batch in enumerate(batches)}
            counts.cells.obs[clients_of(number)] = [client[batch] for batch in self.batch]
        counts.cells.write_h5ad(self.table)

    def federated(self, number, seed, *options):
        """The coordinates of all cells, one row each, of a number of clients; 1 is central training."""
        return matrix(self.fitted(self.table, seed, "--client", clients_of(number), *options), self.names)

    def alone(self, number, seed):
        """The same of clients that know their own cells only, and the genes that all take."""
        client = self.client(number)
        each = [self.fitted(self.cells_of(number, one), seed, "--genes", 0) for one in np.unique(client)]
        return matrix(pd.concat(each), self.names)

    def client(self, number):
        return self.counts.cells.obs[clients_of(number)].values.astype(str)

    def cells_of(self, number, client):
        table = self.folder / f"{self.counts.name}-{client.replace(' ', '')}of{number}.h5ad"
        if not table.exists():
            self.counts.cells[self.client(number) == client, self.genes()].write_h5ad(table)
        return table

    def genes(self):
        """The names of those that all fits take."""
        model = self.folder / f"{self.counts.name}-genes"
        if not model.exists():
            self.embed("--input", self.table, "--dimension", 2, "--output-model", model, "--output", self.folder / f"{model.name}-pca")
        return pd.read_parquet(model / "genes")["gene"].values

    def fitted(self, table, seed, *options):
        """The coordinates by cell_id."""
        given = (*options, *self.options)
        output = self.folder / "-".join([table.stem, *(str(option).strip("-") for option in given), str(seed)])
        if not output.exists():
            self.embed("--method", "scfedvi", "--input", table, "--seed", seed, "--output", output, *given)
        return pd.read_parquet(output).set_index("cell_id")[OWN]

    def embed(self, *options):
        command(self.session.spark, "embed", "--batch", self.counts.column, "--overwrite", *map(str, options))


def clients_of(number):
    return f"client_of_{number}"


def bars(pairs, seeds, _):
    print("Five clients, central training of the same network, and the method as published\n")
    ways = {"5 clients": (5,), "central": (1,), "5 clients, as published": (5, "--as-published")}
    means = {}
    for place, (one, fits) in enumerate(pairs):
        for way, (number, *options) in ways.items():
            found = [figures(fits.federated(number, seed, *options), one.batch, one.label) for seed in range(seeds)]
            means[one.name, way] = mean = {name: float(np.mean([each[name] for each in found])) for name in found[0]}
            if place == 0 and way == "5 clients":
                print(head("set", "fit", *mean, "F1 of the seeds"))
            print(row(one.name, way, *mean.values(), ", ".join(f"{each[F1]:.3f}" for each in found)), flush=True)
    print(REMARK)
    if (BARRED, "central") in means:
        write_bars(*(means[BARRED, way] for way in ways))


def write_bars(federated, central, published):
    bar(f"{BARRED}, batch LISI", federated[BATCHES], least=2.4)
    bar(f"{BARRED}, cell-type LISI", federated[LABELS], most=1.25)
    bar(f"{BARRED}, {F1}", federated[F1], least=0.79)
    bar("batch LISI less than central training's by", central[BATCHES] - federated[BATCHES], most=0.30)
    bar("cell-type LISI more than central training's by", federated[LABELS] - central[LABELS], most=0.03)
    bar("batch LISI more than as published by", federated[BATCHES] - published[BATCHES], least=0.3)
    bar("cell-type LISI more than as published by", federated[LABELS] - published[LABELS], most=0.0)
    print()


def bar(name, value, least=None, most=None):
    met, wanted = (value >= least, f"at least {least}") if most is None else (value <= most, f"at most {most}")
    print(f"{name}: {value:.3f}, {wanted}: {'met' if met else 'missed'}", flush=True)


def clients(pairs, seeds, _):
    print("All cells together\n")
    pooled, inner = [], []
    for one, fits in pairs:
        for number in NUMBERS:
            for way, fit in {"federated": fits.federated, "each alone": fits.alone}.items():
                every = [fit(number, seed) for seed in range(seeds)]
                pooled.append((one.name, number, way, *shown([figures(z, one.batch, one.label) for z in every])))
                inner.append((one.name, number, way, *shown([within(z, fits.client(number), one.batch, one.label) for z in every])))
    print("\n".join([head("set", "clients", "fit", BATCHES, LABELS, "F1, five folds", F1), *(row(*entries) for entries in pooled)]))
    print("\nWithin clients, means over all cells; a client of one batch has a batch LISI of 1\n")
    print("\n".join([head("set", "clients", "fit", BATCHES, LABELS, "F1, five folds"), *(row(*entries) for entries in inner)]))
    print(REMARK, flush=True)


def within(z, client, batch, label):
    """The figures of each client's cells by themselves: of LISI of all cells, of F1 the mean by cells."""
    parts = [client == one for one in np.unique(client)]
    batches, labels = np.concatenate([lisi(z[part], batch[part], label[part]) for part in parts], axis=1)
    f1 = np.average([folded_f1(z[part], label[part]) for part in parts], weights=[part.sum() for part in parts])
    return {
        BATCHES: batches.mean(), f"deviation of {BATCHES}": batches.std(), LABELS: labels.mean(), f"deviation of {LABELS}": labels.std(),
        "F1, five folds": f1}


def shown(found):
    """Means over the seeds; the deviation behind the mean that it belongs to."""
    mean = {name: float(np.mean([each[name] for each in found])) for name in found[0]}
    for name, value in mean.items():
        if f"deviation of {name}" in mean:
            yield f"{value:.2f} ± {mean[f'deviation of {name}']:.2f}"
        elif not name.startswith("deviation of "):
            yield value


def aligned(pairs, seeds, session):
    print(f"scib-metrics of {OWN} of five clients, PCR comparison with {BASE}\n")
    print(head("set", "coordinates", "batch", "bio", "total", "F1", "total of the seeds"))
    totals = {}
    for one, fits in pairs:
        made = {}
        for seed in range(seeds):
            z = fits.federated(NUMBERS[-1], seed)
            made["as they are", seed], made["Harmony", seed] = z, harmony(z, one.batch, seed)
            made["aligned", seed] = session.corrected(z, one.batch, fits.names, seed=seed)
        found = scores({f"{way} {seed}": z for (way, seed), z in made.items()}, one.batch, one.label, one.embedding(BASE))
        for way in ("as they are", "Harmony", "aligned"):
            of = [found[f"{way} {seed}"] for seed in range(seeds)]
            means = [float(np.mean([each[figure] for each in of])) for figure in FIGURES]
            print(row(one.name, way, *means, ", ".join(f"{each['Total']:.3f}" for each in of)), flush=True)
        totals[one.name] = np.mean([found[f"aligned {seed}"]["Total"] for seed in range(seeds)])
    print()
    for name in TOTALS.keys() & totals.keys():
        bar(f"{name}, Total of aligned", totals[name], least=TOTALS[name])


STUDIES = {"bars": bars, "clients": clients, "aligned": aligned}

if __name__ == "__main__":
    main()

"""scBatchProx (arXiv 2602.00423) once more, from its formulas alone, on the sample data.

    python src/test/python/reference/scbatchprox.py        writes src/test/resources/golden/scbatchprox.json

It needs numpy and pyarrow. Cells are float32, all arithmetic is float64. No figure is taken by the program's short
cuts: losses and gradients run over the cells and not over their moments, the exact minimiser is a least squares problem
of a row per cell, and the server averages whole tables. A table is an array of batches x 2 x dimensions: scales gamma,
then offsets beta.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet as pq

HOME = Path(__file__).resolve().parents[4]
SAMPLE = HOME / "data-samples" / "three_batches.parquet"
GOLDEN = HOME / "src" / "test" / "resources" / "golden" / "scbatchprox.json"
SEED = 2602
EQUAL = {"batch_0": 500, "batch_1": 500, "batch_2": 500}
UNEQUAL = {"batch_0": 500, "batch_1": 300, "batch_2": 100}
DIGITS = 15


@dataclass(frozen=True)
class Settings:
    """The published ones, by the names of the program's Params; a minibatch of 0 is all of a client's cells."""

    solver: str = "adam"
    rounds: int = 7
    localEpochs: int = 2
    learningRate: float = 1e-3
    minibatchSize: int = 256
    mu: float = 1e-3
    lambda_: float = 1e-3
    regularizer: str = "l2"
    standardize: bool = False
    frozen: int = 0
    """Training cells of earlier clients, whose rows stay; 0 where all clients are averaged together."""

    @property
    def target(self):
        """What lambda pulls the scales to."""
        return {"l2": 0.0, "identity": 1.0}[self.regularizer]


FULL = Settings(minibatchSize=0)
STRONG = Settings(rounds=3, learningRate=0.02, minibatchSize=64, mu=0.1, lambda_=0.5)
CASES = {
    "moments_l2": (EQUAL, replace(FULL, solver="moments")),
    "moments_identity": (EQUAL, replace(FULL, solver="moments", regularizer="identity")),
    "moments_unequal": (UNEQUAL, replace(STRONG, solver="moments", minibatchSize=0)),
    "moments_standardize": (UNEQUAL, replace(STRONG, solver="moments", minibatchSize=0, standardize=True)),
    "adam_full_batch_l2": (EQUAL, FULL),
    "adam_full_batch_identity": (EQUAL, replace(FULL, regularizer="identity")),
    "adam_full_batch_unequal": (UNEQUAL, replace(STRONG, minibatchSize=0)),
    "adam_full_batch_standardize": (UNEQUAL, replace(STRONG, minibatchSize=0, standardize=True)),
    "adam_as_published": (UNEQUAL, Settings()),
    "adam_minibatch": (UNEQUAL, STRONG),
    "adam_minibatch_standardize": (UNEQUAL, replace(STRONG, standardize=True)),
    "adam_arriving": (UNEQUAL, replace(STRONG, standardize=True, frozen=700)),
}
LOCAL = Settings(localEpochs=2, learningRate=0.05, minibatchSize=64, mu=0.3, lambda_=0.2)


def main():
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(text(reference()))


def reference():
    cells = read()
    random = np.random.default_rng(SEED)
    orders = permutations(random)
    return {
        "made": {
            "by": "src/test/python/reference/scbatchprox.py",
            "numpy": np.__version__,
            "pyarrow": pyarrow.__version__,
            "seed": SEED,
        },
        "permutations": orders,
        "local": {kind: local(cells, orders, replace(LOCAL, regularizer=kind)) for kind in ("l2", "identity")},
        "cases": {name: case(cells, orders, *of) for name, of in CASES.items()},
    }


def read():
    """Each batch's cells in the order of their names."""
    table = pq.read_table(SAMPLE, columns=["cell_id", "batch", "X_pca"]).sort_by("cell_id")
    batch = np.array(table["batch"].to_pylist())
    z = np.array(table["X_pca"].to_pylist(), np.float32).astype(np.float64)
    return {name: z[batch == name] for name in np.unique(batch).tolist()}


def permutations(random):
    """An order of each batch's first cells in every epoch of every published round."""
    epochs = range(Settings.localEpochs)
    rounds = range(Settings.rounds)
    return {name: [[random.permutation(n).tolist() for _ in epochs] for _ in rounds] for name, n in UNEQUAL.items()}


def case(cells, orders, counts, settings):
    table, objectives = fit([cells[name][:n] for name, n in counts.items()], list(orders.values()), settings)
    rows = {name: {"gamma": row[0].tolist(), "beta": row[1].tolist()} for name, row in zip(counts, table, strict=True)}
    return {"cells": counts, "settings": named(settings), "objective": objectives, "table": rows}


def local(cells, orders, settings):
    """One client's objective and its local training, away from the start."""
    name = "batch_1"
    z = cells[name][: UNEQUAL[name]]
    random = np.random.default_rng(SEED + 1)
    anchor, row = (np.array([[1.0], [0.0]]) + 0.3 * random.standard_normal((2, z.shape[1])) for _ in range(2))
    found = {
        "anchor": anchor,
        "row": row,
        "gradient": gradient(z, row, anchor, settings),
        "minimiser": minimiser(z, anchor, settings),
        "trained": adam(z, anchor, settings, orders[name][0]),
    }
    return {
        "batch": name,
        "cells": len(z),
        "settings": named(settings),
        "value": objective(z, row, anchor, settings),
        "trainedValue": objective(z, found["trained"], anchor, settings),
        **{key: {"gamma": value[0].tolist(), "beta": value[1].tolist()} for key, value in found.items()},
    }


def named(settings):
    return {name.rstrip("_"): value for name, value in asdict(settings).items()}


def fit(clients, orders, settings):
    """All rounds. Returns the table in units of the embedding, and each round's objective."""
    units = deviations(clients, settings)
    scaled = [z / unit for z, unit in zip(clients, units, strict=True)]
    cells = np.array([len(z) for z in clients])
    table = np.stack([np.stack([np.ones_like(unit), np.zeros_like(unit)]) for unit in units])
    objectives = []
    for t in range(settings.rounds):
        rows = [train(z, table[b], settings, orders[b][t]) for b, z in enumerate(scaled)]
        losses = [objective(z, rows[b], table[b], settings) for b, z in enumerate(scaled)]
        objectives.append(float(np.average(losses, weights=cells)))
        table = average(table, rows, cells, settings.frozen)
    table[:, 1] *= units
    return table, objectives


def deviations(clients, settings):
    """The training unit per client and dimension: 1, or the deviation within batches, pooled over who is averaged."""
    if not settings.standardize:
        return np.ones((len(clients), clients[0].shape[1]))
    if settings.frozen:
        return np.stack([z.std(axis=0) for z in clients])
    within = np.concatenate([z - z.mean(axis=0) for z in clients])
    return np.tile(np.sqrt((within**2).mean(axis=0)), (len(clients), 1))


def average(table, rows, cells, frozen):
    """The average of whole tables by cells, of which every client has changed its own row alone."""
    returned = []
    for b, row in enumerate(rows):
        whole = table.copy()
        whole[b] = row
        returned.append(whole)
    if frozen:  # Each client is averaged with the earlier clients, who have changed nothing.
        pairs = [np.average([table[b], returned[b][b]], axis=0, weights=[frozen, n]) for b, n in enumerate(cells)]
        return np.stack(pairs)
    return np.average(returned, axis=0, weights=cells)


def train(z, anchor, settings, orders):
    return minimiser(z, anchor, settings) if settings.solver == "moments" else adam(z, anchor, settings, orders)


def objective(z, row, anchor, settings):
    """What moves the cells, plus mu's and lambda's terms of the client's own row."""
    moved = row[0] * z + row[1] - z
    proximal = ((row - anchor) ** 2).sum()
    pulled = ((row[0] - settings.target) ** 2).sum() + (row[1] ** 2).sum()
    return float((moved**2).sum(axis=1).mean() + settings.mu * proximal + settings.lambda_ * pulled)


def gradient(z, row, anchor, settings):
    moved = row[0] * z + row[1] - z
    data = np.stack([(2 * moved * z).mean(axis=0), (2 * moved).mean(axis=0)])
    pulled = np.stack([row[0] - settings.target, row[1]])
    return data + 2 * settings.mu * (row - anchor) + 2 * settings.lambda_ * pulled


def minimiser(z, anchor, settings):
    """Least squares over the cells, with two rows more for mu and two for lambda."""
    mu, pull = np.sqrt(settings.mu), np.sqrt(settings.lambda_)
    best = np.empty_like(anchor)
    for j, x in enumerate(z.T):
        own = np.stack([x, np.ones_like(x)], axis=1) / np.sqrt(len(x))
        left = np.concatenate([own, mu * np.eye(2), pull * np.eye(2)])
        right = np.concatenate([x / np.sqrt(len(x)), mu * anchor[:, j], [pull * settings.target, 0.0]])
        best[:, j] = np.linalg.lstsq(left, right)[0]
    return best


def adam(z, anchor, settings, orders):
    """Kingma and Ba 2015, algorithm 1, begun afresh; an order of the cells per epoch."""
    row, first, second, step = anchor.copy(), np.zeros_like(anchor), np.zeros_like(anchor), 0
    for epoch in range(settings.localEpochs):
        for minibatch in minibatches(z, orders[epoch], settings.minibatchSize):
            step += 1
            slope = gradient(minibatch, row, anchor, settings)
            first = 0.9 * first + (1 - 0.9) * slope
            second = 0.999 * second + (1 - 0.999) * slope**2
            row = row - settings.learningRate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return row


def minibatches(z, order, size):
    """The last one has what is left."""
    return [z[order[at : at + size]] for at in range(0, len(z), size)] if size else [z]


def text(content):
    """JSON with a list of numbers in one line; to 15 digits, since the last one or two differ between processors."""
    return indented(content, "") + "\n"


def indented(value, margin):
    if isinstance(value, dict):
        inner = margin + " "
        return "{\n" + ",\n".join(f'{inner}"{k}": {indented(v, inner)}' for k, v in value.items()) + f"\n{margin}}}"
    if isinstance(value, list) and isinstance(value[0], list):
        inner = margin + " "
        return "[\n" + ",\n".join(inner + indented(v, inner) for v in value) + f"\n{margin}]"
    if isinstance(value, list):
        return "[" + ",".join(indented(v, margin) for v in value) + "]"
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else json.dumps(value)


if __name__ == "__main__":
    main()

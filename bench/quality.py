#!/usr/bin/env python3
"""Quality on the five real sets: Total and held-out F1 of the raw X_pca, of Harmony and of `correct`.

bench/.venv/bin/python bench/quality.py --data DIR [--seeds 5] [--sets panc8,...] [-- options of correct]

Harmony is harmonypy at its defaults, seed 0. Of `correct`, means and standard deviations over the seeds.
"""
import argparse

import numpy as np

from common import SETS, correct, harmony, head, matrix, real_sets, row, with_real_sets
from scoring import scores


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    with_real_sets(parser, SETS)
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    sets, means = real_sets(given), []
    print(head("set", "raw", "Harmony", "AtlasProx"))
    for one in sets:
        raw = one.embedding()
        embeddings = {"raw": raw, "Harmony": harmony(raw, one.batch)}
        for seed in range(given.seeds):
            corrected, _ = correct(one.table, "X_pca", one.column, "--seed", seed, *given.options)
            embeddings[f"seed {seed}"] = matrix(corrected, one.cells.obs_names)
        found = scores(embeddings, one.batch, one.label, raw)
        peers = [found.pop("raw"), found.pop("Harmony")]
        total, f1 = ([of[figure] for of in found.values()] for figure in ("Total", "F1"))
        means.append(np.mean(total))
        print(row(one.name, *map(text, peers), f"{spread(total)}, F1 {spread(f1)}"), flush=True)
    print(f"mean Total {np.mean(means):.4f}")


def text(score):
    return f"{score['Total']:.3f}, F1 {score['F1']:.3f}"


def spread(values):
    return f"{np.mean(values):.3f} ± {np.std(values):.3f}"


if __name__ == "__main__":
    main()

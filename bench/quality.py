#!/usr/bin/env python3
"""Quality on the five real sets: Total and held-out F1 of the raw X_pca, of Harmony (reference values) and of `correct`.

bench/.venv/bin/python bench/quality.py [--seeds 5] [--sets panc8,...] [-- options of correct]
"""
import argparse
import json

import numpy as np

from common import LABEL, SETS, SHARED, ad, correct, matrix, scores


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    means = []
    print("| set | raw | Harmony | AtlasProx |\n|---|---|---|---|")
    for name in given.sets.split(","):
        table = SHARED / "data" / f"{name}.h5ad"
        cells = ad.read_h5ad(table)
        batch, label = cells.obs[SETS[name]].astype(str).values, cells.obs[LABEL].astype(str).values
        raw = np.asarray(cells.obsm["X_pca"], np.float32)
        runs = {}
        for seed in range(given.seeds):
            corrected, _ = correct(table, "X_pca", SETS[name], "--seed", seed, *given.options)
            runs[f"seed {seed}"] = matrix(corrected, cells.obs_names)
        found = scores(runs, batch, label, raw)
        total = [found[run]["Total"] for run in runs]
        f1 = [found[run]["F1"] for run in runs]
        means.append(np.mean(total))
        reference = json.load(open(SHARED / "reference" / f"{name}_scores.json"))
        print(f"| {name} | {text(reference['raw'])} | {text(reference['harmony'])} "
              f"| {np.mean(total):.3f} ± {np.std(total):.3f}, F1 {np.mean(f1):.3f} ± {np.std(f1):.3f} |", flush=True)
    print(f"mean Total {np.mean(means):.4f}")


def text(score):
    return f"{score['Total']:.3f}, F1 {score['F1']:.3f}"


if __name__ == "__main__":
    main()

"""What harmonypy's compute_lisi makes of cells that `synth` draws.

    bash bench/setup.sh && bench/.venv/bin/python src/test/python/reference/lisi.py

It writes src/test/resources/golden/lisi.json, in half a minute: for each case below and both embeddings the mean and
the standard deviation over cells (numpy's, of squares divided by their number) of LISI over batches and over cell
types. harmonypy is called as a library, with its defaults; it takes no cell without a label, so cell-type LISI is
that of the labelled cells alone.

UnscaledLisiTest draws the same cells and makes the same cases of them.
"""

import json
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from harmonypy.lisi import compute_lisi

HOME = Path(__file__).resolve().parents[4]
GOLDEN = HOME / "src" / "test" / "resources" / "golden"
LIBRARIES = ["harmonypy", "scikit-learn", "numpy", "pandas"]
SYNTH = {"cells": 1200, "batches": 3, "types": 5, "dimension": 8, "shift": 0.7, "seed": 11}
EMBEDDINGS = ["X_pca", "X_truth"]
DIGITS = 6


def main():
    cells = drawn()
    content = {"made": {"by": "src/test/python/reference/lisi.py", **versions(), "synth": SYNTH}}
    for name, case in cases(cells).items():
        content[name] = {"cells": len(case), **{embedding: lisi(case, embedding) for embedding in EMBEDDINGS}}
    (GOLDEN / "lisi.json").write_text(json.dumps(content, indent=1) + "\n")


def versions():
    return {library: version(library) for library in LIBRARIES}


def drawn():
    """The cells by their names."""
    with tempfile.TemporaryDirectory(prefix="atlasprox-lisi-") as folder:
        table = Path(folder) / "cells"
        options = [f"--{name}={value}" for name, value in SYNTH.items()]
        subprocess.run([HOME / "submit" / "local.sh", "synth", "--output", table, *options], check=True)
        return pd.read_parquet(table).sort_values("cell_id", ignore_index=True)


def cases(cells):
    place = np.arange(len(cells))
    half = len(cells) // 2
    twins = cells.assign(**{name: list(cells[name][place % half]) for name in EMBEDDINGS})
    return {
        "plain": cells,
        "ties": cells.assign(**{name: [np.rint(z) for z in cells[name]] for name in EMBEDDINGS}),
        "duplicates": twins,
        "60 cells": cells[::20],
        "91 cells": cells[::13][:91],
        "2 cells": cells[599:601],
        "one batch": cells[cells["batch"] == "batch_0"],
        "labels missing": cells.assign(cell_type=cells["cell_type"].where(place % 7 > 0)),
    }


def lisi(cells, embedding):
    return {"batch": spread(cells, embedding, "batch"), "cell_type": spread(cells, embedding, "cell_type")}


def spread(cells, embedding, column):
    known = cells[cells[column].notna()]
    found = compute_lisi(np.stack(known[embedding]).astype(np.float64), known[[column]], [column])[:, 0]
    return {"cells": len(known), "mean": round(found.mean(), DIGITS), "deviation": round(found.std(), DIGITS)}


if __name__ == "__main__":
    main()

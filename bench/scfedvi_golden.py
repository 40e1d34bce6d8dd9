#!/usr/bin/env python3
"""Writes what scvi-tools and PyTorch give for the losses of scFedVI, in double precision with gradients by autograd: src/test/resources/scfedvi.

bench/.scvi/bin/python bench/scfedvi_golden.py    after bench/scvi_setup.sh

zinb.csv and nb.csv: log_zinb_positive and log_nb_positive, whose own eps (1e-8) stands inside their logarithms and so in the values; kl.csv: KL of a
normal from the standard normal, by its mean and variance. In each file the value, and the derivative by each parameter.
"""
import inspect
import itertools
import sys
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/test/resources/scfedvi"
COUNTS = [0, 1, 2, 7, 300, 1e6]
GRIDS = {
    "zinb": {"x": COUNTS, "mu": [1e-6, 1e-2, 1, 30, 1e6], "theta": [1e-3, 0.3, 10, 1e4], "logit": [-30, -3, 0, 4, 30]},
    "nb": {
        "x": COUNTS,
        "mu": [1e-6, 1e-4, 1e-2, 0.1, 1, 3, 30, 1e3, 3e4, 1e6],
        "theta": [1e-3, 1e-2, 0.1, 0.3, 1, 3, 10, 100, 1e3, 1e4],
    },
    "kl": {
        "mean": [-1e3, -30, -3, -1, -1e-3, 0, 1e-6, 0.1, 2, 10, 1e4],
        "variance": [1e-6, 1e-4, 1e-2, 0.1, 0.5, 1, 2, 10, 1e3, 1e6],
    },
}
WITHOUT_GRADIENT = "x"


def main():
    from scvi.distributions import _negative_binomial as scvi

    functions = {"zinb": scvi.log_zinb_positive, "nb": scvi.log_nb_positive, "kl": kl}
    FOLDER.mkdir(exist_ok=True)
    for name, grid in GRIDS.items():
        rows = with_gradients(functions[name], grid)
        (FOLDER / f"{name}.csv").write_text("\n".join([made(functions[name]), *rows]) + "\n")
        print(f"{name}.csv: {len(rows) - 1} rows")


def kl(mean, variance):
    from torch.distributions import Normal, kl_divergence

    return kl_divergence(Normal(mean, variance.sqrt()), Normal(0.0, 1.0))


def with_gradients(function, grid):
    """The lines of a table, its head first: each point of the grid, the function's value there, and the gradients."""
    import torch

    points = sorted(itertools.product(*grid.values()))
    # One column each: a theta of one dimension would count as one of each gene, and be held against every point.
    given = {name: torch.tensor(values, dtype=torch.float64)[:, None] for name, values in zip(grid, zip(*points))}
    by = [name for name in grid if name != WITHOUT_GRADIENT]
    for name in by:
        given[name].requires_grad_()
    value = function(*given.values())
    gradients = torch.autograd.grad(value.sum(), [given[name] for name in by])
    table = torch.hstack([*given.values(), value, *gradients]).tolist()
    lines = [",".join(map(repr, line)) for line in table]
    return [",".join([*grid, "value", *(f"d_{name}" for name in by)]), *lines]


def made(function):
    """What a file begins with: who made it, and of what."""
    eps = inspect.signature(function).parameters.get("eps")
    constant = f", eps {eps.default}" if eps else ""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"# bench/scfedvi_golden.py: {function.__name__}{constant}, float64; scvi-tools {version('scvi-tools')}, torch {version('torch')}, Python {python}"


if __name__ == "__main__":
    main()

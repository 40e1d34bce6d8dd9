"""What the Java tests hold scFedVI's losses against (bench/scfedvi_golden.py) is what the formulas give."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import digamma, expit, gammaln

GOLDEN = Path(__file__).resolve().parents[1] / "resources" / "scfedvi"
EPS = 1e-8  # That scvi-tools adds within its logarithms.


def golden(name):
    table = pd.read_csv(GOLDEN / f"{name}.csv", comment="#", float_precision="round_trip")
    assert np.isfinite(table).all(axis=None) and not table.duplicated().any()
    return table


def assert_columns(table, found):
    """To 1e-8 of the number, and of what it is a difference of."""
    for name, (values, size) in found.items():
        far = np.abs(table[name] - values) / np.maximum(size, 1)
        assert far.max() < 1e-8, (name, table.loc[far.idxmax()].to_dict(), values[far.idxmax()])


def nb(x, mu, theta):
    """Value and derivatives by mu and theta of the log probability, each with the largest of its terms."""
    both = np.log(theta + mu + EPS)
    log_theta = np.log(theta + EPS)
    log_mu = np.log(mu + EPS)
    terms = [theta * (log_theta - both), x * (log_mu - both), gammaln(x + theta), -gammaln(theta), -gammaln(x + 1)]
    by_mu = [x / (mu + EPS), -(x + theta) / (theta + mu + EPS)]
    by_theta = [log_theta, -both, theta / (theta + EPS), by_mu[1], digamma(x + theta), -digamma(theta)]
    return [(sum(of), np.abs(of).max(axis=0)) for of in (terms, by_mu, by_theta)]


def test_nb():
    table = golden("nb")
    assert len(table) == 600
    found = nb(*(table[name] for name in ("x", "mu", "theta")))
    assert_columns(table, dict(zip(["value", "d_mu", "d_theta"], found, strict=True)))


def test_zinb():
    """A mixture of a zero, of probability expit(logit), with the negative binomial."""
    table = golden("zinb")
    assert len(table) == 600
    x, logit = table["x"], table["logit"]
    (log_nb, size), *derivatives = nb(x, table["mu"], table["theta"])
    log_zero, log_other = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)
    value = np.where(x == 0, np.logaddexp(log_zero, log_other + log_nb), log_other + log_nb)
    of_nb = np.exp(log_other + log_nb - value)
    by_logit = (1 - of_nb) * expit(-logit) - of_nb * expit(logit)
    found = {"value": (value, size + np.abs(logit)), "d_logit": (by_logit, 1)}
    for name, (derivative, of) in zip(["d_mu", "d_theta"], derivatives, strict=True):
        found[name] = (of_nb * derivative, of)
    assert_columns(table, found)


def test_kl():
    table = golden("kl")
    mean, variance = table["mean"], table["variance"]
    value = (variance + mean**2 - 1 - np.log(variance)) / 2
    by_variance = (1 - 1 / variance) / 2
    found = {"value": (value, value), "d_mean": (mean, mean.abs()), "d_variance": (by_variance, 1 / variance)}
    assert_columns(table, found)


@pytest.mark.parametrize("name", ["zinb", "nb", "kl"])
def test_the_header_names_the_versions(name):
    first = (GOLDEN / f"{name}.csv").read_text().splitlines()[0]
    assert first.startswith("# bench/scfedvi_golden.py") and "scvi-tools" in first and "torch" in first

"""The tables that the Java tests hold scBatchProx against are what the program in numpy makes of its formulas."""

import json

import pytest

from reference import scbatchprox


def test_the_committed_tables_are_what_the_reference_writes():
    committed = json.loads(scbatchprox.GOLDEN.read_text())
    here = json.loads(scbatchprox.text(scbatchprox.reference()))
    assert committed.pop("made")["seed"] == here.pop("made")["seed"]
    assert_alike(here, committed, "tables")


def assert_alike(here, there, where):
    """Numbers to 1e-12: processors add up in orders of their own."""
    if isinstance(there, dict):
        assert list(here) == list(there), where
        for name, value in there.items():
            assert_alike(here[name], value, f"{where}.{name}")
    elif isinstance(there, list):
        assert len(here) == len(there), where
        for at, value in enumerate(there):
            assert_alike(here[at], value, f"{where}[{at}]")
    elif isinstance(there, (int, float)):
        assert here == pytest.approx(there, abs=1e-12, rel=1e-12), where
    else:
        assert here == there, where

"""What the Java program says about bad data, as a Python exception."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from py4j.protocol import Py4JJavaError

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

_BAD_DATA = "atlasprox.BadDataException"
_SHORT_OPTIONS = {
    "batch": "batchCol",
    "embedding": "embeddingCol",
    "id": "idCol",
    "guide": "guideCol",
    "preserve": "preserveCol",
}

# What embed calls columns of an AnnData.
EMBED_NAMES = {**_SHORT_OPTIONS, "batch": "batch_key", "client": "client_key"}


class BadDataError(ValueError):
    """The data cannot be used as they are; the message names the column, the rows and the remedy."""


@contextmanager
def readable_errors(names: Mapping[str, str] = _SHORT_OPTIONS) -> Iterator[None]:
    """Raise BadDataError where Java threw a BadDataException, on the driver or within a Spark job.

    `names` has what options of the command line are called here, where that is not the same in other letters.
    """
    try:
        yield
    except Py4JJavaError as error:
        message = _bad_data(error.java_exception)
        if message is None:
            raise
        raise BadDataError(with_params(message, names)) from None


@contextmanager
def divergence() -> Iterator[None]:
    """Raise RuntimeError where a fit's numbers ran away, which says whose and what to do."""
    try:
        yield
    except Py4JJavaError as error:
        failure = error.java_exception
        if failure is None or failure.getClass().getName() != "java.lang.IllegalStateException":
            raise
        raise RuntimeError(with_params(str(failure.getMessage()))) from None


def _bad_data(failure: JavaObject | None) -> str | None:
    while failure is not None:
        if failure.getClass().getName() == _BAD_DATA:
            return str(failure.getMessage())
        failure = failure.getCause()
    return None


def with_params(message: str, names: Mapping[str, str] = _SHORT_OPTIONS) -> str:
    """Name Params where the message names options of the command line: --on-invalid is onInvalid."""
    return re.sub(r"--([a-z]+(?:-[a-z]+)*)", lambda option: _param(option[1], names), message)


def _param(option: str, names: Mapping[str, str]) -> str:
    first, *others = option.split("-")
    return names.get(option, first + "".join(map(str.capitalize, others)))

"""The commands of the command line, run in the Spark session that is there."""

from __future__ import annotations

from os import PathLike

from pyspark import SparkContext
from pyspark.sql.utils import to_java_array

from atlasprox._errors import BadDataError
from atlasprox._spark import java_class

_BAD_DATA = 3


def run(*arguments: str | PathLike[str] | float) -> str:
    """Run a command of the command line, such as "evaluate", in the running session; return what it prints.

    Parameters
    ----------
    arguments
        The command and its options, one text each: `run("inspect", "--input", "cells", "--embedding", "X_pca")`.

    Raises
    ------
    BadDataError
        If the data cannot be used; in the command line's own words.
    RuntimeError
        If the options are wrong or the run failed, or if there is no session that has the program's jar.
    """
    main = java_class("atlasprox.cli.Main")
    assert SparkContext._jvm is not None
    java = SparkContext._jvm.java
    printed, said = java.io.StringWriter(), java.io.StringWriter()
    given = to_java_array(SparkContext._gateway, java.lang.String, [str(argument) for argument in arguments])
    writer = java.io.PrintWriter
    code = main.run(writer(printed), writer(said), given)
    if code:
        raise (BadDataError if code == _BAD_DATA else RuntimeError)(said.toString().strip())
    return str(printed.toString())

"""The Java process behind a Spark session of our own, without the chatter of its start."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyspark import SparkConf, SparkContext
from pyspark.find_spark_home import _find_spark_home
from pyspark.java_gateway import launch_gateway

CONF = Path(__file__).parent / "conf"

_OPTIONS = "SPARK_SUBMIT_OPTS"
_STDERR = 2

# Java says so itself, of an option that Spark gives to it, before there is a log.
_CHATTER = b"WARNING: Using incubator modules: jdk.incubator.vector\n"


def start_java(settings: Mapping[str, Any]) -> None:
    """Start Java for Spark, if it is not running; what it has to say then is said on this process's standard error.

    Java runs on when its session has been stopped, as pyspark has it. Where somebody has configured Spark's log, that
    stays; else it shows warnings, but those of the start that say nothing to a user.

    Parameters
    ----------
    settings
        Spark's settings that Java has to start with, such as the heap.
    """
    if SparkContext._gateway is not None or os.environ.get("PYSPARK_GATEWAY_PORT"):
        return
    conf = SparkConf(loadDefaults=False)
    for name, value in settings.items():
        conf.set(name, str(value))
    ours, javas = os.pipe()
    listening = threading.Thread(target=_pass_on, args=(ours,), daemon=True)
    listening.start()
    try:
        with _log_options():
            gateway = launch_gateway(conf, {"stderr": javas})
            SparkContext._ensure_initialized(gateway=gateway)
    finally:
        os.close(javas)


@contextmanager
def _log_options() -> Iterator[None]:
    """Have Java's log configured as the command line's is, unless somebody has done so; later options win."""
    given = os.environ.get(_OPTIONS)
    if _has_log_configuration():
        yield
        return
    own = f"-Dlog4j2.configurationFile={(CONF / 'log4j2.properties').as_uri()} -Datlasprox.log=warn"
    os.environ[_OPTIONS] = f"{own} {given or ''}".strip()
    try:
        yield
    finally:
        if given is None:
            del os.environ[_OPTIONS]
        else:
            os.environ[_OPTIONS] = given


def _has_log_configuration() -> bool:
    folder = os.environ.get("SPARK_CONF_DIR") or os.path.join(spark_home(), "conf")
    return any(file.suffix != ".template" for file in Path(folder).glob("log4j2*"))


def spark_home() -> str:
    """Find the folder of Spark: that of SPARK_HOME, or else pyspark's own."""
    return str(_find_spark_home())


def _pass_on(pipe: int) -> None:
    with os.fdopen(pipe, "rb") as said:
        for line in said:
            if line != _CHATTER:
                os.write(_STDERR, line)

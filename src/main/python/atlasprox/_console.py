"""The command `atlasprox`: the Java program with the Spark that came with pyspark, and what is of Python."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from atlasprox._exit import USAGE
from atlasprox._gateway import CONF, spark_home
from atlasprox._spark import jar_path

_HEAP = re.compile(r"\d{1,9}[kKmMgGtT]?")
_JAVA_VERSION = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)
_WANTED = "install Java 17 (up to 21), and set JAVA_HOME to its folder"


def main() -> int:
    """Run a command; return its exit code. The Java program takes this one's place where the system can do so."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["attach"]:
        from atlasprox._attach.command import attach

        return attach(arguments[1:])
    try:
        command = [*_java(), "atlasprox.cli.Main", *arguments]
    except ValueError as error:
        print(f"atlasprox: {error}", file=sys.stderr)
        return USAGE
    if os.name == "nt":
        return subprocess.run(command).returncode
    sys.stdout.flush()
    os.execv(command[0], command)


def _java() -> list[str]:
    """As submit/local.sh has it, which is for those who build the program."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=os.path.join(home, "bin") if home else None)
    if java is None:
        raise ValueError(f"there is no java{f' in JAVA_HOME, {home}' if home else ''}; {_WANTED}")
    _require_version(java)
    classes = os.pathsep.join([jar_path(), os.path.join(spark_home(), "jars", "*")])
    own = shlex.split(os.environ.get("ATLASPROX_JAVA_OPTIONS", ""))
    log = [
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        f"-Dlog4j2.configurationFile={(CONF / 'log4j2.properties').as_uri()}",
    ]
    return [java, f"@{CONF / 'jvm.options'}", "-XX:GCTimeRatio=4", *log, _heap(), *own, "-cp", classes]


def _require_version(java: str) -> None:
    release = Path(java).resolve().parent.parent / "release"
    found = _JAVA_VERSION.search(release.read_text(encoding="utf-8")) if release.is_file() else None
    if found and not 17 <= int(found[1]) <= 21:
        raise ValueError(f"{java} is Java {found[1]}; {_WANTED}")


def _heap() -> str:
    size = os.environ.get("ATLASPROX_HEAP")
    if not size:
        return "-XX:MaxRAMPercentage=50"
    if not _HEAP.fullmatch(size):
        raise ValueError(f"ATLASPROX_HEAP={size} is no size of a heap; say 8g, or 1500m, or a bare number of gigabytes")
    return f"-Xmx{size}g" if size.isdigit() else f"-Xmx{size}"

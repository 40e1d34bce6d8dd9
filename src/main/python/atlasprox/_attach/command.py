"""The command `atlasprox attach`, with the exit codes and the manners of the other commands."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from atlasprox._errors import BadDataError
from atlasprox._exit import BAD_DATA, DONE, FAILED, INTERRUPTED, USAGE

ABOUT = "Add the corrected embedding of a run to the AnnData that its cells came from, on disk."

_MORE = """\
Cells are told by their ids, in whatever order, and nothing is written unless each of the AnnData's has its own in the
run. The file or store may be the one that the run read. Nothing in it changes but the one key: a zarr store is added to
in place, an h5ad file is copied beside itself (which takes as much room), extended and put in its own place, at once.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"attach: {message}\nTry 'atlasprox attach --help'.\n")
        raise SystemExit(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("atlasprox attach", description=ABOUT, epilog=_MORE, allow_abbrev=False)
    add = parser.add_argument
    add("--output", required=True, metavar="FOLDER", help="what correct, apply or extend wrote")
    add(
        "--into",
        required=True,
        metavar="ANNDATA",
        help="an h5ad file, a zarr store, or a group within: data.zarr/tables/table, data.h5mu/mod/rna",
    )
    add("--key", help="the key of obsm (default: the embedding's name in the run)")
    add(
        "--id",
        metavar="COLUMN",
        help="the column of unique ids, in the run, in obs or both (default: the run's, or for texts the index of obs)",
    )
    add(
        "--missing",
        choices=["error", "nan"],
        default="error",
        help="what becomes of cells that the run lacks: an error, or NaN (default: error)",
    )
    add("--overwrite", action="store_true", help="replace the key if it is there")
    return parser


def attach(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as end:  # After --help, and after what is no option.
        return int(end.code or DONE)
    try:
        from atlasprox._attach import add

        attached = add(given.output, given.into, given.key, given.id, given.missing, given.overwrite)
    except BadDataError as error:
        return _say(BAD_DATA, f"attach: {_with_options(str(error))}")
    except KeyboardInterrupt:
        return _say(INTERRUPTED, "attach: interrupted")
    except ImportError as error:
        return _say(FAILED, f"attach failed: {error}; pip install 'atlasprox[anndata]'")
    except Exception as error:
        return _say(FAILED, f"attach failed: {_reason(error)}")
    print(f"{given.into}: {attached}")
    return DONE


def _say(code: int, message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return code


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _with_options(message: str) -> str:
    """Name options where the message names arguments of Python: missing='nan' is --missing nan."""
    named = re.sub(r"\b(missing)='(\w+)'", r"--\1 \2", message).replace("overwrite=True", "--overwrite")
    named = re.sub(r"\bby (id|key)=(?=')", r"by --\1 ", named)
    return re.sub(r"\bby (id|key)=", r"by --\1", named)

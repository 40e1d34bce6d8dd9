"""What a user sees of a fit: a bar on a terminal or in a notebook, and a line when it is done."""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from py4j.protocol import Py4JError

from atlasprox._spark import java_class

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

    from atlasprox.ml import BatchRefiner

_LOG = logging.getLogger("atlasprox")
_SECONDS = 0.2
_FORMAT = "{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} rounds [{elapsed}{postfix}]"
_ERRORS, _INFO = 0, 2


class Progress:
    """How much of a fit to show.

    Parameters
    ----------
    wanted
        Whether to show a bar; None for where it can be seen, a terminal or a notebook, and tqdm is there, unless scanpy
        is there and its verbosity is for errors only.
    bar
        Whether there are rounds of which a bar can tell; else there is but the line.
    """

    def __init__(self, wanted: bool | None, bar: bool = True) -> None:
        scanpy = sys.modules.get("scanpy")
        verbosity = None if scanpy is None else int(scanpy.settings.verbosity)
        seen = (sys.stderr.isatty() or _is_notebook()) and verbosity != _ERRORS and find_spec("tqdm") is not None
        self._scanpy = scanpy
        self.has_bar = bar and (seen if wanted is None else wanted)
        self.has_line = wanted is not False and (not self.has_bar if verbosity is None else verbosity >= _INFO)

    @contextmanager
    def of(self, refiner: BatchRefiner, title: str) -> Iterator[None]:
        """Show the rounds of a refiner's fit, and that cells are corrected afterwards, under a title."""
        if not self.has_bar:
            yield
            return
        state = java_class("atlasprox.ml.FitProgress")()
        java = refiner._java_obj
        assert java is not None
        java.onRound(state)
        refiner._transfer_params_to_java()
        with self.rounds(state, title, java.resolved(java.rounds()), _CORRECTING):
            yield

    @contextmanager
    def rounds(self, state: JavaObject, title: str, most: int | None = None, then: str = "") -> Iterator[None]:
        """Show the rounds that a state is told of, under a title.

        There are `most` at most, if that is known; `then` stands behind the last one while the work goes on.
        """
        if not self.has_bar:
            yield
            return
        bar = _bar(title, most)
        end = threading.Event()
        following = threading.Thread(target=_follow, args=(bar, state, end, then), daemon=True)
        following.start()
        try:
            yield
        except BaseException:
            end.set()
            following.join()
            bar.close()
            raise
        end.set()
        following.join()
        _show(bar, state, "")
        bar.total = bar.n  # Rounds that were not needed.
        bar.close()

    def done(self, line: str, added: str) -> None:
        """Tell what was done, in a line; and what was added, to those who have scanpy give hints."""
        if not self.has_line:
            return
        if self._scanpy is not None:
            self._scanpy.logging.info(line, deep=added)
        elif _LOG.isEnabledFor(logging.INFO) and _LOG.hasHandlers():
            _LOG.info("%s", line)
        else:
            print(f"atlasprox: {line}", file=sys.stderr)


_CORRECTING = ", correcting"


def _bar(title: str, rounds: int | None) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Without ipywidgets a notebook shows a bar of text.
        from tqdm.auto import tqdm
    return tqdm(total=rounds, desc=title, bar_format=_FORMAT, postfix="reading", file=sys.stderr)


def _follow(bar: Any, state: JavaObject, end: threading.Event, then: str) -> None:
    """Look now and then, which costs the fit nothing, and Java needs no way to call Python."""
    while not end.wait(_SECONDS):
        try:
            _show(bar, state, then)
        except (Py4JError, OSError):  # Java has ended; the fit tells of it.
            return


def _show(bar: Any, state: JavaObject, then: str) -> None:
    now = json.loads(java_class("atlasprox.Json").line(state.state()))
    if now["round"]:
        bar.total = now["rounds"]
        bar.n = now["round"]
        after = then if now["round"] == now["rounds"] else ""
        bar.set_postfix_str(f"objective {float(now['objective']):.6g}{after}", refresh=False)
    bar.refresh()


def _is_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and "IPKernelApp" in shell.config

"""The relay's end beside a site: places what comes, waits for the site's answer, and sends it back."""

from __future__ import annotations

import time
from collections.abc import Callable

from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder
from atlasprox._relay.names import is_owed, last_said, may_come, may_leave, parse
from atlasprox._relay.parcel import LINGER_SECONDS, Reply, Request, State, missing, packed

LOOK_SECONDS = 0.2


def answer(folder: Folder, site: str, request: Request, sleep: Callable[[float], None] = time.sleep) -> Reply:
    """Answer one request. Nothing is remembered from one to the next: each says what the other side has.

    Raises
    ------
    OSError
        If files cannot be read or written.
    """
    try:
        if request.site is None:
            return Reply(site, folder.is_at_work(site), state=State.of(folder))
        if request.site != site:
            raise RelayError(f"a request is for '{request.site}', and this is '{site}'")
        _place(folder, site, request)
        return _news(folder, site, request, sleep)
    except RelayError as error:
        return Reply(site, refused=str(error))


def _place(folder: Folder, site: str, request: Request) -> None:
    for piece in request.pieces:
        name = parse(piece.name)
        if name is None or not may_come(name, site):
            raise RelayError(f"{piece.name!r} is refused: the coordinator may not place that at '{site}'")
    if not request.pieces:
        return
    with folder.placing():
        for piece in request.pieces:
            if folder.place(piece) is None:
                return  # What comes after may go by it.


def _news(folder: Folder, site: str, request: Request, sleep: Callable[[float], None]) -> Reply:
    left = min(LINGER_SECONDS, request.linger)  # In this order, as what came may be no number at all.
    while True:
        working = folder.is_at_work(site)  # Before its files: who has stopped has left its note by then.
        own = {name: mark for name, mark in folder.marks().items() if may_leave(name, site)}
        news = missing(own, request.state.have)
        if news or left <= 0 or not _is_at_it(folder, site):
            pieces, more = packed(folder, news, request.state.begun)
            return Reply(site, working, more, state=State.of(folder), pieces=pieces)
        sleep(LOOK_SECONDS)
        left -= LOOK_SECONDS


def _is_at_it(folder: Folder, site: str) -> bool:
    """Whether there is something to wait for: an answer that is owed, or that the site takes the model."""
    there = folder.marks().keys()
    last = last_said(there)
    return is_owed(there, site) or (last is not None and last.is_end and folder.is_at_work(site))

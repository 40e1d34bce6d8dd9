"""What travels between the two sides of a relay in one go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder, Piece, changed
from atlasprox._relay.names import Name

_WORDS = "relay"

PARCEL_BYTES = 64 * 2**20
"""What is in a message of Flower at most; whoever passes it on holds all of it in memory."""

LINGER_SECONDS = 60.0
"""How long a node waits for its site's answer, at most, before it says that there is none yet."""


@dataclass(frozen=True)
class State:
    """What a side has: by name the marks of whole files, and the lengths of those in part, as of `Folder.begun`."""

    have: Mapping[str, str] = field(default_factory=dict)
    begun: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Folder) -> State:
        """Return what a folder has."""
        return cls({name.text: mark for name, mark in folder.marks().items()}, folder.begun())


@dataclass(frozen=True)
class Request:
    """From the coordinator's side to a site's.

    Parameters
    ----------
    site
        Whom it is for; None where that is not known yet, and is all that is asked.
    linger
        How many seconds to wait for the site's answer at most.
    state
        What the coordinator's side has.
    pieces
        What the site gets.
    """

    site: str | None = None
    linger: float = 0
    state: State = State()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Reply:
    """From a site's side to the coordinator's.

    Parameters
    ----------
    site
        Who answers.
    working
        Whether the site's command is at work.
    refused
        Why the request was refused; None where it was not.
    more
        Whether there is more to come than what is in the reply.
    state
        What the site's side has.
    pieces
        What the coordinator gets.
    """

    site: str
    working: bool = False
    more: bool = False
    refused: str | None = None
    state: State = State()
    pieces: tuple[Piece, ...] = ()


def missing(names: Mapping[Name, str], have: Mapping[str, str]) -> list[Name]:
    """Return the files that the other side lacks, in their order.

    Raises
    ------
    RelayError
        If it has another file by the name of one that is not written anew.
    """
    lacking = [name for name, mark in names.items() if have.get(name.text) != mark]
    for name in lacking:
        if name.text in have and not name.is_failure:
            raise changed(name.text)
    return lacking


def packed(folder: Folder, names: Iterable[Name], begun: Mapping[str, int]) -> tuple[tuple[Piece, ...], bool]:
    """Return as many pieces of the files as go into a parcel, and whether there are more."""
    taken: list[Piece] = []
    room = PARCEL_BYTES
    for piece in chain.from_iterable(folder.pieces(name.text, begun) for name in names):
        room -= len(piece.data)
        if room < 0:
            return tuple(taken), True
        taken.append(piece)
    return tuple(taken), False


def records(said: Request | Reply) -> dict[str, dict[str, str | int | bytes]]:
    """Return it as records of plain values: one of words, and one for each piece."""
    made: dict[str, dict[str, str | int | bytes]] = {_WORDS: {"said": _words(said)}}
    for number, piece in enumerate(said.pieces):
        made[f"piece-{number:06}"] = piece._asdict()
    return made


def _words(said: Request | Reply) -> str:
    """All but the pieces, as JSON."""
    shown = {name: value for name, value in vars(said).items() if name not in {"state", "pieces"}}
    return json.dumps(shown | {"have": dict(said.state.have), "begun": dict(said.state.begun)})


def request(found: Mapping[str, Mapping[str, object]]) -> Request:
    """Return the request that `records` made these of.

    Raises
    ------
    RelayError
        If it is none.
    """
    text, pieces = _unpacked(found)
    said = _said(text)
    site, linger = said.get("site"), said.get("linger")
    if not isinstance(site, str | None) or not isinstance(linger, int | float):
        raise _unreadable()
    return Request(site, linger, _state(said), pieces)


def reply(found: Mapping[str, Mapping[str, object]]) -> Reply:
    """Return the reply that `records` made these of.

    Raises
    ------
    RelayError
        If it is none.
    """
    text, pieces = _unpacked(found)
    said = _said(text)
    site, working, more, refused = (said.get(name) for name in ("site", "working", "more", "refused"))
    if not isinstance(site, str) or not isinstance(refused, str | None):
        raise _unreadable()
    if not isinstance(working, bool) or not isinstance(more, bool):
        raise _unreadable()
    return Reply(site, working, more, refused, _state(said), pieces)


def _unpacked(found: Mapping[str, Mapping[str, object]]) -> tuple[str, tuple[Piece, ...]]:
    """Take records apart, whatever these are."""
    said = found.get(_WORDS, {}).get("said")
    if not isinstance(said, str):
        raise _unreadable()
    return said, tuple(_piece(found[name]) for name in sorted(found) if name != _WORDS)


def _piece(record: Mapping[str, object]) -> Piece:
    name, size, sha256, offset, data = (record.get(field) for field in Piece._fields)
    if not isinstance(name, str) or not isinstance(sha256, str) or not isinstance(data, bytes):
        raise _unreadable()
    if not isinstance(size, int) or not isinstance(offset, int) or offset < 0:
        raise _unreadable()
    return Piece(name, size, sha256, offset, data)


def _said(text: str) -> dict[str, object]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise _unreadable() from error
    if not isinstance(said, dict):
        raise _unreadable()
    return said


def _state(said: Mapping[str, object]) -> State:
    have, begun = said.get("have"), said.get("begun")
    if not isinstance(have, dict) or not isinstance(begun, dict):
        raise _unreadable()
    if not all(isinstance(mark, str) for mark in have.values()) or not all(type(n) is int for n in begun.values()):
        raise _unreadable()
    return State(have, begun)


def _unreadable() -> RelayError:
    return RelayError("a message of Flower is none of this relay's: run the same version of atlasprox on all sides")

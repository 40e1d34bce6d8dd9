"""An exchange folder on this machine: what is in it, and how files come into it whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from atlasprox._relay.errors import RelayError
from atlasprox._relay.names import COORDINATOR, Name, parse

PIECE_BYTES = 4 * 2**20
"""A piece is one object on the wire: Flower's own are 5 MiB, and what stands in between may take little more."""

_PARTS = ".relay"
_TAIL_BYTES = 1024

# A claim that has not changed for so long is of a command that was killed.
_CLAIM_SECONDS = 60.0
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Piece(NamedTuple):
    """A part of a file; size and SHA-256 are the whole file's."""

    name: str
    size: int
    sha256: str
    offset: int
    data: bytes


class Folder:
    """An exchange folder; all names are relative to it.

    What has come in part lies in its folder `.relay`, which the commands do not look at.

    Raises
    ------
    RelayError
        If there is no such folder.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise RelayError("the exchange folder is not there: make it, and name it by its full path")
        self.root = root
        self._marks: dict[str, tuple[tuple[int, int, int], str]] = {}

    def marks(self) -> dict[Name, str]:
        """Return what tells each file of the exchange from another one, each after those that it goes by.

        That is its length and the SHA-256 of its end, where a message has its seal.
        """
        marks = {}
        for name in sorted(filter(None, map(parse, self._texts())), key=lambda name: name.place):
            try:
                marks[name] = self._mark(name.text)
            except FileNotFoundError:
                continue  # A note that was taken back just now.
        return marks

    def _texts(self) -> Iterator[str]:
        """List the coordinator's first: whoever finds its last message finds all of the model."""
        for top in [*self.root.glob(f"attempt-*/{COORDINATOR}"), *self.root.glob("attempt-*")]:
            for path, folders, files in os.walk(top):
                if Path(path) == top and COORDINATOR in folders:
                    folders.remove(COORDINATOR)
                for file in files:
                    yield (Path(path) / file).relative_to(self.root).as_posix()

    def _mark(self, name: str) -> str:
        """Read it only where the file is another one than when it was read last, as a node looks every moment."""
        with open(self.root / name, "rb") as file:
            found = os.fstat(file.fileno())
            same = found.st_ino, found.st_mtime_ns, found.st_size
            known = self._marks.get(name)
            if known is None or known[0] != same:
                self._marks[name] = known = same, _mark(file)
            return known[1]

    def begun(self) -> dict[str, int]:
        """Return, by name and SHA-256 in one word, of files that have come in part how many bytes are there."""
        return {part.stem: part.stat().st_size for part in self.root.glob(f"{_PARTS}/*.part")}

    def pieces(self, name: str, begun: Mapping[str, int]) -> Iterator[Piece]:
        """Cut a file from where the other side has come, into at least one piece; none where it is gone."""
        try:
            data = (self.root / name).read_bytes()
        except FileNotFoundError:
            return
        sha256 = hashlib.sha256(data).hexdigest()
        start = begun.get(_word(name, sha256), 0)
        for offset in range(start if 0 < start < len(data) else 0, max(len(data), 1), PIECE_BYTES):
            yield Piece(name, len(data), sha256, offset, data[offset : offset + PIECE_BYTES])

    def place(self, piece: Piece) -> bool | None:
        """Take a piece; return whether it has made its file whole, which is in its place now.

        A piece of a file that is there already is left; None is of one that does not follow on what has come.

        Raises
        ------
        RelayError
            If no file may be called so, another one has that name here, or what has come is not what was sent.
        """
        name = parse(piece.name)
        if name is None or not _SHA256.fullmatch(piece.sha256):
            raise RelayError(f"{piece.name!r} is refused: no file of an exchange is called so")
        if self._is_there(name, piece.sha256):
            return False
        part = self.root / _PARTS / f"{_word(piece.name, piece.sha256)}.part"
        end = piece.offset + len(piece.data)
        if piece.offset != (part.stat().st_size if piece.offset and part.exists() else 0) or end > piece.size:
            return None
        part.parent.mkdir(exist_ok=True)
        with open(part, "ab" if piece.offset else "wb") as file:
            file.write(piece.data)
        if end == piece.size:
            self._finish(part, piece)
        return end == piece.size

    def _is_there(self, name: Name, sha256: str) -> bool:
        target = self.root / name.text
        if not target.exists():
            return False
        same = hashlib.sha256(target.read_bytes()).hexdigest() == sha256
        if not same and not name.is_failure:
            raise changed(name.text)
        return same

    def _finish(self, part: Path, piece: Piece) -> None:
        if hashlib.sha256(part.read_bytes()).hexdigest() != piece.sha256:
            part.unlink()
            raise RelayError(f"{piece.name} was changed on its way: its SHA-256 is not the one that its side states")
        target = self.root / piece.name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(part, target)  # At once, so that the commands never read half of it.

    def is_at_work(self, side: str) -> bool:
        """Whether a command holds that side's claim, which it writes anew every few seconds."""
        try:
            return time.time() - (self.root / "claims" / side).stat().st_mtime < _CLAIM_SECONDS
        except FileNotFoundError:
            return False

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Wait for others that place files here, as after a message that came twice, and keep them waiting."""
        try:
            import fcntl
        except ImportError:  # Where there are no such locks, a file that came in parts is still checked as a whole.
            yield
            return
        (self.root / _PARTS).mkdir(exist_ok=True)
        with open(self.root / _PARTS / "placing", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other relays from this folder.

        Raises
        ------
        RelayError
            If one is at work there.
        """
        import fcntl  # Not everywhere; nor is Flower's server.

        (self.root / _PARTS).mkdir(exist_ok=True)
        with open(self.root / _PARTS / "lock", "wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RelayError(
                    "another run of Flower carries the messages of this exchange folder: let it go on, or stop it first"
                ) from None
            yield

    def sites(self, offer: Name) -> list[str]:
        """Return the sites that take part, by the coordinator's offer.

        Raises
        ------
        RelayError
            If it is damaged.
        """
        with open(self.root / offer.text, "rb") as file:
            try:
                return [str(site) for site in json.loads(file.readline())["sites"]]
            except (ValueError, KeyError, TypeError) as error:
                raise RelayError(f"{offer.text} is damaged: delete it, and start the coordinator again") from error


def _mark(file: BinaryIO) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    return f"{size}-{hashlib.sha256(file.read()).hexdigest()}"


def _word(name: str, sha256: str) -> str:
    """Return what a file that has come in part is called: files of a model may have the same bytes."""
    return hashlib.sha256(f"{name} {sha256}".encode()).hexdigest()


def changed(name: str) -> RelayError:
    """Tell that a file is another one at its side than what has been carried."""
    return RelayError(
        f"{name} is refused: another file was carried by that name, and none is written over; if its side has begun"
        " again, begin again in empty folders on all sides"
    )

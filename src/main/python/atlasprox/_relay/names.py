"""Which files are carried, by their names: those of an exchange, each in one direction, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from atlasprox._relay.errors import RelayError

COORDINATOR = "coordinator"
_MODEL = "model"
_OFFER = "offer"
_FAILED = "failed"

# Whose answers all sites read: they have the sites' keys for masks.
_AMONG_SITES = "shards"

_SITE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MESSAGE = re.compile(
    r"attempt-(?P<attempt>[1-9][0-9]{0,8})/(?P<sender>[A-Za-z0-9][A-Za-z0-9_-]{0,63})"
    r"/(?P<number>[0-9]{4,9})-(?P<exchange>[a-z]{1,32})\.jsonl"
)
_OF_MODEL = re.compile(r"attempt-(?P<attempt>[1-9][0-9]{0,8})/model(?:/[A-Za-z0-9_=-][A-Za-z0-9_.=-]{0,254}){1,8}")


class Name(NamedTuple):
    """A file's name below an exchange folder, taken apart; the model's files have sender "model" and no exchange."""

    text: str
    attempt: int
    sender: str
    number: int
    exchange: str

    @property
    def is_offer(self) -> bool:
        """Whether an attempt begins with it."""
        return self.sender == COORDINATOR and self.exchange == _OFFER and self.number == 0

    @property
    def is_end(self) -> bool:
        """Whether it says where the model is, which is there by then."""
        return self.sender == COORDINATOR and self.exchange == _MODEL

    @property
    def is_failure(self) -> bool:
        """Whether it is the note of a side that has stopped: the one file that a side may write anew."""
        return self.exchange == _FAILED and self.number == 0

    @property
    def is_model(self) -> bool:
        """Whether it is a file of the model."""
        return self.sender == _MODEL

    @property
    def is_question(self) -> bool:
        """Whether a site answers it, under the same name in its own folder."""
        return self.sender == COORDINATOR and not (self.is_offer or self.is_end or self.is_failure)

    @property
    def place(self) -> tuple[int, int, int, str]:
        """Sorts names so that whoever finds a file finds all that it goes by."""
        stage = 3 if self.is_end else 2 if self.is_model else 1 if self.sender == COORDINATOR else 0
        return self.attempt, stage, self.number, self.text


def parse(text: str) -> Name | None:
    """Return the name's parts; None where nothing of an exchange is called so."""
    if found := _MESSAGE.fullmatch(text):
        if found["sender"].lower() == _MODEL:
            return None
        return Name(text, int(found["attempt"]), found["sender"], int(found["number"]), found["exchange"])
    if found := _OF_MODEL.fullmatch(text):
        return Name(text, int(found["attempt"]), _MODEL, -1, "")
    return None


def require_site(name: object) -> str:
    """Return the name if a site may have it.

    Raises
    ------
    RelayError
        If none may.
    """
    if not isinstance(name, str) or not _SITE.fullmatch(name) or name.lower() in {COORDINATOR, _MODEL}:
        raise RelayError(
            f"a site cannot be called {name!r}: at most 64 letters, digits, - and _, and neither 'coordinator' nor"
            " 'model'"
        )
    return name


def may_leave(name: Name, site: str) -> bool:
    """Whether a site's file goes to the coordinator: its own messages do."""
    return name.sender == site


def may_come(name: Name, site: str) -> bool:
    """Whether a file may be placed at a site: what the coordinator says, the model, and other sites' keys for masks.

    Nothing under the site's own name, in whatever case, as some file systems do not tell these apart.
    """
    if name.sender in {COORDINATOR, _MODEL}:
        return True
    return name.exchange == _AMONG_SITES and name.sender.lower() not in {site.lower(), COORDINATOR, _MODEL}


def last_said(names: Collection[Name]) -> Name | None:
    """Return the coordinator's newest message but for a note that it has stopped, if there is one."""
    said = [name for name in names if name.sender == COORDINATOR and not name.is_failure]
    return max(said, key=lambda name: (name.attempt, name.number), default=None)


def is_owed(names: Collection[Name], site: str) -> bool:
    """Whether the coordinator's newest message is a question that a site has not answered."""
    last = last_said(names)
    answer = last and last.text.replace(f"/{COORDINATOR}/", f"/{site}/")
    return last is not None and last.is_question and answer not in {name.text for name in names}

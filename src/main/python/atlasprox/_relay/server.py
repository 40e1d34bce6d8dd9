"""The relay's end beside the coordinator: asks every site in turn, until the coordinator and the sites have ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder
from atlasprox._relay.names import COORDINATOR, Name, is_owed, may_come, may_leave, parse, require_site
from atlasprox._relay.parcel import LINGER_SECONDS, Reply, Request, State, missing, packed

SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
IDLE_SECONDS = 30.0
"""How often a site that owes no answer is asked whether it has stopped."""

GRACE_SECONDS = 60.0
"""How long a note that the coordinator has stopped may be one of before, whose coordinator is on its way; and how long
sites that were told of one are waited for, until they have stopped as well."""

FAILURES = 3
"""So many failures of a node's app in a row are no accident."""


@dataclass(frozen=True)
class Lost:
    """That a request has no answer: on its way, or as the node's app failed."""

    reason: str
    is_failure: bool


class Carrier(Protocol):
    """Carries requests to nodes, and their replies."""

    def nodes(self) -> Collection[int]:
        """Return the nodes that can be reached now."""

    def send(self, node: int, request: Request) -> str | None:
        """Send a request; return what its reply is found by, None where it could not be sent."""

    def replies(self, sent: Collection[str]) -> Mapping[str, Reply | Lost]:
        """Return the replies to what was sent, of those that have one."""


@dataclass
class _Node:
    site: str | None = None
    state: State = field(default_factory=State)
    sent: str | None = None
    rests_until: float = 0
    due: float = 0
    working: bool = False
    failures: int = 0
    trouble: str = ""


class Relay:
    """Carries messages between the coordinator's folder and the sites' until all have what they need.

    Parameters
    ----------
    folder
        The coordinator's exchange folder.
    carrier
        Reaches the nodes.
    say
        Is told how it gets on.
    wait_seconds
        How long nothing may come or go before the relay gives up.
    clock, sleep
        What tells the time in seconds, and waits.
    """

    def __init__(
        self,
        folder: Folder,
        carrier: Carrier,
        say: Callable[[str], None],
        *,
        wait_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._carrier = carrier
        self._say = say
        self._wait = wait_seconds
        self._clock = clock
        self._sleep = sleep
        self._nodes: dict[int, _Node] = {}
        self._began = self._moved = clock()
        self._told: float | None = None
        self._files: dict[Name, str] = folder.marks()
        self._before = {name: mark for name, mark in self._files.items() if name.is_failure}

    def run(self) -> None:
        """Carry until the coordinator has ended and every site has the model.

        Raises
        ------
        RelayError
            If a file of a site that takes part was refused, a side has stopped, or nothing has come or gone for too
            long.
        """
        with self._folder.alone():
            while not self._has_ended():
                self._require_not_stopped()
                self._require_not_late()
                self._sleep(min(LONGEST_PAUSE, max(SHORTEST_PAUSE, (self._clock() - self._moved) / 10)))
                self._meet()
                self._hear()
                self._files = self._folder.marks()
                self._ask()
            if stopped := self._stopped():
                raise _stopped(stopped)

    def _meet(self) -> None:
        here = set(self._carrier.nodes())
        for node in self._nodes.keys() - here:
            site = self._nodes.pop(node).site
            if site:
                self._say(f"the SuperNode of '{site}' cannot be reached any more; waiting for it")
        for node in here - self._nodes.keys():
            self._nodes[node] = _Node()

    def _hear(self) -> None:
        asked = {node.sent: node for node in self._nodes.values() if node.sent}
        for sent, said in (self._carrier.replies(asked.keys()) if asked else {}).items():
            node = asked[sent]
            node.sent = None
            if isinstance(said, Lost):
                self._lost(node, said)
            else:
                node.failures = 0
                with self._resting(node):
                    self._heard(node, said)

    @contextmanager
    def _resting(self, node: _Node) -> Iterator[None]:
        """Let a node rest that is at fault, unless its site takes part, without which there is no end."""
        try:
            yield
        except RelayError as error:
            if node.site in self._sites():
                raise
            node.rests_until = self._clock() + IDLE_SECONDS
            if node.trouble != str(error):
                self._say(f"{_called(node)} takes no part, and is let rest: {error}")
            node.trouble = str(error)

    def _lost(self, node: _Node, lost: Lost) -> None:
        node.rests_until = self._clock() + LONGEST_PAUSE
        node.failures += lost.is_failure
        if node.failures <= FAILURES:
            self._say(f"no reply of {_called(node)}: {lost.reason}")
        if node.failures >= FAILURES and self._may_be_needed(node):
            raise RelayError(f"the app at {_called(node)} failed {FAILURES} times in a row: {lost.reason}")

    def _may_be_needed(self, node: _Node) -> bool:
        here = {other.site for other in self._nodes.values()}
        sites = self._sites()
        return node.site in sites if node.site else not here.issuperset(sites)

    def _heard(self, node: _Node, reply: Reply) -> None:
        site = require_site(reply.site)
        if node.site != site and not self._is_taken(site):
            self._say(f"'{site}' is here")
            self._moved = self._clock()
            node.site = site
        if node.site != site:
            self._say(f"two SuperNodes say that they are '{site}'; the second one is left until the first one has gone")
            node.rests_until = self._clock() + IDLE_SECONDS
            return
        if reply.refused is not None:
            raise RelayError(f"'{site}' refuses: {reply.refused}")
        if reply.state != node.state:
            self._moved = self._clock()
        node.state, node.working = reply.state, reply.working
        self._place(site, reply)
        node.due = self._clock() + self._until_due(site, reply)

    def _until_due(self, site: str, reply: Reply) -> float:
        if site not in self._sites():
            return IDLE_SECONDS
        if reply.more or self._is_owed(site):
            return 0
        return LONGEST_PAUSE if self._told is not None else IDLE_SECONDS

    def _is_taken(self, site: str) -> bool:
        """Whether another node has that name; of one that takes no part, in whatever case, as file systems may."""
        taken = {node.site for node in self._nodes.values() if node.site}
        return site in taken or (site not in self._sites() and site.lower() in map(str.lower, taken))

    def _place(self, site: str, reply: Reply) -> None:
        for piece in reply.pieces:
            name = parse(piece.name)
            if name is None or not may_leave(name, site):
                raise RelayError(f"{piece.name!r} of '{site}' is refused: a site sends its own messages alone")
            if name.attempt not in self._attempts(site):
                continue
            self._moved = self._clock()
            placed = self._folder.place(piece)
            if placed is None:
                return  # What comes after may go by it.
            if placed:
                self._say(f"'{site}' has sent {piece.name} ({piece.size:,} bytes)")

    def _ask(self) -> None:
        for number, node in self._nodes.items():
            request = None
            if not node.sent and self._clock() >= node.rests_until:
                with self._resting(node):
                    request = self._request(node)
            if request is None:
                continue
            node.sent = self._carrier.send(number, request)
            if node.sent is None:
                node.rests_until = self._clock() + LONGEST_PAUSE
                self._say(f"a message to {_called(node)} could not be sent; trying again")

    def _request(self, node: _Node) -> Request | None:
        """Return what to ask a node now, if anything: nothing but its name while no attempt has begun."""
        if node.site is None:
            return Request()
        news = missing(self._for(node.site), node.state.have)
        if not self._offers() or not (news or self._clock() >= node.due):
            return None
        own = {name.text: mark for name, mark in self._files.items() if may_leave(name, node.site)}
        state = State(own, self._folder.begun())
        pieces, _ = packed(self._folder, news, node.state.begun)
        return Request(node.site, LINGER_SECONDS, state, pieces)

    def _for(self, site: str) -> dict[Name, str]:
        """Return what a site gets: all of the attempts that it takes part in, and of others that they have begun."""
        takes_part = self._attempts(site)
        whole = {name.attempt for name in self._files if name.is_end}
        return {
            name: mark
            for name, mark in self._files.items()
            if may_come(name, site)
            and (name.is_offer or name.attempt in takes_part)
            and (name.attempt in whole or not name.is_model)
            and not (self._clock() - self._began < GRACE_SECONDS and self._before.get(name) == mark)
        }

    def _attempts(self, site: str) -> set[int]:
        """Return the attempts that a site takes part in."""
        return {offer.attempt for offer in self._offers() if site in self._folder.sites(offer)}

    def _offers(self) -> list[Name]:
        return [name for name in self._files if name.is_offer]

    def _newest(self) -> int:
        """Return the attempt of the newest offer; 0 while there is none."""
        offers = self._offers()
        return offers[-1].attempt if offers else 0

    def _sites(self) -> list[str]:
        """Those of the newest attempt."""
        offers = self._offers()
        return self._folder.sites(offers[-1]) if offers else []

    def _is_owed(self, site: str) -> bool:
        """Whether a site that takes part has not answered the newest question."""
        return site in self._sites() and is_owed(self._folder.marks().keys(), site)

    def _has_ended(self) -> bool:
        """Whether the coordinator has published the model, and all sites have it and wait for nothing."""
        newest = self._newest()
        if not any(name.is_end and name.attempt == newest for name in self._files):
            return False
        return not self._folder.is_at_work(COORDINATOR) and all(map(self._is_done, self._sites()))

    def _is_done(self, site: str) -> bool:
        nodes = [node for node in self._nodes.values() if node.site == site]
        return any(not node.working and not missing(self._for(site), node.state.have) for node in nodes)

    def _require_not_stopped(self) -> None:
        """End where the coordinator has stopped, once the sites know and have stopped as well.

        Their notes are kept here by then: one that came when all have begun again would stop the coordinator anew.
        """
        note = next((name for name in self._notes() if name.sender == COORDINATOR), None)
        is_old = note and self._before.get(note) == self._files[note]
        if not note or self._folder.is_at_work(COORDINATOR):
            self._told = None
            return
        if is_old and self._clock() - self._began < GRACE_SECONDS:
            return
        reached = [node for node in self._nodes.values() if node.site in self._sites()]
        if any(missing(self._for(str(node.site)), node.state.have) for node in reached):
            return
        self._told = self._clock() if self._told is None else self._told
        if all(map(self._has_stopped, reached)) or self._clock() - self._told >= GRACE_SECONDS:
            raise _stopped(self._stopped() or [COORDINATOR])

    def _has_stopped(self, node: _Node) -> bool:
        """Whether its site is not at work, or has left a note that is here; it takes that back when it begins again."""
        note = f"attempt-{self._newest()}/{node.site}/0000-failed.jsonl"
        if note in node.state.have:
            return any(name.text == note and mark == node.state.have[note] for name, mark in self._files.items())
        return not node.working

    def _notes(self) -> list[Name]:
        """Return the notes of sides that have stopped in the newest attempt."""
        return [name for name in self._files if name.is_failure and name.attempt == self._newest()]

    def _stopped(self) -> list[str]:
        """Return the sides that have stopped since the relay began, and have not begun again."""
        new = [name for name in self._notes() if self._before.get(name) != self._files[name]]
        there = {text for node in self._nodes.values() for text in node.state.have}
        return [name.sender for name in new if name.sender == COORDINATOR or name.text in there]

    def _require_not_late(self) -> None:
        if self._clock() - self._moved < self._wait:
            return
        here = {node.site for node in self._nodes.values()}
        sites = self._sites()
        late = [f"'{site}', of which there is no SuperNode" for site in sites if site not in here]
        late += [f"'{site}' to answer" for site in sites if site in here and self._is_owed(site)]
        whom = ", ".join(late) if sites else "the coordinator to begin"
        raise RelayError(
            f"nothing has come or gone for {self._wait / 60:g} minutes (wait), waiting for {whom or 'the coordinator'};"
            " what was sent is kept: start this again when they are back"
        )


def _stopped(sides: list[str]) -> RelayError:
    return RelayError(
        f"stopped: {', '.join(sides)}; their own output says why, and what was sent is kept: start all sides and this"
        " again when that is mended"
    )


def _called(node: _Node) -> str:
    return f"'{node.site}'" if node.site else "a SuperNode that has not said its site"

"""The apps by which Flower carries the messages of `coordinate` and `site`; docs/sites.md has an example.

`server` runs beside `coordinate`, and `client` beside each `site`; each reads and writes the exchange folder of its own
machine. A site takes nothing of what the submitter of a run says: its name and its folder are its own settings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from flwr.app import ConfigRecord, Context, Message, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import Grid, ServerApp

from atlasprox._relay import node, parcel
from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder
from atlasprox._relay.names import require_site
from atlasprox._relay.parcel import LINGER_SECONDS, Reply, Request
from atlasprox._relay.server import Lost, Relay

_TYPE = "query.relay"

# On top of the time that a site is waited for: that of both ways, for tens of megabytes on a slow line.
_WAY_SECONDS = 1800.0

# What Flower says of a node that is gone or a message that expired, in place of a reply; the rest is of the node's app.
_ON_THE_WAY = {3, 4, 5}

server = ServerApp()
client = ClientApp()


@server.main()
def _serve(grid: Grid, context: Context) -> None:
    """Carry until the coordinator and the sites have ended; raise RelayError where they do not."""
    config = context.run_config
    wait = config.get("wait", 1440)
    if isinstance(wait, str) or wait <= 0:
        raise RelayError(f"wait={wait!r} in the run's configuration is not allowed: minutes, more than 0")
    Relay(_folder(config, "run"), _Flower(grid), _say, wait_seconds=60.0 * wait).run()
    _say("the coordinator and all sites have what they need")


@client.query("relay")
def _answer(message: Message, context: Context) -> Message:
    site = require_site(context.node_config.get("site"))
    try:
        folder = _folder(context.node_config, "node")
        reply = node.answer(folder, site, parcel.request(message.content.config_records))
    except OSError as error:
        _say(f"cannot read or write in the exchange folder: {error}")  # Here alone: paths are the site's own affair.
        reply = Reply(site, refused="it cannot read or write in its exchange folder, as the log of its SuperNode says")
    return Message(_packed(reply), reply_to=message)


def _folder(config: Mapping[str, object], whose: str) -> Folder:
    path = config.get("exchange")
    if not isinstance(path, str) or not Path(path).is_absolute():
        raise RelayError(f"the {whose}'s configuration has no exchange, the full path of a folder of this machine")
    return Folder(Path(path))


def _say(line: str) -> None:
    print(f"atlasprox: {line}", flush=True)


class _Flower:
    """Carries requests as Flower's messages."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def nodes(self) -> Collection[int]:
        return list(self._grid.get_node_ids())

    def send(self, node: int, request: Request) -> str | None:
        message = Message(_packed(request), node, _TYPE, ttl=LINGER_SECONDS + _WAY_SECONDS)
        return next(iter(self._grid.push_messages([message])), None)

    def replies(self, sent: Collection[str]) -> dict[str, Reply | Lost]:
        """One by one, as together they may be larger than one answer of Flower."""
        found = (reply for one in sent for reply in self._grid.pull_messages([one]))
        return {reply.metadata.reply_to_message_id: _said(reply) for reply in found}


def _said(reply: Message) -> Reply | Lost:
    if reply.has_error():
        return Lost(reply.error.reason or f"error {reply.error.code}", reply.error.code not in _ON_THE_WAY)
    try:
        return parcel.reply(reply.content.config_records)
    except RelayError as error:  # Whoever sent it is named, as one whose app fails.
        return Lost(str(error), is_failure=True)


def _packed(said: Request | Reply) -> RecordDict:
    return RecordDict({name: ConfigRecord({**record}) for name, record in parcel.records(said).items()})

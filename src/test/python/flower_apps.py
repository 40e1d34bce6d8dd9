"""What the apps do with settings and messages of all kinds; run where Flower is, by test_flower.py.

python flower_apps.py FOLDER
"""

import contextlib
import io
import sys
from pathlib import Path
from unittest import mock

from flwr.app import ConfigRecord, Context, Error, Message, RecordDict
from flwr.supercore.task_identity import TaskIdentity

from atlasprox import flower
from atlasprox._relay import parcel
from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder
from atlasprox._relay.parcel import Request
from atlasprox._relay.server import Lost

CENSUS = "attempt-1/coordinator/0001-census.jsonl"


def main(root):
    TaskIdentity.run_id, TaskIdentity.node_id, TaskIdentity.task_id = 1, 2, 3
    here, there = root / "here", root / "there"
    (here / CENSUS).parent.mkdir(parents=True)
    (here / CENSUS).write_bytes(b"a question")
    there.mkdir()
    request = message(Request("north", pieces=tuple(Folder(here).pieces(CENSUS, {}))))
    refuses_settings(request, here)
    places_what_comes(request, there)
    keeps_paths_to_itself(request, root)
    tells_replies_from_failures(request)
    sends_and_finds(request)


def message(said):
    return Message(flower._packed(said), 5, "query.relay")


def context(node=None, run=None):
    return Context(run_id=1, node_id=2, node_config=node or {}, state=RecordDict(), run_config=run or {})


def refuses_settings(request, here):
    refused(lambda: flower.client(request, context({"exchange": str(here)})), "a site cannot be called None")
    for exchange in [{}, {"exchange": "here"}, {"exchange": 1}]:
        refused(lambda node=exchange: flower.client(request, context({"site": "north", **node})), "has no exchange")
        refused(lambda run=exchange: flower.server(None, context(run=run)), "the run's configuration has no exchange")
    refused(lambda: flower.server(None, context(run={"exchange": str(here / "none")})), "make it")
    for wait in [0, -1, "day"]:
        refused(
            lambda wait=wait: flower.server(None, context(run={"exchange": str(here), "wait": wait})), f"wait={wait!r}"
        )


def refused(call, words):
    try:
        call()
    except RelayError as error:
        assert words in str(error), error
    else:
        raise AssertionError(words)


def answer(request, folder):
    return flower._said(flower.client(request, context({"site": "north", "exchange": str(folder)}, {"exchange": "/"})))


def places_what_comes(request, there):
    reply = answer(request, there)
    assert (reply.site, reply.refused, list(reply.state.have)) == ("north", None, [CENSUS])
    assert (there / CENSUS).read_bytes() == b"a question"
    bad = Message(RecordDict({"relay": ConfigRecord({"said": "{}"})}), 5, "query.relay")
    refused(lambda: answer(bad, there), "version")
    lost = flower._said(bad)
    assert lost.is_failure and "same version" in lost.reason


def keeps_paths_to_itself(request, root):
    """What the system says of a folder that cannot be written is in the node's own log alone."""
    broken = root / "broken"
    broken.mkdir()
    (broken / ".relay").touch()
    log = io.StringIO()
    with contextlib.redirect_stdout(log):
        reply = answer(request, broken)
    assert "as the log of its SuperNode says" in reply.refused and str(broken) not in reply.refused
    assert str(broken) in log.getvalue()
    with mock.patch.object(Path, "is_dir", side_effect=PermissionError("not yours")):
        assert "as the log of its SuperNode says" in answer(request, root).refused


def tells_replies_from_failures(request):
    for code, is_failure in [(2, True), (5, False)]:
        assert flower._said(Message(Error(code, "why"), reply_to=request)) == Lost("why", is_failure)
    assert flower._said(Message(Error(8), reply_to=request)) == Lost("error 8", True)


def sends_and_finds(request):
    class Grid:
        sent = ()

        def get_node_ids(self):
            return [5]

        def push_messages(self, messages):
            self.sent = messages
            return ["1"] if messages[0].metadata.dst_node_id == 5 else []

        def pull_messages(self, ids):
            return [Message(Error(2, "why"), reply_to=self.sent[0])] if ids == ["1"] else []

    grid = Grid()
    carrier = flower._Flower(grid)
    said = parcel.request(request.content.config_records)
    assert carrier.nodes() == [5]
    assert carrier.send(5, said) == "1" and carrier.send(6, said) is None
    assert parcel.request(grid.sent[0].content.config_records) == said
    assert list(carrier.replies(["1", "2"]).values()) == [Lost("why", True)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

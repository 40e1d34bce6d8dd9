"""What a relay of exchange folders takes, refuses and places."""

import json
import os
import random
import threading
from pathlib import Path

import pytest

from atlasprox._relay import folder as folders
from atlasprox._relay import node, parcel
from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder
from atlasprox._relay.names import may_come, may_leave, parse, require_site
from atlasprox._relay.parcel import Reply, Request, State
from relay_world import CENSUS, MODEL, OFFER, World, offer, piece, write

HOSTILE = [
    "../../x",
    "/etc/passwd",
    "attempt-1/../claims/north",
    "attempt-1/coordinator/../../x.jsonl",
    "attempt-1/coordinator/0001-census.jsonl/../../../../x",
    "attempt-1/coordinator/0001-census.jsonl\n",
    "attempt-1/coordinator/0001-census.jsonl\0",
    "attempt-1\\coordinator\\0001-census.jsonl",
    "attempt-1/coordinator/0001-..-census.jsonl",
    "attempt-1/coordinator/census.jsonl",
    "attempt-1/coordinator/0001-census.sh",
    "attempt-0/coordinator/0001-census.jsonl",
    "attempt-1/Model/0001-census.jsonl",
    "attempt-1/model/.hidden",
    "attempt-1/model/../x",
    "attempt-1/model//x",
    "attempt-1/model",
    "claims/north",
    ".relay/lock",
    "",
]


@pytest.fixture
def home(tmp_path):
    (tmp_path / "deep/home").mkdir(parents=True)
    return Folder(tmp_path / "deep/home")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_foreign_name_is_refused_on_both_sides(home, tmp_path, name):
    reply = node.answer(home, "north", Request("north", pieces=(piece(name, b"x"),)))
    assert "is refused" in reply.refused
    with pytest.raises(RelayError, match="no file of an exchange"):
        home.place(piece(name, b"x"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_who_may_send_what_to_whom():
    come = [CENSUS, *MODEL, "attempt-2/south/0005-shards.jsonl"]
    stay = [f"attempt-1/{name}.jsonl" for name in ("south/0001-census", "north/0005-shards", "North/0005-shards")]
    assert all(may_come(parse(name), "north") for name in come)
    assert not any(may_come(parse(name), "north") for name in stay)
    assert may_leave(parse("attempt-1/north/0001-census.jsonl"), "north")
    assert not any(may_leave(parse(name), "north") for name in [*come, "attempt-1/south/0001-census.jsonl"])


@pytest.mark.parametrize("name", ["", "coordinator", "Model", "a b", "../x", "-a", "a" * 65, None, 7])
def test_a_site_is_called_as_a_site_is(name):
    assert require_site("north_1") == "north_1"
    with pytest.raises(RelayError, match="cannot be called"):
        require_site(name)


def test_no_file_is_written_over_but_the_note_of_a_side_that_has_stopped(home):
    assert home.place(piece(CENSUS, b"one"))
    assert not home.place(piece(CENSUS, b"one"))
    with pytest.raises(RelayError, match="begin again in empty folders"):
        home.place(piece(CENSUS, b"two"))
    note = "attempt-1/coordinator/0000-failed.jsonl"
    assert home.place(piece(note, b"one")) and home.place(piece(note, b"two"))
    assert [(home.root / name).read_bytes() for name in (CENSUS, note)] == [b"one", b"two"]


def test_a_file_comes_whole_or_not_at_all(home, tmp_path_factory, monkeypatch):
    """In pieces, of which some are lost, some come twice, and some too early; it goes on from where it stopped."""
    monkeypatch.setattr(folders, "PIECE_BYTES", 10)
    source = Folder(tmp_path_factory.mktemp("source"))
    data = random.randbytes(95)
    write(source, CENSUS, data)
    pieces = list(source.pieces(CENSUS, {}))
    assert len(pieces) == 10
    for part in [*pieces[:3], pieces[1], pieces[5], *pieces[2:4]]:
        assert not home.place(part)
        assert not (home.root / CENSUS).exists()
    rest = list(source.pieces(CENSUS, home.begun()))
    assert [part.offset for part in rest] == [40, 50, 60, 70, 80, 90]
    assert [home.place(part) for part in rest] == [False] * 5 + [True]
    assert (home.root / CENSUS).read_bytes() == data
    assert not home.begun()


def test_files_of_the_same_bytes_come_each_by_itself(home, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(folders, "PIECE_BYTES", 10)
    source = Folder(tmp_path_factory.mktemp("source"))
    for name in MODEL:
        write(source, name, b"x" * 35)
    first, second = (list(source.pieces(name, {})) for name in MODEL)
    assert [home.place(part) for part in first[:2]] == [False, False]
    assert list(source.pieces(MODEL[1], home.begun())) == second
    assert [home.place(part) for part in second] == [False] * 3 + [True]
    assert [home.place(part) for part in first[2:]] == [False, True]


def test_nothing_is_placed_after_a_piece_that_does_not_follow(home):
    late = piece(OFFER, b"two", size=6, offset=3)
    assert node.answer(home, "north", Request("north", pieces=(late, piece(CENSUS, b"one")))).refused is None
    assert not (home.root / CENSUS).exists()
    assert home.place(late) is None and home.place(piece(CENSUS, b"one")) and home.place(piece(CENSUS, b"one")) is False


def test_two_that_place_files_wait_for_one_another(home):
    request = Request("north", pieces=(piece(CENSUS, b"one"),))
    other = threading.Thread(target=node.answer, args=(home, "north", request))
    with home.placing():
        other.start()
        other.join(0.3)
        assert other.is_alive() and not (home.root / CENSUS).exists()
    other.join()
    assert (home.root / CENSUS).exists()


def test_the_model_is_seen_by_whoever_sees_that_it_is_there(home, monkeypatch):
    """Also where it is written in the midst of looking."""
    write(home, OFFER, offer())
    end = "attempt-1/coordinator/0001-model.jsonl"
    walk = os.walk

    def walking(top):
        for step in walk(top):
            yield step
            for name in [*MODEL, end]:
                write(home, name, b"x")

    monkeypatch.setattr(folders.os, "walk", walking)
    seen = {name.text for name in home.marks()}
    assert end not in seen or seen.issuperset(MODEL)
    assert {name.text for name in home.marks()} == {OFFER, end, *MODEL}


def test_a_file_that_has_not_changed_is_not_read_again(home, monkeypatch):
    read, mark = [], folders._mark
    monkeypatch.setattr(folders, "_mark", lambda file: read.append(file.name) or mark(file))
    note = "attempt-1/coordinator/0000-failed.jsonl"
    for name in [CENSUS, note]:
        write(home, name, b"one")
    before = home.marks()
    assert home.marks() == before and len(read) == 2
    write(home, note, b"two")
    assert home.marks()[parse(note)] != before[parse(note)] and len(read) == 3


@pytest.mark.parametrize("linger", [float("nan"), float("inf"), 1e9])
def test_a_node_waits_for_a_minute_at_most(home, linger):
    write(home, CENSUS, b"a question")
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        assert len(slept) < 1000

    assert node.answer(home, "north", Request("north", linger), sleep).refused is None
    assert sum(slept) == pytest.approx(parcel.LINGER_SECONDS)


def test_what_was_changed_on_its_way_is_thrown_away(home):
    changed = piece(CENSUS, b"one")._replace(data=b"two")
    with pytest.raises(RelayError, match="changed on its way"):
        home.place(changed)
    assert not (home.root / CENSUS).exists() and not home.begun()
    assert not home.place(piece(CENSUS, b"one", size=2))
    assert home.place(piece(CENSUS, b""))
    with pytest.raises(RelayError, match="is refused"):
        home.place(piece(OFFER, b"one", sha256="../../x"))


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(RelayError, match="make it"):
        Folder(tmp_path / "none")


def test_one_relay_alone_has_the_folder(home):
    with home.alone(), pytest.raises(RelayError, match="another run"), Folder(home.root).alone():
        pass
    with home.alone():
        pass


def test_what_is_said_arrives_as_it_was(home):
    state = State({CENSUS: "3-a"}, {"b": 4})
    request = Request("north", 2.5, state, (piece(CENSUS, b"one"), piece(OFFER, b"")))
    assert parcel.request(parcel.records(request)) == request
    reply = Reply("north", True, True, "why", state, (piece(CENSUS, b"one"),))
    assert parcel.reply(parcel.records(reply)) == reply
    assert parcel.reply(parcel.records(Reply("north"))) == Reply("north")


@pytest.mark.parametrize("read", [parcel.request, parcel.reply])
def test_what_is_none_of_a_relay_is_refused(read):
    good = parcel.records(Reply("a") if read is parcel.reply else Request())
    said = json.loads(good["relay"]["said"])
    words = ["", "[]", "{}", *(json.dumps(said | {name: [{}]}) for name in said)]
    words += [json.dumps(said | {"have": {"a": 1}}), json.dumps(said | {"begun": {"a": "b"}})]
    for bad in [{}, {"relay": {}}, {"relay": {"said": b""}}, *({**good, "relay": {"said": word}} for word in words)]:
        with pytest.raises(RelayError, match="same version"):
            read(bad)
    for field, value in {"name": b"a", "size": "3", "sha256": None, "offset": -1, "data": "a"}.items():
        with pytest.raises(RelayError, match="same version"):
            read({**good, "piece-0": {**piece(CENSUS, b"one")._asdict(), field: value}})


def test_what_is_for_another_site_is_refused(home):
    assert "is for 'south'" in node.answer(home, "north", Request("south")).refused


def test_a_claim_that_is_no_longer_renewed_is_none(home):
    world = object.__new__(World)
    world.claim(home, "north", True)
    assert home.is_at_work("north") and not home.is_at_work("south")
    os.utime(home.root / "claims/north", (0, 0))
    assert not home.is_at_work("north")


def test_an_offer_that_is_damaged_is_named(home):
    for damaged in [b"", b"{}", b"\xff\n", b"[1]\n"]:
        write(home, OFFER, damaged)
        with pytest.raises(RelayError, match="is damaged"):
            home.sites(parse(OFFER))


def test_files_that_are_gone_are_left_out(home, monkeypatch):
    write(home, OFFER, offer())
    monkeypatch.setattr(Folder, "_texts", lambda self: iter([OFFER, CENSUS]))
    assert [name.text for name in home.marks()] == [OFFER]
    assert list(home.pieces(CENSUS, {})) == []
    assert Path(home.root, OFFER).exists()

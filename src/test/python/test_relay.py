"""Messages of an exchange, carried between folders by a carrier that loses, doubles and delays them."""

import json
import os
import random
import threading
from pathlib import Path

import pytest

from atlasprox._relay import folder as folders
from atlasprox._relay import node, parcel
from atlasprox._relay.errors import RelayError
from atlasprox._relay.folder import Folder, Piece
from atlasprox._relay.names import may_come, may_leave, parse, require_site
from atlasprox._relay.parcel import Reply, Request, State
from atlasprox._relay.server import FAILURES, GRACE_SECONDS, Lost, Relay

SITES = ["north", "south"]
OFFER = "attempt-1/coordinator/0000-offer.jsonl"
CENSUS = "attempt-1/coordinator/0001-census.jsonl"
MODEL = ["attempt-1/model/metadata/part-00000", "attempt-1/model/data/part-0=a.snappy.parquet"]
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


def write(folder, name, data):
    """As the commands do: under another name, and renamed."""
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / "_part-0"
    part.write_bytes(data)
    os.replace(part, path)


def piece(name, data, **changes):
    sha256 = folders.hashlib.sha256(data).hexdigest()
    return Piece(name, len(data), sha256, 0, data)._replace(**changes)


def offer(sites=SITES):
    return json.dumps({"sites": sites}).encode() + b"\n{}\n{}\n"


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


class World:
    """A coordinator and sites that write as the commands do, and a carrier with faults, in a time of its own."""

    def __init__(self, path, *, sites=SITES, rounds=3, large=0, seed=0):
        self.draws = random.Random(seed)
        self.coordinator = self.folder(path / "coordinator")
        self.sites = {site: self.folder(path / site) for site in sites}
        self.online = dict(enumerate(sites, 100))
        self.rounds, self.large = rounds, large
        self.now, self.sent, self.said = 0.0, {}, []
        self.loss = 0.0
        self.stopped = None
        self.told = []

    @staticmethod
    def folder(path):
        path.mkdir()
        return Folder(path)

    def relay(self, wait=600.0):
        time = {"clock": lambda: self.now, "sleep": self.sleep}
        return Relay(self.coordinator, self, self.said.append, wait_seconds=wait, **time)

    def sleep(self, seconds):
        self.now += seconds
        assert self.now < 1e5, self.said[-20:]
        self.ask()
        for site in self.sites:
            self.answer(site)

    def claim(self, folder, side, at_work):
        path = folder.root / "claims" / side
        path.parent.mkdir(exist_ok=True)
        path.touch()
        if not at_work:
            path.unlink()

    def ask(self):
        """The coordinator: the next question once all have answered the last one, and at the end the model."""
        asked = len(list(self.coordinator.root.glob("attempt-1/coordinator/*-sums.jsonl")))
        answered = [len(list(self.coordinator.root.glob(f"attempt-1/{site}/*-sums.jsonl"))) for site in SITES]
        self.claim(self.coordinator, "coordinator", asked < self.rounds)
        if not (self.coordinator.root / OFFER).exists():
            write(self.coordinator, OFFER, offer())
        if min(answered) < asked:
            return
        if asked < self.rounds:
            text = f"question {asked + 1} " + "x" * self.draws.randint(0, self.large)
            write(self.coordinator, f"attempt-1/coordinator/{asked + 1:04}-sums.jsonl", text.encode())
            return
        for name in MODEL:
            write(self.coordinator, name, name.encode() * 20)
        write(self.coordinator, f"attempt-1/coordinator/{asked + 1:04}-model.jsonl", b"the model")

    def answer(self, site):
        """A site: answers what it finds, and finds all of the model where it finds that it is there."""
        root = self.sites[site].root
        for question in root.glob("attempt-1/coordinator/*-sums.jsonl"):
            name = f"attempt-1/{site}/{question.name}"
            if not (root / name).exists():
                write(self.sites[site], name, f"{site} to ".encode() + question.read_bytes())
        if list(root.glob("attempt-1/coordinator/*-model.jsonl")):
            assert all((root / name).read_bytes() == name.encode() * 20 for name in MODEL)
            self.claim(self.sites[site], site, False)

    def nodes(self):
        return self.online.keys()

    def send(self, number, request):
        if self.draws.random() < self.loss:
            return None
        sent = str(len(self.told))
        self.told.append((number, request))
        self.sent[sent] = self.now + self.draws.uniform(0, 5)
        return sent

    def replies(self, sent):
        return {one: self.reply(one) for one in list(sent) if self.sent[one] <= self.now}

    def reply(self, one):
        number, request = self.told[int(one)]
        site = self.online.get(number)
        if site is None or self.draws.random() < self.loss / 2:
            return Lost("not there", False)
        if self.stopped == site:
            return Lost("no module", True)
        request = parcel.request(parcel.records(request))
        reply = node.answer(self.sites[site], site, request, self.sleep)
        if self.draws.random() < self.loss / 2:
            return Lost("gone on its way back", False)
        return parcel.reply(parcel.records(reply))

    def files(self, folder):
        return {name.text: (folder.root / name.text).read_bytes() for name in folder.marks()}


@pytest.mark.parametrize("loss", [0.0, 0.5])
def test_all_files_are_where_they_are_read_and_nowhere_else(tmp_path, monkeypatch, loss):
    """Whatever is lost; the files are larger than what goes into a message."""
    monkeypatch.setattr(folders, "PIECE_BYTES", 100)
    monkeypatch.setattr(parcel, "PARCEL_BYTES", 300)
    seed = random.randrange(10**6)
    world = World(tmp_path, large=1000, seed=seed)
    world.loss = loss
    write(world.coordinator, "attempt-1/coordinator/notes.txt", b"none of it")
    world.relay(1e4).run()
    everything = world.files(world.coordinator)
    assert len(everything) == 1 + 3 * 3 + 1 + len(MODEL), f"seed {seed}"
    for site, folder in world.sites.items():
        others = {f"attempt-1/{other}/" for other in SITES} - {f"attempt-1/{site}/"}
        mine = {name: data for name, data in everything.items() if not name.startswith(tuple(others))}
        assert world.files(folder) == mine, f"seed {seed}"
        assert not folder.begun()
    assert max(sum(len(part.data) for part in request.pieces) for _, request in world.told) <= 300


def test_sites_read_each_others_keys_for_masks(tmp_path):
    world = World(tmp_path)
    shards = "attempt-1/north/0001-shards.jsonl"
    write(world.sites["north"], shards, b"a key")
    world.relay().run()
    assert (world.sites["south"].root / shards).read_bytes() == b"a key"


def test_a_relay_that_was_killed_goes_on(tmp_path):
    world = World(tmp_path, rounds=5)

    def sleep(seconds):
        World.sleep(world, seconds)
        if world.now > 15:
            raise KeyboardInterrupt

    world.sleep = sleep
    with pytest.raises(KeyboardInterrupt):
        world.relay().run()
    assert not list(world.coordinator.root.glob("attempt-1/coordinator/*-model.jsonl"))
    del world.sleep
    world.relay().run()
    assert len(world.files(world.coordinator)) == 1 + 5 * 3 + 1 + len(MODEL)


def test_a_node_that_drops_out_is_waited_for_and_named_when_it_is_late(tmp_path):
    world = World(tmp_path)
    del world.online[101]
    with pytest.raises(RelayError, match=r"5 minutes \(wait\), waiting for 'south', of which there is no SuperN"):
        world.relay(300).run()
    world.online[102] = "south"
    world.relay(300).run()
    assert "'south' is here" in world.said


def test_one_that_leaves_in_the_midst_comes_back_under_another_number(tmp_path):
    world = World(tmp_path, rounds=4)
    said = world.said

    def sleep(seconds):
        World.sleep(world, seconds)
        if world.now > 15 and 101 in world.online:
            del world.online[101]
        if world.now > 60:
            world.online[102] = "south"

    world.sleep = sleep
    world.relay().run()
    assert "the SuperNode of 'south' cannot be reached any more; waiting for it" in said
    assert said.count("'south' is here") == 2


def test_the_coordinator_is_waited_for(tmp_path):
    world = World(tmp_path)
    world.ask = lambda: None
    with pytest.raises(RelayError, match="waiting for the coordinator to begin"):
        world.relay(300).run()
    assert all(request == Request() for _, request in world.told)


def test_two_nodes_of_one_name_are_told(tmp_path):
    world = World(tmp_path)
    world.online[102] = "south"
    world.relay().run()
    assert any(line.startswith("two SuperNodes say that they are 'south'") for line in world.said)


def test_a_site_that_is_left_out_learns_that_it_is(tmp_path):
    world = World(tmp_path, sites=[*SITES, "west"])
    world.relay().run()
    for _ in range(20):
        world.sleep(1)
    assert set(world.files(world.sites["west"])) == {OFFER}


def test_an_app_that_fails_again_and_again_ends_it(tmp_path):
    world = World(tmp_path)
    world.stopped = "south"
    with pytest.raises(RelayError, match=f"has not said its site failed {FAILURES} times in a row: no module"):
        world.relay().run()


def test_files_of_another_run_are_not_mixed_in(tmp_path):
    world = World(tmp_path)
    write(world.sites["south"], OFFER, offer(["south"]))
    write(world.sites["south"], "attempt-1/south/0001-sums.jsonl", b"of another run")
    with pytest.raises(RelayError, match="begin again in empty folders"):
        world.relay().run()
    assert not (world.coordinator.root / "attempt-1/south").exists()


def test_an_answer_that_has_changed_since_is_refused(tmp_path):
    world = World(tmp_path, rounds=2)

    def answer(site):
        World.answer(world, site)
        if (world.sites["south"].root / "attempt-1/south/0002-sums.jsonl").exists():
            write(world.sites["south"], "attempt-1/south/0001-sums.jsonl", b"another one")

    world.answer = answer
    with pytest.raises(RelayError, match=r"'south' refuses: attempt-1/south/0001-sums.jsonl is refused"):
        world.relay().run()


@pytest.mark.parametrize("name", ["attempt-1/north/0001-sums.jsonl", "../../x", "claims/coordinator"])
def test_a_site_cannot_send_in_anothers_name(tmp_path, name):
    world = World(tmp_path)
    reply = world.reply
    world.reply = lambda one: reply(one) if world.online[world.told[int(one)][0]] == "north" else hostile
    hostile = Reply("south", pieces=(piece(name, b"x"),))
    with pytest.raises(RelayError, match="a site sends its own messages alone"):
        world.relay().run()


def test_what_is_for_another_site_is_refused(home):
    assert "is for 'south'" in node.answer(home, "north", Request("south")).refused


def stop(folder, side, text=b"why"):
    write(folder, f"attempt-1/{side}/0000-failed.jsonl", text)


@pytest.mark.parametrize("before", [False, True])
def test_a_coordinator_that_has_stopped_is_told_to_all(tmp_path, before):
    """Also where it was there when the relay came, unless a coordinator is on its way."""
    world = World(tmp_path)
    if before:
        write(world.coordinator, OFFER, offer())
        stop(world.coordinator, "coordinator")

    def ask():
        if not before and world.now > 10:
            stop(world.coordinator, "coordinator")
        if not (world.coordinator.root / OFFER).exists():
            write(world.coordinator, OFFER, offer())

    world.ask = ask
    with pytest.raises(RelayError, match="stopped: coordinator; their own output says why"):
        world.relay().run()
    assert (world.now > GRACE_SECONDS) == before
    assert all((folder.root / "attempt-1/coordinator/0000-failed.jsonl").exists() for folder in world.sites.values())


def test_a_note_of_before_stops_nobody_who_works(tmp_path):
    world = World(tmp_path)
    for side in ["coordinator", "south"]:
        stop(world.coordinator, side)
    stop(world.sites["south"], "south", b"why, another time")

    def answer(site):
        if world.now > 5:  # When it has begun again.
            (world.sites["south"].root / "attempt-1/south/0000-failed.jsonl").unlink(missing_ok=True)
        World.answer(world, site)

    world.answer = answer
    world.relay().run()
    assert (world.coordinator.root / "attempt-1/south/0000-failed.jsonl").read_bytes() == b"why, another time"


def test_a_site_that_has_stopped_is_named(tmp_path):
    world = World(tmp_path)
    answer = world.answer

    def stopping(site):
        if site == "south" and world.now > 10:
            stop(world.sites["south"], "south")
        elif site == "north":
            answer(site)

    def ask():
        World.ask(world)
        if (world.coordinator.root / "attempt-1/south/0000-failed.jsonl").exists():
            stop(world.coordinator, "coordinator", b"as south has")
            world.claim(world.coordinator, "coordinator", False)

    world.answer, world.ask = stopping, ask
    with pytest.raises(RelayError, match="stopped: south, coordinator"):
        world.relay().run()


class Noted(World):
    """Sides that leave notes, and go by those of others, as FailureNotes of atlasprox.sites has it."""

    def __init__(self, path, **settings):
        super().__init__(path, **settings)
        self.old = {}
        self.begins = {}
        self.fails = float("inf")
        self.heard = {}

    def own(self, side):
        return self.sites.get(side, self.coordinator)

    def note(self, folder, side):
        path = folder.root / f"attempt-1/{side}/0000-failed.jsonl"
        return path.read_bytes() if path.exists() else None

    def works(self, side):
        """Whether a side works now, which takes its own note back when it begins, and leaves one if another stops."""
        if side not in self.old:
            if self.now < self.begins.get(side, float("inf")):
                return False
            (self.own(side).root / f"attempt-1/{side}/0000-failed.jsonl").unlink(missing_ok=True)
            watched = SITES if side == "coordinator" else ["coordinator"]
            self.old[side] = {other: self.note(self.own(side), other) for other in watched}
            self.claim(self.own(side), side, True)
        news = {self.note(self.own(side), other) for other, old in self.old[side].items()}
        if news - {None, *self.old[side].values()}:
            self.heard.setdefault(side, self.now)
        if self.now > self.heard.get(side, float("inf")) + 8 or (side == "coordinator" and self.now > self.fails):
            stop(self.own(side), side, random.randbytes(8))
            self.claim(self.own(side), side, False)
            del self.old[side], self.begins[side]
            self.heard.pop(side, None)
            return False
        return True

    def ask(self):
        if self.works("coordinator"):
            super().ask()

    def answer(self, site):
        if self.works(site):
            super().answer(site)


def test_notes_of_sites_that_stopped_with_the_coordinator_do_not_stop_the_next_one(tmp_path):
    world = Noted(tmp_path, rounds=9)
    world.begins = {"coordinator": 0, "north": 0, "south": 3}
    world.fails = 10
    with pytest.raises(RelayError, match="stopped: north, south, coordinator"):
        world.relay().run()
    assert all(world.note(world.coordinator, site) for site in SITES)
    world.fails = float("inf")
    world.begins = {"coordinator": world.now, "north": world.now + 20, "south": world.now + 40}
    world.relay().run()
    assert len(list(world.coordinator.root.glob("attempt-1/*/*-sums.jsonl"))) == 3 * 9


def test_a_site_that_does_not_stop_is_not_waited_for_beyond_measure(tmp_path):
    world = Noted(tmp_path, rounds=9)
    world.begins = dict.fromkeys(["coordinator", *SITES], 0)
    world.fails = 10
    works = world.works
    world.works = lambda side: side == "south" or works(side)
    world.claim(world.sites["south"], "south", True)
    with pytest.raises(RelayError, match="stopped: north, coordinator"):
        world.relay(1e4).run()
    assert GRACE_SECONDS < world.now < 4 * GRACE_SECONDS


def test_sites_are_not_told_of_a_coordinator_of_before_that_is_on_its_way(tmp_path):
    world = Noted(tmp_path)
    world.begins = {"coordinator": 20, "north": 0, "south": 0}
    write(world.coordinator, OFFER, offer())
    stop(world.coordinator, "coordinator")
    world.relay().run()
    assert not any(world.note(folder, "coordinator") for folder in world.sites.values())


def test_notes_of_older_attempts_count_no_more(tmp_path):
    world = World(tmp_path, sites=[])
    for attempt in "12":
        write(world.coordinator, OFFER.replace("1", attempt, 1), offer())
    stop(world.coordinator, "coordinator")
    world.ask = lambda: None
    with pytest.raises(RelayError, match="nothing has come or gone"):
        world.relay(5 * GRACE_SECONDS).run()


@pytest.mark.parametrize("side", ["south", "coordinator"])
def test_a_side_that_fails_when_it_has_the_model_is_named(tmp_path, side):
    world = World(tmp_path)
    answer, ask = world.answer, world.ask

    def failing(site):
        world.claim(world.sites[site], site, True)
        answer(site)
        if site == side and list(world.sites[site].root.glob("attempt-1/coordinator/*-model.jsonl")):
            stop(world.sites[site], site)

    def ending():
        ask()
        if side == "coordinator" and list(world.coordinator.root.glob("attempt-1/coordinator/*-model.jsonl")):
            stop(world.coordinator, side)

    world.answer, world.ask = failing, ending
    with pytest.raises(RelayError, match=f"stopped: {side};"):
        world.relay().run()


@pytest.mark.parametrize(
    "said",
    [
        Reply("west", refused="no"),
        Reply("west", pieces=(piece("../../x", b"x"),)),
        Reply("west", state=State({OFFER: "1-a"})),
        Reply("a b"),
        Lost("no module", True),
        Reply("west", more=True, pieces=(piece("attempt-1/west/0001-sums.jsonl", b"x"),)),
        Reply("NORTH", pieces=(piece("attempt-1/NORTH/0001-sums.jsonl", b"x"),)),
    ],
)
def test_one_that_takes_no_part_ends_and_sends_nothing(tmp_path, said):
    world = World(tmp_path, rounds=30)
    world.online = {99: "west", **world.online}
    reply = world.reply
    world.reply = lambda one: said if world.told[int(one)][0] == 99 else reply(one)
    world.relay().run()
    assert not any(data == b"x" for data in world.files(world.coordinator).values())
    about = [line for line in world.said if "takes no part" in line or "no module" in line]
    assert len(about) <= (FAILURES if isinstance(said, Lost) else 1)


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

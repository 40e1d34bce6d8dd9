"""Messages of an exchange, carried between folders by a carrier that loses, doubles and delays them."""

import random

import pytest

from atlasprox._relay import folder as folders
from atlasprox._relay import parcel
from atlasprox._relay.errors import RelayError
from atlasprox._relay.parcel import Reply, Request, State
from atlasprox._relay.server import FAILURES, GRACE_SECONDS, Lost
from relay_world import MODEL, OFFER, SITES, Noted, World, offer, piece, stop, write


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

"""Exchange folders and a carrier between them that loses, doubles and delays messages."""

import json
import os
import random

from atlasprox._relay import folder as folders
from atlasprox._relay import node, parcel
from atlasprox._relay.folder import Folder, Piece
from atlasprox._relay.server import Lost, Relay

SITES = ["north", "south"]
OFFER = "attempt-1/coordinator/0000-offer.jsonl"
CENSUS = "attempt-1/coordinator/0001-census.jsonl"
MODEL = ["attempt-1/model/metadata/part-00000", "attempt-1/model/data/part-0=a.snappy.parquet"]


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


def stop(folder, side, text=b"why"):
    write(folder, f"attempt-1/{side}/0000-failed.jsonl", text)


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

#!/usr/bin/env python3
"""Fits whose cells are at several sites: what the least number of cells costs, what the messages tell of one cell, time and bytes.

bench/.venv/bin/python bench/sites.py --data DIR [--study least,members,time] [--sets panc8,...] [--least 1,10,30] [--seeds 2] [--cells 100000]

least: Total and held-out F1 of `correct --min-cells N` for each N of --least. Of sites that have a batch each the model has the same bits as
that of such a pooled run (SitesIT), so the pooled run stands for them.

members: is this cell in that site's sums? Of each batch half of the cells, drawn at random, take part, and the attacker has both halves without
knowing which is which, as well as all messages of the exchange. He holds each cell against what its batch told, by two tests of distance: the
cosine between the cell and the nearest sum of unit vectors of `groups`, after the coordinator's centre and displacement; and the distance to the nearest
centroid of `centroids`. The closer the cell, the more it looks like a member. Printed are the area under the ROC curve (0.5: nothing is told) and the
advantage (the largest difference of true and false positive rate, 0: nothing), over all cells of all batches; and the same area where
batches' memberships are dealt anew, which is what chance gives. These tests are plain ones: another one may find more, and none of them shows that
nothing can be found.

time: three sites of --cells cells of `synth` each and a coordinator, four processes on this machine over a folder, and `correct` on all cells, one after the
other; the bar is twice the time of `correct`. Bytes are those of the messages.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from common import HOME, SETS, atlasprox, correct, head, matrix, real_sets, row, stop, with_real_sets

MOST_RATIO = 2.0
SECONDS_BETWEEN_LOOKS = 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_real_sets(parser, SETS)
    parser.add_argument("--study", default="least,members,time")
    parser.add_argument("--least", default="1,10,30", help="least numbers of cells, with commas between")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--cells", type=int, default=100_000, help="of a site, for the study of time")
    given = parser.parse_args()
    atlasprox("--version")  # Builds the program, if it is to be built, before several processes would.
    studies = {"least": least, "members": members, "time": times}
    for name in given.study.split(","):
        if name not in studies:
            stop(f"There is no study '{name}'; the studies are {', '.join(studies)}.")
        studies[name](given)


def least(given):
    from scoring import scores

    print(head("set", "least number of cells", "Total", "F1"), flush=True)
    for one in real_sets(given):
        raw = one.embedding()
        for number in map(int, given.least.split(",")):
            found = [
                scores(
                    {"aligned": matrix(correct(one.table, "X_pca", one.column, "--seed", seed, "--min-cells", number)[0], one.cells.obs_names)},
                    one.batch, one.label, raw)["aligned"]
                for seed in range(given.seeds)]
            print(row(one.name, number, *(float(np.mean([score[figure] for score in found])) for figure in ("Total", "F1"))), flush=True)


def members(given):
    print(head("set", "least number of cells", "test", "area", "by chance", "advantage"), flush=True)
    for one in real_sets(given):
        table = pd.DataFrame({"cell": one.cells.obs_names, "batch": one.batch, "X_pca": list(one.embedding())})
        for number in map(int, given.least.split(",")):
            found = [attacked(table, number, seed) for seed in range(given.seeds)]
            for test in found[0]:
                print(row(one.name, number, test, *(float(np.mean([run[test][at] for run in found])) for at in range(3))), flush=True)


def attacked(table, number, seed):
    """By test: area under the curve, the same by chance, and advantage; the messages are read while their folder is there."""
    random = np.random.default_rng(seed)
    inside = halves(table["batch"], random)
    with tempfile.TemporaryDirectory(prefix="atlasprox-sites-") as name:
        folder = Path(name)
        batches = sorted(table["batch"].unique())
        inputs = {f"site{at}": table[inside & (table["batch"] == batch)] for at, batch in enumerate(batches)}
        run_sites(folder, inputs, number, seed)
        return told_apart(table, inside, batches, Messages(last_attempt(folder / "exchange")), random)


def told_apart(table, inside, batches, sent, random):
    """By test what the messages say of who is inside."""
    found = {}
    for test, closeness in (("groups", sent.to_groups), ("centroids", sent.to_centroids)):
        values, truth, dealt = [], [], []
        for at, batch in enumerate(batches):
            cells = (table["batch"] == batch).to_numpy()
            close = closeness(f"site{at}", np.stack(table["X_pca"][cells]).astype(float))
            if close is not None:  # A batch that tells nothing says nothing of its cells.
                values.append((close - close.mean()) / (close.std() or 1.0))
                truth.append(inside[cells])
                dealt.append(random.permuted(inside[cells]))
        if values:
            values, truth, dealt = (np.concatenate(part) for part in (values, truth, dealt))
            found[test] = (area(values, truth), area(values, dealt), advantage(values, truth))
        else:
            found[test] = (0.5, 0.5, 0.0)
    return found


def last_attempt(exchange):
    """The one that the fit came of: another begins where a side was taken for lost."""
    return max(exchange.glob("attempt-*"), key=lambda folder: int(folder.name.rsplit("-", 1)[1]))


def halves(batch, random):
    """Of each batch half of the cells, drawn at random: over all cells a batch might have none."""
    inside = np.zeros(len(batch), dtype=bool)
    for cells in batch.groupby(batch, observed=True).indices.values():
        inside[cells] = random.permuted(np.arange(len(cells)) % 2 == 0)
    return inside


def area(values, truth):
    ranks = pd.Series(values).rank().to_numpy()
    inside = truth.sum()
    return float((ranks[truth].sum() - inside * (inside + 1) / 2) / (inside * (len(truth) - inside)))


def advantage(values, truth):
    order = np.argsort(-values, kind="stable")
    hits, misses = np.cumsum(truth[order]) / truth.sum(), np.cumsum(~truth[order]) / (~truth).sum()
    return float(max(0.0, (hits - misses).max()))


class Messages:
    """What whoever reads the exchange folder knows: the coordinator's questions and the sites' answers, each site with one batch."""

    def __init__(self, folder):
        self.folder = folder
        self.centre = np.array(self.question("take")["mean"]["coordinates"])
        moved = self.find("coordinator", "move")
        self.offset = np.array(moved["coordinates"]) if moved else np.zeros_like(self.centre)

    def find(self, sender, exchange):
        files = sorted((self.folder / sender).glob(f"*-{exchange}.jsonl"))
        return json.loads(files[0].read_text().splitlines()[1]) if files else None

    def question(self, exchange):
        return self.find("coordinator", exchange)

    def to_groups(self, site, cells):
        """Of each cell the cosine to the nearest direction that its batch told; None where it told none."""
        ((client, told),) = self.find(site, "groups").items()
        if not told:
            return None
        moved = cells - self.centre - self.offset + np.array(self.question("groups")["shift"][int(client)])
        return (unit(moved) @ unit(np.array(told)).T).max(axis=1)

    def to_centroids(self, site, cells):
        """Of each cell how near the nearest centroid is that its batch told; None where it told none."""
        answer = self.find(site, "centroids")
        told = next(iter(answer.values()))["centroids"] if answer else []
        if not told:
            return None
        return -np.sqrt((((cells - self.centre)[:, None, :] - np.array(told)[None]) ** 2).sum(axis=2)).min(axis=1)


def unit(rows):
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1.0)


def times(given):
    sites = ["north", "south", "west"]
    with tempfile.TemporaryDirectory(prefix="atlasprox-sites-") as name:
        folder = Path(name)
        atlasprox("synth", "--cells", 3 * given.cells, "--batches", 6, "--dimension", 50, "--truth", "none", "--output", folder / "all")
        cells = pd.read_parquet(folder / "all")
        batches = sorted(cells["batch"].unique())
        inputs = {site: cells[cells["batch"].isin(batches[2 * at:2 * at + 2])] for at, site in enumerate(sites)}
        started = time.time()
        atlasprox(
            "correct", "--input", folder / "all", "--embedding", "X_pca", "--batch", "batch", "--min-cells", 10, "--output", folder / "out")
        pooled = time.time() - started
        apart = run_sites(folder, inputs, 10, 0)
        sent = {
            sender.name: sum(message.stat().st_size for message in sender.glob("*.jsonl"))
            for sender in sorted(last_attempt(folder / "exchange").iterdir())}
    print(head("cells of a site", "correct, seconds", "three sites, seconds", "ratio", *(f"{sender}, MB sent" for sender in sent if sender != "model")))
    print(row(given.cells, pooled, apart, apart / pooled, *(size / 1e6 for sender, size in sent.items() if sender != "model")))
    print(f"\nat most {MOST_RATIO} times as long: {'met' if apart <= MOST_RATIO * pooled else 'missed'}", flush=True)


def run_sites(folder, inputs, number, seed):
    """Runs a coordinator and the sites side by side, an input each; returns the seconds until the last one has ended."""
    for site, cells in inputs.items():
        cells.to_parquet(folder / f"{site}.parquet", index=False)
    shared = ["--exchange", folder / "exchange", "--wait", 60]
    commands = [
        ["coordinate", "--sites", ",".join(inputs), "--embedding", "X_pca", "--batch", "batch", "--min-cells", number, "--seed", seed,
         "--model", folder / "model", *shared]]
    for site in inputs:
        commands.append(
            ["site", "--site", site, "--input", folder / f"{site}.parquet", "--min-cells", min(number, 10), "--output", folder / f"out-{site}", *shared])
    started = time.time()
    running = [start(command, folder / f"log-{at}-{command[0]}.txt") for at, command in enumerate(commands)]
    try:
        while any(process.poll() is None for process, _ in running):
            require_well(running)
            time.sleep(SECONDS_BETWEEN_LOOKS)
        require_well(running)
    finally:
        for process, _ in running:
            process.kill()
            process.wait()
    return time.time() - started


def require_well(running):
    """Whoever fails is named first: the others end since it did."""
    for process, log in running:
        if process.poll():
            raise RuntimeError(f"{log.name} ended with code {process.returncode}: {log.read_text()}")


def start(command, log):
    with log.open("w") as stream:
        line = [str(part) for part in (HOME / "submit/local.sh", *command)]
        return subprocess.Popen(line, stdout=stream, stderr=subprocess.STDOUT, env=os.environ), log


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""A store opened and home painted, against SQLite opening the same rows and counting them by group-by:
in process (modules against Python's sqlite3), and as programs (a pseudo-terminal until home shows
against the sqlite3 shell)."""
import sqlite3
import time

import rounds
from terminal import Terminal

EACH = 10
COUNTS = ("select street, community, status, g, count(*) from t group by street, community, status, g",
          "select g, substr(at, 1, 10), count(*) from t group by g, substr(at, 1, 10)")


def sqlite_home(path):
    start = time.monotonic()
    database = sqlite3.connect(path)
    for query in COUNTS:
        database.execute(query).fetchall()
    database.close()
    return time.monotonic() - start


def first_paint(bench, store):
    terminal = Terminal([bench.args.zaoce, "--lang", "zh", "-s", store], bench.env)
    took = terminal.until("首页".encode())
    terminal.quiet()
    terminal.close()
    return took


def main():
    with rounds.Bench(__doc__) as bench:
        store = bench.full_store("store")
        path = bench.full_sqlite("peer.db")
        inside, outside, peer, shell = [], [], [], []
        for _ in range(bench.args.rounds):
            probe = rounds.Probe(bench, store)
            inside.append(rounds.quantile(probe.ask("home", EACH), .5))
            probe.close()
            if path:
                peer.append(rounds.quantile([sqlite_home(path) for _ in range(3)], .5))
            outside.append(rounds.quantile([first_paint(bench, store) for _ in range(3)], .5))
            if path:
                command = [bench.args.sqlite, path, ";".join(COUNTS)]
                shell.append(rounds.quantile([rounds.run(bench, command).seconds for _ in range(3)], .5))
        rounds.print_head(bench, "opening a store, home painted")
        if path:
            rounds.print_ratio("in process / group by", inside, "sqlite", peer)
            rounds.print_ratio("program to first paint / shell", outside, "sqlite", shell)
        else:
            rounds.print_alone("in process", inside, "no sqlite3 shell here: peer left out")
            rounds.print_alone("program to first paint", outside, "no sqlite3 shell here")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Moving in the ledger (newest first): its first page, the end, the middle, page down; then what no
index has: a condition on the name to its first page and to its end, an order. Against SQLite with an
index of the first order and OFFSET."""
import sqlite3
import time

import rounds

EACH = {"filter": 1, "sort": 1}  # the others 30 times
PAGE = 18


class Peer:
    """The same moves as queries: a window of rows at a rank."""

    def __init__(self, path):
        self.database = sqlite3.connect(path)
        self.database.execute("pragma mmap_size=4294967296")
        self.database.execute("create index if not exists t_at on t(at, rid)")
        self.database.commit()
        self.count = self.database.execute("select count(*) from t").fetchone()[0]
        self.rank = 0

    def window(self, rank):
        start = time.monotonic()
        self.database.execute(
            "select rid, name, community, uscc, unit_type, op_status, industry, staff, m_full, build, "
            "status, at from t order by at desc, rid desc limit ? offset ?", (PAGE, rank)).fetchall()
        return time.monotonic() - start

    def search(self, query):
        start = time.monotonic()
        self.database.execute(query).fetchall()
        return time.monotonic() - start

    def move(self, name):
        fits = "select rid from t where name like '%有限公司%' order by at desc, rid desc"
        if name == "hits":
            return self.search(f"{fits} limit {PAGE}")
        if name == "filter":
            return self.search(fits)
        if name == "sort":
            return self.search("select rid from t order by build, at desc")
        if name == "ledger":
            return self.window(0)
        if name == "end":
            return self.window(self.count - PAGE)
        if name == "middle":
            return self.window(self.count // 2)
        self.rank += PAGE
        return self.window(self.rank)


def main():
    with rounds.Bench(__doc__) as bench:
        probe = rounds.Probe(bench, bench.full_store("store"))
        path = bench.full_sqlite("peer.db")
        peer = Peer(path) if path else None
        moves = {"ledger": "first page, ranks made", "end": "jump to the end",
                 "middle": "jump to the middle", "page": "page down", "hits": "first page of a filter",
                 "filter": "all hits of a filter", "sort": "another order"}
        ours = {name: [] for name in moves}
        theirs = {name: [] for name in moves}
        every = {name: [] for name in moves}
        for _ in range(bench.args.rounds):
            for name in moves:
                each = EACH.get(name, 30)
                taken = probe.ask(name, each)
                every[name] += taken
                ours[name].append(rounds.quantile(taken, .5))
                if peer:
                    theirs[name].append(rounds.quantile([peer.move(name) for _ in range(each)], .5))
        probe.close()
        rounds.print_head(bench, "ledger")
        for name, label in moves.items():
            if peer:
                rounds.print_ratio(label, ours[name], "sqlite", theirs[name])
            else:
                rounds.print_alone(label, ours[name], "no sqlite3 shell here: peer left out")
        print("  p95: " + ", ".join(f"{name} {rounds.shown(rounds.quantile(all_of, .95))}"
                                    for name, all_of in every.items()))


if __name__ == "__main__":
    main()

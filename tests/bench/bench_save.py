#!/usr/bin/env python3
"""Saving one form (a durable commit) against a bare 4 KiB pwrite + fdatasync on the same disk."""
import sqlite3
import time

import rounds

EACH = 40  # of each kind in one round


def sqlite_save(database, columns, number):
    """A row inserted and committed, synced at each commit as the store does."""
    row = [f"x{number:012}"] + ["人民街27号"] * (columns - 1)
    start = time.monotonic()
    database.execute(f"insert into t values({', '.join('?' * columns)})", row)
    database.commit()
    return time.monotonic() - start


def main():
    with rounds.Bench(__doc__) as bench:
        probe = rounds.Probe(bench, bench.full_store("store"))
        path = bench.full_sqlite("peer.db")
        peer = sqlite3.connect(path) if path else None
        if peer:
            peer.execute("pragma journal_mode=wal")
            peer.execute("pragma synchronous=full")
        taken = {name: [] for name in ("pwrite", "check", "save", "keep", "sqlite")}
        columns = len(bench.columns())
        for number in range(bench.args.rounds):
            for all_of in taken.values():
                all_of.append([])
            for each in range(EACH):  # one by one: another writer slows the disk for seconds
                for name in ("pwrite", "check", "save", "keep"):
                    taken[name][-1] += probe.ask(name, 1)
                if peer:
                    taken["sqlite"][-1].append(sqlite_save(peer, columns, number * EACH + each))
        probe.close()
        medians = {name: [rounds.quantile(r, .5) for r in all_of] for name, all_of in taken.items()}
        rounds.print_head(bench, "saving a form")
        rounds.print_ratio("form saved / pwrite+fdatasync", medians["save"], "disk", medians["pwrite"])
        rounds.print_ratio("field kept / pwrite+fdatasync", medians["keep"], "disk", medians["pwrite"])
        if peer:
            rounds.print_ratio("form saved / row committed", medians["save"], "sqlite", medians["sqlite"])
        else:
            rounds.print_alone("form saved", medians["save"], "no sqlite3 shell here: peer left out")
        rounds.print_alone("completion check before", medians["check"], "all rules, other records included")
        for name, all_of in taken.items():
            every = [seconds for one in all_of for seconds in one]
            if every:
                print(f"  {name:<10} p50 {rounds.shown(rounds.quantile(every, .5))}, "
                      f"p95 {rounds.shown(rounds.quantile(every, .95))}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Exchange file of many records: taken in, taken in again, given out, digest. Peers: the sqlite3 shell
with the same rows, and the raw ceiling (libcsv and LMDB without any rule)."""
import os
import shutil
import statistics

import rounds


def contestants(bench):
    """name: (command, text for its standard input, file for its output), in the order of a round."""
    rows = bench.rows()
    store, database, raw = bench.path("store"), bench.path("peer.db"), bench.path("raw")
    zaoce = [bench.args.zaoce, "--lang", "zh", "-q", "-s", store]
    out = {
        ("import", "ours"): (zaoce + ["import", os.path.join(rows, "rows.zc1.csv")], None, None),
        ("again", "ours"): (zaoce + ["import", os.path.join(rows, "rows.zc1.csv")], None, None),
        ("export", "ours"): (zaoce + ["export", "-o", "-"], None, bench.path("out.csv")),
        ("digest", "ours"): (zaoce + ["digest"], None, None),
    }
    if bench.args.sqlite:
        sqlite = [bench.args.sqlite, database]
        out["import", "sqlite"] = (sqlite, rounds.sqlite_import(bench), None)
        out["again", "sqlite"] = (sqlite, rounds.sqlite_import(bench, new=False), None)
        out["export", "sqlite"] = (sqlite + ["-csv", "select * from t order by rid"], None,
                                   bench.path("out.sqlite.csv"))
        out["digest", "sqlite"] = (sqlite + [".sha3sum t"], None, None)
    if bench.args.raw:
        out["import", "raw"] = ([bench.args.raw, "import", os.path.join(rows, "rows.csv"), raw], None, None)
        out["export", "raw"] = ([bench.args.raw, "export", raw], None, bench.path("out.raw.csv"))
    return out


def one_round(bench, programs, taken):
    bench.new_store("store")
    shutil.rmtree(bench.path("raw"), ignore_errors=True)
    for ending in ("", "-wal", "-shm"):
        if os.path.exists(bench.path("peer.db" + ending)):
            os.remove(bench.path("peer.db" + ending))
    for act in ("import", "again", "export", "digest"):
        for (what, who), (command, text, out) in programs.items():
            if what == act:
                taken[what, who].append(rounds.run(bench, command, text, out))


def main():
    with rounds.Bench(__doc__) as bench:
        programs = contestants(bench)
        taken = {key: [] for key in programs}
        for _ in range(bench.args.rounds):
            one_round(bench, programs, taken)
        with open(bench.path("out.csv"), "rb") as got, \
                open(os.path.join(bench.rows(), "rows.zc1.csv"), "rb") as made:
            same = got.read() == made.read()
        store_bytes = os.stat(os.path.join(bench.path("store"), "data.mdb")).st_blocks * 512
        rounds.print_head(bench, "exchange files")
        for (what, who), runs in taken.items():
            ours = [run.seconds for run in taken[what, "ours"]]
            if who != "ours":
                rounds.print_ratio(f"{what} / {who}", ours, who, [run.seconds for run in runs])
            elif not bench.args.sqlite:
                rounds.print_alone(what, ours, "no sqlite3 shell here: peer left out")
        size = os.path.getsize(os.path.join(bench.rows(), "rows.zc1.csv"))
        memory = statistics.median(run.own_mb for run in taken["import", "ours"])
        print(f"  own memory while importing {memory:.0f} MB; file {size / 1e6:.0f} MB, store "
              f"{store_bytes / 1e6:.0f} MB = {store_bytes / size:.2f} of it; "
              f"given out {'as the second implementation wrote it' if same else 'DIFFERENTLY'}")
        if not same:
            raise SystemExit(1)


if __name__ == "__main__":
    main()

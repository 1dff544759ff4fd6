#!/usr/bin/env python3
"""Duplicates of a whole ledger: how many of the pairs that the generator made are found (precision,
recall, F1), with its spelling noise as it is and doubled, and how long it takes. Peer: the sqlite3
shell joining the same rows on equal codes, and on equal names and telephones, by two indexes: what
can be had without rules."""
import csv
import os
import subprocess
import sys

import rounds
import rows

SQL = """create temp table p as select a.rid as x, b.rid as y from n a join n b
on a.uscc = b.uscc and a.uscc <> '' and a.rid < b.rid
union select a.rid, b.rid from n a join n b
on a.name = b.name and a.phone = b.phone and a.phone <> '' and a.rid < b.rid;
.mode csv
select x, y from p;
"""


def make(bench, noise):
    """Ledgers with known duplicates as an exchange file and as rows; the folder, and the truth as pairs of
    record ids."""
    folder = bench.path(f"noise-{noise}")
    os.makedirs(folder)
    subprocess.run([sys.executable, os.path.join(rounds.HERE, "gen_ledger.py"), "--records",
                    str(bench.args.records), "--seed", bench.args.seed, "--noise", str(noise), "--conflicts",
                    "0", "--out", folder, "--quiet"], check=True)
    records = rows.read_rows(folder)
    rids = {ulid: rows.record_id(ulid, int(versions[0][2]["登记组"])) for ulid, versions in records.items()}
    rows.write(records, folder)
    with open(os.path.join(folder, "truth_dups.csv"), encoding="utf-8", newline="") as file:
        truth = {frozenset((rids[row["record_a"]], rids[row["record_b"]])) for row in csv.DictReader(file)}
    return folder, truth


def full_store(bench, folder):
    store = bench.new_store("store")
    bench.zaoce("-s", store, "import", os.path.join(folder, "rows.zc1.csv"))
    return store


def full_sqlite(bench, folder):
    """The newest state of every record, with its names folded as far as SQL can."""
    database = folder + ".db"
    script = (f".mode csv\n.import {os.path.join(folder, 'rows.csv')} i\n"
              "create table n as select rid, upper(uscc) as uscc, replace(name, ' ', '') as name, "
              "replace(phone, ' ', '') as phone, max(cast(rev as integer)) from i group by rid;\n"
              "create index n_uscc on n(uscc); create index n_name on n(name, phone);\n")
    subprocess.run([bench.args.sqlite, database], input=script, text=True, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return database


def pairs_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {frozenset(row[:2]) for row in csv.reader(file) if len(row) > 1 and row[0] != "id_a"}


def judged(found, truth):
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    f1 = 2 * right / max(1, len(found) + len(truth))
    return f"{len(found)} pairs, precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}"


def one_noise(bench, noise):
    folder, truth = make(bench, noise)
    store = full_store(bench, folder)
    ours, theirs = bench.path("ours.csv"), bench.path("theirs.csv")
    database = full_sqlite(bench, folder) if bench.args.sqlite else None
    seconds, peer, memory = [], [], 0
    for _ in range(bench.args.rounds):
        run = rounds.run(bench, [bench.args.zaoce, "-q", "-s", store, "dups", "--csv"], None, ours)
        seconds.append(run.seconds)
        memory = max(memory, run.own_mb)
        if database:
            peer.append(rounds.run(bench, [bench.args.sqlite, database], SQL, theirs).seconds)
    if database:
        rounds.print_ratio(f"noise {noise}: all pairs / equal ones", seconds, "sqlite", peer)
        print(f"    sqlite: {judged(pairs_of(theirs), truth)}")
    else:
        rounds.print_alone(f"noise {noise}: all pairs", seconds, "no sqlite3 shell here: peer left out")
    print(f"    ours: {judged(pairs_of(ours), truth)}; own memory {memory:.0f} MB")


def main():
    with rounds.Bench(__doc__) as bench:
        rounds.print_head(bench, "duplicates")
        for noise in (1, 2):
            one_noise(bench, noise)


if __name__ == "__main__":
    main()

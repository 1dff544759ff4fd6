#!/usr/bin/env python3
"""The survey of eight groups, from their ledgers to one digest: eight.py ZAOCE SOURCE [RECORDS]. TAP.

bench/gen_ledger.py makes the ledgers and says where it planted edits and conflicts. Each ledger goes
into the store of its group as a list with the running number of the records as key; the groups edit,
give out, and three district stores take the files in, each in another order. What the generator
planted has to be there afterwards, and nothing that nobody made.
"""
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

GROUPS = range(1, 9)
KEY = "记录编号"
REPRESENTATIVE = "法定代表人"  # a column about a person: never taken in
OWN_EDITS = 2                  # edits of each group in records that no other group has
PHONE = "139%08d"


class Tap:
    def __init__(self):
        self.cases = self.failed = 0
        self.began = time.monotonic()

    def check(self, name, wrong):
        """A case; `wrong` is what is wrong, empty when nothing is."""
        self.cases += 1
        print(f"{'not ok' if wrong else 'ok'} {self.cases} - {name}")
        for thing in (wrong if isinstance(wrong, list) else [wrong])[:10] if wrong else []:
            print(f"#   {thing}")
        self.failed += bool(wrong)

    def lap(self, what):
        now = time.monotonic()
        print(f"# {now - self.began:6.1f} s  {what}", flush=True)
        self.began = now


class Survey:
    """The real program, one store a folder."""

    def __init__(self, zaoce, source):
        self.zaoce = zaoce
        self.rows = self.edits = 0  # of the ledgers; made by `set`: one revision each
        self.ground = os.path.join(source, "tests", "bench")
        self.env = dict(os.environ, HOME=os.getcwd(), LC_ALL="C.UTF-8",
                        ZAOCE_NOW="2026-11-23T18:42:00+08:00")
        for name in ("XDG_DATA_HOME", "ZAOCE_STORE"):
            self.env.pop(name, None)

    def run(self, *words):
        """Standard output and exit status; 2 (not done) ends the test."""
        done = subprocess.run([self.zaoce, "--lang", "en", *words], env=self.env, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")
        return done.stdout, done.returncode

    def out(self, store, *words):
        return self.run("-s", store, *words)[0]

    def set(self, group, rid, **answers):
        self.run("-s", f"g{group}", "set", rid, *[f"{field}={text}" for field, text in answers.items()])
        self.edits += 1

    def table(self, store, *fields):
        text = self.out(store, "list", "ent", "--csv", "--limit", "0", "--fields", ",".join(fields))
        return list(csv.DictReader(text.splitlines(keepends=True)))

    def conflicts(self, store):
        """{(record, field): values}"""
        lines = map(json.loads, self.out(store, "conflicts", "--json").splitlines())
        return {(line["_id"], line["field"]): set(line["values"]) for line in lines}

    def queue(self, store):
        text = self.out(store, "list", "ent", "--queue", "conflict", "--csv", "--limit", "0",
                        "--fields", "name")
        return {row["_id"] for row in csv.DictReader(text.splitlines(keepends=True))}


def rows_of(name):
    with open(name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Mapping:
    """The map of the ledgers: column to field, and the words that become codes."""

    def __init__(self, name):
        self.fields, self.words = {}, {}
        for row in rows_of(name):
            if row["from"]:
                self.words[row["field"], row["from"]] = row["to"]
            else:
                self.fields[row["column"]] = row["field"]

    def field(self, column):
        return self.fields.get(column, column)

    def stored(self, column, text):
        """A cell as the program keeps it: codes for words, no blanks around, numbers without idle zeros."""
        text = self.words.get((self.field(column), text), text.strip())
        return text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", text) else text


def counts_of(line):
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", line)}


def take_ledgers_in(survey, tap):
    wrong = []
    for group in GROUPS:
        survey.run("init", f"g{group}", "--group", str(group), "--by", "李某")
        ledger = f"ledger-{group}.csv"
        counts = counts_of(survey.out(f"g{group}", "-q", "import", "--key", KEY, "--map",
                                      os.path.join(survey.ground, "gen_ledger.map.csv"), ledger))
        rows = len(rows_of(ledger))
        if counts["new"] + counts["dup"] != rows or counts["refused"]:
            wrong.append(f"{ledger} has {rows} rows: {counts}")
        survey.rows += rows
    tap.check("every row of every ledger goes into the store of its group", wrong)


def edit_own(survey, ids, shared, draw):
    """Edits of each group in records of its own alone. Gives {(record, field): value}."""
    made = {}
    for group in GROUPS:
        own = [rid for rid in sorted(ids[group]) if rid not in shared]
        for at, rid in enumerate(draw.sample(own, OWN_EDITS)):
            phone, remark = PHONE % (group * 100 + at), f"第{group}组上门核对{at}"
            survey.set(group, rid, visit=1, phone=phone, remark=remark)
            made[rid, "phone"], made[rid, "remark"] = phone, remark
    return made


def edit_against(survey, ids, shared, draw):
    """Two groups write another phone into the record that both have: {(record, field): values}."""
    made = {}
    for rid in draw.sample(sorted(shared), 3):
        values = set()
        for group in [group for group in GROUPS if rid in ids[group]]:
            phone = PHONE % (900000 + group)
            survey.set(group, rid, visit=1, phone=phone)
            values.add(phone)
        made[rid, "phone"] = values
    return made


def merge(survey, draw):
    """Three districts: by group; shuffled, a file twice; two halves that met elsewhere before."""
    files = {group: f"g{group}.zc1.csv" for group in GROUPS}
    shuffled = draw.sample(list(files.values()), len(files))
    for district in ("A", "B", "C", "half"):
        survey.run("init", district, "--group", "9", "--by", "赵某", "--role", "district")
    survey.out("A", "-q", "import", *files.values())
    survey.out("B", "-q", "import", *shuffled, shuffled[0])
    survey.out("half", "-q", "import", *[files[group] for group in (8, 6, 4, 2)])
    survey.out("half", "export", "-o", "half.zc1.csv")
    survey.out("C", "-q", "import", *[files[group] for group in (7, 5)], "half.zc1.csv",
               *[files[group] for group in (3, 1)])


def read(name):
    with open(name, "rb") as file:
        return file.read()


def check_alike(survey, tap, stores, what):
    digests = {store: survey.out(store, "digest") for store in stores}
    tap.check(f"{what}: one digest", [] if len(set(digests.values())) == 1 else str(digests))
    for store in stores:
        survey.out(store, "export", "-o", f"{store}.out.csv")
    first = read(f"{stores[0]}.out.csv")
    tap.check(f"{what}: the same bytes are given out",
              [store for store in stores if read(f"{store}.out.csv") != first])
    print(f"# {digests[stores[0]].strip()}")


class Truth:
    """What the generator planted, with the fields as the program has them."""

    def __init__(self, mapping):
        self.edits, self.conflicts, self.not_taken = {}, {}, 0
        self.records = {"edit": set(), "conflict": set()}
        for row in rows_of("truth_edits.csv"):
            self.plant(mapping, "edit", self.edits, row, row["old"], row["new"])
        for row in rows_of("truth_conflicts.csv"):
            self.plant(mapping, "conflict", self.conflicts, row, row["value_a"], row["value_b"])

    def plant(self, mapping, kind, into, row, one, other):
        self.records[kind].add(row["record"])
        if row["field"] == REPRESENTATIVE:
            self.not_taken += 1
            return
        values = {mapping.stored(row["field"], one), mapping.stored(row["field"], other)}
        into[row["record"], mapping.field(row["field"])] = values - {""}


def values_at(survey, conflicts, fields):
    """{(record number, field): values}, whether in conflict or not, and {record number: id}."""
    values, rids = {}, {}
    for row in survey.table("A", KEY, *fields):
        rids[row[KEY]] = row["_id"]
        for field in fields:
            values[row[KEY], field] = conflicts.get((row["_id"], field)) or {row[field]} - {""}
    return values, rids


def check_planted(tap, name, planted, values):
    tap.check(name, [f"{key} has {values.get(key)}, planted {want}" for key, want in planted.items()
                     if not want <= values.get(key, set())])


def check_truth(survey, tap, truth, own, against):
    conflicts = survey.conflicts("A")
    planted = {**truth.edits, **truth.conflicts}
    values, rids = values_at(survey, conflicts, sorted({field for _, field in planted}))
    queue = survey.queue("A")
    tap.check("every record with a planted conflict is in the queue",
              [number for number in truth.records["conflict"] if rids[number] not in queue])
    check_planted(tap, "every planted conflict shows both values", truth.conflicts, values)
    tap.check("and is one, unless both words mean one code",
              [key for key, want in truth.conflicts.items()
               if ((rids[key[0]], key[1]) in conflicts) != (len(want) > 1)])
    tap.check("every record with a planted edit is in the queue: the two ledgers know nothing of each other",
              [number for number in truth.records["edit"] if rids[number] not in queue])
    check_planted(tap, "no planted edit is lost: it stands beside what it changed", truth.edits, values)
    shared = {rids[number] for kind in truth.records.values() for number in kind}
    tap.check("nothing is in conflict that nobody made so", sorted(queue - shared))
    tap.check("the edits of the groups show",
              [f"{rid} {field}: {got}" for (rid, field), want in own.items()
               for got in [json.loads(survey.out("A", "get", rid, "--json"))["fields"].get(field)]
               if got != want])
    tap.check("two groups that wrote the same field are in conflict, all values kept",
              [f"{key}: {conflicts.get(key)}" for key, want in against.items()
               if not want <= conflicts.get(key, set())])
    print(f"# {len(truth.conflicts)} conflicts and {len(truth.edits)} edits planted, {truth.not_taken} more "
          f"in {REPRESENTATIVE}, which is not taken; {len(queue)} records in the queue, "
          f"{len(conflicts)} fields in conflict")


def settle(survey, tap, against):
    """What the district decides goes back to two groups that bring all the others along."""
    for (rid, field), values in against.items():
        survey.out("A", "conflicts", "take", rid, field, max(values))
    survey.out("A", "export", "-o", "decided.zc1.csv")
    for store in ("g1", "g5", "B", "C"):
        survey.out(store, "-q", "import", "decided.zc1.csv")
    check_alike(survey, tap, ["A", "g1", "g5", "B", "C"], "after the district decided")
    left = survey.conflicts("g5")
    tap.check("what was decided is settled in the stores of the groups",
              [key for key in against if key in left])
    tap.check("a store is clean", survey.run("-s", "A", "check")[1] and "check found something")


def run(zaoce, source, records):
    tap, draw = Tap(), random.Random(8)
    survey = Survey(zaoce, source)
    mapping = Mapping(os.path.join(survey.ground, "gen_ledger.map.csv"))
    subprocess.run([sys.executable, os.path.join(survey.ground, "gen_ledger.py"), "--records", str(records),
                    "--seed", "7", "--out", ".", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    truth = Truth(mapping)
    tap.lap(f"ledgers of {records} records made")
    take_ledgers_in(survey, tap)
    tap.lap("ledgers taken in")
    ids = {group: {row["_id"] for row in survey.table(f"g{group}", KEY)} for group in GROUPS}
    shared = {rid for group in GROUPS for rid in ids[group]
              if sum(rid in other for other in ids.values()) > 1}
    own = edit_own(survey, ids, shared, draw)
    against = edit_against(survey, ids, shared, draw)
    for group in GROUPS:
        survey.out(f"g{group}", "export", "-o", f"g{group}.zc1.csv")
    tap.lap("edited and given out")
    merge(survey, draw)
    tap.lap("three districts merged")
    check_alike(survey, tap, ["A", "B", "C"], "whatever the order")
    revisions = counts_of(survey.out("A", "digest"))["revisions"]
    # A row leaves two: what it says, and which list has it.
    tap.check("two revisions for every row, one for every edit, none more",
              revisions != 2 * survey.rows + survey.edits and
              f"{revisions} revisions of {survey.rows} rows and {survey.edits} edits")
    tap.lap("given out again, digests")
    check_truth(survey, tap, truth, own, against)
    tap.lap("compared with what was planted")
    settle(survey, tap, against)
    tap.lap("decided, and back to the groups")
    print(f"1..{tap.cases}")
    return tap.failed > 0


def main():
    zaoce, source = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    records = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    with tempfile.TemporaryDirectory(prefix="zaoce-test-") as folder:
        os.chdir(folder)
        status = run(zaoce, source, records)
        os.chdir("/")
    sys.exit(status)


if __name__ == "__main__":
    main()

"""Figures of reports against counts of the records themselves: report.py ZAOCE SOURCE. TAP.

The practice survey is made, then every count of `zaoce report` is made again from what `zaoce list`
prints, record by record, with the pack's own files as the only other source.
"""
import csv
import functools
import io
import os
import re
import subprocess
import sys
import tempfile

from tap import check, plan

ZAOCE, SOURCE = sys.argv[1:]
PACK = os.path.join(SOURCE, "forms", "liangxin")
ENV = dict(os.environ, LC_ALL="C.UTF-8", ZAOCE_NOW="2026-11-25T17:45:00+08:00")


def zaoce(*words):
    done = subprocess.run([ZAOCE, "--lang", "zh", *words], env=ENV, text=True, capture_output=True,
                          check=False)
    if done.returncode != 0:
        print(f"Bail out! zaoce {' '.join(words)}: {done.stderr}")
        sys.exit(1)
    return done.stdout


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def pack_file(name):
    with open(os.path.join(PACK, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


AREAS = {row["code"]: row for row in pack_file("areas.csv")}
GROUPS = {code: row["group"] for row in pack_file("groups.csv") for code in row["communities"].split()}


def group_of(community, street):
    code = community or street
    best = [known for known in GROUPS if code.startswith(known)]
    return GROUPS[max(best, key=len)] if best else "none"


def street_of(community, street):
    return AREAS[community]["parent"] if community in AREAS else street or "none"


def community_of(community, street):
    return community or "none"


LEVELS = {"group": group_of, "street": street_of, "community": community_of}


def ids(store, *words):
    return {row["_id"] for row in table(zaoce("-s", store, "list", "--csv", "--limit", "0",
                                              "--fields", "_status", *words))}


@functools.lru_cache(maxsize=None)
def records(store):
    """Every visible record with its place, state and what else the counters know."""
    out = table(zaoce("-s", store, "list", "--csv", "--limit", "0", "--fields",
                      "_status,community,street"))
    seeds = ids(store, "--where", "${_seed} = 'yes'")
    conflicts = ids(store, "--queue", "conflict")
    today = ids(store, "--where", "${_submitted} = date('2026-11-25')")
    period = ids(store, "--where",
                 "${_submitted} >= date('2026-11-12') and ${_submitted} <= date('2026-12-01')")
    before = ids(store, "--where",
                 "${_submitted} != '' and ${_submitted} < date('2026-11-12')")
    for row in out:
        row.update(seed=row["_id"] in seeds, conflict=row["_id"] in conflicts,
                   today=row["_id"] in today, period=row["_id"] in period,
                   before=row["_id"] in before)
    return out


def counts(rows):
    """The figures of a set of records, as the report names them."""
    status = {}
    for row in rows:
        status[row["_status"]] = status.get(row["_status"], 0) + 1

    def of(*names):
        return sum(status.get(name, 0) for name in names)
    return {"all": len(rows), "registered": len(rows) - of("seed"), "draft": of("draft"),
            "seed": of("seed"), "submitted": of("submitted"), "changed": of("changed"),
            "returned": of("returned"), "group_ok": of("group_ok"), "town_ok": of("town_ok"),
            "locked": of("locked"), "waiting": of("submitted", "changed"),
            "verified": of("town_ok", "locked"),
            "submitted_or_higher": of("submitted", "changed", "group_ok", "town_ok", "locked"),
            "conflict": sum(row["conflict"] for row in rows),
            "new": sum(not row["seed"] for row in rows),
            "target": sum(row["seed"] for row in rows),  # the pack has no other targets
            "today": sum(row["today"] for row in rows),
            "period": sum(row["period"] for row in rows),
            "finished": sum(row["period"] or row["before"] for row in rows)}


def differences(report, want, what):
    """Cells of a report by place that are not what was counted; every known count is looked at."""
    compared = 0
    rows = {row["row"]: row for row in report}
    for key in sorted(set(rows) ^ set(want)):
        if sum(want.get(key, counts([])).values()) > 0 or key not in want:
            if any(int(float(v or 0)) for k, v in rows.get(key, {"": 1}).items()
                   if k not in ("row", "label")):
                yield f"{what}: row {key} on one side only"
    for key, cells in rows.items():
        for name, value in cells.items():
            have = want.get(key, counts([]))
            if name not in have or value == "":
                continue
            compared += 1
            if int(value) != have[name]:
                yield f"{what} {key} {name}: {value}, counted {have[name]}"
    if compared == 0:
        yield f"{what}: nothing compared"


def by_place(store, level, name, *more):
    rows = records(store)
    places = {"total": rows}
    for row in rows:
        places.setdefault(LEVELS[level](row["community"], row["street"]), []).append(row)
    want = {key: counts(of) for key, of in places.items()}
    report = table(zaoce("-s", store, "report", name, "--by", level, "--to", "csv", *more))
    return differences(report, want, f"{name} by {level}")


def rows_make_totals(store, level, name, *more):
    report = table(zaoce("-s", store, "report", name, "--by", level, "--to", "csv", *more))
    for column in report[0]:
        if column in ("row", "label", "share", "verified_share", "most"):
            continue
        cells = [row[column] for row in report]
        if "" in cells and column == "target":
            continue
        if sum(int(cell) for cell in cells[:-1]) != int(cells[-1]):
            yield f"{name} by {level} {column}: {cells}"


def shares(store):
    for name, part, whole, share in (("progress", "registered", "target", "share"),
                                     ("review", "verified", "submitted_or_higher", "verified_share")):
        for row in table(zaoce("-s", store, "report", name, "--to", "csv")):
            if not row[share]:
                continue
            n, of = int(row[part]), int(row[whole])
            tenths = (2000 * n + of) // (2 * of)
            if n != of and tenths == 1000:
                tenths += 1 if n > of else -1
            if row[share] != f"{tenths // 10}.{tenths % 10}":
                yield f"{name} {row['row']}: {row[share]} of {n}/{of}"


def summary(store):
    want = counts(records(store))
    report = {row["row"]: row for row in table(zaoce("-s", store, "report", "summary", "--to", "csv"))}
    for name, row in report.items():
        if name in want and int(row["now"]) != want[name]:
            yield f"{name}: {row['now']}, counted {want[name]}"
    finished = report["finished"]
    if int(finished["before"]) + int(finished["change"]) != int(finished["now"]):
        yield f"finished: {finished}"
    if finished["before"] == "0" or finished["change"] == "0":
        yield "nothing was finished in one of the periods: this proves little"


def days(store):
    report = table(zaoce("-s", store, "report", "heat", "--daily", "--to", "csv"))[-1]
    seen = 0
    for name, value in report.items():
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", name):
            continue
        seen += 1
        n = len(ids(store, "--where", "${_submitted} = date('" + name + "')"))
        if n != int(value):
            yield f"{name}: {value}, counted {n}"
    if seen != 14:
        yield f"{seen} days, not 14"


def coverage(store, level):
    """Doors and seeds counted from lists: walked is any state but 0, settled any visit but 0 and 2."""
    fields = ("list", "--csv", "--limit", "0", "--fields")
    doors = table(zaoce("-s", store, fields[0], "door", *fields[1:], "door,community,street"))
    units = table(zaoce("-s", store, *fields, "visit,community,street"))
    seeds = ids(store, "--where", "${_seed} = 'yes'")
    want = {}

    def add(row, name, yes=True):
        for key in ("total", LEVELS[level](row["community"], row["street"])):
            want.setdefault(key, {}).setdefault(name, 0)
            want[key][name] += yes
    for row in doors:
        walked = row["door"] not in ("", "0")
        add(row, "doors")
        add(row, "walked", walked)
        add(row, "unwalked", not walked)
    for row in units:
        if row["_id"] in seeds:
            settled = row["visit"] not in ("", "0", "2")
            add(row, "seeds")
            add(row, "settled", settled)
            add(row, "unsettled", not settled)
    report = table(zaoce("-s", store, "report", "coverage", "--by", level, "--to", "csv"))
    if set(want) - {row["row"] for row in report}:
        yield f"coverage by {level}: {set(want)} and {[row['row'] for row in report]}"
    for row in report:
        for name, value in row.items():
            have = want.get(row["row"], {}).get(name, 0)
            if name in ("doors", "walked", "unwalked", "seeds", "settled", "unsettled") and \
                    int(value) != have:
                yield f"coverage by {level} {row['row']} {name}: {value}, counted {have}"
    total = report[-1]
    if not 0 < int(total["walked"]) < int(total["doors"]) or \
            not 0 < int(total["settled"]) < int(total["seeds"]):
        yield f"all or nothing is walked: this proves little: {total}"
    for part, whole, share in (("walked", "doors", "walk"), ("settled", "seeds", "settled_share")):
        n, of = int(total[part]), int(total[whole])
        tenths = (2000 * n + of) // (2 * of) if of else 0
        if of and total[share] != f"{tenths // 10}.{tenths % 10}":
            yield f"{total[share]} of {n}/{of}"


def refusals():
    for words, text in ((["report", "nothing"], "progress"),
                        (["report", "progress", "--by", "person"], "community"),
                        (["report", "progress", "--period", "3"], "第 2 轮"),
                        (["report", "progress", "--period", "0"], "第 2 轮"),
                        (["report", "progress", "--to", "html"], "csv"),
                        (["report", "progress", "--until"], "--until")):
        done = subprocess.run([ZAOCE, "--lang", "zh", "-s", DISTRICT, *words], env=ENV, text=True,
                              capture_output=True, check=False)
        if done.returncode != 2 or text not in done.stderr or done.stdout:
            yield f"{' '.join(words)}: {done.returncode} {done.stderr}"


def listed():
    names = [line.split("\t")[0] for line in zaoce("-s", DISTRICT, "report").splitlines()]
    own = ["summary", "progress", "chart", "heat", "review", "coverage", "seeds", "lists"]
    if names[:len(own)] != own:
        yield str(names)
    for name in own:
        page = zaoce("-s", DISTRICT, "report", name)
        if len(page.splitlines()) < 8 or "口径" not in page:
            yield f"{name}: no page"
        narrow = [line for line in page.splitlines()
                  if sum(2 if "\u2e80" <= c <= "\uffff" else 1 for c in line) > 80]
        yield from (f"{name}: wider than 80 columns: {line}" for line in narrow)


with tempfile.TemporaryDirectory() as folder:
    zaoce("demo", folder, "--no-screen")
    DISTRICT = os.path.join(folder, "district")
    GROUP = os.path.join(folder, "g6")
    for store, name in ((DISTRICT, "district"), (GROUP, "group")):
        for level in LEVELS:
            check(f"{name} by {level}: progress, review and heat are the records counted",
                  [fault for report in ("progress", "review", "heat")
                   for fault in by_place(store, level, report)])
            check(f"{name} by {level}: coverage is the doors and seeds counted",
                  coverage(store, level))
            check(f"{name} by {level}: rows make totals",
                  [fault for report in (("progress",), ("review",), ("heat",), ("heat", "--daily"))
                   for fault in rows_make_totals(store, level, *report)])
        check(f"{name}: the summary is the records counted", summary(store))
        check(f"{name}: shares", shares(store))
        check(f"{name}: each day", days(store))
    check("every report is listed and has a page of 80 columns", listed())
    check("what is asked wrongly is refused with what can be asked", refusals())
sys.exit(plan())

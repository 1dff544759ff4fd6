"""Tables that the survey defines (reports.csv) against counts of the records themselves:
tables.py ZAOCE SOURCE. TAP.

The practice survey is made; every figure of its tables is made again from what `zaoce list` prints,
by the formulas of the handbook written down here once more, record by record.
"""
import csv
import io
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

ZAOCE, SOURCE = sys.argv[1:]
PACK = os.path.join(SOURCE, "forms", "liangxin")
ENV = dict(os.environ, LC_ALL="C.UTF-8", ZAOCE_NOW="2026-11-25T17:45:00+08:00")
FIELDS = ("_status street community visit op_status reg_type holding non_public build m_full m_prob union "
          "league women adviser premises staff above unit_type").split()
PERIOD = ("2026-11-12", "2026-12-01")
cases = bad = 0


def check(name, faults):
    global cases, bad
    faults = list(faults)
    cases += 1
    bad += bool(faults)
    print(f"{'not ok' if faults else 'ok'} {cases} - {name}")
    for fault in faults[:10]:
        print(f"# {fault}")


def zaoce(*words, fails=False):
    done = subprocess.run([ZAOCE, "--lang", "zh", *words], env=ENV, text=True, capture_output=True,
                          check=False)
    if (done.returncode != 0) != fails:
        print(f"Bail out! zaoce {' '.join(words)}: {done.returncode} {done.stderr}")
        sys.exit(1)
    return done.stderr if fails else done.stdout


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def listed(store, *words):
    return table(zaoce("-s", store, "list", "ent", "--csv", "--limit", "0", "--fields",
                       ",".join(FIELDS), *words))


def pack_file(name):
    with open(os.path.join(PACK, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


GROUPS = {code: row["group"] for row in pack_file("groups.csv") for code in row["communities"].split()}
AREAS = {row["code"]: row for row in pack_file("areas.csv")}
MISSING = {"拒答": "refused", "不详": "unknown"}


def number(row, field):
    """What a record says there; None when it says nothing, or that it does not say."""
    text = row[field]
    return None if text in ("", *MISSING) else Fraction(text)


def more(row, field, least):
    value = number(row, field)
    return value is not None and value >= least


class Unit:
    """One record, as the formulas see it."""

    def __init__(self, row, seed, submitted):
        self.row, self.seed, self.submitted = row, seed, submitted
        self.street, self.community = row["street"], row["community"]
        self.U = row["non_public"] == "yes"
        self.O = self.U and row["op_status"] == "1" and row["visit"] == "1"
        self.build = number(row, "build") or 0
        self.org = self.build >= 1
        self.full3 = more(row, "m_full", 3)
        self.members = (number(row, "m_full") or 0) + (number(row, "m_prob") or 0) >= 1
        self.mass = any(more(row, field, 1) for field in ("union", "league", "women"))
        self.adv = row["adviser"] != ""
        self.done = row["_status"] in ("submitted", "changed", "group_ok", "town_ok", "locked")
        self.verified = row["_status"] in ("town_ok", "locked")
        self.settled = seed and row["visit"] not in ("", "0", "2")

    def group(self):
        code = self.community or self.street
        best = [known for known in GROUPS if code.startswith(known)]
        return GROUPS[max(best, key=len)] if best else ""


def units_of(store):
    seeds = {row["_id"] for row in listed(store, "--where", "${_seed} = 'yes'")}
    period = {row["_id"] for row in listed(
        store, "--where",
        f"${{_submitted}} >= date('{PERIOD[0]}') and ${{_submitted}} <= date('{PERIOD[1]}')")}
    return [Unit(row, row["_id"] in seeds, row["_id"] in period) for row in listed(store)]


def count(test):
    return lambda units: sum(1 for unit in units if test(unit))


def share(part, whole):
    def of(units):
        among = [unit for unit in units if whole(unit)]
        return (sum(1 for unit in among if part(unit)), len(among))
    return of


def added(field, test):
    return lambda units: sum(number(unit.row, field) or 0 for unit in units if test(unit))


def is_O(unit):
    return unit.O


FIGURES = {
    "n_all": count(lambda u: True),
    "n_units": count(lambda u: u.U),
    "n_undecided": count(lambda u: u.row["non_public"] == "undecided"),
    "n_apart": count(lambda u: u.row["non_public"] == "apart"),
    "n_O": count(is_O),
    "cover": share(lambda u: u.org, is_O),
    "own": share(lambda u: u.build == 1, is_O),
    "joint": share(lambda u: 2 <= u.build <= 6, is_O),
    "area_wide": share(lambda u: u.build == 7, is_O),
    "n_full3": count(lambda u: u.O and u.full3),
    "built3": share(lambda u: u.org, lambda u: u.O and u.full3),
    "gap3": count(lambda u: u.O and u.full3 and not u.org),
    "joint3": count(lambda u: u.O and u.full3 and u.build >= 2),
    "n_members": count(lambda u: u.O and u.members),
    "cover_members": share(lambda u: u.org, lambda u: u.O and u.members),
    "work": share(lambda u: u.org or u.adv or u.mass, is_O),
    "n_without": count(lambda u: u.O and not u.org),
    "work_without": share(lambda u: u.adv or u.mass, lambda u: u.O and not u.org),
    "n_above": count(lambda u: u.O and u.row["above"] == "yes"),
    "cover_above": share(lambda u: u.org, lambda u: u.O and u.row["above"] == "yes"),
    "n_50": count(lambda u: u.O and more(u.row, "staff", 50)),
    "members_50": share(lambda u: u.members, lambda u: u.O and more(u.row, "staff", 50)),
    "n_100": count(lambda u: u.O and more(u.row, "staff", 100)),
    "built_100": share(lambda u: u.org, lambda u: u.O and more(u.row, "staff", 100)),
    "unions": share(lambda u: more(u.row, "union", 1), is_O),
    "n_union": count(lambda u: u.O and more(u.row, "staff", 25)),
    "unions_25": share(lambda u: more(u.row, "union", 1), lambda u: u.O and more(u.row, "staff", 25)),
    "advised": count(lambda u: u.O and u.adv),
    "premises": share(lambda u: more(u.row, "premises", 1), is_O),
    "staff": added("staff", is_O),
    "full": added("m_full", is_O),
    "prob": added("m_prob", is_O),
    "refused": count(lambda u: u.O and u.row["m_full"] == "拒答"),
    "unknown": count(lambda u: u.O and u.row["m_full"] == "不详"),
    "n_seed": count(lambda u: u.seed),
    "seeded": share(lambda u: u.settled, lambda u: u.seed),
    "n_new": count(lambda u: not u.seed),
    "n_visited": count(lambda u: u.row["visit"] == "1"),
    "registered": share(lambda u: u.done, lambda u: u.row["visit"] == "1"),
    "n_done": count(lambda u: u.done),
    "verified": share(lambda u: u.verified, lambda u: u.done),
    "in_period": count(lambda u: u.submitted),
}


def printed(value):
    """A figure as the CSV has it: a share with one decimal, half up; nothing of nothing."""
    if not isinstance(value, tuple):
        return str(value)
    n, of = value
    if of == 0:
        return ""
    tenths = (2000 * n + of) // (2 * of)
    if n != of and tenths == 1000:
        tenths += 1 if n > of else -1
    return f"{tenths // 10}.{tenths % 10}"


def differ(name, want, got):
    if want != got:
        yield f"{name}: {got}, counted {want}"


def indicators(store, units):
    rows = table(zaoce("-s", store, "report", "cover.indicators", "--to", "csv"))
    if len(rows) < 20:
        yield f"{len(rows)} rows only"
    for row in rows:
        yield from differ(row["row"], printed(FIGURES[row["row"]](units)), row["now"])
        if row["before"] and row["now"] and round(10 * (float(row["now"]) - float(row["before"]))) \
                != round(10 * float(row["change"])):
            yield f"{row['row']}: {row['before']} and {row['change']} do not make {row['now']}"


def by_key(store, name, units, key):
    """Rows, their figures, and that what is counted adds up to the total."""
    rows = table(zaoce("-s", store, "report", name, "--to", "csv"))
    places = {}
    for unit in units:
        places.setdefault(key(unit) or "none", []).append(unit)
    yield from (f"{name}: no row {place}" for place in set(places) - {row["row"] for row in rows})
    for row in rows:
        own = units if row["row"] == "total" else places.get(row["row"], [])
        for column, value in row.items():
            if column in FIGURES:
                yield from differ(f"{name} {row['row']} {column}", printed(FIGURES[column](own)), value)
    for column in rows[0]:
        if column in FIGURES and not isinstance(FIGURES[column](units), tuple):
            if sum(int(row[column]) for row in rows[:-1]) != int(rows[-1][column]):
                yield f"{name} {column}: the rows do not make the total"


def past(store):
    """What the running report says of the end of the period before is what that day's report says."""
    now = {row["row"]: row["before"] for row in
           table(zaoce("-s", store, "report", "cover.indicators", "--to", "csv"))}
    for words in (("--period", "1"), ("--at", "2026-11-11")):
        then = {row["row"]: row["now"] for row in
                table(zaoce("-s", store, "report", "cover.indicators", "--to", "csv", *words))}
        yield from differ(" ".join(words), now, then)
    today = {row["row"]: row["now"] for row in
             table(zaoce("-s", store, "report", "cover.indicators", "--to", "csv"))}
    if today == now:
        yield "nothing changed between the periods: this proves little"
    at = {row["row"]: row["now"] for row in
          table(zaoce("-s", store, "report", "cover.indicators", "--to", "csv", "--at", "2026-11-25"))}
    yield from differ("--at today", today, at)


def ordered(store):
    rows = table(zaoce("-s", store, "report", "cover.by_street", "--to", "csv"))[:-1]
    values = [float(row["cover"]) for row in rows if row["cover"]]
    if values != sorted(values, reverse=True) or len(set(values)) < 3:
        yield f"{values}"


def gap_list(store, units):
    rows = table(zaoce("-s", store, "report", "cover.gap_list", "--to", "csv"))
    yield from differ("gap list", {unit.row["_id"] for unit in units
                                   if unit.O and unit.full3 and not unit.org},
                      {row["_id"] for row in rows})
    if list(rows[0]) != ["_id", "name", "street", "community", "m_full", "plan_on"]:
        yield str(list(rows[0]))


def refusals(store):
    for words, text in ((["cover.nothing"], "cover.by_street"),
                        (["cover", "--to", "csv"], "一次一张"),
                        (["cover.by_street", "--by", "street"], "--by"),
                        (["cover.by_street", "--period", "3"], "第 2 轮"),
                        (["cover.by_street", "--at", "2026-11-26"], "不晚于今天"),
                        (["cover.by_street", "--at", "x"], "不晚于今天"),
                        (["cover.by_street", "--at", "2026-11-11", "--period", "1"], "--at"),
                        (["cover.gap_list", "--period", "1"], "清单"),
                        (["progress", "--at", "2026-11-11"], "--at")):
        message = zaoce("-s", store, "report", *words, fails=True)
        if text not in message:
            yield f"{' '.join(words)}: {message}"


def pages(store):
    page = zaoce("-s", store, "report", "cover")
    for text in ("两个覆盖指标", "街镇覆盖表", "社区覆盖表", "口径", "分母是“实体运营”"):
        if text not in page:
            yield f"no {text}"
    yield from (f"wider than 80 columns: {line}" for line in page.splitlines()
                if sum(2 if "\u2e80" <= c <= "\uffff" else 1 for c in line) > 80)


with tempfile.TemporaryDirectory() as folder:
    zaoce("demo", folder, "--no-screen")
    for store, name in ((os.path.join(folder, "district"), "district"), (os.path.join(folder, "g6"), "group")):
        units = units_of(store)
        check(f"{name}: the indicators are those of the records", indicators(store, units))
        check(f"{name}: by street", by_key(store, "cover.by_street", units, lambda u: u.street))
        check(f"{name}: by community", by_key(store, "cover.by_community", units, lambda u: u.community))
        check(f"{name}: the sweep by group", by_key(store, "sweep.by_group", units, Unit.group))
        check(f"{name}: the sweep by street", by_key(store, "sweep.by_street", units, lambda u: u.street))
        check(f"{name}: by an expression", by_key(store, "ledger.kinds", units,
                                                  lambda u: u.row["unit_type"]))
        check(f"{name}: a day in the past", past(store))
    district = os.path.join(folder, "district")
    check("rows stand in the order that is asked for", ordered(district))
    check("a list of a report is the records of its condition", gap_list(district, units_of(district)))
    check("what cannot be is refused", refusals(district))
    check("the page has every table and says what is counted", pages(district))
print(f"1..{cases}")
sys.exit(bad > 0)

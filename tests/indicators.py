"""The formulas of the survey's figures, written down once more and away from the program: what a
record is (Unit), and each indicator as a function of a set of them. A share is a pair (part, whole).
"""
import csv
import io
import os
from fractions import Fraction

FIELDS = ("_status street community visit op_status reg_type holding non_public build m_full m_prob union "
          "league women adviser premises staff above unit_type").split()
UNSAID = ("拒答", "不详")


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


class Ground:
    """Groups and places, from the files of the pack."""

    def __init__(self, pack):
        def rows(name):
            with open(os.path.join(pack, name), encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))
        self.areas = {row["code"]: row for row in rows("areas.csv")}
        self.groups = {code: row["group"] for row in rows("groups.csv") for code in row["communities"].split()}

    def group(self, community, street):
        code = community or street
        best = [known for known in self.groups if code.startswith(known)]
        return self.groups[max(best, key=len)] if best else ""


def number(row, field):
    """What a record says there; None when it says nothing, or that it does not say."""
    text = row.get(field, "")
    return None if text in ("", *UNSAID) else Fraction(text)


def more(row, field, least):
    value = number(row, field)
    return value is not None and value >= least


class Unit:
    """One record, as the formulas see it."""

    def __init__(self, row, seed, submitted):
        self.row, self.seed, self.submitted = row, seed, submitted
        self.street, self.community = row.get("street", ""), row.get("community", "")
        self.U = row.get("non_public") == "yes"
        self.O = self.U and row.get("op_status") == "1" and row.get("visit") == "1"
        self.build = number(row, "build") or 0
        self.org = self.build >= 1
        self.full3 = more(row, "m_full", 3)
        self.members = (number(row, "m_full") or 0) + (number(row, "m_prob") or 0) >= 1
        self.mass = any(more(row, field, 1) for field in ("union", "league", "women"))
        self.adv = row.get("adviser", "") != ""
        self.done = row["_status"] in ("submitted", "changed", "group_ok", "town_ok", "locked")
        self.verified = row["_status"] in ("town_ok", "locked")
        self.settled = seed and row.get("visit", "") not in ("", "0", "2")


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
    "n_undecided": count(lambda u: u.row.get("non_public") == "undecided"),
    "n_apart": count(lambda u: u.row.get("non_public") == "apart"),
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
    "n_above": count(lambda u: u.O and u.row.get("above") == "yes"),
    "cover_above": share(lambda u: u.org, lambda u: u.O and u.row.get("above") == "yes"),
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
    "refused": count(lambda u: u.O and u.row.get("m_full") == "拒答"),
    "unknown": count(lambda u: u.O and u.row.get("m_full") == "不详"),
    "n_seed": count(lambda u: u.seed),
    "seeded": share(lambda u: u.settled, lambda u: u.seed),
    "n_new": count(lambda u: not u.seed),
    "n_visited": count(lambda u: u.row.get("visit") == "1"),
    "registered": share(lambda u: u.done, lambda u: u.row.get("visit") == "1"),
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


def by_key(name, rows, units, key):
    """Rows of a table against the records sorted by `key`; what is counted must make the total."""
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

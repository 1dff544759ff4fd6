#!/usr/bin/env python3
"""A week of field work: week.py ZAOCE SOURCE. TAP.

Eight workers of eight groups walk from Monday to Friday. Two offices gave lists (底册) that overlap;
doors are walked, units found, closed, moved, refused, nobody there; new ones are registered, branches,
one shop by two groups; what the leader returns is answered; a sample is walked again. Everything is
done with the program's commands. What should come out is kept here, act by act, and never asked of
the program: every figure must be that to the last unit.
"""
import csv
import os
import subprocess
import sys
import tempfile

import indicators
from indicators import FIGURES, Unit, by_key, differ, printed, table
from tap import check, plan

ZAOCE, SOURCE = (os.path.realpath(path) for path in sys.argv[1:])
PACK = os.path.join(SOURCE, "forms", "liangxin")
GROUND = indicators.Ground(PACK)
GROUPS = range(1, 9)
WORKERS = "李某 王某 张某 赵某 刘某 陈某 杨某 黄某".split()
LEADER, OFFICE, DISTRICT = "马某", "吴某", "韩某"
DAYS = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]
SHARED, ONLY_A, ONLY_B = 6, 3, 2       # seeds of a group: in both lists, in one of them
DOORS = 6                              # of a group
# What comes of each seed, and on which day; 0: nobody went there.
OUTCOMES = [(1, 0), (1, 0), (3, 1), (1, 1), (2, 1), (4, 2), (1, 2), (5, 3), (7, 3), (9, 4), (0, 0)]


class Clock:
    now = DAYS[0] + "T08:00:00+08:00"

    @classmethod
    def at(cls, day, time):
        cls.now = f"{DAYS[day]}T{time}:00+08:00"


def zaoce(*words, want=(0,)):
    env = dict(os.environ, LC_ALL="C.UTF-8", HOME=os.getcwd(), ZAOCE_NOW=Clock.now)
    for name in ("XDG_DATA_HOME", "ZAOCE_STORE"):
        env.pop(name, None)
    done = subprocess.run([ZAOCE, "--lang", "zh", *words], env=env, text=True, capture_output=True,
                          check=False, stdin=subprocess.DEVNULL)
    if done.returncode not in want:
        print(f"Bail out! zaoce {' '.join(words)}: {done.returncode}\n# {done.stderr or done.stdout}")
        sys.exit(1)
    return done.stdout.strip()


def on(store, *words, want=(0,)):
    return zaoce("-s", store, *words, want=want)


# Codes of organisations that do not exist (bodies that are not assigned).

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code(prefix, body):
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    c = 11 - sum(int(digit) * weight for digit, weight in zip(body, weights)) % 11
    first = prefix + "630103" + body + {10: "X", 11: "0"}.get(c, str(c))
    s = sum(ALPHABET.index(char) * (3 ** i % 31) for i, char in enumerate(first))
    return first + ALPHABET[(31 - s % 31) % 31]


class Bodies:
    next = 101

    @classmethod
    def code(cls, prefix="91"):
        cls.next += 1
        return code(prefix, f"{cls.next:08d}")


def places_of(group):
    """Two communities of the ground of a group."""
    own = [code for code, row in GROUND.areas.items() if row["level"] == "5" and
           GROUND.group(code, "") == str(group)]
    return own[:2]


# The lists of two offices.

def write(name, header, rows):
    with open(name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


class Seed:
    def __init__(self, group, at):
        self.group, self.at = group, at
        self.code = Bodies.code()
        self.community = places_of(group)[at % 2]
        self.name = f"西宁示例{group}{at:02d}商贸有限公司"
        self.addr = f"示例路{10 * group + at}号"
        self.lists = "AB" if at < SHARED else "A" if at < SHARED + ONLY_A else "B"


SEEDS = [Seed(group, at) for group in GROUPS for at in range(SHARED + ONLY_A + ONLY_B)]


def make_lists():
    def row(seed, *more):
        area = GROUND.areas[seed.community]
        return [seed.code, seed.name, GROUND.areas[area["parent"]]["zh"], area["zh"], *more]
    write("A.csv", ["统一社会信用代码", "单位名称", "所属街镇", "社区（村）", "详细地址"],
          [row(seed, seed.addr) for seed in SEEDS if "A" in seed.lists])
    write("B.csv", ["统一社会信用代码", "单位名称", "所属街镇", "社区（村）", "联系电话"],
          [row(seed, f"0971-8{seed.group}{seed.at:05d}") for seed in SEEDS if "B" in seed.lists])
    write("doors.csv", ["所属街镇", "社区（村）", "街路巷", "门牌号", "场所类型"],
          [[GROUND.areas[places_of(group)[at % 2][:9]]["zh"], GROUND.areas[places_of(group)[at % 2]]["zh"],
            f"示例{group}路", f"{at + 1}号", "沿街商铺"] for group in GROUPS for at in range(DOORS)])


# What should come out.

class Book:
    """The ledger as it must be: id -> fields, whether a list brought it, the day it was finished."""

    def __init__(self):
        self.records, self.seeds, self.finished = {}, set(), {}
        self.doors = {}      # id -> (community, state)
        self.hidden = set()  # duplicates that were linked to another record

    def derive(self, fields):
        kind = fields.get("reg_type")
        fields["non_public"] = {"112": "yes", "500": "apart"}.get(kind, "")
        revenue = fields.get("revenue")
        fields["above"] = "" if not revenue else "yes" if float(revenue) >= 500 else "no"

    def put(self, rid, fields, status=None, day=None):
        record = self.records.setdefault(rid, {"_status": "seed"})
        record.update(fields)
        if status:
            record["_status"] = status
        if status == "submitted":
            self.finished.setdefault(rid, day)
        self.derive(record)

    def units(self):
        return [Unit(row, rid in self.seeds, rid in self.finished)
                for rid, row in self.records.items() if rid not in self.hidden]


BOOK = Book()


def answers(community, day, **more):
    """A unit that is at work, answered whole."""
    out = dict(street=community[:9], community=community, addr="示例路1号", place_kind="1", visit="1",
               id_kind="1", seen="yes", unit_type="1", opened="2013-05", op_status="1", reg_type="112",
               holding="3", business="百货零售", industry="5211", staff="8", m_full="1", m_prob="0", build="0",
               union="0", league="0", women="0", premises="0", contact="经理", phone="13800001111",
               visited=DAYS[day])
    out.update(more)
    return out


REASONS = {"adviser": "还没有派", "party": "党组织另登", "m_full": "已问过", "m_prob": "已问过", "build": "已问过",
           "union": "已问过", "uscc": "两组各登", "name": "两组各登", "holding": "已问过"}


def words_of(fields, *soft):
    out = [f"{field}={value}" for field, value in fields.items()]
    for field in soft:
        out += ["--reason", f"{field}={REASONS[field]}"]
    return out


def soft_of(fields):
    """The soft rules that these answers break; each is kept with a reason."""
    out = []
    staff, full, prob = int(fields["staff"]), int(fields["m_full"]), int(fields["m_prob"])
    out += ["m_full"] if full * 2 > staff else []
    out += ["m_prob"] if full + prob > staff else []
    out += ["build"] if (fields["build"] == "1" and full < 3) or (fields["build"] == "0" and full >= 3) else []
    out += ["union"] if fields["union"] == "0" and staff >= 25 else []
    out += ["adviser"] if fields["build"] == "0" else ["party"]
    return out


def finish(store, rid, fields, day, soft=()):
    on(store, "set", rid, *words_of(fields, *soft), want=(0, 1))
    on(store, "review", "submit", rid)
    BOOK.put(rid, fields, "submitted", day)


def register(store, fields, day, soft=()):
    rid = on(store, "add", "ent", *words_of(fields, *soft), want=(0, 1))
    BOOK.put(rid, fields, "submitted", day)
    return rid


# The week.

def prepare():
    """The offices' lists and the doors go to the district, from there to every group."""
    make_lists()
    Clock.at(0, "07:30")
    zaoce("init", "district", "--survey", PACK, "--group", "9", "--by", DISTRICT, "--role", "district")
    for name in ("A.csv", "B.csv"):
        on("district", "-q", "import", name, want=(0, 1))
    on("district", "-q", "import", "--form", "door", "doors.csv", want=(0, 1))
    on("district", "export", "-o", "base.zc1.csv")
    for group in GROUPS:
        zaoce("init", f"g{group}", "--survey", PACK, "--group", str(group), "--by", WORKERS[group - 1])
        on(f"g{group}", "-q", "import", "base.zc1.csv")
    rids = {row["uscc"]: row["_id"] for row in
            table(on("district", "list", "ent", "--csv", "--limit", "0", "--fields", "uscc"))}
    for seed in SEEDS:
        seed.rid = rids.pop(seed.code)
        BOOK.seeds.add(seed.rid)
        BOOK.put(seed.rid, {"street": seed.community[:9], "community": seed.community})
    check("two overlapping lists make one record a unit", [str(rids)] if rids else [])
    for row in table(on("district", "list", "door", "--csv", "--limit", "0", "--fields", "community,road,number")):
        BOOK.doors[row["_id"]] = [row["community"], "0"]
    check("every door of the list is there", differ("doors", DOORS * len(GROUPS), len(BOOK.doors)))


def visit_seeds(group, day):
    for seed in SEEDS:
        outcome, when = OUTCOMES[(seed.at + group) % len(OUTCOMES)]
        if seed.group != group or outcome == 0 or when != day:
            continue
        fields = {"visit": str(outcome), "visited": DAYS[day], "addr": seed.addr, "place_kind": "1"}
        soft = []
        if outcome == 1:
            size = group * 11 + seed.at
            fields = answers(seed.community, day, addr=seed.addr, uscc=seed.code, name=seed.name,
                             staff=str(4 + size % 60), m_full=str(size % 5), m_prob=str(size % 2),
                             build=str([0, 0, 2, 1, 7][size % 5]), union=str(size % 3 == 0 and 1 or 0),
                             premises=str(size % 4), revenue=str(size * 12))
            if fields["build"] == "0" and size % 5 >= 3:
                fields["plan_on"] = "2027-03"
            soft = soft_of(fields)
        finish(f"g{group}", seed.rid, fields, day, soft)


def walk_doors(group, day):
    own = [rid for rid, (community, _) in sorted(BOOK.doors.items())
           if GROUND.group(community, "") == str(group)]
    for rid in own[day:day + 1]:
        state = str(1 + (group + day) % 4)
        on(f"g{group}", "set", rid, f"door={state}", f"visited={DAYS[day]}")
        BOOK.doors[rid][1] = state


def find_new(group, day):
    community = places_of(group)[day % 2]
    if day == 0:
        fields = answers(community, day, addr=f"新开路{group}号", uscc=Bodies.code(),
                         name=f"西宁新开{group}号百货有限公司")
    elif day == 1:
        fields = answers(community, day, addr=f"新开路{group + 20}号", uscc=Bodies.code("92"), unit_type="3",
                         reg_type="500", name=f"城中区新开{group}号小吃店", staff="2", m_full="0")
        fields.pop("holding")
    elif day == 2:
        fields = answers(community, day, addr=f"新开路{group + 40}号", uscc=Bodies.code(), unit_type="2",
                         parent=f"西宁新开{group}号百货有限公司", name=f"西宁新开{group}号百货有限公司第一分公司")
    else:
        return None
    return register(f"g{group}", fields, day, soft_of(fields))


def evening(day):
    Clock.at(day, "18:30")
    for group in GROUPS:
        on(f"g{group}", "export", "-o", f"g{group}.zc1.csv")
    on("district", "-q", "import", *[f"g{group}.zc1.csv" for group in GROUPS], want=(0, 1))


def week_of_work():
    new = {}
    for day in range(len(DAYS)):
        Clock.at(day, "10:00")
        for group in GROUPS:
            visit_seeds(group, day)
            walk_doors(group, day)
            new[group, day] = find_new(group, day)
        if day == 3:
            twice(new)
            leaders(new)
        if day == 4:
            answer_returns(new)
        evening(day)
    return new


def twice(new):
    """Group 2 registers what group 1 has already; both write another remark into one seed."""
    first = BOOK.records[new[1, 0]]
    fields = {field: first[field] for field in answers("", 0) if field in first}
    fields.update(uscc=first["uscc"], name=first["name"], visited=DAYS[3])
    new["twice"] = register("g2", fields, 3, soft_of(fields))
    seed = next(seed for seed in SEEDS if seed.group == 3 and
                OUTCOMES[(seed.at + 3) % len(OUTCOMES)][0] == 0)
    new["argued"] = seed.rid
    for group, said in ((3, "两次拒绝"), (4, "三次拒绝")):
        finish(f"g{group}", seed.rid, {"visit": "3", "visited": DAYS[3], "addr": seed.addr,
                                       "place_kind": "1", "remark": said}, 3)


def leaders(new):
    """In each group the leader passes one unit and returns another with a reason."""
    for group in GROUPS:
        store = f"g{group}"
        on(store, "who", "--by", LEADER, "--role", "leader")
        on(store, "review", "pass", new[group, 0])
        BOOK.put(new[group, 0], {}, "group_ok")
        on(store, "review", "return", new[group, 1], "--reason", "人数请再核对")
        BOOK.put(new[group, 1], {}, "returned")
        on(store, "who", "--by", WORKERS[group - 1])


def answer_returns(new):
    for group in GROUPS:
        if group != 8:  # the last one stays returned
            finish(f"g{group}", new[group, 1], {"staff": "3"}, 4, ["adviser"])


def settle(new):
    """The district links the duplicate, decides the conflict, a street office verifies one unit."""
    Clock.at(4, "19:30")
    pairs = {frozenset((row["id_a"], row["id_b"])) for row in
             table(on("district", "dups", "--csv", want=(0, 1)))}
    check("the shop of two groups is found", [] if frozenset((new["twice"], new[1, 0])) in pairs
          else [f"{len(pairs)} pairs"])
    on("district", "dups", "link", new["twice"], new[1, 0])
    BOOK.hidden.add(new["twice"])
    conflicts = table(on("district", "conflicts", "--csv", want=(0, 1)))
    check("one field is in conflict, of the record that both wrote", differ(
        "conflicts", [(new["argued"], "remark")], [(row["_id"], row["field"]) for row in conflicts]))
    on("district", "conflicts", "take", new["argued"], "remark", "三次拒绝")
    on("district", "who", "--by", OFFICE, "--role", "office")
    on("district", "review", "pass", new[5, 0])
    BOOK.put(new[5, 0], {}, "town_ok")
    on("district", "who", "--by", DISTRICT)
    on("district", "export", "-o", "district.zc1.csv")
    for group in GROUPS:
        on(f"g{group}", "-q", "import", "district.zc1.csv", want=(0, 1))
    digests = {on(store, "digest") for store in ["district", *[f"g{group}" for group in GROUPS]]}
    check("nine stores have one ledger", [] if len(digests) == 1 else sorted(digests))


# The figures.

def report(name, *words):
    return table(on("district", "report", name, "--to", "csv", *words))


def place_rows(level, key, units):
    """progress, review and heat by a level."""
    def of(own, *states):
        return sum(unit.row["_status"] in states for unit in own)
    for name in ("progress", "review", "heat"):
        rows = report(name, "--by", level)
        places = {}
        for unit in units:
            places.setdefault(key(unit), []).append(unit)
        for row in rows:
            own = units if row["row"] == "total" else places.get(row["row"], [])
            want = {"target": sum(unit.seed for unit in own), "registered": len(own) - of(own, "seed"),
                    "waiting": of(own, "submitted", "changed"), "returned": of(own, "returned"),
                    "conflict": 0, "seed": of(own, "seed"), "group_ok": of(own, "group_ok"),
                    "town_ok": of(own, "town_ok"), "verified": of(own, "town_ok", "locked"),
                    "submitted_or_higher": sum(unit.done for unit in own), "all": len(own),
                    "period": sum(unit.submitted for unit in own)}
            for column, value in row.items():
                if column in want and value != "":
                    yield from differ(f"{name} by {level} {row['row']} {column}", str(want[column]), value)


def coverage(level, key, units):
    rows = report("coverage", "--by", level)
    doors, walked, seeds, settled = {}, {}, {}, {}
    for community, state in BOOK.doors.values():
        place = key(Unit({"_status": "", "community": community, "street": community[:9]}, False, False))
        for at in (place, "total"):
            doors[at] = doors.get(at, 0) + 1
            walked[at] = walked.get(at, 0) + (state != "0")
    for unit in units:
        for at in (key(unit), "total"):
            seeds[at] = seeds.get(at, 0) + unit.seed
            settled[at] = settled.get(at, 0) + unit.settled
    for row in rows:
        want = {"doors": doors, "walked": walked, "seeds": seeds, "settled": settled}
        for column, numbers in want.items():
            if column not in row:
                yield f"coverage has no column {column}: {list(row)}"
                return
            yield from differ(f"coverage by {level} {row['row']} {column}",
                              str(numbers.get(row["row"], 0)), row[column])


def indicator_rows(units):
    rows = report("cover.indicators")
    for row in rows:
        yield from differ(row["row"], printed(FIGURES[row["row"]](units)), row["now"])
    if len(rows) < 20:
        yield f"{len(rows)} indicators only"


def each_day(units):
    last = report("heat", "--daily")[-1]
    for at, day in enumerate(DAYS):
        want = sum(1 for rid, when in BOOK.finished.items() if when == at and rid not in BOOK.hidden)
        yield from differ(f"registered on {day}", str(want), last[day])


def figures():
    units = BOOK.units()
    keys = {"group": lambda u: GROUND.group(u.community, u.street), "street": lambda u: u.street,
            "community": lambda u: u.community}
    for level, key in keys.items():
        check(f"progress, review and states by {level}", place_rows(level, key, units))
        check(f"coverage of doors and seeds by {level}", coverage(level, key, units))
    check("every indicator of the two coverages", indicator_rows(units))
    for name, level in (("cover.by_street", "street"), ("cover.by_community", "community"),
                        ("sweep.by_group", "group"), ("sweep.by_street", "street")):
        check(f"{name}: each row, and the rows make the total", by_key(name, report(name), units, keys[level]))
    check("each day", each_day(units))
    states = {row["_id"]: row["_status"] for row in
              table(on("district", "list", "ent", "--csv", "--limit", "0", "--fields", "_status"))}
    want = {rid: row["_status"] for rid, row in BOOK.records.items() if rid not in BOOK.hidden}
    check("the state of every record", [f"{rid}: {states.get(rid)}, not {state}"
                                        for rid, state in want.items() if states.get(rid) != state] +
          [f"{rid} is not known here" for rid in set(states) - set(want)])


def rewalk():
    """A sample that every laptop draws alike is walked again: one unit is gone, one was missed."""
    Clock.at(4, "20:30")
    words = ["review", "sample", "ent", "--rate", "20%", "--seed", "9", "--where", "is('done')", "--csv"]
    drawn = [row["_id"] for row in table(on("district", *words))]
    check("another laptop draws the same sample", differ(
        "sample", drawn, [row["_id"] for row in table(on("g7", *words))]))
    done = [unit for unit in BOOK.units() if unit.done]
    check("a fifth of what is finished", differ("size", -(-len(done) // 5), len(drawn)))
    gone, found = drawn[:1], drawn[1:]
    missed = on("district", "add", "ent", "--draft", *words_of({"street": places_of(1)[0][:9],
                "community": places_of(1)[0], "name": "西宁漏登百货商行", "unit_type": "1"}))
    for act, rids in (("found", found), ("gone", gone), ("missed", [missed])):
        on("district", "review", act, *rids, "--batch", "复查")
    rates = {(row["of"], row["name"], row["class"]): row for row in
             table(on("district", "review", "rates", "--batch", "复查", "--csv", want=(0, 1)))}
    faults = []
    for of, checked, wrong in (("units", len(drawn), 1), ("missed", len(found) + 1, 1)):
        row = rates.get((of, "", ""), {})
        faults += differ(of, (str(checked), str(wrong)), (row.get("checked"), row.get("wrong")))
    place = BOOK.records[gone[0]]["community"]
    kind = "individual" if BOOK.records[gone[0]].get("unit_type") == "3" else "legal"
    own = [rid for rid in drawn if BOOK.records[rid]["community"] == place and
           ("individual" if BOOK.records[rid].get("unit_type") == "3" else "legal") == kind]
    row = rates.get(("area_units", place, kind), {})
    faults += differ("its place", (str(len(own)), "1", "yes"),
                     (row.get("checked"), row.get("wrong"), row.get("redo")))
    check("the rates of the re-walk", faults)


def main():
    prepare()
    new = week_of_work()
    settle(new)
    figures()
    rewalk()
    for store in ["district", *[f"g{group}" for group in GROUPS]]:
        on(store, "check")
    return plan()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="zaoce-test-") as folder:
        os.chdir(folder)
        status = main()
        os.chdir("/")
    sys.exit(status)

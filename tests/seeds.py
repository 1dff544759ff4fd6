"""Base lists of several offices against each other: seeds.py ZAOCE SOURCE. TAP.

Two lists that overlap, say different things of some units, and have units without code and without
address; a list that has every unit twice; visits of every outcome, units found beside the lists,
some linked, some void. What `zaoce report seeds` and `report lists` say is counted again from a
model that only knows what was done.
"""
import csv
import io
import os
import subprocess
import sys
import tempfile

from tap import check, plan

ZAOCE, SOURCE = sys.argv[1:]
ENV = dict(os.environ, LC_ALL="C.UTF-8", ZAOCE_NOW="2026-11-23T18:42:00+08:00")
SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ENDS = {"1": "matched", "3": "matched", "4": "gone", "5": "gone", "6": "gone", "7": "gone",
        "8": "double", "9": "out", "0": "open", "2": "open", "": "open"}


def zaoce(*words, want=(0,)):
    done = subprocess.run([ZAOCE, "--lang", "zh", *words], env=ENV, text=True, capture_output=True,
                          check=False)
    if done.returncode not in want:
        print(f"Bail out! zaoce {' '.join(words)}: {done.returncode} {done.stderr}")
        sys.exit(1)
    return done.stdout + (done.stderr if 2 in want or 1 in want else "")


def code_of(number):
    """A code of the unassigned range with both checks right."""
    body = f"{number:08d}"
    rest = 11 - sum(int(d) * w for d, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    code = "91630103" + body + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(SYMBOLS.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + SYMBOLS[(31 - total % 31) % 31]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("统一社会信用代码", "单位名称", "经营地址", "联系电话"), *rows])


def name_of(number):
    digits = "零壹贰叁肆伍陆柒捌玖"
    return "".join(digits[int(d)] for d in str(number)) + "商店"


def table(*words):
    return {row["row"]: row for row in csv.DictReader(io.StringIO(zaoce(*words)))}


def ids(store, where, *more):
    rows = csv.DictReader(io.StringIO(zaoce("-s", store, "list", "--csv", "--limit", "0", "--where",
                                            where, *more)))
    return {row["_id"] for row in rows}


class Unit:
    def __init__(self, lists):
        self.lists, self.visit, self.place, self.conflict = set(lists), "", "shown", False


def make_lists(folder):
    rows = {}
    for number in range(101, 146):
        rows[number] = (code_of(number), name_of(number), f"人民街{number}号", "")
    first = [rows[n] for n in range(101, 131)]
    # Of three units the second office has another address, of one another name.
    second = [rows[n] for n in range(120, 146)]
    for at in (0, 1, 2):
        second[at] = second[at][:2] + (f"南大街{at + 1}号", "")
    second[3] = (second[3][0], "改了名字的商店", *second[3][2:])
    bare = [("", "没有代码的商店", "人民街200号", ""), ("", "只有名字的商店", "", ""),
            ("", "只有名字的饭店", "", "")]
    write(os.path.join(folder, "市场监管局.csv"), first)
    write(os.path.join(folder, "税务局 2026.csv"), second + bare)
    write(os.path.join(folder, "重了.csv"), [row for row in first for _ in range(2)])
    return rows


def columns(units, lists):
    """What the table of the model says of a set of units."""
    shown = [u for u in units if u.place == "shown"]
    out = {"units": len(shown), "linked": sum(u.place == "linked" for u in units),
           "void": sum(u.place == "void" for u in units),
           "conflict": sum(u.conflict for u in shown),
           "only": sum(len(u.lists) == 1 for u in shown)}
    for end in set(ENDS.values()):
        out[end] = sum(ENDS[u.visit] == end for u in shown)
    for name in lists:
        out[f"not {name}"] = sum(name not in u.lists for u in shown)
    return out


def compare(report, units, lists):
    lines = {name: [u for u in units if name in u.lists] for name in lists}
    lines["new"] = [u for u in units if not u.lists]
    lines["total"] = units
    if set(lines) != set(report):
        yield f"lines {sorted(report)}, not {sorted(lines)}"
        return
    for line, some in lines.items():
        want = columns(some, lists)
        for column, value in report[line].items():
            if column in want and int(value) != want[column]:
                yield f"{line} {column}: {value}, counted {want[column]}"


def add_up(report):
    ends = ("matched", "gone", "double", "out", "open")
    for line, row in report.items():
        if sum(int(row[end]) for end in ends) != int(row["units"]):
            yield f"{line}: the ends do not make {row['units']}"
    for column in ("units", "linked", "void"):
        whole = int(report["total"][column]) - int(report["new"][column])
        if whole > sum(int(row[column]) for line, row in report.items()
                       if line not in ("new", "total")):
            yield f"{column}: more in all than in the lists"


def main(folder):
    store, other = os.path.join(folder, "s"), os.path.join(folder, "t")
    paths = {n: os.path.join(folder, n + ".csv") for n in ("市场监管局", "税务局 2026", "重了")}
    rows = make_lists(folder)
    for where in (store, other):
        zaoce("init", where, "--survey", os.path.join(SOURCE, "forms", "liangxin"), "--group", "1",
              "--by", "王某", "--role", "leader")
    before = zaoce("-s", store, "digest")
    said = zaoce("-s", store, "import", paths["重了"], want=(1,))
    check("of a list with every unit twice nothing is taken",
          [] if "refused=60" in said and zaoce("-s", store, "digest") == before else [said])
    check("and each row says where it stands again", [] if "出现2次" in said and "同一家" in said else [said])
    zaoce("-s", store, "import", paths["市场监管局"])
    said = zaoce("-s", store, "import", paths["税务局 2026"], want=(1,))
    check("lists that contradict each other are conflicts", [] if "conflict=4" in said else [said])
    digest = zaoce("-s", store, "digest")
    zaoce("-s", store, "import", paths["市场监管局"], paths["税务局 2026"], want=(0, 1))
    check("both again add nothing", [] if zaoce("-s", store, "digest") == digest else ["it changed"])
    for name in ("市场监管局", "税务局 2026"):
        zaoce("-s", other, "import", paths[name], want=(0, 1))
    check("another laptop makes the same of them",
          [] if zaoce("-s", other, "digest") == digest else ["other digest"])
    zaoce("-s", other, "import", "--undo", want=(0, 2))
    check("the last list can be taken back whole",
          [] if "税务局-2026" not in table("-s", other, "report", "seeds", "--to", "csv") else ["still"])

    lists = ["市场监管局", "税务局-2026"]
    units = {}
    for number in rows:
        units[number] = Unit([name for name, some in zip(lists, (range(101, 131), range(120, 146)))
                              if number in some])
    for number in range(120, 124):
        units[number].conflict = True
    for bare in range(3):
        units[f"bare{bare}"] = Unit(["税务局-2026"])

    def rid(number):
        return next(iter(ids(store, f"${{uscc}} = '{code_of(number)}'")))

    visits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]
    for at, number in enumerate([*range(101, 111), *range(124, 142)]):
        visit = visits[at % len(visits)]
        zaoce("-s", store, "set", rid(number), f"visit={visit}")
        units[number].visit = visit
    for number in (142, 143):
        zaoce("-s", store, "review", "void", rid(number), "--reason", "误登")
        units[number].place = "void"
    zaoce("-s", store, "dups", "link", rid(144), rid(101))
    units[144].place = "linked"
    for number in (201, 202, 203):
        zaoce("-s", store, "add", "ent", "--draft", f"name={name_of(number)}", "visit=1")
        units[number] = Unit([])
        units[number].visit = "1"

    report = table("-s", store, "report", "seeds", "--to", "csv")
    check("what became of each list", compare(report, list(units.values()), lists))
    check("a line adds up", add_up(report))
    check("what one list has and another lacks",
          compare(table("-s", store, "report", "lists", "--to", "csv"), list(units.values()), lists))
    answers = table("-s", store, "report", "seeds", "--daily", "--to", "csv")
    check("each answer of the visit", (
        f"{visit}: {answers['total'][visit]}" for visit in visits
        if int(answers["total"][visit]) != sum(u.visit == visit and u.place == "shown"
                                               for u in units.values())))
    both = ids(store, "selected(${_lists}, '市场监管局') and selected(${_lists}, '税务局-2026')")
    check("records of both lists are found by an expression",
          [] if len(both) == sum(len(u.lists) == 2 for u in units.values()) else [len(both)])
    zaoce("-s", store, "export", "-o", os.path.join(folder, "all.zc1.csv"))
    third = os.path.join(folder, "u")
    zaoce("init", third, "--group", "9", "--by", "赵某", "--role", "district")
    zaoce("-s", third, "import", os.path.join(folder, "all.zc1.csv"), want=(0, 1))
    check("the lists travel with the records",
          [] if table("-s", third, "report", "seeds", "--to", "csv") == report else ["differs"])
    page = zaoce("-s", store, "report", "seeds")
    check("a page for people", [] if "底册核对" in page and "税务局-2026" in page else [page])
    return plan()


with tempfile.TemporaryDirectory(prefix="zaoce-test-") as temp:
    sys.exit(main(temp))

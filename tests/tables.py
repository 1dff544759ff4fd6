"""Tables that the survey defines (reports.csv) against counts of the records themselves:
tables.py ZAOCE SOURCE. TAP.

The practice survey is made; every figure of its tables is made again from what `zaoce list` prints,
by the formulas of indicators.py, record by record.
"""
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

from indicators import FIELDS, FIGURES, Ground, Unit, by_key, differ, printed, table
from tap import check, plan

ZAOCE, SOURCE = sys.argv[1:]
PACK = os.path.join(SOURCE, "forms", "liangxin")
ENV = dict(os.environ, LC_ALL="C.UTF-8", ZAOCE_NOW="2026-11-25T17:45:00+08:00")
GROUND = Ground(PACK)
TODAY = "2026-11-25"
PERIOD = ("2026-11-12", "2026-12-01")


def zaoce(*words, fails=False):
    done = subprocess.run([ZAOCE, "--lang", "zh", *words], env=ENV, text=True, capture_output=True,
                          check=False)
    if (done.returncode != 0) != fails:
        print(f"Bail out! zaoce {' '.join(words)}: {done.returncode} {done.stderr}")
        sys.exit(1)
    return done.stderr if fails else done.stdout


def listed(store, *words):
    return table(zaoce("-s", store, "list", "ent", "--csv", "--limit", "0", "--fields",
                       ",".join(FIELDS), *words))


def units_of(store):
    seeds = {row["_id"] for row in listed(store, "--where", "${_seed} = 'yes'")}
    period = {row["_id"] for row in listed(
        store, "--where",
        f"${{_submitted}} >= date('{PERIOD[0]}') and ${{_submitted}} <= date('{PERIOD[1]}')")}
    return [Unit(row, row["_id"] in seeds, row["_id"] in period) for row in listed(store)]


def indicators(store, units):
    rows = table(zaoce("-s", store, "report", "cover.indicators", "--to", "csv"))
    if len(rows) < 20:
        yield f"{len(rows)} rows only"
    for row in rows:
        yield from differ(row["row"], printed(FIGURES[row["row"]](units)), row["now"])
        if row["before"] and row["now"] and round(10 * (float(row["now"]) - float(row["before"]))) \
                != round(10 * float(row["change"])):
            yield f"{row['row']}: {row['before']} and {row['change']} do not make {row['now']}"


def by_key_of(store, name, units, key):
    return by_key(name, table(zaoce("-s", store, "report", name, "--to", "csv")), units, key)


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


def records(store, form, *fields):
    return table(zaoce("-s", store, "list", form, "--csv", "--limit", "0", "--fields", ",".join(fields)))


def rows_of(store, name):
    return {row["row"]: row for row in table(zaoce("-s", store, "report", name, "--to", "csv"))}


def wan(yuan):
    """Yuan as 10,000 yuan with two decimals, half up."""
    cents = (yuan * 100 + 5000) // 10000
    return f"{cents // 100}.{cents % 100:02d}"


def money(store):
    funds = records(store, "fund", "purpose", "amount", "paid", "fund_state")
    if len(funds) < 10:
        yield f"{len(funds)} projects only"
    for key, row in rows_of(store, "work.money").items():
        own = [fund for fund in funds if key in ("total", fund["purpose"])]
        yield from differ(f"{key} projects", str(len(own)), row["n_fund"])
        yield from differ(f"{key} money", wan(sum(Fraction(fund["amount"]) for fund in own)), row["money"])
        paid = [fund for fund in own if PERIOD[0] <= fund["paid"] <= PERIOD[1]]
        yield from differ(f"{key} paid", wan(sum(Fraction(fund["amount"]) for fund in paid)), row["paid"])
        built = sum(fund["fund_state"] == "3" for fund in own)
        yield from differ(f"{key} built", printed((built, len(own))), row["built"])


def issues(store):
    found = records(store, "issue", "issue_kind", "issue_state", "due")
    if len(found) < 5:
        yield f"{len(found)} issues only"
    for key, row in rows_of(store, "work.issues").items():
        own = [issue for issue in found if key in ("total", issue["issue_kind"])]
        closed = sum(issue["issue_state"] == "closed" for issue in own)
        late = sum(issue["issue_state"] in ("open", "doing") and issue["due"] < TODAY for issue in own)
        yield from differ(f"{key} issues", str(len(own)), row["n_issue"])
        yield from differ(f"{key} closed", printed((closed, len(own))), row["issue_closed"])
        yield from differ(f"{key} overdue", str(late), row["issue_overdue"])


def links(store):
    """Units of organisations and advisers, counted from the side that has the link."""
    rows = rows_of(store, "work.indicators")
    units = records(store, "ent", "party", "adviser") + records(store, "soc", "party", "adviser")
    for form, figure, number in (("party", "party_units", "n_party"), ("adviser", "adviser_units", "n_adviser")):
        fields = {"party": ("dissolved",), "adviser": ("to_date",)}[form]
        there = {row["_id"] for row in records(store, form, *fields)
                 if row[fields[0]] == "" or (form == "adviser" and row[fields[0]] >= TODAY)}
        led = sum(unit[form] in there for unit in units)
        yield from differ(number, str(len(there)), rows[number]["now"])
        tenths = (20 * led + len(there)) // (2 * len(there))
        yield from differ(figure, f"{tenths // 10}.{tenths % 10}", rows[figure]["now"])
        if led == 0:
            yield f"nobody is linked to a {form}"


def organisations(store):
    rows = rows_of(store, "social.indicators")
    socs = records(store, "soc", "op_status", "visit", "build", "m_full")
    at_work = [soc for soc in socs if soc["op_status"] == "1" and soc["visit"] == "1"]
    full3 = [soc for soc in at_work if soc["m_full"].isdigit() and int(soc["m_full"]) >= 3]
    without = [soc for soc in full3 if soc["build"] in ("", "0")]
    for name, want in (("n_soc", socs), ("n_S", at_work), ("S_full3", full3), ("S_gap3", without)):
        yield from differ(name, str(len(want)), rows[name]["now"])
    if not full3:
        yield "no organisation with three members: this proves little"


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
        check(f"{name}: by street", by_key_of(store, "cover.by_street", units, lambda u: u.street))
        check(f"{name}: by community", by_key_of(store, "cover.by_community", units, lambda u: u.community))
        check(f"{name}: the sweep by group", by_key_of(store, "sweep.by_group", units,
                                                          lambda u: GROUND.group(u.community, u.street)))
        check(f"{name}: the sweep by street", by_key_of(store, "sweep.by_street", units, lambda u: u.street))
        check(f"{name}: by an expression", by_key_of(store, "ledger.kinds", units,
                                                  lambda u: u.row["unit_type"]))
        check(f"{name}: a day in the past", past(store))
    district = os.path.join(folder, "district")
    check("rows stand in the order that is asked for", ordered(district))
    check("a list of a report is the records of its condition", gap_list(district, units_of(district)))
    check("money by purpose", money(district))
    check("issues by kind", issues(district))
    check("units of organisations and advisers", links(district))
    check("social organisations", organisations(district))
    check("what cannot be is refused", refusals(district))
    check("the page has every table and says what is counted", pages(district))
sys.exit(plan())

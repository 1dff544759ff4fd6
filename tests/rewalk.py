"""Rates of a re-walk against the limits of the survey: rewalk.py ZAOCE SOURCE. TAP.

Units of two communities, legal ones and individual businesses; a re-walk finds most of them, some
not, and some that nobody had registered. The rates are counted again from what was done.
"""
import csv
import io
import os
import subprocess
import sys
import tempfile

import tap
from tap import check

ZAOCE, SOURCE = sys.argv[1:]
ENV = dict(os.environ, LC_ALL="C.UTF-8", ZAOCE_NOW="2026-11-23T18:42:00+08:00")
PLACES = ("630103001004", "630103001003")
LIMIT = {"legal": 3, "individual": 5}


def zaoce(store, *words, want=(0,)):
    done = subprocess.run([ZAOCE, "--lang", "zh", "-s", store, *words], env=ENV, text=True,
                          capture_output=True, check=False)
    if done.returncode not in want:
        print(f"Bail out! zaoce {' '.join(words)}: {done.returncode} {done.stderr}")
        sys.exit(1)
    return done.stdout.strip() or done.stderr


def walk(store):
    """What is found where: (place, class) -> [found, gone, missed]."""
    plan = {(0, "legal"): (30, 1, 0), (0, "individual"): (19, 1, 0),
            (1, "legal"): (20, 0, 1), (1, "individual"): (18, 1, 2)}
    number = 0
    for (place, kind), numbers in plan.items():
        for word, n in zip(("found", "gone", "missed"), numbers):
            ids = []
            for _ in range(n):
                number += 1
                ids.append(zaoce(store, "add", "ent", "--draft", f"street={PLACES[place][:9]}",
                                 f"community={PLACES[place]}", f"name=示例商行{number:04d}",
                                 f"unit_type={3 if kind == 'individual' else 1}"))
            if ids:
                zaoce(store, "review", word, *ids, "--batch", "复查一")
    return plan, ids[-1]


def rates(store, want):
    text = zaoce(store, "review", "rates", "--batch", "复查一", "--csv", want=want)
    return {(row["of"], row["name"], row["class"]): row for row in csv.DictReader(io.StringIO(text))}


def compare(rows, plan):
    for (place, kind), (found, gone, missed) in plan.items():
        want = {"area_units": (found + gone, gone), "area_missed": (found + missed, missed)}
        for of, (checked, wrong) in want.items():
            row = rows[of, PLACES[place], kind]
            redo = "yes" if wrong * 100 > LIMIT[kind] * checked else ""
            if (int(row["checked"]), int(row["wrong"]), row["redo"]) != (checked, wrong, redo):
                yield f"{of} {place} {kind}: {row}, not {wrong}/{checked} {redo}"
    for of, at in (("units", 1), ("missed", 2)):
        wrong = sum(numbers[at] for numbers in plan.values())
        checked = wrong + sum(numbers[0] for numbers in plan.values())
        if (int(rows[of, "", ""]["checked"]), int(rows[of, "", ""]["wrong"])) != (checked, wrong):
            yield f"{of}: {rows[of, '', '']}"


def main(folder):
    store = os.path.join(folder, "s")
    subprocess.run([ZAOCE, "init", store, "--survey", os.path.join(SOURCE, "forms", "liangxin"),
                    "--group", "1", "--by", "王某", "--role", "leader"], env=ENV, check=True)
    plan, last = walk(store)
    rows = rates(store, (1,))
    check("rates by place and class, with the verdict", compare(rows, plan))
    said = zaoce(store, "review", "missed", last, "--batch", "复查一", want=(2,))
    check("nothing counts twice in a batch", [] if "已经有" in said else [said])
    said = zaoce(store, "review", "rates", "--batch", "复查一", want=(1,))
    check("people read the verdict", [] if "要整体重走" in said else [said])
    return tap.plan()


with tempfile.TemporaryDirectory(prefix="zaoce-test-") as temp:
    sys.exit(main(temp))

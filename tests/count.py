"""Counts the cases of a test run: python3 count.py testlog.json

A case is a line of TAP. A program that ended badly without a failed line (crash, time-out, wrong
plan) is one failed case more, so that nothing that went wrong is left out. A program that says what
the machine lacks for it (SKIP) is named and not counted.
"""
import json
import re
import sys

passed = failed = 0
with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        test = json.loads(line)
        out = test.get("stdout") or ""
        good = len(re.findall(r"^ok \d", out, re.M))
        bad = len(re.findall(r"^not ok \d", out, re.M))
        if test["result"] == "SKIP":
            print(f"skipped: {test['name']}: {out.partition('# SKIP')[2].strip()}")
            continue
        if test["result"] != "OK" and bad == 0:
            print(f"failed as a whole: {test['name']}: {test['result']}")
            bad = 1
        if test["result"] == "OK" and good == 0:
            good = 1
        passed += good
        failed += bad
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)

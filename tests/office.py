#!/usr/bin/env python3
"""A table that LibreOffice had in its hands comes back with exactly the edits that were made in it:
office.py [--live [--update]] ZAOCE SOURCE. TAP.

office/written/ holds what LibreOffice wrote of the table of office/units.csv (office/hand.py, Debian's
7.4): untouched, edited and sorted, through .xlsx and at once, opened in three ways. With --live it is
made anew by the LibreOffice of this machine; --update keeps that as office/written/.
"""
import csv
import glob
import os
import shutil
import subprocess
import sys
import tempfile

LIVE, UPDATE = "--live" in sys.argv, "--update" in sys.argv
ZAOCE, SOURCE = (os.path.realpath(arg) for arg in sys.argv[-2:])
GROUND = os.path.join(SOURCE, "tests", "office")
WRITTEN = os.path.join(GROUND, "written")
sys.path.insert(0, GROUND)
sys.dont_write_bytecode = True
from edits import EDITS  # noqa: E402

NAME = "name="
cases = failed = 0


def check(name, wrong):
    global cases, failed
    cases += 1
    failed += bool(wrong)
    print(f"{'not ok' if wrong else 'ok'} {cases} - {name}")
    for line in str(wrong or "").splitlines():
        print(f"# {line}")


def zaoce(*words):
    env = dict(os.environ, HOME=os.getcwd(), LC_ALL="C.UTF-8", ZAOCE_NOW="2026-11-23T18:42:00+08:00")
    done = subprocess.run([ZAOCE, "--lang", "en", *words], env=env, text=True, capture_output=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        raise SystemExit(f"Bail out! {' '.join(words)}: {done.stderr}")
    return done


def revisions(store):
    """[(line, record, cells)] of everything in the store."""
    text = zaoce("-s", store, "export", "-o", "-").stdout
    rows = [row for row in csv.reader(text.splitlines()) if row[0] not in ("zc1", "end")]
    return [(row[0], row[1], row[3:]) for row in rows]


def edits_of(before, after):
    """{unit: {field: value}} of the revisions that came in."""
    known = {line for line, _, _ in before}
    names = {rid: cell[len(NAME):] for _, rid, cells in before for cell in cells if cell.startswith(NAME)}
    out = {}
    for line, rid, cells in after:
        if line not in known:
            writes = dict(cell.split("=", 1) for cell in cells if not cell.startswith("."))
            if names[rid] in out:
                raise SystemExit(f"Bail out! two revisions of {names[rid]}")
            out[names[rid]] = writes
    return out


def check_file(path, before):
    name = os.path.basename(path)
    want = {}
    for unit, field, _, stored in EDITS if "untouched" not in name else []:
        want.setdefault(unit, {})[field] = stored
    shutil.rmtree("back", ignore_errors=True)
    shutil.copytree("store", "back")
    done = zaoce("-s", "back", "import", "-q", path)
    after = revisions("back")
    check(f"{name}: exactly the edits", edits_of(before, after) != want and
          f"got {edits_of(before, after)}\nnot {want}\n{done.stdout}{done.stderr}")
    check(f"{name}: nothing to say", done.returncode and done.stdout + done.stderr)
    zaoce("-s", "back", "import", "-q", path)
    check(f"{name}: and once", revisions("back") != after and "a second import changed something")


def uno_python():
    """The Python that LibreOffice can be worked from; None when there is none."""
    for python in (sys.executable, "/usr/bin/python3", "/usr/lib/libreoffice/program/python"):
        if shutil.which(python) and subprocess.run([python, "-c", "import uno"],
                                                   capture_output=True).returncode == 0:
            return python
    return None


def write_anew():
    """The folder with what LibreOffice of this machine makes of the table; ends with SKIP without it."""
    python = uno_python()
    if not shutil.which("soffice") or not python:
        print("1..0 # SKIP no LibreOffice here: apt-get install --no-install-recommends libreoffice-calc "
              "python3-uno")
        sys.exit(0)
    zaoce("-s", "store", "export", "unit", "--to", "table", "-o", "given.csv")
    os.mkdir("written")
    subprocess.run([python, "-B", os.path.join(GROUND, "hand.py"), "given.csv", "written"], check=True)
    if UPDATE:
        shutil.rmtree(WRITTEN, ignore_errors=True)
        os.mkdir(WRITTEN)
        for path in glob.glob("written/*.csv"):
            shutil.copy(path, WRITTEN)
    return "written"


def main():
    with tempfile.TemporaryDirectory(prefix="zaoce-test-") as folder:
        os.chdir(folder)
        zaoce("init", "store", "--survey", os.path.join(GROUND, "pack"), "--group", "1", "--by", "李某")
        zaoce("-s", "store", "import", "-q", os.path.join(GROUND, "units.csv"))
        written = write_anew() if LIVE else WRITTEN
        before = revisions("store")
        check("the units are there, and which list has them", len(before) != 12 and before)
        files = sorted(glob.glob(os.path.join(written, "*.csv")))
        check("in nine files", len(files) != 9 and files)
        for path in files:
            check_file(path, before)
        os.chdir("/")
    print(f"1..{cases}")
    sys.exit(failed > 0)


main()

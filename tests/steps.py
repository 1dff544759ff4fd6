"""Walks on the command line as case folders: python3 steps.py ZAOCE SOURCE [--update]. Prints TAP.

tests/data/import-samples/   small lists as office software makes and spoils them; EXPECT.csv says
                             for each what becomes of it in an empty store
tests/steps/NAME/            steps.txt holds one command a line, without `zaoce` and, where it is
                             meant for the store named `store`, without `-s store`; behind `!` a
                             line for the shell, which stands for what people and spreadsheets do
                             to files. expect.txt holds what the commands print, standard error
                             first, and their exit codes. Other files are what the steps read. A
                             new case is a folder; --update writes expect.txt.

The clock stands still, and at another moment for a line that begins with @MOMENT; ids of
records, revisions and devices made here are written as ID1 …, REV1 …, DEV1 … in the order they come.
"""
import csv
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ZAOCE, SOURCE = (os.path.realpath(arg) for arg in sys.argv[1:3])
UPDATE = "--update" in sys.argv
STEPS = os.path.join(SOURCE, "tests", "steps")
SAMPLES = os.path.join(SOURCE, "tests", "data", "import-samples")
ENV = {"PATH": os.environ["PATH"], "LC_ALL": "C", "ZAOCE_NOW": "2026-11-23T18:42:00+08:00",
       "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", ""), "ZAOCE_DATA": SOURCE}
cases = bad = 0


def check(name, fault):
    global cases, bad
    cases += 1
    bad += bool(fault)
    print(f"{'not ok' if fault else 'ok'} {cases} - {name}")
    for line in str(fault or "").splitlines()[:40]:
        print(f"# {line}")


def run(folder, *args, now=ENV["ZAOCE_NOW"]):
    done = subprocess.run([ZAOCE, "--lang", "en", *args], cwd=folder,
                          env=dict(ENV, HOME=folder, ZAOCE_NOW=now),
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def init(folder):
    status, _, err = run(folder, "init", "store", "--group", "1", "--by", "李某")
    if status:
        sys.exit(f"Bail out! no store: {err}")


def samples():
    with open(os.path.join(SAMPLES, "EXPECT.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    exits = {"accept": 0, "partial": 1, "refuse": 2}
    with tempfile.TemporaryDirectory() as folder:
        init(folder)
        for row in rows:
            path = os.path.join(SAMPLES, row["file"])
            for dry in (["--dry-run"], []):
                store = "store"
                if not dry:
                    store = "one"
                    shutil.rmtree(os.path.join(folder, store), ignore_errors=True)
                    shutil.copytree(os.path.join(folder, "store"), os.path.join(folder, store))
                status, out, err = run(folder, "-s", store, "import", *dry, "--form", "ent",
                                       "--key", "uscc", path)
                want = dict.fromkeys(("new", "changed", "same", "conflict", "dup", "refused",
                                      "damaged"), 0)
                got = {k: int(v) for k, v in re.findall(r"(\w+)=(\d+)", out)}
                if row["taken"] == "refused file":
                    want = {}
                want.update({k: int(v) for k, v in re.findall(r"(\w+)=(\d+)", row["taken"])})
                fault = ""
                if status != exits[row["verdict"]] or got != want:
                    fault = f"exit {status}\n{out}{err}wanted {want}"
                elif status == 2 and row["file"] not in err:
                    fault = f"the file is not named:\n{err}"
                check(f"{row['file']}{' (dry run)' if dry else ''}: {row['note']}", fault)
        status, out, _ = run(folder, "-s", "store", "digest")
        check("dry runs leave the store as it was", "records=0 " not in out and out)


def play(name):
    folder = os.path.join(STEPS, name)
    ids = {}  # made here: differ from run to run
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(folder, work, dirs_exist_ok=True)
        init(work)
        got = ""
        with open(os.path.join(folder, "steps.txt"), encoding="utf-8") as file:
            for line in file:
                if not line.strip() or line.startswith("#"):
                    continue
                if line.startswith("!"):
                    shell = subprocess.run(["sh", "-e", "-c", line[1:]], cwd=work, check=True,
                                           stdout=subprocess.PIPE, encoding="utf-8")
                    got += f"{line.strip()}\n{shell.stdout}" if shell.stdout else ""
                    continue
                now = ENV["ZAOCE_NOW"]
                if line.startswith("@"):
                    now, line = line[1:].split(" ", 1)
                args = shlex.split(line)
                for rid, short in ids.items():
                    args = [rid if arg == short else arg for arg in args]
                own = args[0] in ("-s", "init", "form") or args[0:2] == ["diff", "store"]
                status, out, err = run(work, *([] if own else ["-s", "store"]), *args, now=now)
                for rid in re.findall(r"\be[0-9a-hjkmnp-tv-z]{24}\b", out):
                    ids.setdefault(rid, f"ID{sum(v.startswith('ID') for v in ids.values()) + 1}")
                for rev in re.findall(r"\br[0-9a-hjkmnp-tv-z]{12}\b", out):
                    ids.setdefault(rev, f"REV{sum(v.startswith('REV') for v in ids.values()) + 1}")
                for dev in re.findall(r"\bd[0-9a-hjkmnp-tv-z]{8}\b", out):
                    ids.setdefault(dev, f"DEV{sum(v.startswith('DEV') for v in ids.values()) + 1}")
                text = err + out
                for rid, short in ids.items():
                    text = text.replace(rid, short)
                got += f"$ {line.strip()}\n{text}exit {status}\n"
    expect = os.path.join(folder, "expect.txt")
    if UPDATE:
        with open(expect, "w", encoding="utf-8") as file:
            file.write(got)
    with open(expect, encoding="utf-8") as file:
        want = file.read()
    diff = difflib.unified_diff(want.splitlines(), got.splitlines(), "expect.txt", "printed", "", "",
                                3, "")
    check(f"steps/{name}", "\n".join(diff))


samples()
for case in sorted(os.listdir(STEPS)):
    play(case)
print(f"1..{cases}")
sys.exit(1 if bad else 0)

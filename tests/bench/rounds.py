"""What all benchmarks share: arguments, data, contestants in rotating rounds, the table of ratios.

A machine is never quiet, so seconds of one run say little. Contestants take turns (A B C A B C …), a
ratio is taken inside one round, and its median over the rounds is what counts. No benchmark fails
because something was slow. A peer that is not installed is named and left out.
"""
import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def arguments(description):
    """Options of every benchmark; meson gives the programs, a person gives sizes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--zaoce", required=True, help="the program")
    parser.add_argument("--probe", help="the program's modules, in process (probe.c)")
    parser.add_argument("--raw", help="libcsv and LMDB alone (raw.c)")
    parser.add_argument("--sqlite", default=shutil.which("sqlite3") or "", help="the sqlite3 shell")
    parser.add_argument("--records", type=int, default=100000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--place", default=".", help="folder on the disk to be measured")
    return parser.parse_args()


class Bench:
    """One benchmark: a folder that goes away at the end, and the rows it works on."""

    def __init__(self, description):
        self.args = arguments(description)
        self.folder = tempfile.mkdtemp(prefix="zaoce-bench-", dir=self.args.place)
        self.env = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm-256color", HOME=self.folder)
        for name in ("ZAOCE_STORE", "XDG_DATA_HOME", "ZAOCE_NOW"):
            self.env.pop(name, None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def rows(self):
        """Folder with rows.zc1.csv and rows.csv (rows.py), made once for each size and kept."""
        scripts = [os.path.join(HERE, name) for name in ("rows.py", "gen_ledger.py")]
        made_by = hashlib.sha256(b"".join(open(name, "rb").read() for name in scripts)).hexdigest()
        name = f"zaoce-rows-{self.args.records}-{self.args.seed}-{made_by[:12]}"
        folder = os.path.join(self.args.place, name)
        if not os.path.exists(os.path.join(folder, "rows.json")):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            subprocess.run([sys.executable, scripts[0], str(self.args.records), self.args.seed, folder],
                           check=True, stdout=subprocess.DEVNULL)
        return folder

    def counts(self):
        with open(os.path.join(self.rows(), "rows.json"), encoding="utf-8") as file:
            return json.load(file)

    def zaoce(self, *words):
        subprocess.run([self.args.zaoce, "--lang", "zh", *words], check=True, env=self.env,
                       stdout=subprocess.DEVNULL)

    def new_store(self, name):
        shutil.rmtree(self.path(name), ignore_errors=True)
        self.zaoce("init", self.path(name), "--group", "9", "--by", "赵某", "--role", "district")
        return self.path(name)

    def full_store(self, name):
        store = self.new_store(name)
        self.zaoce("-s", store, "import", os.path.join(self.rows(), "rows.zc1.csv"))
        return store

    def columns(self):
        with open(os.path.join(self.rows(), "rows.csv"), encoding="utf-8") as file:
            return file.readline().strip().split(",")

    def full_sqlite(self, name):
        """The same rows in SQLite; None without its shell."""
        if not self.args.sqlite:
            return None
        database = self.path(name)
        subprocess.run([self.args.sqlite, database], input=sqlite_import(self), text=True, check=True,
                       stdout=subprocess.DEVNULL)
        return database


def sqlite_import(bench, new=True):
    """Statements for the sqlite3 shell: the rows into a table whose newest version of an id wins,
    three indexes made last, journal WAL, synced."""
    columns = [f'"{name}"' for name in bench.columns()]
    newer = ", ".join(f"{name}=excluded.{name}" for name in columns[1:])
    table = "".join([f"create table t({columns[0]} primary key, {', '.join(columns[1:])}) without rowid;\n"])
    indexes = "".join(f"create index t_{name} on t({name});\n" for name in ("uscc", "name", "community"))
    return (f"pragma journal_mode=wal; pragma synchronous=normal;\n{table if new else ''}"
            f"create temp table i({', '.join(columns)});\n.mode csv\n"
            f".import --skip 1 {os.path.join(bench.rows(), 'rows.csv')} i\n"
            f"insert into t select * from i where true order by rid, rev "
            f"on conflict(rid) do update set {newer} where cast(excluded.rev as integer) > cast(t.rev as integer);\n"
            f"{indexes if new else ''}pragma wal_checkpoint(truncate);\n")


class Run:
    """What one run of a program took."""

    def __init__(self, seconds, own_mb):
        self.seconds, self.own_mb = seconds, own_mb


def own_memory_kb(pid):
    """Memory that is the program's own: mapped pages of a file belong to the page cache."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("RssAnon"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def run(bench, command, text=None, out=None):
    """Runs a program to its end; exit 1 (a person should look) is fine."""
    peak = 0
    with open(out or os.devnull, "wb") as sink:
        start = time.monotonic()
        child = subprocess.Popen(command, env=bench.env, stdout=sink,
                                 stdin=subprocess.PIPE if text else subprocess.DEVNULL)
        ended = threading.Event()

        def watch():
            nonlocal peak
            while not ended.wait(.01):
                peak = max(peak, own_memory_kb(child.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        child.communicate(text.encode() if text else None)
        took = time.monotonic() - start
        ended.set()
        watcher.join()
    if child.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return Run(took, peak / 1024)


class Probe:
    """probe.c on a store: answers with seconds."""

    def __init__(self, bench, store):
        self.child = subprocess.Popen([bench.args.probe, store], env=bench.env, text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, command, times):
        self.child.stdin.write(f"{command} {times}\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline().split()
        if len(answer) != times:
            sys.exit(f"the probe does not answer to {command}")
        return [float(seconds) for seconds in answer]

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0


def shown(seconds):
    for unit, factor in (("s", 1), ("ms", 1e3)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def print_head(bench, title):
    print(f"\n{title}: {bench.args.records} records, {bench.args.rounds} rounds")
    print(f"{'what':<34} {'ours':>10} {'peer':>22} {'ratio':>8}  min..max")


def print_ratio(what, ours, peer_name, peer):
    """`ours` and `peer`: one figure a round. The ratio is ours / peer: smaller is better."""
    ratios = [a / b for a, b in zip(ours, peer)]
    print(f"{what:<34} {shown(statistics.median(ours)):>10} "
          f"{peer_name + ' ' + shown(statistics.median(peer)):>22} "
          f"{statistics.median(ratios):>8.3g}  {min(ratios):.3g}..{max(ratios):.3g}", flush=True)


def print_alone(what, ours, why):
    print(f"{what:<34} {shown(statistics.median(ours)):>10} {'-':>22} {'-':>8}  {why}", flush=True)

"""The rules of the house that a compiler does not know: python3 house.py ROOT. Prints TAP.

Include directions, one door per library, no cycle between headers, no empty label, no form or
question of the shipped survey named in C, no file or folder that has no place at the top.
"""
import csv
import os
import re
import sys

ROOT = sys.argv[1]
MAY_SEE = {
    "core": {"core"},
    "forms": {"core", "forms"},
    "storage": {"core", "storage"},
    "tui": {"core", "forms", "storage", "tui"},
    "tests": {"core", "forms", "storage", "tui", "tests"},
}
DOORS = {  # system header: the only files that may include it
    "lmdb.h": r"storage/store\w*\.[ch]$",
    "csv.h": r"core/csv\.c$",
    "curses.h": r"tui/term\w*\.c$",
    "ncurses.h": r"tui/term\w*\.c$",
    "term.h": r"tui/term\w*\.c$",
    "pcre2.h": r"forms/expr_regex\.c$",
    "cjson/cJSON.h": r"core/json\.c$",
    "expat.h": r"forms/list_xml\.c$",
    "nettle/nettle-meta.h": r"forms/expr_fn_digest\.c$",
    "iconv.h": r"storage/(encoding|spoil)\.c$",
}
TOP = {"core", "forms", "storage", "tui", "tests", "meson.build", "meson_options.txt", "README.md",
       "LICENSE"}

cases = 0
bad = 0


def check(name, faults):
    global cases, bad
    cases += 1
    bad += bool(faults)
    print(f"{'not ok' if faults else 'ok'} {cases} - {name}")
    for fault in faults[:20]:
        print(f"# {fault}")


def sources():
    for room in MAY_SEE:
        for folder, _, names in os.walk(os.path.join(ROOT, room)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        yield os.path.relpath(path, ROOT), file.read()


FILES = dict(sources())
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]', re.M)


def directions():
    for path, text in FILES.items():
        room = path.split("/")[0]
        for kind, target in INCLUDE.findall(text):
            if kind == '"' and "/" not in target and not target.endswith(".inc"):
                yield f"{path}: \"{target}\" is not written from the root"
            elif kind == '"' and "/" in target and target.split("/")[0] not in MAY_SEE[room]:
                yield f"{path} may not see {target}"


def doors():
    for path, text in FILES.items():
        for kind, target in INCLUDE.findall(text):
            door = DOORS.get(target)
            if kind == "<" and door and not re.match(door, path) and not path.startswith("tests/"):
                yield f"{path} includes <{target}>"


def cycles():
    graph = {path: [t for k, t in INCLUDE.findall(text) if k == '"' and t in FILES]
             for path, text in FILES.items() if path.endswith(".h")}
    done, faults = set(), []

    def walk(path, trail):
        if path in trail:
            faults.append(" -> ".join(trail[trail.index(path):] + [path]))
        elif path not in done:
            for target in graph.get(path, []):
                walk(target, trail + [path])
            done.add(path)

    for path in graph:
        walk(path, [])
    return faults


def labels():
    for path, text in FILES.items():
        if path.startswith("tests/"):
            continue
        for match in re.finditer(r'ZC_T\(\s*""\s*,\s*"[^"]|ZC_T\(\s*"[^"]+"\s*,\s*""\s*\)', text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: a text in one language only"


def pack_names():
    """Names of forms and questions that are not ordinary words of the program."""
    names = set()
    forms = os.path.join(ROOT, "forms", "liangxin")
    if not os.path.isdir(forms):
        return names
    for form in os.listdir(forms):
        sheet = os.path.join(forms, form, "survey.csv")
        if not os.path.exists(sheet):
            continue
        names.add(form)
        with open(sheet, encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                names.add((row.get("name") or "").strip())
    # Words that roles, columns, units and options of the program share with question names.
    shared = {"", "name", "sign", "code", "phone", "addr", "street", "community", "road", "number",
              "industry", "staff", "members", "contact", "kind", "outcome", "note", "type", "status",
              "group", "date", "size", "door", "other", "address", "parent", "form", "area", "build",
              "meta", "assets", "income", "plan", "union", "unit", "batch", "field", "registered",
              "rule", "seed", "found", "share", "way", "verdict", "sample", "items", "blind",
              "count", "source", "measure", "units", "result", "place", "problem", "state", "mode",
              "visited", "attempts", "expected", "worker", "target", "due", "done", "day",
              "explanation", "non_public"}  # the last one is a function of the language too
    return names - shared


def survey_words():
    names = pack_names()
    literal = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
    for path, text in FILES.items():
        if path.startswith("tests/"):
            continue
        code = re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), text,
                      flags=re.S)
        for match in literal.finditer(code):
            if match.group(1) in names:
                line = code.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: \"{match.group(1)}\" belongs to the survey pack"


def top():
    for name in sorted(os.listdir(ROOT)):
        if name not in TOP and not name.startswith(".") and not name.startswith("build"):
            yield name


check("includes go one way and are written from the root", list(directions()))
check("each outside library has one door", list(doors()))
check("headers form no cycle", cycles())
check("no text stands in one language only", list(labels()))
check("no C file names a form or question of the shipped survey", list(survey_words()))
check("nothing without a place lies at the top", list(top()))
print(f"1..{cases}")
sys.exit(1 if bad else 0)

"""The manual page and the completion name everything that there is, and nothing else. TAP.

manual.py ZAOCE PAGE PAGE_ZH COMPLETION SOURCE
"""
import os
import re
import shutil
import subprocess
import sys

ZAOCE, PAGE, PAGE_ZH, COMPLETION, SOURCE = sys.argv[1:]
ENV = dict(os.environ, LC_ALL="C.UTF-8")
cases = bad = 0


def check(name, faults, skip=None):
    global cases, bad
    faults = list(faults)
    cases += 1
    bad += bool(faults)
    print(f"{'not ok' if faults else 'ok'} {cases} - {name}{' # SKIP ' + skip if skip else ''}")
    for fault in faults[:20]:
        print(f"# {fault}")


def run(*words, **more):
    return subprocess.run(words, env=ENV, text=True, capture_output=True, check=False, **more)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def plain(page):
    """The text of a page without its requests and escapes."""
    return re.sub(r"\\f.", "", page.replace("\\-", "-").replace("\\&", ""))


HELP = run(ZAOCE, "--lang", "en", "--help").stdout
COMMANDS = {}
for line in HELP.splitlines():
    if line.startswith("  zaoce "):
        name, _, usage = line.strip()[len("zaoce "):].partition(" ")
        COMMANDS[name] = re.findall(r"(?<![\w-])--?[a-z][a-z-]*", usage)
OPTIONS = re.findall(r"^  (--?[a-z]+)", HELP, re.M)


def missing(page):
    text = plain(page)
    for command, options in COMMANDS.items():
        if f".B {command}\n" not in text:
            yield command
        for option in options:
            if option not in text:
                yield f"{command} {option}"
    for option in OPTIONS:
        if not re.search(rf"^{option}( |$)", text, re.M):
            yield option


def headings(page):
    want = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "KEYS", "FILES", "ENVIRONMENT",
            "EXIT STATUS", "EXAMPLES"]
    got = re.findall(r"^\.SH (.*)", page, re.M)
    if got != want:
        yield f"{got} is not {want}"


def environment(page):
    """Every variable that the program reads, and none that it does not."""
    read_ones = set()
    for folder, _, names in os.walk(SOURCE):
        if os.path.relpath(folder, SOURCE).split(os.sep)[0] in ("core", "forms", "storage", "tui"):
            for name in names:
                if name.endswith(".c"):
                    read_ones |= set(re.findall(r'getenv\("(\w+)"\)', read(os.path.join(folder, name))))
    part = plain(page).split(".SH ENVIRONMENT")[1].split(".SH")[0]
    named = set(re.findall(r"\b[A-Z_]{2,}\b", "\n".join(re.findall(r"^\.B (.*)", part, re.M))))
    for name in sorted(read_ones ^ named):
        yield name


def complete(*words):
    """What the completion offers for the last word."""
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _zaoce; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    return set(run("bash", "-c", script, "bash", COMPLETION, "zaoce", *words).stdout.split())


def completion_faults():
    offered = complete("")
    for word in sorted(set(COMMANDS) ^ {word for word in offered if not word.startswith("-")}):
        yield f"{word!r} as a command"
    for option in OPTIONS:
        if option not in offered:
            yield option
    for command, options in COMMANDS.items():
        got = complete(command, "-") | complete(command, "--")
        for option in sorted(set(options) ^ got):
            yield f"{command} {option}"


def values():
    cases_of_values = [(("init", "A", "--role", ""), {"worker", "leader", "office", "district"}),
                       (("--lang", ""), {"zh", "en"}),
                       (("-s", "A", "exp"), {"export"}),
                       (("init", "A", "--by", ""), set())]
    for words, want in cases_of_values:
        got = complete(*words)
        if got != want:
            yield f"{' '.join(words)}: {got} is not {want}"


def untrue_options():
    """An option of the page that the program does not take."""
    for option in OPTIONS:
        words = {"-s": ["-s", "x"], "--lang": ["--lang", "en"]}.get(option, [option])
        done = run(ZAOCE, *words, "--version")
        if done.returncode != 0:
            yield f"{option}: {done.stderr}"


def explained():
    """Options of a usage line without words of their own, and words without such an option."""
    for command, options in COMMANDS.items():
        help_of = run(ZAOCE, "--lang", "en", command, "--help").stdout
        told = re.findall(r"^  (--?[a-z][a-z-]*) .*\S", help_of, re.M)
        for option in sorted(set(options) ^ set(told)):
            yield f"{command} {option}"


def lint(path):
    done = run("groff", "-ww", "-z", "-man", "-Tutf8", "-k", path)
    return done.stderr.splitlines()


check("the help lists commands and options", [] if len(COMMANDS) > 5 and len(OPTIONS) > 3 else [HELP])
check("the page names every command and option", missing(read(PAGE)))
check("so does the Chinese one", missing(read(PAGE_ZH)))
check("the page has its sections", headings(read(PAGE)))
check("the page names every environment variable", environment(read(PAGE)))
check("the help of a command explains its options", explained())
check("every common option is taken", untrue_options())
check("the completion offers every command and option, and no others", completion_faults())
check("the completion knows the values of options", values())
# Debian's groff-base has neither preconv's Chinese nor every device; only the English page is linted.
if shutil.which("groff"):
    check("groff has nothing to say about the page", lint(PAGE))
else:
    check("groff has nothing to say about the page", [], "no groff here")
print(f"1..{cases}")
sys.exit(1 if bad else 0)

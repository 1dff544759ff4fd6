#!/usr/bin/env python3
"""The screens in an 80x24 pseudo-terminal: from a key to the screen that stands, bytes and time of the
processor an act, from the start to the first screen, own memory. The ledger against VisiData and less -S
(which knows no columns and cannot sort) that open the same rows as a CSV file; the form alone."""
import os
import shutil

import rounds
from terminal import Terminal

EACH = 20
WORD = "鑫源"  # few names have it
WORDS = ("鑫源", "牛肉面", "西宁", "昆仑", "lmsz", "商贸")
NUMBERS = "staff"
# What is done in the ledger, and how the peers do it. A list of keys: only the last one is measured;
# {row} is the start of the first row, {word} what is looked for, {numbers} the column that is sorted.
PEERS = {
    "visidata": {
        "command": ["vd", "{table}"],
        "Down": ["Down"], "PgDn": ["PgDn"], "End": ["G"], "Home": ["gg"],
        "find": ["gg", "cname\r", "/{word}", "Enter"],
        "find again": ["n"],
        "sort": ["gg", "c{numbers}\r", "["],
        "filter": ["cname\r", "|{word}\r", "idle", '"'],
    },
    "less -S": {
        "command": ["less", "-S", "{table}"],
        "Down": ["j"], "PgDn": [" "], "End": ["G"], "Home": ["g"],
        "find": ["g", "/{word}", "Enter"],
        "find again": ["n"],
        "filter": ["g", "&{word}", "Enter"],
    },
}
OURS = {
    "Down": ["Down"], "PgDn": ["PgDn"], "End": ["^End"], "Home": ["^Home"],
    "find": ["/", WORD[0], WORD[1]],
    "find again": ["Down"],
    "sort": ["Enter", "^Home"] + ["Right"] * 6 + ["o"],
    "filter": ["fnname", "Down", "Enter", "1" + WORD, "Enter"],
}
MOVES = ("Down", "PgDn", "End", "Home")  # a frame each; the others go on in the background
LETTER = "find: a character"
WORK = (LETTER, "find", "find again", "sort", "filter")
TIMES = {"find again": 10}


class Session:
    """One program in one round: what each act took."""

    def __init__(self, bench, command, keys, words):
        self.terminal = Terminal([part.format(**words) for part in command],
                                 dict(bench.env, LESSHISTFILE="-"))
        self.keys, self.words, self.acts, self.facts = keys, words, {}, {}

    def move(self, label, times):
        """Goes on until the screen has changed often enough; a list that ends paints nothing."""
        before = self.terminal.processor()
        done = [self.terminal.press(self.keys[label][0]) for _ in range(times)]
        painted = [act for act in done if act[1]]
        each = (self.terminal.processor() - before) / times
        self.acts.setdefault(label, []).extend((*act, each) for act in painted)

    def work(self, label):
        *way, last = self.keys[label]
        for key in way:
            self.terminal.settle("" if key == "idle" else key.format(**self.words))
        for _ in range(TIMES.get(label, 1)):
            before = self.terminal.processor()
            act = self.terminal.settle(last.format(**self.words))
            if act[1]:
                self.acts.setdefault(label, []).append((*act, self.terminal.processor() - before))

    def all_acts(self):
        for label in ("Down", "PgDn"):
            self.move(label, EACH)
        for _ in range(EACH // 4):
            for label in ("End", "Home"):
                self.move(label, 1)
        self.facts["own memory, moving"] = self.terminal.own_kb()
        for label in WORK:
            if label in self.keys:
                self.work(label)
        self.facts["own memory, at the end"] = self.terminal.own_kb()


def letters(session):
    """Find as one types, which the peers do not know."""
    terminal = session.terminal
    terminal.settle("/")
    for word in WORDS:
        for letter in word:
            before = terminal.processor()
            act = terminal.settle(letter)
            session.acts.setdefault(LETTER, []).append((*act, terminal.processor() - before))
        terminal.settle("^U")
    terminal.settle("Esc")


def ours(bench, store, form):
    session = Session(bench, [bench.args.zaoce, "--lang", "zh", "-s", store], OURS, {})
    terminal = session.terminal
    session.facts["first screen"] = terminal.until("首页".encode())
    session.facts["all there"] = session.facts["first screen"]
    terminal.quiet()
    session.facts["rows"] = session.facts["first screen"] + terminal.press("l")[0]
    letters(session)
    session.all_acts()
    for key in ("Esc", "Esc", "n", "1"):
        terminal.settle(key)
    for _ in range(3):
        for label, key in (("letter in a pick list", "民"), ("Enter takes it", "Enter"),
                           ("Down", "Down"), ("Up", "Up"), ("PgDn: next section", "PgDn"),
                           ("PgUp: section back", "PgUp")):
            seconds, count = terminal.press(key)
            if count:
                form.setdefault(label, []).append((seconds, count, 0))
    terminal.close()
    return session


def peer(bench, name, words):
    session = Session(bench, PEERS[name]["command"], PEERS[name], words)
    terminal = session.terminal
    session.facts["first screen"] = session.facts["rows"] = terminal.until(words["row"].encode())
    session.facts["all there"] = session.facts["rows"] + terminal.settle("")[0]
    session.all_acts()
    terminal.close()
    return session


def size(path):
    if os.path.isdir(path):
        return os.path.getsize(os.path.join(path, "data.mdb"))
    return os.path.getsize(path)


def quantiles(sessions, label, share, part=0):
    return [rounds.quantile([act[part] for act in one.acts.get(label, [])], share) for one in sessions]


def print_peer(name, mine, theirs):
    for fact in ("first screen", "rows", "all there"):
        rounds.print_ratio(f"start to {fact} / {name}", [one.facts[fact] for one in mine], name,
                           [one.facts[fact] for one in theirs])
    for label in MOVES + WORK:
        for share in (.5, .95) if label in ("Down", "PgDn") else (.5,):
            peers = quantiles(theirs, label, share)
            if all(peers) and all(quantiles(mine, label, share)):
                rounds.print_ratio(f"{label}, p{share * 100:.0f} / {name}",
                                   quantiles(mine, label, share), name, peers)
    for fact in ("own memory, moving", "own memory, at the end"):
        a, b = ([one.facts[fact] for one in each] for each in (mine, theirs))
        print(f"  {fact} / {name}: {rounds.quantile(a, .5) / 1024:.1f} MB, {name} "
              f"{rounds.quantile(b, .5) / 1024:.1f} MB: "
              f"{rounds.quantile([x / y for x, y in zip(a, b)], .5):.3g}")


def print_acts(title, sessions):
    for label in MOVES + WORK:
        acts = [act for one in sessions for act in one.acts.get(label, [])]
        if acts:
            print_act(title, label, acts)


def print_act(title, label, acts):
    print(f"  {title + ': ' + label:<36} p50 {rounds.shown(rounds.quantile([a[0] for a in acts], .5)):>8}, "
          f"p95 {rounds.shown(rounds.quantile([a[0] for a in acts], .95)):>8}, bytes p50 "
          f"{rounds.quantile([a[1] for a in acts], .5)}, max {max(a[1] for a in acts)}, processor "
          f"{rounds.shown(sum(a[2] for a in acts) / len(acts))}")


def main():
    with rounds.Bench(__doc__) as bench:
        store = bench.full_store("store")
        table = os.path.join(bench.rows(), "rows.csv")
        with open(table, encoding="utf-8") as file:
            words = {"table": table, "word": WORD, "numbers": NUMBERS,
                     "row": [file.readline(), file.readline()][1].split(",")[0][:12]}
        found = [name for name, how in PEERS.items() if shutil.which(how["command"][0])]
        form, mine, theirs = {}, [], {name: [] for name in found}
        for _ in range(bench.args.rounds):
            mine.append(ours(bench, store, form))
            for name in found:
                theirs[name].append(peer(bench, name, words))
        rounds.print_head(bench, "screens")
        for name in found:
            print_peer(name, mine, theirs[name])
        for name in sorted(set(PEERS) - set(found)):
            print(f"  {name} is not installed: left out")
        print(f"  data: store {size(store) / 1e6:.0f} MB, CSV file {size(table) / 1e6:.0f} MB")
        print_acts("ledger", mine)
        for name in found:
            print_acts(name, theirs[name])
        for label, acts in form.items():
            print_act("form", label, acts)


if __name__ == "__main__":
    main()

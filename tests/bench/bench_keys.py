#!/usr/bin/env python3
"""From a key to the last byte of its frame in an 80x24 pseudo-terminal, and bytes an act: the form
screen and the ledger. Peers for the ledger: VisiData, and less -S as the floor (it knows no columns)."""
import os
import shutil

import rounds
from terminal import Terminal

EACH = 20
MOVES = ("Down", "PgDn", "End", "Home")
LESS = {"Down": "j", "PgDn": " ", "End": "G", "Home": "g"}
VISIDATA = {"End": "G", "Home": "gg"}


def press_all(terminal, taken, keys, times):
    """The keys one after another, again and again; those that paint nothing do not count."""
    for _ in range(times):
        for label, key in keys:
            seconds, count = terminal.press(key)
            if count:
                taken.setdefault(label, []).append((seconds, count))


def move_all(terminal, taken, keys):
    for moves in (("Down",), ("PgDn",), ("End", "Home")):
        press_all(terminal, taken, [(move, keys.get(move, move)) for move in moves], EACH)


def ours(bench, store, form, ledger):
    terminal = Terminal([bench.args.zaoce, "--lang", "zh", "-s", store], bench.env)
    terminal.until("首页".encode())
    terminal.quiet()
    terminal.press("l")
    move_all(terminal, ledger, {})
    terminal.press("Esc")
    terminal.press("n")
    terminal.press("1") # the first of several forms
    for _ in range(3):
        press_all(terminal, form, [("letter in a pick list", "民"), ("Enter takes it", "Enter"),
                                   ("Down", "Down"), ("Up", "Up"), ("PgDn: next section", "PgDn"),
                                   ("PgUp: section back", "PgUp")], 1)
    press_all(terminal, form, [("Down", "Down"), ("Up", "Up")], EACH)
    terminal.close()


def peer(bench, command, keys, taken):
    terminal = Terminal(command, dict(bench.env, LESSHISTFILE="-"))
    terminal.quiet()
    while not terminal.seen:
        terminal.read(1)
    terminal.quiet()
    move_all(terminal, taken, keys)
    terminal.close()


def print_acts(title, taken):
    for label, acts in taken.items():
        seconds = [act[0] for act in acts]
        print(f"  {title + ': ' + label:<34} p50 {rounds.shown(rounds.quantile(seconds, .5)):>8}, "
              f"p95 {rounds.shown(rounds.quantile(seconds, .95)):>8}, "
              f"bytes p50 {rounds.quantile([act[1] for act in acts], .5)}, "
              f"max {max(act[1] for act in acts)}")


def main():
    with rounds.Bench(__doc__) as bench:
        store = bench.full_store("store")
        table = os.path.join(bench.rows(), "rows.csv")
        peers = {"less -S": (["less", "-S", table], LESS),
                 "visidata": (["vd", table], VISIDATA)}
        found = {name: p for name, p in peers.items() if shutil.which(p[0][0])}
        form, ledger, ratio = {}, [], {name: [] for name in found}
        for _ in range(bench.args.rounds):
            ledger.append({})
            ours(bench, store, form, ledger[-1])
            for name, (command, keys) in found.items():
                ratio[name].append({})
                peer(bench, command, keys, ratio[name][-1])
        rounds.print_head(bench, "key to paint, ledger")
        for move in MOVES:
            mine = [rounds.quantile([a[0] for a in one.get(move, [])], .5) for one in ledger]
            for name in found:
                theirs = [rounds.quantile([a[0] for a in one.get(move, [])], .5) for one in ratio[name]]
                if all(theirs):
                    rounds.print_ratio(f"{move} / {name}", mine, name, theirs)
        for name in sorted(set(peers) - set(found)):
            print(f"  {name} is not installed: left out")
        together = {move: [act for one in ledger for act in one.get(move, [])] for move in MOVES}
        print_acts("ledger", {move: acts for move, acts in together.items() if acts})
        print_acts("form", form)


if __name__ == "__main__":
    main()

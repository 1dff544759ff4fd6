"""Cases of a test that is written in Python, printed as TAP."""

_cases = _bad = 0


def check(name, faults):
    """A case; it fails when there are faults, whose first ones are told."""
    global _cases, _bad
    faults = list(faults)
    _cases += 1
    _bad += bool(faults)
    print(f"{'not ok' if faults else 'ok'} {_cases} - {name}")
    for fault in faults[:10]:
        print(f"# {fault}")


def plan():
    """After the last case: how many there were. Gives the exit status."""
    print(f"1..{_cases}")
    return 1 if _bad else 0

"""A program in a pseudo-terminal, seen from outside: when its bytes come, and how many.

Knows nothing of what the bytes mean, but answers the questions that the program asks a terminal at
its start, as a plain xterm does. A frame ends when nothing came for QUIET seconds; a screen stands when
nothing was painted for STILL seconds and the program has hardly worked in them.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import rounds

QUIET = .03
LAZY = .5  # a key that has painted nothing for so long paints nothing
STILL = .3
LONGEST = 120
TICK = os.sysconf("SC_CLK_TCK")
KEYS = {"Down": b"\x1bOB", "Up": b"\x1bOA", "Right": b"\x1bOC", "PgDn": b"\x1b[6~",
        "PgUp": b"\x1b[5~", "Home": b"\x1bOH", "End": b"\x1bOF", "^Home": b"\x1b[1;5H",
        "^End": b"\x1b[1;5F", "Enter": b"\r", "Tab": b"\t", "Esc": b"\x1b", "^U": b"\x15"}


class Terminal:
    def __init__(self, command, env, rows=24, cols=80):
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            try:
                os.execvpe(command[0], command, env)
            finally:
                os._exit(127)
        self.seen = b""

    def read(self, timeout):
        """(time, number of bytes) of one read; None when nothing came."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return None
        when = time.monotonic()
        self.seen = (self.seen + data)[-(1 << 16):]
        if b"\x1b[6n" in data:  # one column for a line: an ordinary terminal
            os.write(self.fd, b"\x1b[1;2R")
        if b"\x1b[c" in data:
            os.write(self.fd, b"\x1b[?62;22c")
        return when, len(data)

    def until(self, text):
        """Seconds from the start until these bytes were painted."""
        while text not in self.seen:
            got = self.read(LONGEST)
            if not got:
                raise SystemExit(f"{text.decode()} never appears")
        return got[0] - self.start

    def quiet(self):
        while self.read(QUIET):
            pass

    def press(self, key):
        """(seconds from the key to the last byte of its frame, bytes); zeros when none came."""
        pressed, last, count = time.monotonic(), None, 0
        os.write(self.fd, KEYS.get(key) or key.encode())
        while got := self.read(QUIET if last else LAZY):
            last, count = got[0], count + got[1]
        return (last - pressed if last else 0), count

    def settle(self, keys):
        """The same until the screen stands, whatever goes on in the background; `keys`: a name, or text
        that is typed."""
        pressed, last, count = time.monotonic(), None, 0
        os.write(self.fd, KEYS.get(keys) or keys.encode())
        while True:
            worked = self.processor()
            got = self.read(STILL)
            if got:
                last, count = got[0], count + got[1]
            elif self.processor() - worked < STILL / 5:
                return (last - pressed if last else 0), count

    def processor(self):
        """Seconds of the processor so far, in ticks of the system."""
        with open(f"/proc/{self.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def own_kb(self):
        """Memory that is the program's own: mapped pages of a file belong to the page cache."""
        return rounds.own_memory_kb(self.pid)

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        while self.read(.5):
            pass
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)

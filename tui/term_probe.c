#include "tui/term_probe.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* One CSI answer: ESC [ parameters final. Gives its length, 0 when it is not complete. */
static size_t answer_len(const char *bytes, size_t len)
{
    if (len < 3 || bytes[0] != '\033' || bytes[1] != '[')
        return 0;
    for (size_t i = 2; i < len; i++) {
        if (bytes[i] >= 0x40 && bytes[i] <= 0x7E)
            return i + 1;
    }
    return 0;
}

bool zc_probe_read(struct zc_probe *probe, const char *bytes, size_t len)
{
    bool last = false;
    probe->ntyped = 0;
    for (size_t at = 0; at < len;) {
        size_t n = answer_len(bytes + at, len - at);
        char answer[64] = "", final = n ? bytes[at + n - 1] : '\0';
        int row, col, mode;
        if (n > 0 && n < sizeof answer)
            memcpy(answer, bytes + at, n);
        if (final == 'R' && sscanf(answer, "\033[%d;%dR", &row, &col) == 2) {
            probe->ascii = col > 2;
        } else if (final == 'y' && sscanf(answer, "\033[?2026;%d$y", &mode) == 1) {
            probe->synchronized = mode == 1 || mode == 2;
        } else if (final == 'c' && !strncmp(answer, "\033[?", 3)) {
            last = true;
        } else {
            size_t keep = n > 0 ? n : 1;
            for (size_t i = 0; i < keep && probe->ntyped < ZC_PROBE_TYPED; i++)
                probe->typed[probe->ntyped++] = bytes[at + i];
            n = keep;
        }
        at += n;
    }
    return last;
}

static long elapsed_ms(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

static void ask(struct zc_probe *probe)
{
    static const char question[] = "\r\xE2\x94\x80\033[6n\033[?2026$p\033[c";
    enum { WAIT_MS = 300 };
    char bytes[ZC_PROBE_TYPED];
    size_t len = 0;
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (write(STDOUT_FILENO, question, sizeof question - 1) < 0)
        return;
    while (len < sizeof bytes) {
        long left = WAIT_MS - elapsed_ms(&start);
        struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
        if (left <= 0 || poll(&fd, 1, (int)left) <= 0)
            break;
        ssize_t got = read(STDIN_FILENO, bytes + len, sizeof bytes - len);
        if (got <= 0)
            break;
        len += (size_t)got;
        if (zc_probe_read(probe, bytes, len))
            break;
    }
    zc_probe_read(probe, bytes, len);
    if (write(STDOUT_FILENO, "\r\033[K", 4) < 0)
        return;
}

void zc_probe_run(struct zc_probe *probe)
{
    const char *name = getenv("TERM"), *glyphs = getenv("ZAOCE_GLYPHS");
    struct termios saved, raw_mode;
    *probe = (struct zc_probe){ 0 };
    if (tcgetattr(STDIN_FILENO, &saved) == 0) {
        raw_mode = saved;
        cfmakeraw(&raw_mode);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw_mode);
        if (name && strcmp(name, "linux") != 0)
            ask(probe);
        tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    }
    if (name && strcmp(name, "linux") == 0)
        probe->ascii = true;
    if (glyphs && *glyphs)
        probe->ascii = strcmp(glyphs, "ascii") == 0;
}

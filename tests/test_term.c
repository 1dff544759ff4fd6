#include "tests/check.h"
#include "tui/keys.h"
#include "tui/term.h"
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Keys as terminals send them: bytes go into a pseudo-terminal, keys come out of tui/term.c,
 * whatever TERM says: it is often not the terminal (UX.md 9.4). */

static const struct {
    const char *from, *bytes;
    int key;
} cases[] = {
    { "xterm, Windows Terminal", "\033OP", ZC_KEY_F1 },
    { "xterm, Windows Terminal", "\033OQ", ZC_KEY_F2 },
    { "xterm, Windows Terminal", "\033OR", ZC_KEY_F3 },
    { "xterm, Windows Terminal", "\033OS", ZC_KEY_F4 },
    { "xterm, PuTTY", "\033[15~", ZC_KEY_F5 },
    { "xterm, PuTTY", "\033[17~", ZC_KEY_F6 },
    { "xterm, PuTTY", "\033[18~", ZC_KEY_F7 },
    { "xterm, PuTTY", "\033[19~", ZC_KEY_F8 },
    { "xterm, PuTTY", "\033[20~", ZC_KEY_F9 },
    { "xterm, PuTTY", "\033[21~", ZC_KEY_F10 },
    { "PuTTY, rxvt", "\033[11~", ZC_KEY_F1 },
    { "PuTTY, rxvt", "\033[12~", ZC_KEY_F2 },
    { "PuTTY, rxvt", "\033[13~", ZC_KEY_F3 },
    { "PuTTY, rxvt", "\033[14~", ZC_KEY_F4 },
    { "console", "\033[[A", ZC_KEY_F1 },
    { "console", "\033[[B", ZC_KEY_F2 },
    { "console", "\033[[C", ZC_KEY_F3 },
    { "console", "\033[[D", ZC_KEY_F4 },
    { "console", "\033[[E", ZC_KEY_F5 },
    { "Alt and a digit", "\0331", ZC_KEY_F1 },
    { "Alt and a digit", "\0332", ZC_KEY_F2 },
    { "Alt and a digit", "\0333", ZC_KEY_F3 },
    { "Alt and a digit", "\0334", ZC_KEY_F4 },
    { "Alt and a digit", "\0335", ZC_KEY_F5 },
    { "Alt and a digit", "\0336", ZC_KEY_F6 },
    { "Alt and a digit", "\0337", ZC_KEY_F7 },
    { "Alt and a digit", "\0338", ZC_KEY_F8 },
    { "Alt and a digit", "\0339", ZC_KEY_F9 },
    { "Alt and a digit", "\0330", ZC_KEY_F10 },
    { "control", "\023", ZC_KEY_F2 },
    { "control", "\017", ZC_KEY_F4 },
    { "control", "\004", ZC_KEY_F5 },
    { "control", "\030", ZC_KEY_F6 },
    { "control", "\006", ZC_KEY_F7 },
    { "control", "\024", ZC_KEY_F8 },
    { "control", "\020", ZC_KEY_F9 },
    { "control", "\021", ZC_KEY_F10 },
    { "control", "\003", ZC_KEY_ESC },
    { "xterm", "\033[H", ZC_KEY_HOME },
    { "xterm, keypad mode", "\033OH", ZC_KEY_HOME },
    { "PuTTY, console, screen", "\033[1~", ZC_KEY_HOME },
    { "rxvt", "\033[7~", ZC_KEY_HOME },
    { "xterm", "\033[F", ZC_KEY_END },
    { "xterm, keypad mode", "\033OF", ZC_KEY_END },
    { "PuTTY, console, screen", "\033[4~", ZC_KEY_END },
    { "rxvt", "\033[8~", ZC_KEY_END },
    { "any", "\033[5~", ZC_KEY_PGUP },
    { "any", "\033[6~", ZC_KEY_PGDN },
    { "any", "\033[2~", ZC_KEY_INSERT },
    { "any", "\033[3~", ZC_KEY_DELETE },
    { "any", "\033[A", ZC_KEY_UP },
    { "any, keypad mode", "\033OA", ZC_KEY_UP },
    { "any", "\033[B", ZC_KEY_DOWN },
    { "any, keypad mode", "\033OB", ZC_KEY_DOWN },
    { "any", "\033[C", ZC_KEY_RIGHT },
    { "any, keypad mode", "\033OC", ZC_KEY_RIGHT },
    { "any", "\033[D", ZC_KEY_LEFT },
    { "any, keypad mode", "\033OD", ZC_KEY_LEFT },
    { "xterm, Windows Terminal", "\033[1;5A", ZC_KEY_CTRL_UP },
    { "xterm, Windows Terminal", "\033[1;5B", ZC_KEY_CTRL_DOWN },
    { "xterm, Windows Terminal", "\033[1;5C", ZC_KEY_CTRL_RIGHT },
    { "xterm, Windows Terminal", "\033[1;5D", ZC_KEY_CTRL_LEFT },
    { "rxvt", "\033Oa", ZC_KEY_CTRL_UP },
    { "rxvt", "\033Ob", ZC_KEY_CTRL_DOWN },
    { "rxvt", "\033Oc", ZC_KEY_CTRL_RIGHT },
    { "rxvt", "\033Od", ZC_KEY_CTRL_LEFT },
    { "xterm, Windows Terminal", "\033[1;5H", ZC_KEY_CTRL_HOME },
    { "xterm, Windows Terminal", "\033[1;5F", ZC_KEY_CTRL_END },
    { "rxvt", "\033[7^", ZC_KEY_CTRL_HOME },
    { "rxvt", "\033[8^", ZC_KEY_CTRL_END },
    { "any", "\033[Z", ZC_KEY_BACKTAB },
    { "console", "\033\t", ZC_KEY_BACKTAB },
    { "any", "\t", ZC_KEY_TAB },
    { "any", "\r", ZC_KEY_ENTER },
    { "line feed", "\n", ZC_KEY_ENTER },
    { "most", "\177", ZC_KEY_BACKSPACE },
    { "some", "\b", ZC_KEY_BACKSPACE },
    { "Esc alone", "\033", ZC_KEY_ESC },
    { "undo", "\032", ZC_KEY_CTRL('Z') },
    { "a letter", "n", 'n' },
    { "Han", "\346\260\221", 0x6C11 },
    { "Han of plane 2", "\360\240\256\267", 0x20BB7 },
    { "full width", "\357\274\221", 0xFF11 },
};
enum { CASES = sizeof cases / sizeof cases[0] };

static const char *const types[] = { "xterm-256color", "screen-256color", "linux", "vt100",
                                     "tmux-256color" };

/* The program's side: a line for each key. */
static void read_keys(int out)
{
    struct zc_err err = { 0 };
    struct zc_buf paste = { 0 };
    struct zc_term *term = zc_term_open(&err);
    dprintf(out, "%s\n", term ? "open" : err.msg);
    while (term) {
        int key = zc_term_read(term, -1, &paste);
        if (key == ZC_KEY_GONE)
            break;
        dprintf(out, "%d ", key == ZC_KEY_PASTE ? key : zc_key_alias(key));
        for (size_t i = 0; key == ZC_KEY_PASTE && i < paste.len; i++)
            dprintf(out, "%02x", (unsigned char)paste.ptr[i]);
        dprintf(out, "\n");
    }
    _exit(0);
}

struct session {
    pid_t pid;
    int terminal, keys;
};

static struct session begin(const char *type)
{
    struct session session;
    int ends[2];
    if (pipe(ends) != 0)
        exit(99);
    session.pid = forkpty(&session.terminal, NULL, NULL, NULL);
    if (session.pid == 0) {
        close(ends[0]);
        setenv("TERM", type, 1);
        read_keys(ends[1]);
    }
    close(ends[1]);
    session.keys = ends[0];
    return session;
}

/* What it paints is nobody's; its questions are answered as xterm does. */
static void drain(const struct session *session)
{
    static const struct zc_str answer = ZC_LIT("\033[1;2R\033[?62;22c");
    char bytes[4096];
    ssize_t n = read(session->terminal, bytes, sizeof bytes);
    if (n > 0 && memmem(bytes, (size_t)n, "\033[c", 3) &&
        write(session->terminal, answer.ptr, answer.len) < 0)
        exit(99);
}

static bool next_line(const struct session *session, char *line, size_t most)
{
    size_t len = 0;
    while (len + 1 < most) {
        struct pollfd fds[] = { { .fd = session->keys, .events = POLLIN },
                                { .fd = session->terminal, .events = POLLIN } };
        if (poll(fds, 2, -1) < 0)
            return false;
        if (fds[1].revents & POLLIN)
            drain(session);
        if (!(fds[0].revents & (POLLIN | POLLHUP)))
            continue;
        if (read(session->keys, line + len, 1) != 1)
            return false;
        if (line[len] == '\n')
            break;
        len++;
    }
    line[len] = '\0';
    return true;
}

static bool gives(const struct session *session, const char *bytes, int key)
{
    char line[256] = "";
    ssize_t n = (ssize_t)strlen(bytes);
    bool ok = write(session->terminal, bytes, (size_t)n) == n &&
              next_line(session, line, sizeof line) && strtol(line, NULL, 10) == key;
    if (!ok)
        printf("# got '%s'\n", line);
    return ok;
}

static void check_paste(const struct session *session, const char *type)
{
    static const char pasted[] = "\033[200~甲\r\t乙\033[201~";
    char line[256] = "";
    bool ok = write(session->terminal, pasted, sizeof pasted - 1) > 0 &&
              next_line(session, line, sizeof line) && strtol(line, NULL, 10) == ZC_KEY_PASTE &&
              strstr(line, "e794b20a09e4b999");
    if (!zc_checkf(ok, "%s: between the brackets all is text, CR a line end", type))
        printf("# got '%s'\n", line);
}

int main(void)
{
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        struct session session = begin(types[t]);
        char line[256] = "";
        if (!zc_checkf(next_line(&session, line, sizeof line) && !strcmp(line, "open"),
                       "%s: the terminal opens: %s", types[t], line))
            continue;
        for (size_t i = 0; i < CASES; i++) {
            char name[8];
            zc_checkf(gives(&session, cases[i].bytes, cases[i].key), "%s: %s of %s", types[t],
                      zc_key_name(cases[i].key, name), cases[i].from);
        }
        check_paste(&session, types[t]);
        close(session.terminal);
        close(session.keys);
        waitpid(session.pid, NULL, 0);
    }
    return zc_check_done();
}

#define NCURSES_WIDECHAR 1
#include "tui/term.h"
#include "core/alloc.h"
#include "core/text.h"
#include "core/utf8.h"
#include "tui/glyph.h"
#include "tui/keys.h"
#include "tui/term_probe.h"
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

struct zc_term {
    SCREEN *screen;
    bool has_colours; /* the terminal, and NO_COLOR does not forbid them */
    bool colours, many, synchronized, console;
    bool force;
    struct zc_term_look look;
};

/* Keys: sequences under codes of our own, the same on every terminal (UX.md 9.4). */

enum { CODE_FIRST = 2000 };

static const struct {
    int key;
    const char *sequence;
} sequences[] = {
    { ZC_KEY_HOME, "\033[H" },        { ZC_KEY_HOME, "\033OH" },
    { ZC_KEY_HOME, "\033[1~" },       { ZC_KEY_HOME, "\033[7~" },
    { ZC_KEY_END, "\033[F" },         { ZC_KEY_END, "\033OF" },
    { ZC_KEY_END, "\033[4~" },        { ZC_KEY_END, "\033[8~" },
    { ZC_KEY_F1, "\033OP" },          { ZC_KEY_F1, "\033[11~" },
    { ZC_KEY_F1, "\033[[A" },         { ZC_KEY_F1, "\0331" },
    { ZC_KEY_F2, "\033OQ" },          { ZC_KEY_F2, "\033[12~" },
    { ZC_KEY_F2, "\033[[B" },         { ZC_KEY_F2, "\0332" },
    { ZC_KEY_F3, "\033OR" },          { ZC_KEY_F3, "\033[13~" },
    { ZC_KEY_F3, "\033[[C" },         { ZC_KEY_F3, "\0333" },
    { ZC_KEY_F4, "\033OS" },          { ZC_KEY_F4, "\033[14~" },
    { ZC_KEY_F4, "\033[[D" },         { ZC_KEY_F4, "\0334" },
    { ZC_KEY_F5, "\033[15~" },        { ZC_KEY_F5, "\033[[E" },
    { ZC_KEY_F5, "\0335" },           { ZC_KEY_F6, "\033[17~" },
    { ZC_KEY_F6, "\0336" },           { ZC_KEY_F7, "\033[18~" },
    { ZC_KEY_F7, "\0337" },           { ZC_KEY_F8, "\033[19~" },
    { ZC_KEY_F8, "\0338" },           { ZC_KEY_F9, "\033[20~" },
    { ZC_KEY_F9, "\0339" },           { ZC_KEY_F10, "\033[21~" },
    { ZC_KEY_F10, "\0330" },          { ZC_KEY_BACKTAB, "\033[Z" },
    { ZC_KEY_BACKTAB, "\033\t" },     { ZC_KEY_UP, "\033[A" },
    { ZC_KEY_UP, "\033OA" },          { ZC_KEY_DOWN, "\033[B" },
    { ZC_KEY_DOWN, "\033OB" },        { ZC_KEY_RIGHT, "\033[C" },
    { ZC_KEY_RIGHT, "\033OC" },       { ZC_KEY_LEFT, "\033[D" },
    { ZC_KEY_LEFT, "\033OD" },        { ZC_KEY_CTRL_UP, "\033[1;5A" },
    { ZC_KEY_CTRL_UP, "\033Oa" },     { ZC_KEY_CTRL_DOWN, "\033[1;5B" },
    { ZC_KEY_CTRL_DOWN, "\033Ob" },   { ZC_KEY_CTRL_RIGHT, "\033[1;5C" },
    { ZC_KEY_CTRL_RIGHT, "\033Oc" },  { ZC_KEY_CTRL_LEFT, "\033[1;5D" },
    { ZC_KEY_CTRL_LEFT, "\033Od" },   { ZC_KEY_CTRL_HOME, "\033[1;5H" },
    { ZC_KEY_CTRL_END, "\033[1;5F" }, { ZC_KEY_CTRL_HOME, "\033[7^" },
    { ZC_KEY_CTRL_END, "\033[8^" },   { ZC_KEY_PGUP, "\033[5~" },
    { ZC_KEY_PGDN, "\033[6~" },       { ZC_KEY_INSERT, "\033[2~" },
    { ZC_KEY_DELETE, "\033[3~" },     { ZC_KEY_PASTE, "\033[200~" },
    { ZC_KEY_NONE, "\033[201~" },
};
enum { SEQUENCES = sizeof sequences / sizeof sequences[0] };

static int key_of_curses(int code)
{
    if (code >= CODE_FIRST && code < CODE_FIRST + SEQUENCES)
        return sequences[code - CODE_FIRST].key;
    switch (code) {
    case KEY_RESIZE:
        return ZC_KEY_RESIZE;
    case KEY_BACKSPACE:
        return ZC_KEY_BACKSPACE;
    case KEY_ENTER:
        return ZC_KEY_ENTER;
    case KEY_UP:
        return ZC_KEY_UP;
    case KEY_DOWN:
        return ZC_KEY_DOWN;
    case KEY_LEFT:
        return ZC_KEY_LEFT;
    case KEY_RIGHT:
        return ZC_KEY_RIGHT;
    case KEY_HOME:
        return ZC_KEY_HOME;
    case KEY_END:
        return ZC_KEY_END;
    case KEY_PPAGE:
        return ZC_KEY_PGUP;
    case KEY_NPAGE:
        return ZC_KEY_PGDN;
    case KEY_IC:
        return ZC_KEY_INSERT;
    case KEY_DC:
        return ZC_KEY_DELETE;
    case KEY_BTAB:
        return ZC_KEY_BACKTAB;
    case KEY_SUSPEND: /* terminfo of the console calls ^Z so */
        return ZC_KEY_CTRL('Z');
    default:
        break;
    }
    if (code >= KEY_F(1) && code <= KEY_F(10))
        return ZC_KEY_F1 + (code - KEY_F(1));
    return ZC_KEY_NONE;
}

/* Signals only set a flag; the loop saves what is being typed and leaves. */

static volatile sig_atomic_t asked_to_end;

static void on_end_signal(int number)
{
    (void)number;
    asked_to_end = 1;
}

static void restore_terminal(void)
{
    if (!isendwin())
        endwin();
}

/* A store cut short under us: give the terminal back before the message. */
static void on_bus_error(int number)
{
    static const char text[] = "\033[?2004l\r\nzaoce: store file is damaged (SIGBUS)\r\n";
    restore_terminal();
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit(2);
    signal(number, SIG_DFL);
    raise(number);
}

static void set_signals(void)
{
    struct sigaction end = { .sa_handler = on_end_signal };
    struct sigaction bus = { .sa_handler = on_bus_error };
    sigaction(SIGHUP, &end, NULL);
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    sigaction(SIGBUS, &bus, NULL);
}

/* Colours: foreground only, the terminal's own background is never touched (UX.md 3.3), but for
 * heat cells where there are enough colours; those bring a foreground that can be read on it. */

static const struct {
    short many, few; /* colour of 256, of 8; -1: default */
    attr_t mono, with_colour;
    short back; /* of 256; 0: none, as no cell is painted black */
} styles[ZC_STYLE_COUNT] = {
    [ZC_STYLE_NORMAL] = { -1, -1, A_NORMAL, A_NORMAL },
    [ZC_STYLE_TITLE] = { -1, -1, A_REVERSE, A_REVERSE },
    [ZC_STYLE_EDIT] = { -1, -1, A_UNDERLINE, A_UNDERLINE },
    [ZC_STYLE_GOOD] = { 36, COLOR_CYAN, A_NORMAL, A_NORMAL },
    [ZC_STYLE_WARN] = { 214, COLOR_YELLOW, A_BOLD, A_NORMAL },
    [ZC_STYLE_ERROR] = { 166, COLOR_RED, A_BOLD | A_REVERSE, A_BOLD },
    [ZC_STYLE_INFO] = { 75, COLOR_CYAN, A_NORMAL, A_NORMAL },
    [ZC_STYLE_CONFLICT] = { 175, COLOR_MAGENTA, A_BOLD, A_NORMAL },
    [ZC_STYLE_DIM] = { 245, -1, A_NORMAL, A_NORMAL },
    [ZC_STYLE_STRONG] = { -1, -1, A_BOLD, A_BOLD },
    [ZC_STYLE_HEAT1] = { 16, -1, A_NORMAL, A_NORMAL, 255 },
    [ZC_STYLE_HEAT2] = { 16, -1, A_NORMAL, A_NORMAL, 153 },
    [ZC_STYLE_HEAT3] = { 16, -1, A_NORMAL, A_NORMAL, 74 },
    [ZC_STYLE_HEAT4] = { 231, -1, A_NORMAL, A_NORMAL, 25 },
};

/* The palette that not everybody can tell apart, for those styles. */
static const struct {
    enum zc_style style;
    short many, few;
} red_green[] = {
    { ZC_STYLE_GOOD, 34, COLOR_GREEN },
    { ZC_STYLE_WARN, 220, COLOR_YELLOW },
    { ZC_STYLE_ERROR, 160, COLOR_RED },
};

static void make_pair(const struct zc_term *term, enum zc_style style)
{
    short many = styles[style].many, few = styles[style].few, back = styles[style].back;
    for (size_t i = 0; term->look.red_green && i < sizeof red_green / sizeof red_green[0]; i++) {
        if (red_green[i].style == style)
            many = red_green[i].many, few = red_green[i].few;
    }
    init_pair((short)(style + 1), term->many ? many : few, term->many && back ? back : -1);
}

static void find_colours(struct zc_term *term)
{
    const char *no_colour = getenv("NO_COLOR");
    if ((no_colour && *no_colour) || !has_colors() || start_color() == ERR || COLORS < 8)
        return;
    use_default_colors();
    term->has_colours = true;
}

void zc_term_set_look(struct zc_term *term, const struct zc_term_look *look)
{
    term->look = *look;
    term->colours = term->has_colours && look->colours != ZC_TERM_MONO;
    term->many = term->colours && COLORS >= 256 && look->colours == ZC_TERM_AUTO;
    for (int i = 0; term->colours && i < ZC_STYLE_COUNT; i++)
        make_pair(term, (enum zc_style)i);
    set_escdelay(look->esc_ms);
    term->force = true;
}

void zc_term_ring(struct zc_term *term)
{
    (void)term;
    beep();
}

void zc_term_describe(const struct zc_term *term, struct zc_buf *out)
{
    const char *name = getenv("TERM");
    zc_buf_printf(out, "%s  %dx%d  ", name ? name : "-", COLS, LINES);
    if (term->has_colours)
        zc_buf_printf(out, ZC_T("%d 色", "%d colours"), COLORS);
    else
        zc_buf_text(out, ZC_T("单色", "mono"));
    zc_buf_printf(out, ZC_T("  同步输出%s", "  synchronized output %s"),
                  term->synchronized ? ZC_T("有", "yes") : ZC_T("无", "no"));
}

/* Start and end */

static bool set_locale(struct zc_err *err)
{
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0 || setlocale(LC_CTYPE, "C.UTF-8"))
        return true;
    return zc_fail(err, ZC_E_SYSTEM,
                   ZC_T("本机没有 UTF-8 区域设置，请安装 locales 并生成 C.UTF-8",
                        "this machine has no UTF-8 locale; install C.UTF-8"));
}

static bool check_terminal(struct zc_err *err)
{
    const char *name = getenv("TERM");
    int found = 0;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("界面要在终端里打开；用管道时请用命令，见 zaoce --help",
                            "the screens need a terminal; in a pipe use the commands, see zaoce "
                            "--help"));
    if (!name || !*name)
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("没有设置终端类型，画不出界面；请先执行 export TERM=xterm-256color",
                            "TERM is not set, so no screen can be drawn; first: export "
                            "TERM=xterm-256color"));
    bool moves = setupterm(name, STDOUT_FILENO, &found) != ERR && found == 1 && tigetstr("cup") &&
                 tigetstr("cup") != (char *)-1;
    if (cur_term)
        del_curterm(cur_term); /* newterm makes its own */
    if (!moves)
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("终端类型“%s”不能移动光标，画不出界面；请换一个终端，或先执行 export "
                            "TERM=xterm-256color",
                            "terminal type '%s' cannot move the cursor; use another terminal, or "
                            "first: export TERM=xterm-256color"),
                       name);
    return true;
}

struct zc_term *zc_term_open(struct zc_err *err)
{
    struct zc_probe probe = { 0 };
    struct zc_term *term;
    if (!check_terminal(err) || !set_locale(err))
        return NULL;
    zc_probe_run(&probe);
    zc_glyph_set_ascii(probe.ascii);
    term = zc_alloc_zeroed(1, sizeof *term);
    term->synchronized = probe.synchronized;
    term->console = zc_term_names_console(getenv("TERM"), ttyname(STDIN_FILENO));
    term->screen = newterm(NULL, stdout, stdin);
    if (!term->screen) {
        zc_free(term);
        zc_fail(err, ZC_E_SYSTEM, ZC_T("终端打不开：%s", "cannot open the terminal: %s"),
                strerror(errno));
        return NULL;
    }
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    curs_set(1);
    find_colours(term);
    zc_term_set_look(term, &(struct zc_term_look){ .esc_ms = 30 });
    for (int i = 0; i < SEQUENCES; i++)
        define_key(sequences[i].sequence, CODE_FIRST + i);
    set_signals();
    zc_alloc_on_end(restore_terminal);
    fputs("\033[?2004h", stdout);
    fflush(stdout);
    for (size_t i = probe.ntyped; i > 0; i--) /* typed before we were ready */
        ungetch((unsigned char)probe.typed[i - 1]);
    return term;
}

void zc_term_close(struct zc_term *term)
{
    if (!term)
        return;
    fputs("\033[?2004l", stdout);
    fflush(stdout);
    endwin();
    delscreen(term->screen);
    zc_free(term);
}

bool zc_term_names_console(const char *type, const char *device)
{
    static const char first[] = "/dev/tty";
    return type && device && !strcmp(type, "linux") && !strncmp(device, first, sizeof first - 1) &&
           device[sizeof first - 1] >= '1' && device[sizeof first - 1] <= '9';
}

bool zc_term_is_console(const struct zc_term *term)
{
    return term->console;
}

void zc_term_size(const struct zc_term *term, int *rows, int *cols)
{
    (void)term;
    *rows = LINES;
    *cols = COLS;
}

/* Painting */

static bool tells_state(unsigned style)
{
    return style == ZC_STYLE_GOOD || style == ZC_STYLE_WARN || style == ZC_STYLE_ERROR ||
           style == ZC_STYLE_INFO || style == ZC_STYLE_CONFLICT;
}

static void set_wide(struct zc_term *term, const struct zc_cell *cell, cchar_t *out)
{
    wchar_t wide[CCHARW_MAX + 1] = { 0 };
    struct zc_str text = { cell->text, cell->len };
    uint32_t cp;
    size_t n = 0;
    while (n < CCHARW_MAX && zc_utf8_next(&text, &cp))
        wide[n++] = (wchar_t)cp;
    /* The C library moves the cursor by its own width: where it differs, a safe sign. */
    if (n == 0 || wcwidth(wide[0]) != cell->cols)
        wide[0] = cell->cols == 2 ? L'\xFF1F' : L'?', wide[1] = 0;
    unsigned style =
        term->look.plain_states && tells_state(cell->style) ? ZC_STYLE_NORMAL : cell->style;
    attr_t attrs = term->colours ? styles[style].with_colour : styles[style].mono;
    short pair = term->colours ? (short)(style + 1) : 0;
    setcchar(out, wide, attrs, pair, NULL);
}

static void paint_row(struct zc_term *term, const struct zc_canvas *canvas, int row, cchar_t *line)
{
    int n = 0;
    for (int col = 0; col < canvas->cols; col++) {
        struct zc_cell cell = canvas->cells[row * canvas->cols + col];
        if (term->console && (cell.cols != 1 || (unsigned char)cell.text[0] >= 0x80))
            cell = (struct zc_cell){ .text = "?", .len = 1, .cols = 1, .style = cell.style };
        if (cell.cols > 0)
            set_wide(term, &cell, &line[n++]);
    }
    mvadd_wchnstr(row, 0, line, n);
}

void zc_term_paint(struct zc_term *term, const struct zc_canvas *canvas)
{
    cchar_t *line = zc_alloc_zeroed((size_t)canvas->cols + 1, sizeof *line);
    for (int row = 0; row < canvas->rows && row < LINES; row++)
        paint_row(term, canvas, row, line);
    zc_free(line);
    if (term->force)
        clearok(stdscr, TRUE);
    term->force = false;
    move(canvas->cursor_row, canvas->cursor_col);
    wnoutrefresh(stdscr);
    if (term->synchronized)
        fputs("\033[?2026h", stdout), fflush(stdout);
    doupdate();
    if (term->synchronized)
        fputs("\033[?2026l", stdout), fflush(stdout);
}

void zc_term_repaint(struct zc_term *term)
{
    term->force = true;
}

/* Input */

static bool is_gone(void)
{
    struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
    if (asked_to_end)
        return true;
    /* Readable but nothing to read: end of input. */
    return poll(&fd, 1, 0) > 0;
}

static int read_code(int timeout_ms, wint_t *code)
{
    timeout(timeout_ms);
    int result = get_wch(code);
    if (asked_to_end)
        return ERR;
    return result;
}

/* Between the brackets everything is text; an end that never comes ends after a quiet second. */
static void read_paste(struct zc_buf *paste)
{
    enum { QUIET_MS = 1000, MOST = 1024 * 1024 };
    wint_t code;
    zc_buf_reset(paste);
    for (;;) {
        int result = read_code(QUIET_MS, &code);
        if (result == ERR)
            return;
        if (result == KEY_CODE_YES) {
            if (code >= CODE_FIRST && code < CODE_FIRST + SEQUENCES &&
                sequences[code - CODE_FIRST].key == ZC_KEY_NONE)
                return;
            continue;
        }
        if (paste->len < MOST)
            zc_buf_cp(paste, code == '\r' ? '\n' : (uint32_t)code);
    }
}

int zc_term_read(struct zc_term *term, int timeout_ms, struct zc_buf *paste)
{
    wint_t code = 0;
    (void)term;
    int result = read_code(timeout_ms, &code);
    if (result == ERR)
        return timeout_ms < 0 || is_gone() ? ZC_KEY_GONE : ZC_KEY_TICK;
    if (result != KEY_CODE_YES)
        return (int)code;
    int key = key_of_curses((int)code);
    if (key == ZC_KEY_PASTE)
        read_paste(paste);
    return key;
}

bool zc_term_has_input(struct zc_term *term)
{
    struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
    (void)term;
    return poll(&fd, 1, 0) > 0 && (fd.revents & POLLIN);
}

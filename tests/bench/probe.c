/* What benchmarks ask the program's own modules, in process: probe STORE. Reads one command a line
 * and answers with the seconds of each repetition on one line, so that the caller can let other
 * contestants take turns. Commands:
 *
 *   pwrite N    4 KiB and fdatasync on a file beside the store, N times
 *   save N      a whole form finished: one durable commit
 *   keep N      the answers of a form kept as unsaved after each field
 *   check N     the completion check of a form: all its rules, other records included
 *   home N      the store opened and home painted at 80x24
 *   ledger N    the ledger opened at its first page (ranks included)
 *   end N, middle N, page N    jumps and page down in an open ledger, page of 18 rows
 *   hits N, filter N, sort N   a condition on the name to its first page and to its end; an order
 *                              that no stored view has
 */
#include "tui/ledger_view.h"
#include "tui/screens.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 24, COLS = 80, PAGE = 18, BLOCK = 4096 };

struct probe {
    const char *dir;
    struct zc_clock clock;
    struct zc_survey *survey; /* open unless `home` opens it by itself */
    struct zc_ledger_view ledger;
    bool has_ledger;
    int file; /* for pwrite */
    off_t at;
    unsigned forms; /* filled in so far: each has a name of its own, as units have */
};

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("probe: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static void must(bool ok, const struct zc_err *err)
{
    if (!ok)
        die("%s", err->msg);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void close_survey(struct probe *probe)
{
    if (probe->has_ledger)
        zc_ledger_view_release(&probe->ledger);
    probe->has_ledger = false;
    zc_survey_close(probe->survey);
    probe->survey = NULL;
}

static struct zc_survey *survey_of(struct probe *probe)
{
    struct zc_err err = { 0 };
    if (!probe->survey)
        probe->survey = zc_survey_open(probe->dir, false, &probe->clock, &err);
    must(probe->survey != NULL, &err);
    return probe->survey;
}

static double do_pwrite(struct probe *probe)
{
    static const char block[BLOCK] = "zaoce";
    if (probe->file < 0) {
        struct zc_buf path = { 0 };
        zc_buf_printf(&path, "%s.pwrite", probe->dir);
        probe->file = open(zc_buf_cstr(&path), O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
        if (probe->file < 0)
            die("%s: %s", zc_buf_cstr(&path), strerror(errno));
        unlink(zc_buf_cstr(&path));
        zc_buf_release(&path);
    }
    double start = now();
    if (pwrite(probe->file, block, BLOCK, probe->at) != BLOCK || fdatasync(probe->file) != 0)
        die("pwrite: %s", strerror(errno));
    probe->at += BLOCK;
    return now() - start;
}

/* A finished form of the shipped survey. */
static struct zc_entry *filled(struct probe *probe)
{
    static const char *const answers[][2] = {
        { "street", "630103001" },
        { "community", "630103001004" },
        { "addr", "人民街27号" },
        { "place_kind", "1" },
        { "visit", "1" },
        { "id_kind", "9" },
        { "no_id", "1" },
        { "unit_type", "3" },
        { "name", "人民街甲甲百货店" },
        { "opened", "2013-05" },
        { "op_status", "1" },
        { "reg_type", "500" },
        { "business", "百货零售" },
        { "industry", "5211" },
        { "staff", "8" },
        { "m_full", "1" },
        { "m_prob", "0" },
        { "build", "2" },
        { "party", "e000000000000000000000001" },
        { "union", "0" },
        { "league", "0" },
        { "women", "0" },
        { "premises", "0" },
        { "visited", "2026-11-23" },
    };
    struct zc_err err = { 0 };
    struct zc_survey *survey = survey_of(probe);
    struct zc_form *form = zc_survey_form(survey, ZC_STR("ent"), &err);
    struct zc_entry *entry = form ? zc_entry_new(survey, form, &err) : NULL;
    must(entry != NULL, &err);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct zc_node *node = zc_fill_node(entry->fill, zc_str_of(answers[i][0]));
        must(node && zc_fill_set(entry->fill, node, zc_str_of(answers[i][1]), &err), &err);
    }
    struct zc_buf name = { 0 };
    zc_buf_printf(&name, "人民街%u号百货店", ++probe->forms);
    struct zc_node *node = zc_fill_node(entry->fill, ZC_STR("name"));
    must(node && zc_fill_set(entry->fill, node, zc_buf_str(&name), &err), &err);
    zc_buf_release(&name);
    return entry;
}

/* A reason for everything that asks for one. */
static void explain(struct zc_entry *entry)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    zc_fill_check(entry->fill, &arena, &check);
    for (uint32_t i = 0; i < check.npoints; i++)
        zc_fill_set_why(entry->fill, check.points[i].node, ZC_STR("已核对"));
    zc_arena_release(&arena);
}

static double do_check(struct probe *probe)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    struct zc_entry *entry = filled(probe);
    double start = now();
    zc_fill_check(entry->fill, &arena, &check);
    double took = now() - start;
    zc_arena_release(&arena);
    zc_entry_free(entry);
    return took;
}

static double do_save(struct probe *probe)
{
    struct zc_err err = { 0 };
    struct zc_entry *entry = filled(probe);
    explain(entry);
    double start = now();
    must(zc_entry_save(entry, ZC_SAVE_SUBMIT, (struct zc_str){ 0 }, NULL, &err), &err);
    double took = now() - start;
    zc_entry_free(entry);
    return took;
}

static double do_keep(struct probe *probe)
{
    struct zc_err err = { 0 };
    struct zc_entry *entry = filled(probe);
    double start = now();
    must(zc_entry_keep(entry, ZC_STR("visited"), &err), &err);
    double took = now() - start;
    must(zc_entry_drop(entry, &err), &err);
    zc_entry_free(entry);
    return took;
}

static double do_home(struct probe *probe)
{
    struct zc_app app;
    double start = now();
    if (!zc_screens_open(&app, survey_of(probe), ROWS, COLS))
        die("home does not open");
    zc_app_paint(&app);
    double took = now() - start;
    zc_app_release(&app);
    return took;
}

static double open_and_home(struct probe *probe)
{
    close_survey(probe);
    double start = now();
    survey_of(probe);
    double opened = now() - start;
    return opened + do_home(probe);
}

static double load(struct probe *probe, double start)
{
    struct zc_err err = { 0 };
    must(zc_ledger_view_load(&probe->ledger, PAGE, &err), &err);
    return now() - start;
}

static double do_ledger(struct probe *probe)
{
    struct zc_err err = { 0 };
    struct zc_survey *survey = survey_of(probe);
    if (probe->has_ledger)
        zc_ledger_view_release(&probe->ledger);
    probe->has_ledger = true;
    double start = now();
    must(zc_ledger_view_init(&probe->ledger, survey, NULL, NULL, &err), &err);
    return load(probe, start);
}

static double do_jump(struct probe *probe, uint64_t rank)
{
    zc_ledger_view_to(&probe->ledger, 0);
    load(probe, 0);
    double start = now();
    zc_ledger_view_to(&probe->ledger, rank);
    return load(probe, start);
}

static double do_end(struct probe *probe)
{
    return do_jump(probe, probe->ledger.count - 1);
}

static double do_middle(struct probe *probe)
{
    return do_jump(probe, probe->ledger.count / 2);
}

static double do_page(struct probe *probe)
{
    double start = now();
    zc_ledger_view_move(&probe->ledger, PAGE);
    return load(probe, start);
}

/* Slices until a page of hits is there, or all of them. */
static double do_filter(struct probe *probe, bool first_page)
{
    struct zc_ledger_view *ledger = &probe->ledger;
    struct zc_err err = { 0 };
    struct zc_buf condition = { 0 };
    zc_buf_printf(&condition, "has\t%.*s\t有限公司\n",
                  ZC_ARG(ledger->form->by_role[ZC_ROLE_NAME]->field));
    double start = now();
    zc_ledger_view_filter(ledger, zc_buf_str(&condition));
    load(probe, 0);
    while ((!first_page || ledger->count < PAGE) &&
           zc_ledger_view_step(ledger, ZC_SLICE_MS, &err)) {
    }
    double took = load(probe, start);
    zc_ledger_view_stop(ledger);
    zc_ledger_view_filter(ledger, (struct zc_str){ 0 });
    load(probe, 0);
    zc_buf_release(&condition);
    return took;
}

static double do_hits(struct probe *probe)
{
    return do_filter(probe, true);
}

static double do_whole_filter(struct probe *probe)
{
    return do_filter(probe, false);
}

static double do_sort(struct probe *probe)
{
    struct zc_ledger_view *ledger = &probe->ledger;
    struct zc_err err = { 0 };
    struct zc_ledger_key key = { 0 };
    for (uint32_t i = 0; i < ledger->ncolumns; i++) {
        const struct zc_question *q = ledger->columns[i].q;
        if (q && q->kept && !(q->use & ZC_USE_INDEX))
            key.id = q->field;
    }
    double start = now();
    must(zc_ledger_view_sort(ledger, &key, 1, &err), &err);
    load(probe, 0);
    while (zc_ledger_view_step(ledger, ZC_SLICE_MS, &err)) {
    }
    double took = load(probe, start);
    must(zc_ledger_view_sort(ledger, NULL, 0, &err), &err);
    load(probe, 0);
    return took;
}

static const struct {
    const char *name;
    double (*once)(struct probe *probe);
    bool in_ledger;
} commands[] = {
    { "pwrite", do_pwrite, false },
    { "save", do_save, false },
    { "keep", do_keep, false },
    { "check", do_check, false },
    { "home", open_and_home, false },
    { "ledger", do_ledger, false },
    { "end", do_end, true },
    { "middle", do_middle, true },
    { "page", do_page, true },
    { "hits", do_hits, true },
    { "filter", do_whole_filter, true },
    { "sort", do_sort, true },
};

static bool obey(struct probe *probe, const char *name, int times)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) != 0)
            continue;
        if (commands[i].in_ledger && !probe->has_ledger)
            do_ledger(probe);
        for (int n = 0; n < times; n++)
            printf("%.9f ", commands[i].once(probe));
        putchar('\n');
        fflush(stdout);
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    struct probe probe = { .file = -1 };
    char line[100], name[20];
    int times;
    if (argc != 2 || sodium_init() < 0)
        die("usage: probe STORE, commands on standard input");
    probe.dir = argv[1];
    probe.clock = zc_clock_system(getenv("TZ"));
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "%19s %d", name, &times) != 2 || !obey(&probe, name, times))
            die("no command: %s", line);
    }
    close_survey(&probe);
    return 0;
}

#include "tests/check.h"
#include "tests/frame_rules.h"
#include "tests/stage.h"
#include <string.h>

/* Text that hurts, on every screen that shows text of a record: test_hostile_text PACK STORES.
 * Other programs may have written it; it is put into the records behind the back of the form, as
 * an import would, as one value and as two in conflict (control characters no record can hold:
 * core/rev.h). Every frame of every size keeps the rules
 * of tests/frame_rules.h: rows exactly as wide as the terminal, nothing in them that a terminal
 * obeys. */

/* Plane 2, marks without end, right to left with its controls, blanks and lines, what has no width,
 * letters whose width libraries do not agree about. */
static const char *const texts[] = {
    "\360\240\256\267\360\240\256\267野家\360\252\232\245",
    "e\314\201\314\202\314\203\314\204\314\205\314\206\314\207甲\314\201",
    "\314\201\314\202",
    "\327\251\327\234\327\225\327\235 \342\200\256abc\342\200\254 \330\247\331\204\331\205",
    "甲\t乙\n丙\n\n丁",
    "a\342\200\213b\342\200\215c\357\273\277d\302\255\342\201\240e",
    "^[[31m\\033[2J甲",
    "\341\204\200\341\205\241\341\206\250\344\267\200\343\211\210\356\200\200\360\237\230\200",
    "\342\200\217\342\200\217\342\200\217",
    "   \343\200\200 ",
    "NULL",
};
enum { TEXTS = sizeof texts / sizeof texts[0] };

static struct zc_buf much; /* 4,000 characters */

static struct zc_str text_of(size_t i)
{
    size_t at = i % (TEXTS + 1);
    return at == TEXTS ? zc_buf_str(&much) : zc_str_of(texts[at]);
}

/* Ways to what shows records, from home, where each store allows them. */
static const char *const ways[] = {
    "",
    "l",
    "l<Down><Right><Right><Right><Right><Right>",
    "lc",
    "lf",
    "lfnname<Enter>1甲<Enter>",
    "l/甲",
    "l<Down>o",
    "l<F8>",
    "l<Enter>",
    "l<Enter><Down><Down><Down><PgDn>",
    "l<Enter>2<End>",
    "l<Enter>2<End>dd",
    "l<Enter>2<End>b",
    "l<Enter>3",
    "l<Enter>4",
    "l<Enter>5",
    "l<Enter><F4>",
    "l<Enter><Enter>",
    "l<Enter><Enter><Enter><Enter>",
    "l<Enter><Enter><C-End>",
    "l<Enter><Enter><C-g>2.9<Enter>",
    "l<Enter><Enter><F1>",
    "l<Enter><Enter><F8>",
    "l<Enter><Enter><F2>",
    "l<Enter><Enter><F4>",
    "l<End><Enter><Enter><PgDn>",
    "n<F5>",
    "n<C-r>",
    "1",
    "2",
    "3",
    "3<Down>2",
    "3<F8>",
    "v",
    "4",
    "4<Down>4",
    "4<F8>",
    "5",
    "5<Down><Down>",
    "5<F8>",
    "6",
    "x",
    "xl<Enter>",
    "m",
    "m<Enter>",
    "ma<F2>",
    "r",
    "r<Enter>",
    "r2",
    "r5",
    "<F9>",
};
static const int sizes[][2] = { { 24, 80 }, { 20, 60 }, { 50, 160 }, { 60, 200 }, { 16, 61 } };

static bool is_text(const struct zc_question *q)
{
    return q->type == ZC_TYPE_TEXT && q->kept && !q->repeat && q->role != ZC_ROLE_CODE;
}

/* A revision of the record with hostile texts in every field of text, from the n-th text on. */
static void spoil(struct zc_stage *stage, const struct zc_state *state, size_t n)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const struct zc_form *form = zc_survey_form_of(stage->survey, state, &err);
    struct zc_pair *writes = ZC_NEW(&arena, struct zc_pair, 2 * form->nquestions + 1);
    size_t nwrites = 0;
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!is_text(q))
            continue;
        writes[nwrites++] = (struct zc_pair){ q->field, text_of(n + i) };
        writes[nwrites++] =
            (struct zc_pair){ zc_arena_printf(&arena, "_note:%.*s", ZC_ARG(q->field)),
                              text_of(n + i + 1) };
    }
    zc_stage_put(stage, state, writes, nwrites);
    zc_arena_release(&arena);
}

/* Twice on the same parents: every value is in conflict with another one. */
static void spoil_all(struct zc_stage *stage, bool conflict)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_rid_list rids = { 0 };
    zc_stage_rids(stage, &rids);
    for (size_t i = 0; i < rids.n; i++) {
        struct zc_state state;
        if (!zc_survey_state(stage->survey, rids.rids[i], &arena, &state, &err))
            zc_stage_bail("%s", err.msg);
        spoil(stage, &state, i);
        if (conflict)
            spoil(stage, &state, i + 3);
    }
    zc_rid_list_release(&rids);
    zc_arena_release(&arena);
}

static void go(struct zc_stage *stage, const char *way)
{
    zc_stage_again(stage);
    zc_stage_keys(stage, zc_str_of(way));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && !stage->app.quit; i++)
        zc_stage_paint(stage, sizes[i][0], sizes[i][1]);
    if (!stage->app.quit)
        zc_stage_paint(stage, 24, 80);
}

static bool shows_hostile(const struct zc_stage *stage)
{
    struct zc_buf row = { 0 };
    bool shows = false;
    for (int i = 0; i < stage->app.canvas.rows && !shows; i++) {
        zc_buf_reset(&row);
        zc_canvas_row(&stage->app.canvas, i, &row);
        shows = zc_str_find(zc_buf_str(&row), ZC_STR("U+")) != SIZE_MAX ||
                zc_str_find(zc_buf_str(&row), ZC_STR("\360\240\256\267")) != SIZE_MAX;
    }
    zc_buf_release(&row);
    return shows;
}

static void run(struct zc_stage *stage, const char *store, bool conflict)
{
    size_t shown = 0;
    zc_stage_open(stage, zc_str_of(store), 24, 80);
    /* Names of files and of what they hold: people make these, too. */
    zc_stage_stick(stage, ZC_STR("\342\200\256g2\302\233\033[31m.zc1.csv"), ZC_STR("neighbour"));
    zc_stage_stick_text(stage, ZC_STR("\360\240\256\267\t\n\033]0;x\007.csv"),
                        ZC_STR("单位名称,地址\033[2J,e\314\201\314\202\n"
                               "\342\200\256甲\033[31m,\302\2335n,\t\n"));
    spoil_all(stage, conflict);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        zc_buf_reset(&stage->faults);
        go(stage, ways[i]);
        shown += shows_hostile(stage);
        if (stage->faults.len > 0)
            printf("# %s %s\n# %s\n", store, ways[i], zc_buf_cstr(&stage->faults));
        zc_checkf(stage->faults.len == 0, "%s%s: '%s'", store, conflict ? ", two values" : "",
                  ways[i]);
    }
    zc_checkf(shown > 5, "%s: %zu of these show such a text", store, shown);
}

int main(int argc, char **argv)
{
    static const char *const stores[] = { "group", "review", "checking", "twice", "district" };
    struct zc_stage stage;
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_stage_init(&stage, argv[1], argv[2]);
    for (int i = 0; i < 4000; i++)
        zc_buf_text(&much, i % 7 ? "长" : "e");
    for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
        zc_lang_set(i % 2 ? ZC_LANG_EN : ZC_LANG_ZH);
        run(&stage, stores[i], false);
        run(&stage, stores[i], true);
    }
    zc_stage_release(&stage);
    zc_buf_release(&much);
    return zc_check_done();
}

#include "core/clock.h"
#include "core/utf8.h"
#include "forms/entity.h"
#include "forms/play.h"
#include "tests/fuzz/fuzz.h"
#include <stdlib.h>
#include <string.h>

/* The form loader: survey, choices and settings in one input, parted by lines of "====", behind
 * them a list file, which is list.csv, list.xml and list.geojson, and entities. Wants: a form or an
 * error with both languages; a form that is loaded can be filled in, printed and put through its
 * own rules. */

static void need(bool ok)
{
    if (!ok)
        abort();
}

enum { NSHEETS = 5 };
static const char *const names[NSHEETS] = { "survey.csv", "choices.csv", "settings.csv", "list.csv",
                                            "entities.csv" };

struct sheets {
    struct zc_str all[NSHEETS];
};

static bool read_sheet(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                       struct zc_err *err)
{
    const struct sheets *sheets = ctx;

    (void)err;
    *found = false;
    if (zc_str_is(path, "list.xml") || zc_str_is(path, "list.geojson"))
        path = ZC_STR("list.csv");
    for (size_t i = 0; i < NSHEETS; i++)
        if (zc_str_is(path, names[i]) && sheets->all[i].len) {
            zc_buf_add(out, sheets->all[i]);
            *found = true;
        }
    return true;
}

static void split(struct zc_str input, struct sheets *sheets)
{
    struct zc_str mark = ZC_STR("====\n");

    *sheets = (struct sheets){ 0 };
    for (size_t i = 0; i < NSHEETS; i++) {
        size_t at = i + 1 < NSHEETS ? zc_str_find(input, mark) : SIZE_MAX;
        sheets->all[i] = zc_str_head(input, at == SIZE_MAX ? input.len : at);
        input = zc_str_from(input, sheets->all[i].len + (at == SIZE_MAX ? 0 : mark.len));
    }
}

/* Every question gets the answer 1: many forms have a choice, a number or a text of that name. */
static void answer_all(struct zc_fill *fill)
{
    unsigned left = 200; /* answers may show ever new rows */
    struct zc_err err = { 0 };

    for (struct zc_node *node = zc_fill_next(fill, NULL); node && left--;
         node = zc_fill_next(fill, node))
        if (zc_type_has_answer(node->q->type) && !zc_fill_is_readonly(fill, node))
            zc_fill_set(fill, node, ZC_STR("1"), &err);
}

/* A row more in every repeat that takes one, and the first one gone. */
static void change_rows(struct zc_fill *fill, const struct zc_form *form)
{
    struct zc_node *root = zc_fill_root(fill), *row;
    struct zc_err err = { 0 };

    for (const struct zc_question *q = form->questions[0]->first; q; q = q->next) {
        if (q->type != ZC_TYPE_REPEAT)
            continue;
        zc_fill_add_row(fill, root, q, &err);
        for (row = root->first; row && row->q != q;)
            row = row->next;
        if (row)
            zc_fill_remove_row(fill, row, &err);
    }
}

/* What is kept of an unsaved form is enough to go on with it. */
static void keep_and_restore(const struct zc_fill *fill, const struct zc_form *form,
                             const struct zc_fill_env *env, struct zc_arena *arena)
{
    const struct zc_pair *kept, *again;
    size_t nkept, nagain;

    zc_fill_answers(fill, arena, &kept, &nkept);
    struct zc_fill *other = zc_fill_new(form, env);
    zc_fill_restore(other, kept, nkept);
    zc_fill_answers(other, arena, &again, &nagain);
    for (size_t i = 0; i < nkept; i++) {
        const struct zc_pair *pair = zc_pairs_find(again, nagain, kept[i].name);
        need(!kept[i].value.len || (pair && zc_str_eq(pair->value, kept[i].value)));
    }
    zc_fill_free(other);
}

static void make_entities(const struct zc_fill *fill, struct zc_arena *arena)
{
    struct zc_entity_now *all;
    size_t n;

    zc_fill_entities(fill, arena, &all, &n);
    for (size_t i = 0; i < n; i++)
        need((all[i].create || all[i].update) && zc_utf8_valid(all[i].label) &&
             zc_utf8_valid(all[i].id));
}

static void fill_in(const struct zc_form *form)
{
    struct zc_fill_env env = { 0 };
    struct zc_fill_check check;
    struct zc_arena arena = { 0 };
    struct zc_buf out = { 0 };
    struct zc_clock clock;
    struct zc_err err = { 0 };

    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    env.clock = &clock;
    struct zc_play *play = zc_play_new(form, &env, true);
    zc_play_load(play, &out);
    need(zc_utf8_valid(zc_buf_str(&out)));
    zc_play_free(play);
    struct zc_fill *fill = zc_fill_new(form, &env);
    answer_all(fill);
    change_rows(fill, form);
    answer_all(fill);
    zc_fill_set_lang(fill, form->nlangs - 1);
    keep_and_restore(fill, form, &env, &arena);
    make_entities(fill, &arena);
    const struct zc_pair *writes;
    size_t nwrites;
    zc_fill_writes(fill, true, &arena, &writes, &nwrites);
    for (size_t i = 1; i < nwrites; i++)
        need(zc_str_cmp(writes[i - 1].name, writes[i].name) < 0);
    zc_fill_check(fill, &arena, &check);
    for (uint32_t i = 0; i < check.npoints; i++)
        need(check.points[i].message.len && zc_utf8_valid(check.points[i].message));
    zc_fill_free(fill);
    zc_arena_release(&arena);
    zc_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sheets sheets;
    struct zc_source source = { .ctx = &sheets, .read = read_sheet };
    struct zc_findings findings = { 0 };

    split((struct zc_str){ (const char *)data, size }, &sheets);
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, NULL, &findings);
    need((form != NULL) == (findings.nerrors == 0));
    for (uint32_t i = 0; i < findings.n; i++)
        need(findings.all[i].what.zh[0] && findings.all[i].what.en[0]);
    if (form)
        fill_in(form);
    zc_form_free(form);
    zc_findings_release(&findings);
    return 0;
}

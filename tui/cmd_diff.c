#include "core/json.h"
#include "storage/as_of.h"
#include "storage/revs.h"
#include "tui/cmd.h"
#include "tui/record_print.h"
#include "tui/survey.h"
#include <stdio.h>

/* diff: two stores record by record, or one store at two dates. Exit status 1 when they differ. */

struct side {
    struct zc_survey *survey;
    struct zc_txn *txn;
    bool dated;
    int64_t until_ms;
    struct zc_arena arena; /* of the record at hand */
    struct zc_rid rid;     /* the record at hand, kind 0 at the end */
    struct zc_state state;
    bool there;
};

struct diff {
    struct side a, b;
    enum zc_print how;
    struct zc_buf line;
    uint64_t added, gone, changed, fields;
};

static bool next_rid(struct side *side)
{
    if (!zc_revs_next(side->txn, side->rid, &side->rid))
        side->rid = (struct zc_rid){ 0 };
    return zc_rid_is_set(side->rid);
}

static bool load(struct side *side, struct zc_rid rid, struct zc_err *err)
{
    zc_arena_reset(&side->arena);
    side->there = false;
    if (!zc_rid_eq(side->rid, rid))
        return true;
    return side->dated
               ? zc_as_of_get(side->txn, rid, side->until_ms, &side->arena, &side->state,
                              &side->there, err)
               : zc_record_get(side->txn, rid, &side->arena, &side->state, &side->there, err);
}

static void print_line(struct diff *diff, struct zc_rid rid, const char *what, struct zc_str field,
                       struct zc_str before, struct zc_str after)
{
    char id[ZC_RID_TEXT + 1];
    static const char *const names[] = { "_id", "what", "field", "before", "after" };
    zc_rid_print(rid, id);
    const struct zc_str cells[] = { zc_str_of(id), zc_str_of(what), field, before, after };
    zc_buf_reset(&diff->line);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        if (diff->how != ZC_PRINT_JSON) {
            zc_print_cell(&diff->line, diff->how, cells[i], i == 0);
            continue;
        }
        zc_buf_printf(&diff->line, "%s\"%s\":", i ? "," : "{", names[i]);
        zc_json_put(&diff->line, cells[i]);
    }
    if (diff->how == ZC_PRINT_JSON)
        zc_buf_char(&diff->line, '}');
    zc_print_text(zc_buf_str(&diff->line));
    putchar('\n');
}

/* All live values, so that a conflict here and none there is a difference. */
static struct zc_str values_of(const struct zc_field *field, struct zc_arena *arena)
{
    struct zc_buf text = { 0 };
    for (uint32_t v = 0; field && !field->gone && v < field->nvalues; v++) {
        zc_buf_text(&text, v ? " | " : "");
        zc_buf_add(&text, field->values[v]);
    }
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return copy;
}

static void compare_field(struct diff *diff, struct zc_str name)
{
    struct zc_str before = values_of(zc_state_field(&diff->a.state, name), &diff->a.arena);
    struct zc_str after = values_of(zc_state_field(&diff->b.state, name), &diff->b.arena);
    if (zc_str_eq(before, after))
        return;
    print_line(diff, diff->a.state.rid, "changed", name, before, after);
    diff->fields++;
}

/* Fields of both by name; `_status` and `_deleted` are told by the state that they make. */
static void compare(struct diff *diff)
{
    const struct zc_state *a = &diff->a.state, *b = &diff->b.state;
    uint64_t before = diff->fields;
    uint32_t i = 0, k = 0;
    if (a->status != b->status) {
        print_line(diff, a->rid, "changed", ZC_STR("_status"), zc_str_of(zc_status_name(a->status)),
                   zc_str_of(zc_status_name(b->status)));
        diff->fields++;
    }
    while (i < a->nfields || k < b->nfields) {
        int order = i == a->nfields   ? 1
                    : k == b->nfields ? -1
                                      : zc_str_cmp(a->fields[i].name, b->fields[k].name);
        struct zc_str name = order > 0 ? b->fields[k].name : a->fields[i].name;
        i += order <= 0;
        k += order >= 0;
        if (!zc_str_is(name, "_status") && !zc_str_is(name, "_deleted"))
            compare_field(diff, name);
    }
    diff->changed += diff->fields > before;
}

static bool run(struct diff *diff, struct zc_err *err)
{
    struct side *a = &diff->a, *b = &diff->b;
    next_rid(a);
    next_rid(b);
    while (zc_rid_is_set(a->rid) || zc_rid_is_set(b->rid)) {
        bool left =
            !zc_rid_is_set(b->rid) || (zc_rid_is_set(a->rid) && zc_rid_cmp(a->rid, b->rid) <= 0);
        struct zc_rid rid = left ? a->rid : b->rid;
        if (!load(a, rid, err) || !load(b, rid, err))
            return false;
        if (a->there && b->there) {
            compare(diff);
        } else if (a->there || b->there) {
            const struct zc_state *state = a->there ? &a->state : &b->state;
            print_line(diff, rid, a->there ? "gone" : "new", state->form, (struct zc_str){ 0 },
                       (struct zc_str){ 0 });
            diff->added += b->there;
            diff->gone += a->there;
        }
        if (zc_rid_eq(a->rid, rid))
            next_rid(a);
        if (zc_rid_eq(b->rid, rid))
            next_rid(b);
    }
    return true;
}

static bool open_side(struct side *side, const struct zc_cmd_env *env, const char *dir,
                      struct zc_err *err)
{
    return (side->survey = zc_survey_open(dir, true, &env->clock, err)) &&
           (side->txn = zc_txn_begin(side->survey->store, ZC_TXN_READ, err));
}

static bool read_date(struct side *side, const struct zc_cmd_env *env, const char *text,
                      struct zc_err *err)
{
    struct zc_date date;
    if (!zc_date_read(zc_str_of(text), &date))
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("--at“%s”不是日期，请写成 2026-11-20", "--at '%s' is no date: write 2026-11-20"),
            text);
    side->dated = true;
    side->until_ms = zc_as_of_end(zc_date_days(date), env->clock.offset_min);
    return true;
}

/* Two dates of one store share its survey: a store is opened once in a process. */
static bool open_dates(struct diff *diff, const struct zc_cmd_env *env, const char *first,
                       const char *second, struct zc_err *err)
{
    if (!read_date(&diff->a, env, first, err) || !read_date(&diff->b, env, second, err) ||
        !open_side(&diff->a, env, env->store, err))
        return false;
    return (diff->b.txn = zc_txn_begin(diff->a.survey->store, ZC_TXN_READ, err)) != NULL;
}

static int finish(struct diff *diff, bool ok, const struct zc_err *err)
{
    zc_txn_abort(diff->a.txn);
    zc_txn_abort(diff->b.txn);
    zc_survey_close(diff->a.survey);
    zc_survey_close(diff->b.survey);
    zc_arena_release(&diff->a.arena);
    zc_arena_release(&diff->b.arena);
    zc_buf_release(&diff->line);
    if (!ok)
        return zc_cmd_fail(err);
    return diff->added + diff->gone + diff->changed > 0 ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

int zc_cmd_diff(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *first = zc_opt_value(&argc, argv, "--at");
    const char *second = first ? zc_opt_value(&argc, argv, "--at") : NULL;
    struct diff diff = { .how = zc_print_option(&argc, argv) };
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (second ? argc != 1 || !env->store : argc != 3 || first != NULL)
        return zc_cmd_usage(
            ZC_T("用法：zaoce diff 库A 库B，或 zaoce -s 调查库 diff --at 日期 --at 日期",
                 "usage: zaoce diff STORE STORE, or zaoce -s STORE diff --at DATE --at DATE"));
    bool ok =
        second ? open_dates(&diff, env, first, second, &err)
               : open_side(&diff.a, env, argv[1], &err) && open_side(&diff.b, env, argv[2], &err);
    if (ok && diff.how == ZC_PRINT_CSV)
        puts("_id,what,field,before,after");
    ok = ok && run(&diff, &err);
    if (ok && !env->quiet)
        zc_cmd_usage(ZC_T("多出%llu条，少了%llu条，不同%llu条（%llu项）",
                          "%llu records more, %llu less, %llu differ (in %llu fields)"),
                     (unsigned long long)diff.added, (unsigned long long)diff.gone,
                     (unsigned long long)diff.changed, (unsigned long long)diff.fields);
    return finish(&diff, ok, &err);
}

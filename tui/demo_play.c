#include "storage/export.h"
#include "storage/import.h"
#include "storage/import_list.h"
#include "tui/demo_impl.h"
#include "tui/review.h"
#include <string.h>
#include <unistd.h>

/* The steps of a practice survey, each in its store, at its time, by its person. */

enum { DAY_MS = 24 * 60 * 60 * 1000, MINUTE_MS = 60 * 1000, MAX_AWAY = 3660 };

/* Time and person of a step */

static int64_t moment_of(const struct demo *demo, const struct zc_step *step)
{
    int64_t midnight = (zc_clock_today(demo->clock) - step->day) * DAY_MS -
                       (int64_t)demo->clock->offset_min * MINUTE_MS;
    int64_t ms = midnight + (int64_t)step->minute * MINUTE_MS;
    return ms < demo->now_ms ? ms : demo->now_ms; /* nothing has happened this evening yet */
}

static void set_clock(struct demo *demo, const struct zc_step *step)
{
    demo->survey->clock = (struct zc_clock){ .fixed_ms = moment_of(demo, step),
                                             .offset_min = demo->clock->offset_min };
}

static bool begin_step(struct demo *demo, const struct zc_step *step, unsigned group,
                       struct zc_err *err)
{
    if (!demo_use_store(demo, group, err))
        return false;
    struct zc_survey *survey = demo->survey;
    enum zc_rank role = zc_rank_of(step->role);
    set_clock(demo, step);
    return (zc_str_eq(survey->person.name, step->by) && survey->person.role == role) ||
           zc_survey_choose(survey, step->by, role, err);
}

/* `@`, `@-3`, `@+60`: a day counted from the day of the step. Other texts are as they are. */
static struct zc_str value_of(struct demo *demo, const struct zc_step *step, struct zc_str text)
{
    char out[ZC_DATE_TEXT];
    uint64_t days = 0;
    bool before = zc_str_starts(text, ZC_STR("@-")), after = zc_str_starts(text, ZC_STR("@+"));
    if (!zc_str_is(text, "@") &&
        (!(before || after) || !zc_str_to_u64(zc_str_from(text, 2), &days) || days > MAX_AWAY))
        return text;
    int64_t day = zc_clock_today(demo->clock) - step->day;
    day += before ? -(int64_t)days : (int64_t)days;
    size_t len = zc_date_print(zc_date_of_days(day), out);
    return zc_arena_copy(&demo->arena, (struct zc_str){ out, len });
}

/* Records and what had been seen of them */

static bool remember(struct demo *demo, const struct zc_step *step, struct zc_err *err)
{
    struct unit *unit = &demo->units[step->unit];
    struct zc_arena arena = { 0 };
    struct zc_state state;
    bool ok = zc_survey_state(demo->survey, unit->rid, &arena, &state, err);
    if (ok) {
        struct seen *seen = ZC_NEW(&demo->arena, struct seen, 1);
        struct zc_revid *heads = ZC_NEW(&demo->arena, struct zc_revid, state.nheads);
        memcpy(heads, state.heads, state.nheads * sizeof *heads);
        *seen = (struct seen){ unit->seen, demo->group, state.nheads, heads };
        unit->seen = seen;
    }
    zc_arena_release(&arena);
    return ok;
}

/* The heads that the author of a step saw; none of them: all that there are. */
static bool heads_seen(const struct demo *demo, const struct zc_step *step, struct seen *out,
                       struct zc_err *err)
{
    uint32_t unseen = step->unseen;
    *out = (struct seen){ 0 };
    if (unseen == 0)
        return true;
    for (const struct seen *seen = demo->units[step->unit].seen; seen; seen = seen->before) {
        if (seen->group != demo->group || unseen-- > 0)
            continue;
        *out = *seen;
        return true;
    }
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("_unseen：这一家在本库还没有%u步", "_unseen: the unit has not had %u steps "
                                                           "in this store"),
                   step->unseen);
}

static struct zc_entry *open_entry(struct demo *demo, const struct zc_step *step,
                                   struct zc_err *err)
{
    const struct unit *unit = &demo->units[step->unit];
    struct seen seen;
    if (!zc_rid_is_set(unit->rid)) {
        struct zc_form *form = zc_survey_form(demo->survey, step->form->id, err);
        return form ? zc_entry_new(demo->survey, form, err) : NULL;
    }
    if (!heads_seen(demo, step, &seen, err))
        return NULL;
    return zc_entry_open(demo->survey, unit->rid, seen.heads, seen.nheads, err);
}

static bool is_answered(const struct zc_node *row)
{
    for (const struct zc_node *node = row->first; node; node = node->next)
        if (node->value.len > 0)
            return true;
    return false;
}

/* The row that the step writes: the one that waits for its first answer, else a new one. */
static struct zc_node *row_of(struct zc_fill *fill, struct zc_str repeat, struct zc_err *err)
{
    const struct zc_question *q = zc_form_question(zc_fill_form(fill), repeat, NULL);
    struct zc_node *root = zc_fill_root(fill), *last = root->last;
    while (last && last->q != q)
        last = last->prev;
    if (last && !is_answered(last))
        return last;
    return q && q->type == ZC_TYPE_REPEAT ? zc_fill_add_row(fill, root, q, err) : NULL;
}

/* A field, or REPEAT/FIELD in *row, which is found for the first one of the step. */
static struct zc_node *node_of(struct zc_fill *fill, struct zc_str field, struct zc_node **row,
                               struct zc_err *err)
{
    struct zc_str repeat;
    if (zc_str_find(field, ZC_STR("/")) == SIZE_MAX)
        return zc_fill_node(fill, field);
    zc_str_cut(&field, '/', &repeat);
    if (!*row)
        *row = row_of(fill, repeat, err);
    struct zc_node *node = *row ? (*row)->first : NULL;
    while (node && !zc_str_eq(node->q->name, field))
        node = node->next;
    return node;
}

static bool set_field(struct demo *demo, const struct zc_step *step, struct zc_fill *fill,
                      const struct zc_step_field *field, struct zc_node **row, struct zc_err *err)
{
    struct zc_node *node = node_of(fill, field->field, row, err);
    if (!node)
        return zc_fail(err, ZC_E_INPUT, ZC_T("表里没有字段“%.*s”", "the form has no field '%.*s'"),
                       ZC_ARG(field->field));
    if (field->why)
        zc_fill_set_why(fill, node, field->value);
    else if (!zc_fill_set(fill, node, value_of(demo, step, field->value), err))
        return zc_fail_in(err, "%.*s", ZC_ARG(field->field));
    return true;
}

static bool set_fields(struct demo *demo, const struct zc_step *step, struct zc_fill *fill,
                       struct zc_err *err)
{
    struct zc_node *row = NULL;
    for (uint32_t i = 0; i < step->nfields; i++) {
        if (!set_field(demo, step, fill, &step->fields[i], &row, err))
            return false;
    }
    return true;
}

/* Names the first open point: "3 points must be mended" alone does not say where. */
static bool fail_point(const struct zc_entry *entry, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    zc_fill_check(entry->fill, &arena, &check);
    if (check.npoints > 0)
        zc_fail_in(err, "%.*s: %.*s", ZC_ARG(zc_fill_path(check.points[0].node, &arena)),
                   ZC_ARG(check.points[0].message));
    zc_arena_release(&arena);
    return false;
}

static bool save_entry(struct zc_entry *entry, const struct zc_step *step, struct zc_err *err)
{
    static const enum zc_save how[] = { [ZC_STEP_DRAFT] = ZC_SAVE_DRAFT,
                                        [ZC_STEP_SUBMIT] = ZC_SAVE_SUBMIT,
                                        [ZC_STEP_DOUBT] = ZC_SAVE_DOUBT,
                                        [ZC_STEP_EDIT] = ZC_SAVE_DATA };
    bool made = false;
    if (step->kind == ZC_STEP_KEEP)
        return zc_entry_keep(
            entry, step->nfields ? step->fields[step->nfields - 1].field : ZC_STR(""), err);
    if (!zc_entry_save(entry, how[step->kind], step->reason, &made, err))
        return step->kind == ZC_STEP_SUBMIT ? fail_point(entry, err) : false;
    return made ||
           zc_fail(err, ZC_E_INPUT, ZC_T("这一步什么也没有改", "this step changes nothing"));
}

static bool fill_in(struct demo *demo, const struct zc_step *step, struct zc_err *err)
{
    struct zc_entry *entry = open_entry(demo, step, err);
    bool ok = entry && set_fields(demo, step, entry->fill, err) && save_entry(entry, step, err);
    if (ok && step->kind != ZC_STEP_KEEP) {
        demo->units[step->unit].rid = entry->rid;
        ok = remember(demo, step, err);
    }
    zc_entry_free(entry);
    return ok;
}

static bool review(struct demo *demo, const struct zc_step *step, struct zc_err *err)
{
    struct zc_review what = { .reason = step->reason };
    struct zc_arena arena = { 0 };
    struct zc_entry *entry = NULL;
    struct zc_state state;
    bool ok = zc_act_parse(step->act, &what.act);
    if (step->other != UINT32_MAX)
        what.other = demo->units[step->other].rid;
    if (ok && step->unseen > 0 && (ok = (entry = open_entry(demo, step, err)) != NULL))
        state = entry->state;
    else if (ok)
        ok = zc_survey_state(demo->survey, demo->units[step->unit].rid, &arena, &state, err);
    ok = ok && zc_review_act(demo->survey, &state, &what, err) && remember(demo, step, err);
    zc_entry_free(entry);
    zc_arena_release(&arena);
    return ok;
}

static bool fail_at(const struct zc_step *step, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    zc_fail_in(err, "%.*s", ZC_ARG(zc_step_place(step, &arena)));
    zc_arena_release(&arena);
    return false;
}

/* Rows of a list of offices (底册), taken in as `import` takes them */

struct rows {
    struct demo *demo;
    const struct zc_step *first;
    struct zc_str key_field;
    struct zc_buf refused; /* why the first row was not simply taken */
};

/* The values of a row as the form stores them. */
static bool read_row(void *ctx, size_t at, bool tell, struct zc_arena *arena,
                     struct zc_list_row *out, struct zc_err *err)
{
    struct rows *rows = ctx;
    const struct zc_step *step = &rows->first[at];
    struct zc_list_cell *cells = ZC_NEW(arena, struct zc_list_cell, step->nfields + 1);
    struct zc_fill *fill = zc_fill_new(step->form, &rows->demo->survey->fill_env);
    bool ok = set_fields(rows->demo, step, fill, err) || fail_at(step, err);
    (void)tell;
    *out = (struct zc_list_row){ .line = step->row, .cells = cells };
    for (uint32_t i = 0; ok && i < step->nfields; i++) {
        struct zc_str field = step->fields[i].field;
        struct zc_str value = zc_arena_copy(arena, zc_fill_node(fill, field)->value);
        if (zc_str_eq(field, rows->key_field))
            out->key = value;
        else
            cells[out->ncells++] = (struct zc_list_cell){ field, value, step->fields[i].value };
    }
    if (ok && out->key.len == 0) /* calculated */
        out->key = zc_arena_copy(arena, zc_fill_node(fill, rows->key_field)->value);
    out->title = zc_fill_title(fill, arena);
    zc_fill_free(fill);
    return ok;
}

static void hear(void *ctx, const struct zc_list_notice *notice)
{
    struct rows *rows = ctx;
    struct zc_arena arena = { 0 };
    struct zc_step step = { .row = (uint32_t)notice->line };
    if (rows->refused.len == 0)
        zc_buf_printf(&rows->refused, "%.*s: %.*s", ZC_ARG(zc_step_place(&step, &arena)),
                      ZC_ARG(notice->reason));
    zc_arena_release(&arena);
}

static bool import_rows(struct rows *rows, uint32_t n, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    const struct zc_form *form = rows->first->form;
    struct zc_survey *survey = rows->demo->survey;
    struct zc_list_source source = { rows, n, read_row, hear };
    struct zc_import_list_options options = { .form = form->id,
                                              .version = form->version,
                                              .field = rows->key_field,
                                              .person = survey->person.name,
                                              .at = zc_survey_now(survey, &arena),
                                              .path = ZC_STR("practice.csv") };
    struct zc_import_list *import = zc_import_list_open(survey->store, &source, &options, err);
    bool done = false, ok = import != NULL;
    while (ok && !done)
        ok = zc_import_list_step(import, &done, err);
    zc_import_list_free(import);
    zc_arena_release(&arena);
    if (ok && rows->refused.len > 0)
        return zc_fail(err, ZC_E_INPUT, "%s", zc_buf_cstr(&rows->refused));
    return ok;
}

/* The id that the import has given to a row. */
static bool find_rid(struct rows *rows, uint32_t at, struct zc_rid *rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_list_row row;
    bool ok = read_row(rows, at, false, &arena, &row, err);
    if (ok)
        *rid = zc_rid_derive(rows->first[at].form->id, rows->key_field,
                             zc_key_normal(row.key, &arena));
    zc_arena_release(&arena);
    return ok;
}

static bool take_list(struct demo *demo, const struct zc_step *first, uint32_t n, unsigned group,
                      struct zc_err *err)
{
    struct rows rows = { demo, first, zc_form_key_field(first->form), { 0 } };
    bool ok = demo_use_store(demo, group, err);
    if (ok)
        set_clock(demo, first);
    ok = ok && import_rows(&rows, n, err);
    for (uint32_t i = 0; ok && i < n; i++) {
        ok = find_rid(&rows, i, &demo->units[first[i].unit].rid, err) &&
             (remember(demo, &first[i], err) || fail_at(&first[i], err));
    }
    zc_buf_release(&rows.refused);
    return ok;
}

/* Exchange files: the district takes all of a group, a group what lies in its area */

struct share {
    const struct zc_pack *pack;
    unsigned group;
};

static bool is_of_group(void *ctx, const struct zc_state *state)
{
    const struct share *share = ctx;
    const struct zc_form *form = zc_pack_form(share->pack, state->form);
    const struct zc_question *area = form ? form->by_role[ZC_ROLE_COMMUNITY] : NULL;
    return area &&
           zc_pack_group_of(share->pack, zc_state_value(state, area->field)) == share->group;
}

static bool give(struct demo *demo, unsigned to, const char *path, struct zc_err *err)
{
    struct zc_survey *survey = demo->survey;
    struct share share = { survey->pack, to };
    struct zc_export_options options = { .ctx = &share,
                                         .keep = to == DISTRICT ? NULL : is_of_group };
    struct zc_export_report report;
    uint64_t number;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && zc_local_next_export(txn, &number, err) &&
              (to != DISTRICT || zc_local_given(txn, zc_local_numbers(txn).n, err));
    return txn && zc_txn_end(txn, ok, err) &&
           zc_export_exchange(survey->store, &options, path, &report, err);
}

static bool take(struct demo *demo, const char *path, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_import_options options = { .person = demo->survey->person.name,
                                         .at = zc_survey_now(demo->survey, &arena) };
    struct zc_import *import = zc_import_open(demo->survey->store, path, &options, err);
    bool done = false, ok = import != NULL;
    while (ok && !done)
        ok = zc_import_step(import, &done, err);
    zc_import_free(import);
    zc_arena_release(&arena);
    return ok;
}

static bool carry(struct demo *demo, unsigned from, unsigned to, const struct zc_step *step,
                  struct zc_err *err)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/%u-%u.zc1.csv", demo->dir, from, to);
    bool ok = demo_use_store(demo, from, err) && give(demo, to, zc_buf_cstr(&path), err) &&
              begin_step(demo, step, to, err) && take(demo, zc_buf_cstr(&path), err);
    unlink(zc_buf_cstr(&path));
    zc_buf_release(&path);
    return ok;
}

static bool merge(struct demo *demo, const struct zc_step *step, unsigned group, struct zc_err *err)
{
    bool ok = true;
    if (group != DISTRICT)
        return carry(demo, DISTRICT, group, step, err);
    for (unsigned g = 1; ok && g < DISTRICT; g++) {
        if (demo->groups & 1u << g)
            ok = carry(demo, g, DISTRICT, step, err);
    }
    return ok;
}

/* Playing */

static unsigned group_of(const struct zc_step *step)
{
    unsigned group = 0;
    while (!(step->groups & 1u << group))
        group++;
    return group;
}

static bool play_step(struct demo *demo, const struct zc_step *step, struct zc_err *err)
{
    unsigned group = group_of(step);
    if (step->kind == ZC_STEP_MERGE)
        return merge(demo, step, group, err);
    return begin_step(demo, step, group, err) &&
           (step->kind == ZC_STEP_REVIEW ? review(demo, step, err) : fill_in(demo, step, err));
}

/* Steps that are played as one: the rows of a list. */
static uint32_t run_length(const struct zc_practice *practice, uint32_t at)
{
    const struct zc_step *first = &practice->steps[at];
    uint32_t n = 1;
    if (first->kind != ZC_STEP_SEED)
        return 1;
    while (at + n < practice->nsteps && first[n].kind == ZC_STEP_SEED &&
           first[n].groups == first->groups && first[n].form == first->form)
        n++;
    return n;
}

bool demo_play(struct demo *demo, void (*progress)(void *ctx, unsigned done, unsigned total),
               void *ctx, struct zc_err *err)
{
    const struct zc_practice *practice = demo->practice;
    for (uint32_t at = 0, n; at < practice->nsteps; at += n) {
        const struct zc_step *step = &practice->steps[at];
        n = run_length(practice, at);
        if (progress)
            progress(ctx, at, practice->nsteps);
        for (unsigned g = 1; step->kind == ZC_STEP_SEED && g <= DISTRICT; g++) {
            if ((step->groups & 1u << g) && !take_list(demo, step, n, g, err))
                return false;
        }
        if (step->kind != ZC_STEP_SEED && !play_step(demo, step, err))
            return fail_at(step, err);
    }
    if (progress)
        progress(ctx, practice->nsteps, practice->nsteps);
    return true;
}

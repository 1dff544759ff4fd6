#include "tui/demo.h"
#include "core/alloc.h"
#include "core/hash.h"
#include "forms/practice.h"
#include "storage/export.h"
#include "storage/folder.h"
#include "storage/import.h"
#include "tui/review.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DISTRICT = 9, DAY_MS = 24 * 60 * 60 * 1000, MINUTE_MS = 60 * 1000 };

/* The heads of a record in one store after a step: what an author had seen who has not seen the
 * steps behind it. */
struct seen {
    struct seen *before; /* of any store, newest first */
    unsigned group;
    uint32_t nheads;
    const struct zc_revid *heads;
};
struct unit {
    struct zc_rid rid;
    struct seen *seen;
};

struct demo {
    const char *dir; /* in which it is made */
    const char *pack_dir;
    const struct zc_clock *clock;
    int64_t now_ms;
    struct zc_pack *pack;
    struct zc_practice *practice;
    struct unit *units;
    unsigned groups;               /* that have a store, a bit each */
    uint64_t random[DISTRICT + 1]; /* state of the generator of each store */
    struct zc_survey *survey;      /* of `group`; NULL: none is open */
    unsigned group;
    struct zc_arena arena;
};

/* splitmix64: a good mixer of a counter, all that fixed ids need. */
static uint64_t next_random(void *ctx)
{
    uint64_t *state = ctx, z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

void zc_demo_store(const char *dir, unsigned group, struct zc_buf *out)
{
    if (group == DISTRICT)
        zc_buf_printf(out, "%s/district", dir);
    else
        zc_buf_printf(out, "%s/g%u", dir, group);
}

void zc_demo_home(struct zc_buf *out)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data)
        zc_buf_printf(out, "%s/zaoce-practice", data);
    else if (home && *home)
        zc_buf_printf(out, "%s/.local/share/zaoce-practice", home);
}

bool zc_demo_is_there(const char *dir)
{
    struct zc_buf path = { 0 };
    zc_demo_store(dir, DISTRICT, &path);
    zc_buf_text(&path, "/data.mdb");
    bool there = access(zc_buf_cstr(&path), F_OK) == 0;
    zc_buf_release(&path);
    return there;
}

/* Stores */

static bool make_store(struct demo *demo, unsigned group, struct zc_err *err)
{
    struct zc_store_identity identity = { .group = group, .dev = "d" };
    struct zc_person nobody = { 0 };
    struct zc_findings findings = { 0 };
    struct zc_buf path = { 0 };
    demo->random[group] = group;
    uint64_t bits = next_random(&demo->random[group]);
    zc_base32_put((const uint8_t *)&bits, 5, identity.dev + 1);
    zc_demo_store(demo->dir, group, &path);
    bool ok = zc_survey_create_as(zc_buf_cstr(&path), demo->pack_dir, &identity, &nobody,
                                  demo->clock, &findings, err);
    zc_findings_release(&findings);
    zc_buf_release(&path);
    return ok;
}

/* One store is open at a time. */
static bool use_store(struct demo *demo, unsigned group, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    if (demo->survey && demo->group == group)
        return true;
    zc_survey_close(demo->survey);
    zc_demo_store(demo->dir, group, &path);
    demo->group = group;
    demo->survey = zc_survey_open(zc_buf_cstr(&path), false, demo->clock, err);
    zc_buf_release(&path);
    if (!demo->survey)
        return false;
    demo->survey->random = next_random;
    demo->survey->random_ctx = &demo->random[group];
    return true;
}

/* Time and person of a step */

static int64_t moment_of(const struct demo *demo, const struct zc_step *step)
{
    int64_t midnight = (zc_clock_today(demo->clock) - step->day) * DAY_MS -
                       (int64_t)demo->clock->offset_min * MINUTE_MS;
    int64_t ms = midnight + (int64_t)step->minute * MINUTE_MS;
    return ms < demo->now_ms ? ms : demo->now_ms; /* nothing has happened this evening yet */
}

static bool begin_step(struct demo *demo, const struct zc_step *step, unsigned group,
                       struct zc_err *err)
{
    if (!use_store(demo, group, err))
        return false;
    struct zc_survey *survey = demo->survey;
    enum zc_rank role = zc_rank_of(step->role);
    survey->clock = (struct zc_clock){ .fixed_ms = moment_of(demo, step),
                                       .offset_min = demo->clock->offset_min };
    return step->kind == ZC_STEP_SEED ||
           (zc_str_eq(survey->person.name, step->by) && survey->person.role == role) ||
           zc_survey_choose(survey, step->by, role, err);
}

/* `@`, `@-3`, `@+60`: a day counted from the day of the step. */
static struct zc_str value_of(struct demo *demo, const struct zc_step *step, struct zc_str text)
{
    char out[ZC_DATE_TEXT];
    uint64_t days = 0;
    struct zc_str number = zc_str_from(text, 2);
    if (!zc_str_starts(text, ZC_STR("@")) || (text.len > 1 && !zc_str_to_u64(number, &days)))
        return text;
    int64_t day = zc_clock_today(demo->clock) - step->day;
    day += text.len > 1 && text.ptr[1] == '-' ? -(int64_t)days : (int64_t)days;
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

static bool set_field(struct demo *demo, const struct zc_step *step, struct zc_fill *fill,
                      const struct zc_step_field *field, struct zc_err *err)
{
    struct zc_node *node = zc_fill_node(fill, field->field);
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
    for (uint32_t i = 0; i < step->nfields; i++) {
        if (!set_field(demo, step, fill, &step->fields[i], err))
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

/* Rows of a list of offices: no person, no parents, the id from the key (MERGE.md 10) */

static struct zc_str key_field_of(const struct zc_form *form)
{
    const struct zc_question *code = form->by_role[ZC_ROLE_CODE];
    if (form->key_field.len > 0)
        return form->key_field;
    return code ? code->field : (struct zc_str){ 0 };
}

/* The key in normal form; of a unit without one all that the row says. */
static struct zc_str key_of(struct zc_pair *writes, size_t n, struct zc_str field,
                            struct zc_arena *arena)
{
    struct zc_buf text = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (zc_str_eq(writes[i].name, field))
            return writes[i].value = zc_key_normal(writes[i].value, arena);
    }
    for (size_t i = 0; i < n; i++)
        zc_buf_printf(&text, "%s%.*s=%.*s", i ? "\n" : "", ZC_ARG(writes[i].name),
                      ZC_ARG(writes[i].value));
    struct zc_str all = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return all;
}

static int by_name(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_pair *)a)->name, ((const struct zc_pair *)b)->name);
}

static bool put_seed(struct demo *demo, const struct zc_step *step, struct zc_txn *txn,
                     struct zc_arena *arena, struct zc_err *err)
{
    const struct zc_form *form = step->form;
    struct zc_fill *fill = zc_fill_new(form, &demo->survey->fill_env);
    struct zc_pair *writes = ZC_NEW(arena, struct zc_pair, step->nfields + 1);
    struct zc_rev rev;
    bool ok = set_fields(demo, step, fill, err);
    for (uint32_t i = 0; ok && i < step->nfields; i++)
        writes[i] =
            (struct zc_pair){ step->fields[i].field,
                              zc_arena_copy(arena,
                                            zc_fill_node(fill, step->fields[i].field)->value) };
    zc_fill_free(fill);
    if (!ok)
        return false;
    qsort(writes, step->nfields, sizeof *writes, by_name);
    struct zc_str field = key_field_of(form);
    struct zc_rid rid = zc_rid_derive(form->id, field, key_of(writes, step->nfields, field, arena));
    const struct zc_pair attrs[] = {
        { ZC_STR("form"),
          zc_arena_printf(arena, "%.*s@%.*s", ZC_ARG(form->id), ZC_ARG(form->version)) },
        { ZC_STR("src"), ZC_STR("list") },
    };
    demo->units[step->unit].rid = rid;
    return zc_rev_make(rid, NULL, 0, attrs, 2, writes, step->nfields, arena, &rev, err) &&
           zc_record_add(txn, &rev, err);
}

static bool fail_at(const struct zc_step *step, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    zc_fail_in(err, "%.*s", ZC_ARG(zc_step_place(step, &arena)));
    zc_arena_release(&arena);
    return false;
}

/* A list goes in at once, as an import takes it. */
static bool take_list(struct demo *demo, const struct zc_step *first, uint32_t n, unsigned group,
                      struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_txn *txn =
        use_store(demo, group, err) ? zc_txn_begin(demo->survey->store, ZC_TXN_WRITE, err) : NULL;
    bool ok = txn != NULL;
    for (uint32_t i = 0; ok && i < n; i++)
        ok = put_seed(demo, &first[i], txn, &arena, err) || fail_at(&first[i], err);
    ok = txn && zc_txn_end(txn, ok, err);
    for (uint32_t i = 0; ok && i < n; i++)
        ok = remember(demo, &first[i], err);
    zc_arena_release(&arena);
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
    struct zc_export_report report;
    uint64_t number;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    return txn && zc_txn_end(txn, zc_local_next_export(txn, &number, err), err) &&
           zc_export_exchange(survey->store, ZC_STR(""), to == DISTRICT ? NULL : is_of_group,
                              &share, path, &report, err);
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
    bool ok = use_store(demo, from, err) && give(demo, to, zc_buf_cstr(&path), err) &&
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
           first[n].groups == first->groups)
        n++;
    return n;
}

static bool play(struct demo *demo, void (*progress)(void *ctx, unsigned done, unsigned total),
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

/* Making */

static bool read_pack(struct demo *demo, struct zc_err *err)
{
    struct zc_source source = zc_source_folder(demo->pack_dir);
    struct zc_findings findings = { 0 };
    bool found = true;
    demo->pack = zc_pack_load(&source, &findings);
    if (demo->pack)
        demo->practice = zc_practice_load(&source, demo->pack, &found, &findings);
    if (!found)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("调查方案“%s”没有练习数据（practice.csv）",
                     "survey pack '%s' has no practice data (practice.csv)"),
                demo->pack_dir);
    else if (!demo->practice)
        zc_findings_fail(&findings, err);
    zc_findings_release(&findings);
    return demo->practice != NULL;
}

static bool make_stores(struct demo *demo, struct zc_err *err)
{
    demo->groups = 1u << DISTRICT;
    for (uint32_t i = 0; i < demo->pack->ngroups; i++)
        demo->groups |= 1u << demo->pack->groups[i].number;
    for (unsigned g = 1; g <= DISTRICT; g++) {
        if ((demo->groups & 1u << g) && !make_store(demo, g, err))
            return false;
    }
    return true;
}

static void release(struct demo *demo)
{
    zc_survey_close(demo->survey);
    zc_practice_free(demo->practice);
    zc_pack_free(demo->pack);
    zc_free(demo->units);
    zc_arena_release(&demo->arena);
}

bool zc_demo_make(const char *dir, const char *pack_dir, const struct zc_clock *clock,
                  void (*progress)(void *ctx, unsigned done, unsigned total), void *ctx,
                  struct zc_err *err)
{
    struct zc_buf beside = { 0 };
    zc_buf_printf(&beside, "%s.new", dir);
    struct demo demo = { .dir = zc_buf_cstr(&beside), .pack_dir = pack_dir, .clock = clock };
    demo.now_ms = zc_clock_ms(clock);
    bool ok = zc_folder_is_free(dir, err) && read_pack(&demo, err);
    if (ok) {
        demo.units = zc_alloc_zeroed(demo.practice->nunits + 1, sizeof *demo.units);
        zc_folder_remove(demo.dir); /* left by an interrupted run */
        ok = zc_folder_make(demo.dir, err) && make_stores(&demo, err) &&
             play(&demo, progress, ctx, err);
    }
    release(&demo);
    ok = ok && zc_folder_rename(zc_buf_cstr(&beside), dir, err);
    if (!ok)
        zc_folder_remove(zc_buf_cstr(&beside));
    zc_buf_release(&beside);
    return ok;
}

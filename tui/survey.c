#include "tui/survey.h"
#include "core/alloc.h"
#include "core/uscc.h"
#include "forms/finding.h"
#include "forms/node.h"
#include "storage/act_log.h"
#include "storage/count.h"
#include "storage/folder.h"
#include "tui/known_stores.h"
#include "tui/period.h"
#include "tui/survey_links.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The pack inside the store as a source of files */

struct pack_reader {
    struct zc_txn *txn;
    struct zc_str version;
};

static bool pack_read(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                      struct zc_err *err)
{
    const struct pack_reader *reader = ctx;
    struct zc_str bytes;
    (void)err;
    *found = zc_pack_get(reader->txn, reader->version, path, &bytes);
    if (*found)
        zc_buf_add(out, bytes);
    return true;
}

static bool pack_list(void *ctx, bool (*each)(void *each_ctx, struct zc_str path), void *each_ctx,
                      struct zc_err *err)
{
    const struct pack_reader *reader = ctx;
    return zc_pack_each(reader->txn, reader->version, each, each_ctx, err);
}

static struct zc_pack *load_pack(struct zc_store *store, struct zc_err *err)
{
    struct zc_findings findings = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_pack *pack = NULL;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return NULL;
    struct pack_reader reader = { txn, zc_pack_version(txn, &arena) };
    struct zc_source source = { &reader, zc_str_of(zc_store_dir(store)), pack_read, pack_list };
    if (reader.version.len == 0)
        zc_fail(err, ZC_E_STORE, ZC_T("调查库“%s”里没有调查方案", "store '%s' has no survey pack"),
                zc_store_dir(store));
    else if (!(pack = zc_pack_load(&source, &findings)))
        zc_findings_fail(&findings, err);
    zc_txn_abort(txn);
    zc_findings_release(&findings);
    zc_arena_release(&arena);
    return pack;
}

/* What the store keeps sorted */

static struct zc_str field_of_role(const struct zc_form *form, enum zc_role role)
{
    const struct zc_question *q = form->by_role[role];
    return q && !q->repeat ? q->field : (struct zc_str){ 0 };
}

static void plan_links(const struct zc_form *form, struct zc_arena *arena,
                       struct zc_index_form *out)
{
    struct zc_str *links = ZC_NEW(arena, struct zc_str, form->nquestions + 1);
    struct zc_buf path = { 0 };
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!q->kept || !zc_type_is_select(q->type) || !q->list || !q->list->records)
            continue;
        zc_buf_reset(&path);
        zc_link_path(q, &path);
        links[out->nlinks++] = zc_arena_copy(arena, zc_buf_str(&path));
    }
    out->links = links;
    zc_buf_release(&path);
}

struct zc_str zc_survey_outcomes(const struct zc_question *q, const char *word,
                                 struct zc_arena *arena)
{
    const struct zc_list *list = q->list;
    int col = list ? zc_list_col(list, ZC_STR("walk")) : -1;
    struct zc_str values = { 0 };
    for (uint32_t row = 0; col >= 0 && row < list->nrows; row++)
        if (zc_str_has_word(zc_list_cell(list, row, col), zc_str_of(word)))
            values = zc_arena_printf(arena, "%.*s%s%.*s", ZC_ARG(values), values.len ? " " : "",
                                     ZC_ARG(zc_choice_value(list, row)));
    return values;
}

static struct zc_index_walk plan_walk(const struct zc_form *form, struct zc_arena *arena)
{
    const struct zc_question *outcome = form->by_role[ZC_ROLE_OUTCOME];
    struct zc_index_walk walk = { .visited = field_of_role(form, ZC_ROLE_VISITED) };
    if (outcome && !outcome->repeat) {
        walk.outcome = outcome->field;
        walk.open = zc_survey_outcomes(outcome, "open", arena);
        walk.again = zc_survey_outcomes(outcome, "again", arena);
    }
    return walk;
}

static void plan_form(const struct zc_form *form, struct zc_arena *arena, struct zc_index_form *out)
{
    struct zc_str *sorted = ZC_NEW(arena, struct zc_str, form->nquestions + 1);
    *out = (struct zc_index_form){
        .form = form->id,
        .key = form->key_field.len ? form->key_field : field_of_role(form, ZC_ROLE_CODE),
        .name = field_of_role(form, ZC_ROLE_NAME),
        .area = field_of_role(form, ZC_ROLE_COMMUNITY),
        .parent_area = field_of_role(form, ZC_ROLE_STREET),
        .sorted = sorted,
        .in_ledger = form->in_ledger,
        .unit = { .name = field_of_role(form, ZC_ROLE_NAME),
                  .sign = field_of_role(form, ZC_ROLE_SIGN),
                  .code = field_of_role(form, ZC_ROLE_CODE),
                  .altcode = field_of_role(form, ZC_ROLE_ALTCODE),
                  .phone = field_of_role(form, ZC_ROLE_PHONE),
                  .addr = field_of_role(form, ZC_ROLE_ADDR),
                  .trade = field_of_role(form, ZC_ROLE_INDUSTRY) },
        .walk = plan_walk(form, arena),
    };
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if ((q->use & ZC_USE_INDEX) && q->kept && !q->repeat)
            sorted[out->nsorted++] = q->field;
    }
    plan_links(form, arena, out);
}

static void plan_areas(const struct zc_pack *pack, struct zc_arena *arena,
                       struct zc_index_plan *plan)
{
    const struct zc_list *list = pack->areas;
    int code = zc_list_col(list, ZC_STR("code")), name = zc_list_col(list, ZC_STR("zh"));
    int aliases = zc_list_col(list, ZC_STR("aliases"));
    struct zc_index_area *areas = ZC_NEW(arena, struct zc_index_area, list->nrows + 1);
    for (uint32_t row = 0; row < list->nrows; row++)
        areas[row] =
            (struct zc_index_area){ zc_list_cell(list, row, code), zc_list_cell(list, row, name),
                                    zc_list_cell(list, row, aliases) };
    plan->nareas = list->nrows;
    plan->areas = areas;
}

/* *stale: the views are of another plan and nothing can be written. */
static bool apply_plan(struct zc_store *store, const struct zc_pack *pack, bool *stale,
                       struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_index_form *forms = ZC_NEW(&arena, struct zc_index_form, pack->nforms + 1);
    struct zc_index_plan plan = { .nforms = pack->nforms, .forms = forms };
    plan_areas(pack, &arena, &plan);
    bool rebuild = false;
    for (uint32_t i = 0; i < pack->nforms; i++)
        plan_form(pack->forms[i], &arena, &forms[i]);
    bool ok = zc_store_set_plan(store, &plan, &rebuild, err) &&
              (!rebuild || zc_store_is_readonly(store) || zc_store_rebuild(store, NULL, NULL, err));
    *stale = rebuild && zc_store_is_readonly(store);
    zc_arena_release(&arena);
    return ok;
}

/* Callbacks of the form engine */

static bool rule_of_pack(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct zc_survey *survey = ctx;
    return zc_pack_rule(survey->pack, name, value);
}

static void period_of_pack(void *ctx, int64_t *first, int64_t *last)
{
    const struct zc_survey *survey = ctx;
    struct zc_period period = zc_period_at(survey->pack, zc_clock_today(&survey->clock));
    if (period.number > 0) {
        *first = period.first;
        *last = period.last;
    }
}

/* finished('FORM', worker, area, from): from the counters, so that it may be asked for every row of
 * a list. */
struct finished {
    struct zc_str worker;
    int64_t from;
    uint64_t n;
};

static bool add_finished(void *ctx, struct zc_str by, int64_t day, uint64_t count)
{
    struct finished *finished = ctx;
    if (day >= finished->from && zc_str_eq(by, finished->worker))
        finished->n += count;
    return true;
}

uint64_t zc_survey_finished(struct zc_survey *survey, struct zc_str form, struct zc_str worker,
                            struct zc_str area, struct zc_str from)
{
    struct finished finished = { .worker = worker, .from = INT64_MIN };
    struct zc_err err = { 0 };
    struct zc_date day;
    if (from.len > 0 && zc_date_parse(from, &day))
        finished.from = zc_date_days(day);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    if (txn)
        zc_count_each_finished(txn, form, area, add_finished, &finished, &err);
    zc_txn_abort(txn);
    return finished.n;
}

static uint64_t finished_in_store(void *ctx, struct zc_str form, struct zc_str worker,
                                  struct zc_str area, struct zc_str from)
{
    return zc_survey_finished(ctx, form, worker, area, from);
}

static bool load_person(struct zc_survey *survey, struct zc_err *err)
{
    bool found = false;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    bool ok = zc_person_current(txn, &survey->arena, &survey->person, &found, err);
    zc_txn_abort(txn);
    if (!found)
        survey->person = (struct zc_person){ 0 };
    survey->fill_env.person = survey->person.name;
    return ok;
}

struct zc_survey *zc_survey_open(const char *dir, bool readonly, const struct zc_clock *clock,
                                 struct zc_err *err)
{
    struct zc_survey *survey = zc_alloc_zeroed(1, sizeof *survey);
    survey->clock = *clock;
    if (!(survey->store = zc_store_open(dir, readonly, err)) ||
        !(survey->pack = load_pack(survey->store, err)) ||
        !apply_plan(survey->store, survey->pack, &survey->stale, err) ||
        !load_person(survey, err)) {
        zc_survey_close(survey);
        return NULL;
    }
    if (survey->stale && readonly) {
        zc_survey_close(survey);
        return zc_survey_open(dir, false, clock, err);
    }
    survey->practice = zc_known_stores_practice(dir);
    survey->fill_env = (struct zc_fill_env){
        .clock = &survey->clock,
        .person = survey->person.name,
        .device = zc_str_of(zc_store_identity(survey->store)->dev),
        .ctx = survey,
        .rule = rule_of_pack,
        .period = period_of_pack,
        .finished = finished_in_store,
    };
    survey->links = zc_links_new(survey);
    return survey;
}

bool zc_survey_reread(struct zc_survey *survey, struct zc_err *err)
{
    survey->fill_env.device = zc_str_of(zc_store_identity(survey->store)->dev);
    zc_links_forget(survey->links);
    return apply_plan(survey->store, survey->pack, &survey->stale, err) && load_person(survey, err);
}

void zc_survey_close(struct zc_survey *survey)
{
    if (!survey)
        return;
    zc_links_free(survey->links);
    zc_pack_free(survey->pack);
    zc_store_close(survey->store);
    zc_arena_release(&survey->arena);
    zc_free(survey);
}

/* Making a store */

struct copy {
    const struct zc_source *source;
    struct zc_txn *txn;
    struct zc_str version;
    struct zc_err *err;
    bool ok;
};

static bool copy_file(void *ctx, struct zc_str path)
{
    struct copy *copy = ctx;
    struct zc_buf bytes = { 0 };
    bool found = false;
    copy->ok =
        copy->source->read(copy->source->ctx, path, &bytes, &found, copy->err) &&
        (!found || zc_pack_put(copy->txn, copy->version, path, zc_buf_str(&bytes), copy->err));
    zc_buf_release(&bytes);
    return copy->ok;
}

bool zc_survey_copy_pack(struct zc_txn *txn, const struct zc_source *source,
                         const struct zc_pack *pack, struct zc_err *err)
{
    struct copy copy = { source, txn, pack->version, err, true };
    return source->list(source->ctx, copy_file, &copy, err) && copy.ok &&
           zc_pack_use(txn, pack->version, err);
}

/* Whether the store has files of this version, and whether they are those of the source. */
struct held {
    const struct zc_source *source;
    struct zc_txn *txn;
    struct zc_str version;
    struct zc_err *err;
    size_t nstored, nsource;
    bool same, ok;
};

static bool count_stored(void *ctx, struct zc_str path)
{
    struct held *held = ctx;
    (void)path;
    held->nstored++;
    return true;
}

static bool compare_file(void *ctx, struct zc_str path)
{
    struct held *held = ctx;
    struct zc_buf bytes = { 0 };
    struct zc_str stored;
    bool found = false;
    held->nsource++;
    held->ok = held->source->read(held->source->ctx, path, &bytes, &found, held->err);
    held->same = held->same && zc_pack_get(held->txn, held->version, path, &stored) &&
                 zc_str_eq(stored, zc_buf_str(&bytes));
    zc_buf_release(&bytes);
    return held->ok;
}

static bool put_pack(struct zc_txn *txn, const struct zc_source *source, const struct zc_pack *pack,
                     struct zc_err *err)
{
    struct held held = { source, txn, pack->version, err, 0, 0, true, true };
    if (!zc_pack_each(txn, pack->version, count_stored, &held, err) ||
        !source->list(source->ctx, compare_file, &held, err) || !held.ok)
        return false;
    if (held.nstored == 0)
        return zc_survey_copy_pack(txn, source, pack, err);
    if (!held.same || held.nstored != held.nsource)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("本库已有方案的版本“%.*s”，内容不同；请在 settings.csv 里改版本号",
                            "the store has version '%.*s' of the pack with other content; change "
                            "the version in settings.csv"),
                       ZC_ARG(pack->version));
    return zc_pack_use(txn, pack->version, err);
}

bool zc_survey_add_pack(struct zc_survey *survey, const struct zc_source *source,
                        const struct zc_pack *pack, struct zc_err *err)
{
    if (!zc_str_eq(pack->id, survey->pack->id))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("这是另一个调查“%.*s”的方案，本库是“%.*s”",
                            "this is the pack of survey '%.*s', the store belongs to '%.*s'"),
                       ZC_ARG(pack->id), ZC_ARG(survey->pack->id));
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && put_pack(txn, source, pack, err);
    if (ok)
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

static bool add_person(struct zc_txn *txn, const struct zc_person *person,
                       const struct zc_clock *clock, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    bool ok = zc_person_put(txn, person, err) &&
              zc_person_choose(txn, person->name, zc_clock_now(clock, &arena), err);
    zc_arena_release(&arena);
    return ok;
}

static bool fill_store(const char *dir, const struct zc_source *source, const struct zc_pack *pack,
                       const struct zc_person *person, const struct zc_clock *clock,
                       struct zc_err *err)
{
    struct zc_store *store = zc_store_open(dir, false, err);
    /* With its plan, so that the first opening has nothing to write. */
    bool stale;
    struct zc_txn *txn = store && apply_plan(store, pack, &stale, err)
                             ? zc_txn_begin(store, ZC_TXN_WRITE, err)
                             : NULL;
    bool ok = txn && zc_survey_copy_pack(txn, source, pack, err) &&
              (person->name.len == 0 || add_person(txn, person, clock, err));
    if (ok)
        ok = zc_txn_commit(txn, err);
    else
        zc_txn_abort(txn);
    zc_store_close(store);
    return ok;
}

/* A store that is not finished lies beside its name, so that nobody ever sees half of one. */
static bool make_store(const char *dir, const struct zc_store_identity *identity,
                       const struct zc_source *source, const struct zc_pack *pack,
                       const struct zc_person *person, const struct zc_clock *clock,
                       struct zc_err *err)
{
    struct zc_buf beside = { 0 };
    zc_buf_printf(&beside, "%s.new", dir);
    const char *path = zc_buf_cstr(&beside);
    zc_folder_remove(path); /* left by a power cut */
    bool ok = zc_store_create(path, identity, err) &&
              fill_store(path, source, pack, person, clock, err) &&
              zc_folder_rename(path, dir, err);
    if (!ok)
        zc_folder_remove(path);
    zc_buf_release(&beside);
    return ok;
}

bool zc_survey_create_as(const char *dir, const char *pack_dir,
                         const struct zc_store_identity *identity, const struct zc_person *person,
                         const struct zc_clock *clock, struct zc_findings *findings,
                         struct zc_err *err)
{
    struct zc_source source = zc_source_folder(pack_dir);
    struct zc_pack *pack;
    if (identity->group < 1 || identity->group > 9)
        return zc_fail(err, ZC_E_INPUT, ZC_T("组号应为1到9，现为%u", "group is 1 to 9, not %u"),
                       identity->group);
    if (!zc_folder_is_free(dir, err))
        return false;
    if (!(pack = zc_pack_load(&source, findings)))
        return zc_findings_fail(findings, err);
    bool ok = make_store(dir, identity, &source, pack, person, clock, err);
    zc_pack_free(pack);
    return ok;
}

void zc_survey_default_pack(struct zc_buf *out)
{
    const char *data = getenv("ZAOCE_DATA");
    size_t start = out->len;
    zc_buf_printf(out, "%s/forms/liangxin", data && *data ? data : ZAOCE_DATA_DIR);
    if (access(zc_buf_cstr(out) + start, R_OK) == 0)
        return;
    out->len = start;
    zc_buf_text(out, ZAOCE_SOURCE_DIR "/forms/liangxin");
}

bool zc_survey_create(const char *dir, const char *pack_dir, unsigned group,
                      const struct zc_person *person, const struct zc_clock *clock,
                      struct zc_findings *findings, struct zc_err *err)
{
    struct zc_store_identity identity = { .group = group };
    zc_store_new_dev(identity.dev);
    return zc_survey_create_as(dir, pack_dir, &identity, person, clock, findings, err);
}

/* People, time, forms, records */

static bool find_person(struct zc_txn *txn, struct zc_str name, struct zc_arena *arena,
                        struct zc_person *out, bool *found, struct zc_err *err)
{
    struct zc_person *people;
    size_t n;
    *found = false;
    if (!zc_person_list(txn, arena, &people, &n, err))
        return false;
    for (size_t i = 0; i < n && !*found; i++) {
        *found = zc_str_eq(people[i].name, name);
        *out = people[i];
    }
    return true;
}

static enum zc_rank role_of(struct zc_txn *txn, struct zc_str name, struct zc_arena *arena,
                            struct zc_err *err)
{
    struct zc_person person;
    bool found;
    if (!find_person(txn, name, arena, &person, &found, err))
        return ZC_RANK_NONE;
    return found ? person.role : ZC_RANK_WORKER;
}

bool zc_survey_work_as(struct zc_survey *survey, struct zc_str name, struct zc_err *err)
{
    struct zc_person person;
    bool found = false;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && find_person(txn, name, &survey->arena, &person, &found, err);
    zc_txn_abort(txn);
    if (!ok || !found)
        return ok &&
               zc_fail(err, ZC_E_INPUT,
                       ZC_T("本库没有人员“%.*s”", "no person '%.*s' in this store"), ZC_ARG(name));
    survey->person = person;
    survey->fill_env.person = person.name;
    return true;
}

bool zc_survey_choose(struct zc_survey *survey, struct zc_str name, enum zc_rank role,
                      struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    struct zc_person person = { .name = name, .role = role };
    if (role == ZC_RANK_NONE)
        person.role = role_of(txn, name, &arena, err);
    bool ok = person.role != ZC_RANK_NONE && add_person(txn, &person, &survey->clock, err);
    if (ok)
        ok = zc_txn_commit(txn, err) && load_person(survey, err);
    else
        zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

struct zc_str zc_survey_now(const struct zc_survey *survey, struct zc_arena *arena)
{
    return zc_clock_now(&survey->clock, arena);
}

unsigned zc_survey_group(const struct zc_survey *survey)
{
    return zc_store_identity(survey->store)->group;
}

struct zc_form *zc_survey_form(const struct zc_survey *survey, struct zc_str id, struct zc_err *err)
{
    const struct zc_pack *pack = survey->pack;
    struct zc_buf names = { 0 };
    if (id.len == 0)
        return zc_pack_main(pack);
    struct zc_form *form = zc_pack_form(pack, id);
    if (form)
        return form;
    for (uint32_t i = 0; i < pack->nforms; i++)
        zc_buf_printf(&names, "%s%.*s", i ? " " : "", ZC_ARG(pack->forms[i]->id));
    zc_fail(err, ZC_E_INPUT,
            ZC_T("没有调查表“%.*s”；本调查有：%s", "no form '%.*s'; this survey has: %s"),
            ZC_ARG(id), zc_buf_cstr(&names));
    zc_buf_release(&names);
    return NULL;
}

const struct zc_form *zc_survey_form_of(const struct zc_survey *survey,
                                        const struct zc_state *state, struct zc_err *err)
{
    const struct zc_form *form = zc_pack_form(survey->pack, state->form);
    if (!form)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("记录属于本调查没有的表“%.*s”，只能查看和导出",
                     "the record belongs to form '%.*s', which this survey lacks; it can "
                     "only be looked at and exported"),
                ZC_ARG(state->form));
    return form;
}

bool zc_survey_state(struct zc_survey *survey, struct zc_rid rid, struct zc_arena *arena,
                     struct zc_state *out, struct zc_err *err)
{
    bool found = false;
    char text[ZC_RID_TEXT + 1];
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    bool ok = zc_record_get(txn, rid, arena, out, &found, err);
    zc_txn_abort(txn);
    zc_rid_print(rid, text);
    if (ok && !found)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("本库没有记录“%s”", "record '%s' is not in this store"), text);
    return ok;
}

struct zc_str zc_survey_value(const struct zc_form *form, const struct zc_state *state,
                              enum zc_role role)
{
    struct zc_str field = field_of_role(form, role);
    return field.len > 0 ? zc_state_value(state, field) : field;
}

bool zc_survey_may_edit(const struct zc_survey *survey, const struct zc_state *state,
                        const struct zc_pair *writes, size_t n, struct zc_err *err)
{
    if (survey->person.name.len == 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("还没有选定登记人", "nobody has been chosen to work here"));
    if (state->deleted)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("记录已作废，不能修改", "the record is void and cannot be edited"));
    if (zc_state_level(state) == ZC_STATUS_LOCKED)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("记录已锁定，须由区级解锁后再改",
                            "the record is locked; the district must unlock it first"));
    for (size_t i = 0; i < n; i++) {
        const struct zc_field *field = zc_state_field(state, writes[i].name);
        if (field && zc_field_in_conflict(field) && survey->person.role < ZC_RANK_LEADER)
            return zc_fail(
                err, ZC_E_DENIED,
                ZC_T("“%.*s”有冲突，由组长裁定", "'%.*s' is in conflict; the leader decides it"),
                ZC_ARG(writes[i].name));
    }
    return true;
}

/* The one gate of people's own writing, by whatever screen or command: DOMAIN.md 12. */
static bool holds_no_person_id(const struct zc_rev *rev, struct zc_err *err)
{
    for (uint32_t i = 0; i < rev->nwrites; i++) {
        if (zc_has_person_id(rev->writes[i].value))
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("“%.*s”里像是身份证号，不得登记，没有写入",
                                "'%.*s' holds what looks like an identity number, which must not "
                                "be stored; nothing was written"),
                           ZC_ARG(rev->writes[i].name));
    }
    for (uint32_t i = 0; i < rev->nattrs; i++) {
        if (zc_has_person_id(rev->attrs[i].value))
            return zc_fail(err, ZC_E_INPUT, "%s",
                           ZC_T("说明里像是身份证号，不得登记，没有写入",
                                "the note holds what looks like an identity number, which must "
                                "not be stored; nothing was written"));
    }
    return true;
}

void zc_survey_one_act(struct zc_survey *survey)
{
    survey->acts = ZC_ACTS_ONE;
    survey->act = 0;
}

void zc_survey_go_on_with_act(struct zc_survey *survey, uint64_t act)
{
    survey->acts = ZC_ACTS_ONE;
    survey->act = act;
}

void zc_survey_each_act(struct zc_survey *survey)
{
    survey->acts = ZC_ACTS_EACH;
}

static bool log_act(struct zc_survey *survey, struct zc_txn *txn, const struct zc_rev *rev,
                    struct zc_err *err)
{
    if (survey->acts != ZC_ACTS_ONE)
        survey->act = 0;
    return survey->acts == ZC_ACTS_UNKNOWN ||
           zc_act_log_add(txn, survey->person.name, rev, &survey->act, err);
}

bool zc_survey_put(struct zc_survey *survey, struct zc_txn *txn, const struct zc_form *form,
                   struct zc_arena *arena, struct zc_rev *rev, struct zc_err *err)
{
    enum { OWN = 7 };
    uint64_t number;
    if (!holds_no_person_id(rev, err) || !zc_local_next_n(txn, &number, err))
        return false;
    struct zc_pair attrs[OWN + ZC_SURVEY_ATTRS] = {
        { ZC_STR("g"), zc_arena_printf(arena, "%u", zc_survey_group(survey)) },
        { ZC_STR("by"), survey->person.name },
        { ZC_STR("role"), zc_str_of(zc_rank_role(survey->person.role)) },
        { ZC_STR("dev"), zc_str_of(zc_store_identity(survey->store)->dev) },
        { ZC_STR("n"), zc_arena_printf(arena, "%llu", (unsigned long long)number) },
        { ZC_STR("at"), zc_survey_now(survey, arena) },
        { ZC_STR("form"),
          zc_arena_printf(arena, "%.*s@%.*s", ZC_ARG(form->id), ZC_ARG(form->version)) },
    };
    assert(rev->nattrs <= ZC_SURVEY_ATTRS);
    for (uint32_t i = 0; i < rev->nattrs; i++)
        attrs[OWN + i] = rev->attrs[i];
    return zc_rev_make(rev->rid, rev->parents, rev->nparents, attrs, OWN + rev->nattrs, rev->writes,
                       rev->nwrites, arena, rev, err) &&
           zc_record_add(txn, rev, err) && log_act(survey, txn, rev, err);
}

bool zc_survey_find(struct zc_survey *survey, struct zc_str text, struct zc_rid *out,
                    struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_record_find(txn, text, out, err);
    zc_txn_abort(txn);
    return ok;
}

struct zc_fill *zc_survey_fill(struct zc_survey *survey, const struct zc_state *state)
{
    const struct zc_form *form = zc_pack_form(survey->pack, state->form);
    struct zc_err err = { 0 };
    if (form && !zc_survey_link(survey, &err))
        zc_links_forget(survey->links);
    return form ? zc_fill_open(form, state, &survey->fill_env) : NULL;
}

struct zc_fill *zc_survey_refill(struct zc_survey *survey, struct zc_fill *fill,
                                 const struct zc_state *state)
{
    struct zc_err err = { 0 };
    if (fill && zc_str_eq(zc_fill_form(fill)->id, state->form)) {
        if (!zc_survey_link(survey, &err))
            zc_links_forget(survey->links);
        zc_fill_reopen(fill, state);
        return fill;
    }
    zc_fill_free(fill);
    return zc_survey_fill(survey, state);
}

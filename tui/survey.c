#include "tui/survey.h"
#include "core/alloc.h"
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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

/* First error of the findings as one message. */
static bool fail_findings(const struct zc_findings *findings, struct zc_err *err)
{
    struct zc_buf text = { 0 };
    for (uint32_t i = 0; i < findings->n; i++) {
        if (!findings->all[i].warning) {
            zc_finding_print(&findings->all[i], &text);
            break;
        }
    }
    zc_fail(err, ZC_E_INPUT, ZC_T("调查方案有%u处错误：%s", "the survey pack has %u errors: %s"),
            findings->nerrors, zc_buf_cstr(&text));
    zc_buf_release(&text);
    return false;
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
        fail_findings(&findings, err);
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
    };
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if ((q->use & ZC_USE_INDEX) && q->kept && !q->repeat)
            sorted[out->nsorted++] = q->field;
    }
}

static bool apply_plan(struct zc_store *store, const struct zc_pack *pack, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_index_form *forms = ZC_NEW(&arena, struct zc_index_form, pack->nforms + 1);
    struct zc_index_plan plan = { pack->nforms, forms };
    bool rebuild = false;
    for (uint32_t i = 0; i < pack->nforms; i++)
        plan_form(pack->forms[i], &arena, &forms[i]);
    bool ok = zc_store_set_plan(store, &plan, &rebuild, err) &&
              (!rebuild || zc_store_is_readonly(store) || zc_store_rebuild(store, NULL, NULL, err));
    zc_arena_release(&arena);
    return ok;
}

/* Callbacks of the form engine */

static bool rule_of_pack(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct zc_survey *survey = ctx;
    return zc_pack_rule(survey->pack, name, value);
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
        !apply_plan(survey->store, survey->pack, err) || !load_person(survey, err)) {
        zc_survey_close(survey);
        return NULL;
    }
    survey->fill_env = (struct zc_fill_env){
        .clock = &survey->clock,
        .person = survey->person.name,
        .device = zc_str_of(zc_store_identity(survey->store)->dev),
        .ctx = survey,
        .rule = rule_of_pack,
    };
    return survey;
}

void zc_survey_close(struct zc_survey *survey)
{
    if (!survey)
        return;
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
    struct zc_txn *txn = store ? zc_txn_begin(store, ZC_TXN_WRITE, err) : NULL;
    bool ok = txn && zc_survey_copy_pack(txn, source, pack, err) &&
              (person->name.len == 0 || add_person(txn, person, clock, err));
    if (ok)
        ok = zc_txn_commit(txn, err);
    else
        zc_txn_abort(txn);
    zc_store_close(store);
    return ok;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
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
    nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS); /* left by a power cut */
    bool ok =
        zc_store_create(path, identity, err) && fill_store(path, source, pack, person, clock, err);
    if (ok && rename(path, dir) != 0)
        ok = zc_fail(err, ZC_E_SYSTEM, ZC_T("不能建立调查库“%s”：%s", "cannot make store '%s': %s"),
                     dir, strerror(errno));
    if (!ok)
        nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    zc_buf_release(&beside);
    return ok;
}

/* rename() takes the place of an empty folder only; say so before the work. */
static bool is_free(const char *dir, struct zc_err *err)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return errno == ENOENT ||
               zc_fail(err, ZC_E_INPUT, ZC_T("“%s”不能用：%s", "'%s' cannot be used: %s"), dir,
                       strerror(errno));
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(folder));)
        empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
    closedir(folder);
    return empty || zc_fail(err, ZC_E_INPUT,
                            ZC_T("文件夹“%s”里已有文件，请换一个名字",
                                 "folder '%s' is not empty; choose another name"),
                            dir);
}

bool zc_survey_create(const char *dir, const char *pack_dir, unsigned group,
                      const struct zc_person *person, const struct zc_clock *clock,
                      struct zc_findings *findings, struct zc_err *err)
{
    struct zc_store_identity identity = { .group = group };
    struct zc_source source = zc_source_folder(pack_dir);
    struct zc_pack *pack;
    uint8_t random[5];
    if (group < 1 || group > 9)
        return zc_fail(err, ZC_E_INPUT, ZC_T("组号应为1到9，现为%u", "group is 1 to 9, not %u"),
                       group);
    if (!is_free(dir, err))
        return false;
    if (!(pack = zc_pack_load(&source, findings)))
        return fail_findings(findings, err);
    randombytes_buf(random, sizeof random);
    identity.dev[0] = 'd';
    zc_base32_put(random, sizeof random, identity.dev + 1);
    bool ok = make_store(dir, &identity, &source, pack, person, clock, err);
    zc_pack_free(pack);
    return ok;
}

/* People, time, forms, records */

static enum zc_rank role_of(struct zc_txn *txn, struct zc_str name, struct zc_arena *arena,
                            struct zc_err *err)
{
    struct zc_person *people;
    size_t n;
    if (!zc_person_list(txn, arena, &people, &n, err))
        return ZC_RANK_NONE;
    for (size_t i = 0; i < n; i++) {
        if (zc_str_eq(people[i].name, name))
            return people[i].role;
    }
    return ZC_RANK_WORKER;
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
    for (uint32_t i = 0; id.len == 0 && i < pack->nforms; i++) {
        if (pack->forms[i]->in_ledger || pack->nforms == 1)
            return pack->forms[i];
    }
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

struct zc_fill *zc_survey_fill(struct zc_survey *survey, const struct zc_state *state)
{
    const struct zc_form *form = zc_pack_form(survey->pack, state->form);
    return form ? zc_fill_open(form, state, &survey->fill_env) : NULL;
}

struct zc_fill *zc_survey_refill(struct zc_survey *survey, struct zc_fill *fill,
                                 const struct zc_state *state)
{
    if (fill && zc_str_eq(zc_fill_form(fill)->id, state->form)) {
        zc_fill_reopen(fill, state);
        return fill;
    }
    zc_fill_free(fill);
    return zc_survey_fill(survey, state);
}

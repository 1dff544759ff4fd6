#include "tui/export_plan.h"
#include "core/alloc.h"
#include "storage/count.h"
#include "storage/folder.h"
#include "tui/store_card.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct zc_plan_queue zc_plan_queues[ZC_PLAN_QUEUES] = {
    { "submitted", { "待核", "to check" } },
    { "returned", { "退回", "returned" } },
    { "draft", { "草稿", "drafts" } },
    { "group_ok", { "组核", "group checked" } },
    { "town_ok", { "街镇核", "street checked" } },
    { "locked", { "锁定", "locked" } },
    { "changed", { "改核", "changed since" } },
    { "conflict", { "冲突", "in conflict" } },
    { "doubt", { "存疑", "in doubt" } },
};

/* Records in the chosen state */

static const struct zc_form *form_of(const struct zc_export_plan *plan)
{
    return plan->form >= 0 ? plan->survey->pack->forms[plan->form] : NULL;
}

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

struct rids {
    struct zc_rid *all;
    size_t n, cap;
};

static bool add_view(struct rids *rids, struct zc_txn *txn, struct zc_str form, const char *queue,
                     struct zc_err *err)
{
    enum zc_status status;
    struct zc_rid rid;
    struct zc_view_spec spec = { .form = form, .arg = zc_str_of(queue) };
    spec.kind = zc_status_parse(spec.arg, &status) ? ZC_VIEW_STATUS : ZC_VIEW_QUEUE;
    struct zc_view *view = zc_view_open(txn, &spec, err);
    for (bool more = view && zc_view_first(view, &rid); more; more = zc_view_next(view, &rid)) {
        rids->all = zc_grow(rids->all, rids->n, &rids->cap, sizeof *rids->all);
        rids->all[rids->n++] = rid;
    }
    zc_view_close(view);
    return view != NULL;
}

/* Ascending. */
static bool collect_queue(const struct zc_export_plan *plan, struct rids *out, struct zc_err *err)
{
    const struct zc_pack *pack = plan->survey->pack;
    struct zc_txn *txn = zc_txn_begin(plan->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    for (uint32_t i = 0; ok && i < pack->nforms; i++)
        if (!form_of(plan) || form_of(plan) == pack->forms[i])
            ok = add_view(out, txn, pack->forms[i]->id, zc_plan_queues[plan->queue].name, err);
    zc_txn_abort(txn);
    if (out->n > 1)
        qsort(out->all, out->n, sizeof *out->all, cmp_rid);
    return ok;
}

static bool count_queue(struct zc_export_plan *plan, struct zc_err *err)
{
    struct rids rids = { 0 };
    bool ok = collect_queue(plan, &rids, err);
    plan->queued = rids.n;
    zc_free(rids.all);
    return ok;
}

/* Places */

const struct zc_site *zc_export_plan_site(const struct zc_export_plan *plan)
{
    for (uint32_t i = 0; i < plan->nsites; i++)
        if (zc_str_eq(plan->sites[i].name, plan->site_name))
            return &plan->sites[i];
    return NULL;
}

static void find_sites(struct zc_export_plan *plan)
{
    struct zc_site typed;
    struct zc_err err;
    size_t n;
    zc_arena_reset(&plan->found);
    const struct zc_site *found = zc_sites_find(plan->world, &plan->found, &n);
    plan->sites = ZC_NEW(&plan->found, struct zc_site, n + 1);
    plan->nsites = (uint32_t)n;
    for (size_t i = 0; i < n; i++)
        plan->sites[i] = found[i];
    if (plan->site_name.len > 0 && !zc_export_plan_site(plan) &&
        zc_site_typed(plan->world, plan->site_name, &plan->found, &typed, &err))
        plan->sites[plan->nsites++] = typed;
}

void zc_export_plan_set_site(struct zc_export_plan *plan, uint32_t site)
{
    plan->site_name = zc_arena_copy(&plan->arena, plan->sites[site].name);
}

bool zc_export_plan_set_folder(struct zc_export_plan *plan, struct zc_str text, struct zc_err *err)
{
    struct zc_site site;
    if (!zc_site_typed(plan->world, text, &plan->arena, &site, err))
        return false;
    plan->site_name = site.name;
    find_sites(plan);
    return true;
}

/* Last time's choices: "changes exchange submitted ent - - - ~/zaoce/out". */

static int form_number(const struct zc_export_plan *plan, struct zc_str id)
{
    for (uint32_t i = 0; i < plan->survey->pack->nforms; i++)
        if (zc_str_eq(id, plan->survey->pack->forms[i]->id))
            return (int)i;
    return -1;
}

static int queue_number(struct zc_str name)
{
    for (int i = 0; i < ZC_PLAN_QUEUES; i++)
        if (zc_str_is(name, zc_plan_queues[i].name))
            return i;
    return 0;
}

static void recall(struct zc_export_plan *plan, struct zc_str text)
{
    struct zc_str word = { 0 }, rest = text;
    plan->range = plan->numbers.given > 0 ? ZC_PLAN_CHANGES : ZC_PLAN_ALL;
    plan->form = -1;
    if (text.len == 0)
        return;
    zc_str_cut(&rest, ' ', &word);
    plan->range = zc_str_is(word, "changes") ? ZC_PLAN_CHANGES
                  : zc_str_is(word, "queue") ? ZC_PLAN_QUEUE
                                             : ZC_PLAN_ALL;
    zc_str_cut(&rest, ' ', &word);
    plan->kind = zc_str_is(word, "table") ? ZC_GIVE_TABLE : ZC_GIVE_EXCHANGE;
    zc_str_cut(&rest, ' ', &word);
    plan->queue = queue_number(word);
    zc_str_cut(&rest, ' ', &word);
    plan->form = form_number(plan, word);
    zc_str_cut(&rest, ' ', &word);
    plan->no_drafts = zc_str_is(word, "nodrafts");
    zc_str_cut(&rest, ' ', &word);
    plan->gb18030 = zc_str_is(word, "gb18030");
    zc_str_cut(&rest, ' ', &word);
    plan->mask = zc_str_is(word, "mask");
    plan->site_name = rest; /* may hold blanks */
}

static bool remember(struct zc_export_plan *plan, struct zc_err *err)
{
    static const char *const ranges[] = { [ZC_PLAN_ALL] = "all",
                                          [ZC_PLAN_CHANGES] = "changes",
                                          [ZC_PLAN_QUEUE] = "queue",
                                          [ZC_PLAN_GIVEN] = "all" };
    const struct zc_form *form = form_of(plan);
    struct zc_arena arena = { 0 };
    if (zc_store_is_readonly(plan->survey->store))
        return true;
    struct zc_str id = form ? form->id : ZC_STR("-");
    struct zc_str text = zc_arena_printf(
        &arena, "%s %s %s %.*s %s %s %s %.*s", ranges[plan->range],
        plan->kind == ZC_GIVE_TABLE ? "table" : "exchange", zc_plan_queues[plan->queue].name,
        ZC_ARG(id), plan->no_drafts ? "nodrafts" : "-", plan->gb18030 ? "gb18030" : "-",
        plan->mask ? "mask" : "-", ZC_ARG(plan->site_name));
    struct zc_txn *txn = zc_txn_begin(plan->survey->store, ZC_TXN_WRITE, err);
    bool all_given = plan->kind == ZC_GIVE_EXCHANGE && plan->range <= ZC_PLAN_CHANGES && !form &&
                     !plan->no_drafts;
    bool ok = txn && zc_setting_put(txn, ZC_STR("export"), text, err) &&
              (!all_given || zc_setting_put(txn, ZC_STR("exported_at"),
                                            zc_survey_now(plan->survey, &arena), err));
    ok = txn && zc_txn_end(txn, ok, err);
    zc_arena_release(&arena);
    return ok;
}

/* What there is */

static bool load_counts(struct zc_export_plan *plan, struct zc_str *choices, struct zc_err *err)
{
    struct zc_store_stat stat = { 0 };
    struct zc_txn *txn = zc_txn_begin(plan->survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_store_stat(txn, &stat, err);
    if (ok) {
        struct zc_str at = zc_setting_get(txn, ZC_STR("exported_at"), &plan->arena);
        *choices = zc_setting_get(txn, ZC_STR("export"), &plan->arena);
        plan->records = stat.records;
        plan->changes = zc_count_unexported(txn);
        plan->numbers = zc_local_numbers(txn);
        if (at.len > 0)
            plan->last_at = zc_card_time(at, &plan->survey->clock, &plan->arena);
    }
    zc_txn_abort(txn);
    return ok;
}

static void load_titles(struct zc_export_plan *plan)
{
    const struct zc_pack *pack = plan->survey->pack;
    struct zc_str *titles = ZC_NEW(&plan->arena, struct zc_str, (size_t)pack->nforms + 1);
    for (uint32_t i = 0; i < pack->nforms; i++)
        titles[i] = zc_form_title(pack->forms[i], zc_form_lang(pack->forms[i]), &plan->arena);
    plan->titles = titles;
}

/* A table is of one form: the ledger's, where none is chosen. */
static void choose_form(struct zc_export_plan *plan)
{
    struct zc_err err;
    const struct zc_form *first = zc_survey_form(plan->survey, (struct zc_str){ 0 }, &err);
    if (plan->kind == ZC_GIVE_TABLE && plan->form < 0 && first)
        plan->form = form_number(plan, first->id);
}

bool zc_export_plan_init(struct zc_export_plan *plan, struct zc_survey *survey,
                         const struct zc_world *world, struct zc_err *err)
{
    struct zc_str choices;
    *plan = (struct zc_export_plan){ .survey = survey, .world = world };
    if (!load_counts(plan, &choices, err))
        return false;
    load_titles(plan);
    recall(plan, choices);
    choose_form(plan);
    find_sites(plan);
    /* The stick of last time is not plugged in: the first place there is. */
    if (!zc_export_plan_site(plan))
        plan->site_name = (struct zc_str){ 0 };
    if (plan->site_name.len == 0 && plan->nsites > 0)
        zc_export_plan_set_site(plan, 0);
    return count_queue(plan, err);
}

void zc_export_plan_release(struct zc_export_plan *plan)
{
    zc_arena_release(&plan->found);
    zc_arena_release(&plan->arena);
}

void zc_export_plan_give(struct zc_export_plan *plan, struct zc_str label,
                         const struct zc_rid *rids, size_t n)
{
    plan->given_label = zc_arena_copy(&plan->arena, label);
    plan->given = ZC_NEW(&plan->arena, struct zc_rid, n + 1);
    for (size_t i = 0; i < n; i++)
        plan->given[i] = rids[i];
    plan->ngiven = n;
    plan->range = ZC_PLAN_GIVEN;
    if (n > 1)
        qsort(plan->given, n, sizeof *plan->given, cmp_rid);
}

/* Choosing */

bool zc_export_plan_set_queue(struct zc_export_plan *plan, struct zc_str name, struct zc_err *err)
{
    plan->queue = queue_number(name);
    plan->range = ZC_PLAN_QUEUE;
    return count_queue(plan, err);
}

bool zc_export_plan_set_form(struct zc_export_plan *plan, struct zc_str id, struct zc_err *err)
{
    plan->form = form_number(plan, id);
    choose_form(plan);
    return count_queue(plan, err);
}

void zc_export_plan_set_kind(struct zc_export_plan *plan, enum zc_give_kind kind)
{
    plan->kind = kind;
    choose_form(plan);
}

struct zc_str zc_export_plan_form_name(const struct zc_export_plan *plan, int form)
{
    return form >= 0 ? plan->titles[form] : zc_str_of(ZC_T("全部", "all"));
}

/* Doing it */

/* Only where the file can certainly not be written: how long it will be is not known. */
static bool has_room(const struct zc_export_plan *plan, const struct zc_site *site)
{
    enum { LEAST = 200 }; /* bytes of a revision */
    struct zc_store_stat stat = { 0 };
    struct zc_err err;
    struct zc_txn *txn = zc_txn_begin(plan->survey->store, ZC_TXN_READ, &err);
    bool known = txn && zc_store_stat(txn, &stat, &err);
    zc_txn_abort(txn);
    return !known || plan->range != ZC_PLAN_ALL || plan->form >= 0 || plan->no_drafts ||
           site->free_bytes >= stat.revisions * LEAST;
}

/* The stick may have been pulled since it was chosen: nothing is made in its empty place. */
static bool check_site(struct zc_export_plan *plan, struct zc_err *err)
{
    find_sites(plan);
    const struct zc_site *site = zc_export_plan_site(plan);
    if (plan->site_name.len == 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("没有可写的位置，请插上 U 盘或写一个文件夹",
                            "there is no place to write to; plug in a stick or name a folder"));
    if (!site)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”已经不在，没有写；请插上再试，或换一个位置",
                            "'%.*s' is gone, nothing was written; plug it in or choose another"),
                       ZC_ARG(plan->site_name));
    if (!site->writable)
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("“%.*s”写不了，请换一个位置", "'%.*s' cannot be written; choose another"),
            ZC_ARG(plan->site_name));
    if (!has_room(plan, site))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”空间不够，没有写；请腾出空间或换一个位置",
                            "'%.*s' has not room enough, nothing was written; free some or choose "
                            "another"),
                       ZC_ARG(plan->site_name));
    return true;
}

/* The path of the new file: the next number is taken for good, also when writing fails. */
static bool name_file(struct zc_export_plan *plan, struct zc_buf *path, struct zc_err *err)
{
    uint64_t number = plan->numbers.export + 1;
    zc_buf_printf(path, "%s/", zc_export_plan_site(plan)->dir);
    size_t folder = path->len;
    if (!zc_store_is_readonly(plan->survey->store) &&
        !zc_give_out_number(plan->survey, &number, err))
        return false;
    zc_give_out_name(plan->survey, plan->kind, number, path);
    plan->name = zc_arena_copy(&plan->arena, zc_str_from(zc_buf_str(path), folder));
    if (access(zc_buf_cstr(path), F_OK) != 0)
        return true;
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("“%.*s”已经有了，没有覆盖；再导出一次就用下一个编号",
                        "'%.*s' is there already and was kept; the next export has another number"),
                   ZC_ARG(plan->name));
}

static bool write_file(struct zc_export_plan *plan, const char *path,
                       const struct zc_export_watch *watch, struct zc_err *err)
{
    static const enum zc_give_range ranges[] = { [ZC_PLAN_ALL] = ZC_GIVE_ALL,
                                                 [ZC_PLAN_CHANGES] = ZC_GIVE_CHANGES,
                                                 [ZC_PLAN_QUEUE] = ZC_GIVE_SOME,
                                                 [ZC_PLAN_GIVEN] = ZC_GIVE_SOME };
    struct rids queued = { 0 };
    bool by_state = plan->range == ZC_PLAN_QUEUE;
    bool ok = !by_state || collect_queue(plan, &queued, err);
    struct zc_give give = { .kind = plan->kind,
                            .range = ranges[plan->range],
                            .form = form_of(plan),
                            .no_drafts = plan->no_drafts,
                            .gb18030 = plan->gb18030,
                            .mask_phone = plan->mask,
                            .some = by_state ? queued.all : plan->given,
                            .nsome = by_state ? queued.n : plan->ngiven,
                            .watch = *watch };
    ok = ok && zc_give_out(plan->survey, &give, path, &plan->report, err);
    zc_free(queued.all);
    return ok;
}

bool zc_export_plan_run(struct zc_export_plan *plan, const struct zc_export_watch *watch,
                        struct zc_err *err)
{
    struct zc_buf path = { 0 };
    struct zc_str choices;
    struct stat st;
    bool ok = check_site(plan, err) && zc_folder_make(zc_export_plan_site(plan)->dir, err) &&
              name_file(plan, &path, err) && write_file(plan, zc_buf_cstr(&path), watch, err) &&
              remember(plan, err);
    if (ok)
        plan->bytes = stat(zc_buf_cstr(&path), &st) == 0 ? (uint64_t)st.st_size : 0;
    zc_buf_release(&path);
    return load_counts(plan, &choices, ok ? err : &(struct zc_err){ 0 }) && ok;
}

#include "tui/sampling.h"
#include "core/alloc.h"
#include "core/sample.h"
#include "tui/rid_list.h"

void zc_sampling_begin(const struct zc_survey *survey, const struct zc_form *form,
                       struct zc_arena *arena, struct zc_sampling *out)
{
    char today[ZC_DATE_TEXT];
    zc_date_print(zc_date_of_days(zc_clock_today(&survey->clock)), today);
    double share = zc_pack_number(survey->pack, "sample_share", 10);
    double least = zc_pack_number(survey->pack, "sample_min", 20);
    *out = (struct zc_sampling){
        .form = form,
        .seed = zc_arena_printf(arena, "%.4s%.2s%.2s", today, today + 5, today + 8),
        .share = share > 0 && share <= 100 ? (unsigned)(share * 100 + 0.5) : ZC_SAMPLE_WHOLE,
        .least = least > 0 ? (size_t)least : 0,
    };
}

/* Drawing */

struct draw {
    struct zc_survey *survey;
    const struct zc_sampling *sampling;
    const struct zc_expr *where, *always;
    bool (*going)(void *ctx, uint64_t done, uint64_t of);
    void *ctx;
    struct zc_sample_unit *units;
    size_t n, cap;
    struct zc_fill *fill;
    struct zc_arena record, *arena;
};

static bool read_condition(struct draw *draw, struct zc_str text, const struct zc_expr **out,
                           struct zc_err *err)
{
    *out = NULL;
    return text.len == 0 ||
           (*out = zc_form_where(draw->sampling->form, text, draw->arena, err)) != NULL;
}

static bool is_stratum(const struct zc_sampling *sampling, struct zc_err *err)
{
    const struct zc_question *q = zc_form_field(sampling->form, sampling->by);
    if (sampling->by.len == 0 || zc_str_is(sampling->by, "_by") || (q && q->kept && !q->repeat))
        return true;
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("不能按“%.*s”分层：要写表里存下来的一项，或 _by（登记人）",
                        "'%.*s' makes no strata: name a stored field of the form, or _by (who "
                        "registered it)"),
                   ZC_ARG(sampling->by));
}

static bool holds(struct draw *draw, const struct zc_expr *condition, const struct zc_state *state,
                  bool otherwise, bool *truth, struct zc_err *err)
{
    *truth = otherwise;
    return !condition || !draw->fill || zc_fill_where(draw->fill, condition, state, truth, err);
}

static bool add_record(struct draw *draw, struct zc_txn *txn, struct zc_rid rid, struct zc_err *err)
{
    const struct zc_sampling *sampling = draw->sampling;
    struct zc_state state;
    bool found, in, always;
    zc_arena_reset(&draw->record);
    if (!zc_record_get(txn, rid, &draw->record, &state, &found, err))
        return false;
    if (draw->where || draw->always)
        draw->fill = zc_survey_refill(draw->survey, draw->fill, &state);
    if (!holds(draw, draw->where, &state, true, &in, err) ||
        !holds(draw, draw->always, &state, false, &always, err))
        return false;
    if (!found || !in)
        return true;
    draw->units = zc_grow(draw->units, draw->n, &draw->cap, sizeof *draw->units);
    struct zc_str stratum =
        zc_str_is(sampling->by, "_by") ? state.by : zc_state_value(&state, sampling->by);
    draw->units[draw->n++] = (struct zc_sample_unit){
        .rid = rid, .stratum = zc_arena_copy(draw->arena, stratum), .always = always
    };
    return true;
}

/* What somebody has finished and what stands; a returned record waits for its worker. */
static bool list_finished(const struct draw *draw, struct zc_txn *txn, struct zc_rid_list *out,
                          struct zc_err *err)
{
    static const enum zc_status finished[] = { ZC_STATUS_SUBMITTED, ZC_STATUS_CHANGED,
                                               ZC_STATUS_GROUP_OK, ZC_STATUS_TOWN_OK,
                                               ZC_STATUS_LOCKED };
    struct zc_view_spec spec = { .kind = ZC_VIEW_STATUS, .form = draw->sampling->form->id };
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof finished / sizeof finished[0]; i++) {
        spec.arg = zc_str_of(zc_status_name(finished[i]));
        ok = zc_rid_list_add_view(out, txn, &spec, err);
    }
    return ok;
}

static bool add_records(struct draw *draw, struct zc_txn *txn, struct zc_err *err)
{
    enum { OFTEN = 256 };
    struct zc_rid_list list = { 0 };
    bool ok = list_finished(draw, txn, &list, err);
    for (size_t i = 0; ok && i < list.n; i++) {
        if (draw->going && i % OFTEN == 0 && !draw->going(draw->ctx, i, list.n))
            ok = zc_fail(err, ZC_E_SYSTEM, "%s", ZC_T("已停下，没有抽样", "stopped, not drawn"));
        ok = ok && add_record(draw, txn, list.rids[i], err);
    }
    zc_rid_list_release(&list);
    return ok;
}

static void take_drawn(const struct draw *draw, size_t n, struct zc_sample *out)
{
    struct zc_rid *rids = ZC_NEW(draw->arena, struct zc_rid, n + 1);
    size_t at = 0;
    for (size_t i = 0; i < draw->n; i++)
        if (draw->units[i].drawn)
            rids[at++] = draw->units[i].rid;
    *out = (struct zc_sample){ draw->n, n, rids };
}

bool zc_sampling_draw(struct zc_survey *survey, const struct zc_sampling *sampling,
                      bool (*going)(void *ctx, uint64_t done, uint64_t of), void *ctx,
                      struct zc_arena *arena, struct zc_sample *out, struct zc_err *err)
{
    struct draw draw = {
        .survey = survey, .sampling = sampling, .going = going, .ctx = ctx, .arena = arena
    };
    struct zc_sample_rule rule = { sampling->seed, sampling->share, sampling->least };
    bool ok = zc_survey_link(survey, err) && is_stratum(sampling, err) &&
              read_condition(&draw, sampling->where, &draw.where, err) &&
              read_condition(&draw, sampling->always, &draw.always, err);
    struct zc_txn *txn = ok ? zc_txn_begin(survey->store, ZC_TXN_READ, err) : NULL;
    ok = txn && add_records(&draw, txn, err);
    zc_txn_abort(txn);
    if (ok)
        take_drawn(&draw, zc_sample_draw(&rule, draw.units, draw.n), out);
    zc_fill_free(draw.fill);
    zc_free(draw.units);
    zc_arena_release(&draw.record);
    return ok;
}

struct zc_str zc_sampling_words(const struct zc_sampling *sampling, struct zc_arena *arena)
{
    const struct zc_question *q = zc_form_field(sampling->form, sampling->by);
    struct zc_buf text = { 0 };
    zc_sample_share_put(sampling->share, &text);
    if (sampling->least > 0)
        zc_buf_printf(&text, ZC_T("，至少 %zu 条", ", at least %zu"), sampling->least);
    if (sampling->where.len > 0)
        zc_buf_printf(&text, ZC_T("，只抽 %.*s", ", of %.*s"), ZC_ARG(sampling->where));
    if (sampling->always.len > 0)
        zc_buf_printf(&text, ZC_T("，必抽 %.*s", ", always %.*s"), ZC_ARG(sampling->always));
    if (sampling->by.len > 0)
        zc_buf_printf(
            &text, ZC_T("，按%.*s", ", by %.*s"),
            ZC_ARG(q ? zc_question_label(sampling->form, q, zc_form_lang(sampling->form), arena)
                     : zc_str_of(ZC_T("登记人", "worker"))));
    struct zc_str words = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return words;
}

/* The batch. Setting `sample`: name, seed, words and ids, a line each. */

static const struct zc_str setting = ZC_LIT("sample"), counter = ZC_LIT("samples");

/* The form that holds drawn samples; NULL: this survey has none. */
static const struct zc_form *form_of_batches(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++)
        if (pack->forms[i]->by_role[ZC_ROLE_BATCH] && pack->forms[i]->by_role[ZC_ROLE_SEED])
            return pack->forms[i];
    return NULL;
}

static bool set_role(struct zc_entry *entry, enum zc_role role, struct zc_str value,
                     struct zc_err *err)
{
    const struct zc_question *q = entry->form->by_role[role];
    struct zc_node *node = q ? zc_fill_node(entry->fill, q->field) : NULL;
    return !node || zc_fill_set(entry->fill, node, value, err);
}

static bool write_batch(struct zc_survey *survey, const struct zc_sampling *sampling,
                        struct zc_str name, struct zc_arena *arena, struct zc_err *err)
{
    const struct zc_form *form = form_of_batches(survey->pack);
    struct zc_str share =
        zc_arena_printf(arena, "%u.%02u", sampling->share / 100, sampling->share % 100);
    struct zc_entry *entry = form ? zc_entry_new(survey, form, err) : NULL;
    bool ok = entry && set_role(entry, ZC_ROLE_BATCH, name, err) &&
              set_role(entry, ZC_ROLE_OF_FORM, sampling->form->id, err) &&
              set_role(entry, ZC_ROLE_RULE, zc_sampling_words(sampling, arena), err) &&
              set_role(entry, ZC_ROLE_SHARE, share, err) &&
              set_role(entry, ZC_ROLE_SEED, sampling->seed, err) &&
              zc_entry_save(entry, ZC_SAVE_SUBMIT, (struct zc_str){ 0 }, NULL, err);
    zc_entry_free(entry);
    return ok || !form;
}

/* 20261123-2-7k2d: day, number in this store, device, so that no two stores make the same. */
static struct zc_str next_name(struct zc_survey *survey, struct zc_txn *txn, struct zc_arena *arena,
                               struct zc_err *err)
{
    uint64_t number = 0;
    char today[ZC_DATE_TEXT];
    zc_date_print(zc_date_of_days(zc_clock_today(&survey->clock)), today);
    zc_str_to_u64(zc_setting_get(txn, counter, arena), &number);
    struct zc_str next = zc_arena_printf(arena, "%llu", (unsigned long long)number + 1);
    if (!zc_setting_put(txn, counter, next, err))
        return (struct zc_str){ 0 };
    return zc_arena_printf(arena, "%.4s%.2s%.2s-%.*s-%.4s", today, today + 5, today + 8,
                           ZC_ARG(next), zc_store_identity(survey->store)->dev + 1);
}

bool zc_batch_keep(struct zc_survey *survey, const struct zc_sampling *sampling,
                   const struct zc_sample *sample, struct zc_arena *arena, struct zc_str *name,
                   struct zc_err *err)
{
    struct zc_buf text = { 0 };
    char rid[ZC_RID_TEXT + 1];
    if (sample->n == 0)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("没有抽到记录：还没有交核的，或条件太窄",
                            "nothing was drawn: no finished records, or too narrow a condition"));
    struct zc_txn *txn = zc_store_may_write(survey->store, err)
                             ? zc_txn_begin(survey->store, ZC_TXN_WRITE, err)
                             : NULL;
    if (!txn)
        return false;
    *name = next_name(survey, txn, arena, err);
    zc_buf_printf(&text, "%.*s\n%.*s\n%.*s\n", ZC_ARG(*name), ZC_ARG(sampling->seed),
                  ZC_ARG(zc_sampling_words(sampling, arena)));
    for (size_t i = 0; i < sample->n; i++) {
        zc_rid_print(sample->rids[i], rid);
        zc_buf_printf(&text, "%s\n", rid);
    }
    bool ok = zc_txn_end(txn, name->len > 0 && zc_setting_put(txn, setting, zc_buf_str(&text), err),
                         err) &&
              write_batch(survey, sampling, *name, arena, err);
    zc_buf_release(&text);
    return ok;
}

bool zc_batch_load(struct zc_survey *survey, struct zc_arena *arena, struct zc_batch *out,
                   struct zc_err *err)
{
    *out = (struct zc_batch){ 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    struct zc_str rest = zc_setting_get(txn, setting, arena), line;
    zc_txn_abort(txn);
    if (!zc_str_cut(&rest, '\n', &out->name) || !zc_str_cut(&rest, '\n', &out->seed) ||
        !zc_str_cut(&rest, '\n', &out->words))
        return true;
    struct zc_rid *rids = ZC_NEW(arena, struct zc_rid, rest.len / (ZC_RID_TEXT + 1) + 1);
    while (zc_str_cut(&rest, '\n', &line))
        if (zc_rid_parse(line, &rids[out->n]))
            out->n++;
    out->rids = rids;
    return true;
}

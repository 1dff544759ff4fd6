#include "tui/tally.h"
#include "core/alloc.h"
#include "core/number.h"
#include "storage/as_of.h"
#include "storage/revs.h"
#include "tui/job.h"
#include "tui/rid_list.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of what one measure counts: how many, and millionths of its value. */
struct sum {
    uint64_t n;
    int64_t micro;
    bool over; /* more than 64 bits hold */
};
struct pair {
    struct sum part, whole; /* whole: of the measure it is divided by */
};

/* Keys in the order in which they were met; 0 stands for all records. */
struct keys {
    uint32_t n, cap;
    struct zc_str *all;
    uint32_t *sorted; /* slots 1 … by their text */
};

struct counted_table {
    const struct zc_pack_table *table;
    struct keys rows, cols;
    size_t nlines, lines_cap; /* one a slot of `cols`: its sums by row, then measure */
    struct line {
        struct pair *pairs;
        size_t n, cap;
    } * lines;
};

/* What a measure says of the record at hand. */
struct told {
    bool known, counts;
    bool has_value;
    int64_t micro;
};

struct zc_tally {
    struct zc_survey *survey;
    struct zc_tally_ask ask;
    struct zc_fill_env env;
    uint32_t ntables;
    struct counted_table *tables;
    struct zc_rid_list rids;
    size_t at;
    bool begun;
    const struct zc_form *form; /* of the fill */
    struct zc_fill *fill;
    struct told *told;      /* one a measure of the pack */
    struct zc_arena record; /* of the record at hand */
    struct zc_arena arena;  /* keys */
};

struct zc_tally *zc_tally_new(struct zc_survey *survey, const struct zc_pack_table *const *tables,
                              uint32_t ntables, const struct zc_tally_ask *ask)
{
    struct zc_tally *tally = zc_alloc_zeroed(1, sizeof *tally);
    tally->survey = survey;
    tally->ask = *ask;
    tally->env = survey->fill_env;
    tally->env.asked = &tally->ask.days;
    tally->ntables = ntables;
    tally->tables = zc_alloc_zeroed(ntables + 1, sizeof *tally->tables);
    for (uint32_t t = 0; t < ntables; t++)
        tally->tables[t].table = tables[t];
    tally->told = zc_alloc_zeroed(survey->pack->reports.nmeasures + 1, sizeof *tally->told);
    return tally;
}

void zc_tally_free(struct zc_tally *tally)
{
    if (!tally)
        return;
    for (uint32_t t = 0; t < tally->ntables; t++) {
        struct counted_table *table = &tally->tables[t];
        for (size_t l = 0; l < table->nlines; l++)
            zc_free(table->lines[l].pairs);
        zc_free(table->lines);
        zc_free(table->rows.all);
        zc_free(table->rows.sorted);
        zc_free(table->cols.all);
        zc_free(table->cols.sorted);
    }
    zc_free(tally->tables);
    zc_free(tally->told);
    zc_rid_list_release(&tally->rids);
    zc_fill_free(tally->fill);
    zc_arena_release(&tally->record);
    zc_arena_release(&tally->arena);
    zc_free(tally);
}

/* Which records */

static bool is_counted(const struct zc_tally *tally, const struct zc_form *form)
{
    for (uint32_t t = 0; t < tally->ntables; t++) {
        const struct zc_pack_table *table = tally->tables[t].table;
        for (uint32_t m = 0; m < table->nmeasures; m++) {
            const struct zc_pack_measure *measure = table->measures[m];
            for (; measure; measure = measure->of)
                for (uint32_t c = 0; c < measure->ncounted; c++)
                    if (measure->counted[c].form == form)
                        return true;
        }
    }
    return false;
}

/* Of a day in the past all there are: what is void now may have been there then. */
static bool collect(struct zc_tally *tally, struct zc_err *err)
{
    const struct zc_pack *pack = tally->survey->pack;
    struct zc_txn *txn = zc_txn_begin(tally->survey->store, ZC_TXN_READ, err);
    struct zc_rid rid = { 0 };
    bool ok = txn != NULL;
    tally->begun = ok;
    if (ok && tally->ask.dated) {
        while (zc_revs_next(txn, rid, &rid))
            zc_rid_list_add(&tally->rids, rid);
    }
    for (uint32_t f = 0; ok && !tally->ask.dated && f < pack->nforms; f++) {
        struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = pack->forms[f]->id };
        if (is_counted(tally, pack->forms[f]))
            ok = zc_rid_list_add_view(&tally->rids, txn, &spec, err);
    }
    zc_txn_abort(txn);
    return ok;
}

/* Keys */

static uint32_t lower_bound(const struct keys *keys, struct zc_str key)
{
    uint32_t low = 0, high = keys->n - 1; /* slot 0 is not among the sorted */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zc_str_cmp(keys->all[keys->sorted[middle]], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void begin_keys(struct keys *keys)
{
    keys->cap = 16;
    keys->all = zc_alloc_zeroed(keys->cap, sizeof *keys->all);
    keys->sorted = zc_alloc_zeroed(keys->cap, sizeof *keys->sorted);
    keys->n = 1;
}

static uint32_t slot_of(struct zc_tally *tally, struct keys *keys, struct zc_str key)
{
    uint32_t at = lower_bound(keys, key), n = keys->n - 1;
    if (at < n && zc_str_eq(keys->all[keys->sorted[at]], key))
        return keys->sorted[at];
    if (keys->n == keys->cap) {
        keys->cap *= 2;
        keys->all = zc_realloc(keys->all, keys->cap, sizeof *keys->all);
        keys->sorted = zc_realloc(keys->sorted, keys->cap, sizeof *keys->sorted);
    }
    memmove(&keys->sorted[at + 1], &keys->sorted[at], (n - at) * sizeof *keys->sorted);
    keys->sorted[at] = keys->n;
    keys->all[keys->n] = zc_arena_copy(&tally->arena, key);
    return keys->n++;
}

static bool evaluate(struct zc_tally *tally, const struct zc_expr *expr, struct zc_value *out)
{
    struct zc_expr_env env;
    struct zc_err err = { 0 };
    zc_fill_expr_env(tally->fill, NULL, &env);
    return zc_expr_eval(expr, &env, &tally->record, out, &err);
}

static struct zc_str answer_of(const struct zc_tally *tally, enum zc_role role)
{
    const struct zc_question *q = tally->form->by_role[role];
    const struct zc_node *node = q ? zc_fill_node(tally->fill, q->field) : NULL;
    return node ? node->value : (struct zc_str){ 0 };
}

/* The group that walks the community, else that of the first revision. */
static struct zc_str group_of(struct zc_tally *tally, const struct zc_state *state)
{
    struct zc_str community = answer_of(tally, ZC_ROLE_COMMUNITY);
    struct zc_str area = community.len > 0 ? community : answer_of(tally, ZC_ROLE_STREET);
    unsigned group = zc_pack_group_of(tally->survey->pack, area);
    return group > 0 ? zc_arena_printf(&tally->record, "%u", group) : state->group;
}

static struct zc_str key_of(struct zc_tally *tally, const struct zc_pack_key *key,
                            const struct zc_state *state)
{
    struct zc_value value;
    if (key->groups)
        return group_of(tally, state);
    for (uint32_t f = 0; f < key->nforms; f++)
        if (key->forms[f].form == tally->form && key->forms[f].by &&
            evaluate(tally, key->forms[f].by, &value))
            return zc_value_text(&value, &tally->record);
    return (struct zc_str){ 0 };
}

/* Measures */

static const struct zc_pack_counted *counted_by(const struct zc_pack_measure *measure,
                                                const struct zc_form *form)
{
    for (uint32_t c = 0; c < measure->ncounted; c++)
        if (measure->counted[c].form == form)
            return &measure->counted[c];
    return NULL;
}

/* A blank answer is skipped, and so is what is no number. */
static bool read_value(struct zc_tally *tally, const struct zc_expr *expr, int64_t *micro)
{
    enum { MICRO = 1000000 };
    struct zc_value value;
    if (!evaluate(tally, expr, &value))
        return false;
    double number = zc_value_number(&value, &tally->survey->clock) * MICRO;
    if (!(fabs(number) < 9e18))
        return false;
    *micro = llround(number);
    return true;
}

static const struct told *ask(struct zc_tally *tally, const struct zc_pack_measure *measure)
{
    struct told *told = &tally->told[measure - tally->survey->pack->reports.measures];
    const struct zc_pack_counted *counted = counted_by(measure, tally->form);
    struct zc_value value;
    if (told->known)
        return told;
    *told = (struct told){ .known = true, .counts = counted != NULL };
    if (counted && counted->where)
        told->counts = evaluate(tally, counted->where, &value) && zc_value_truth(&value);
    if (told->counts && counted->value)
        told->has_value = read_value(tally, counted->value, &told->micro);
    return told;
}

static void add(struct sum *sum, const struct told *told)
{
    sum->n++;
    if (told->has_value)
        sum->over |= __builtin_add_overflow(sum->micro, told->micro, &sum->micro);
}

static struct pair *pair_at(struct counted_table *table, uint32_t row, uint32_t col,
                            uint32_t measure)
{
    while (table->nlines <= col) {
        table->lines =
            zc_grow(table->lines, table->nlines, &table->lines_cap, sizeof *table->lines);
        table->lines[table->nlines++] = (struct line){ 0 };
    }
    struct line *line = &table->lines[col];
    size_t at = (size_t)row * table->table->nmeasures + measure;
    if (at >= line->n) {
        size_t n = line->cap;
        while (line->cap <= at)
            line->cap = line->cap ? line->cap * 2 : 64;
        if (line->cap > n)
            line->pairs = zc_realloc(line->pairs, line->cap, sizeof *line->pairs);
        memset(&line->pairs[line->n], 0, (line->cap - line->n) * sizeof *line->pairs);
        line->n = line->cap;
    }
    return &line->pairs[at];
}

/* A measure that is a quotient counts what the other one counts as well, where both look at the
 * same form. */
static void add_measure(struct zc_tally *tally, struct counted_table *table, uint32_t row,
                        uint32_t col, uint32_t m)
{
    const struct zc_pack_measure *measure = table->table->measures[m];
    const struct told *part = ask(tally, measure), *whole = NULL;
    bool within = true;
    if (measure->of) {
        whole = ask(tally, measure->of);
        within = !counted_by(measure->of, tally->form) || whole->counts;
    }
    if (part->counts && within)
        add(&pair_at(table, row, col, m)->part, part);
    if (whole && whole->counts)
        add(&pair_at(table, row, col, m)->whole, whole);
}

static void add_to_table(struct zc_tally *tally, struct counted_table *table,
                         const struct zc_state *state)
{
    uint32_t row = 0, col = 0;
    if (table->rows.n == 0) {
        begin_keys(&table->rows);
        begin_keys(&table->cols);
    }
    if (table->table->rows.name.len > 0)
        row = slot_of(tally, &table->rows, key_of(tally, &table->table->rows, state));
    if (table->table->cols.name.len > 0)
        col = slot_of(tally, &table->cols, key_of(tally, &table->table->cols, state));
    for (uint32_t m = 0; m < table->table->nmeasures; m++) {
        add_measure(tally, table, 0, 0, m);
        if (row > 0)
            add_measure(tally, table, row, 0, m);
        if (col > 0)
            add_measure(tally, table, 0, col, m);
        if (row > 0 && col > 0)
            add_measure(tally, table, row, col, m);
    }
}

static bool has_measure_of(const struct zc_pack_table *table, const struct zc_form *form)
{
    for (uint32_t m = 0; m < table->nmeasures; m++)
        for (const struct zc_pack_measure *one = table->measures[m]; one; one = one->of)
            if (counted_by(one, form))
                return true;
    return false;
}

static void open_fill(struct zc_tally *tally, const struct zc_form *form,
                      const struct zc_state *state)
{
    if (tally->fill && form == tally->form) {
        zc_fill_reopen(tally->fill, state);
    } else {
        zc_fill_free(tally->fill);
        tally->fill = zc_fill_open(form, state, &tally->env);
        tally->form = form;
    }
    memset(tally->told, 0, tally->survey->pack->reports.nmeasures * sizeof *tally->told);
}

/* What cannot be read is in no figure; `zaoce check` tells about it. */
static void count_one(struct zc_tally *tally, struct zc_txn *txn, struct zc_rid rid,
                      int64_t until_ms)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    zc_arena_reset(&tally->record);
    bool ok = tally->ask.dated
                  ? zc_as_of_get(txn, rid, until_ms, &tally->record, &state, &found, &err)
                  : zc_record_get(txn, rid, &tally->record, &state, &found, &err);
    if (!ok || !found || !zc_record_is_visible(txn, &state))
        return;
    const struct zc_form *form = zc_pack_form(tally->survey->pack, state.form);
    if (!form || !is_counted(tally, form))
        return;
    open_fill(tally, form, &state);
    for (uint32_t t = 0; t < tally->ntables; t++)
        if (has_measure_of(tally->tables[t].table, form))
            add_to_table(tally, &tally->tables[t], &state);
}

bool zc_tally_step(struct zc_tally *tally, int ms, bool *done, struct zc_err *err)
{
    enum { AT_ONCE = 16 }; /* records between two looks at the clock */
    int64_t deadline = zc_job_now() + ms;
    int64_t until_ms =
        zc_as_of_end(tally->ask.days.as_of, zc_clock_moment(&tally->survey->clock).offset_min);
    *done = false;
    if (!tally->begun)
        return zc_survey_link(tally->survey, err) && collect(tally, err);
    struct zc_txn *txn = zc_txn_begin(tally->survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    do {
        for (int i = 0; i < AT_ONCE && tally->at < tally->rids.n; i++)
            count_one(tally, txn, tally->rids.rids[tally->at++], until_ms);
    } while (tally->at < tally->rids.n && zc_job_now() < deadline);
    zc_txn_abort(txn);
    *done = tally->at == tally->rids.n;
    return true;
}

void zc_tally_progress(const struct zc_tally *tally, uint64_t *read, uint64_t *all)
{
    *read = tally->at;
    *all = tally->rids.n;
}

/* Results */

struct naming {
    const struct zc_tally *tally;
    const struct zc_pack_key *key;
    const struct keys *slots;
    struct zc_arena *arena;
    struct zc_tally_key *out;
    uint32_t n;
    bool *used;
};

/* UINT32_MAX: no record has it. */
static uint32_t slot_with(const struct keys *keys, struct zc_str text)
{
    uint32_t at = keys->n > 0 ? lower_bound(keys, text) : 0;
    return at + 1 < keys->n && zc_str_eq(keys->all[keys->sorted[at]], text) ? keys->sorted[at]
                                                                            : UINT32_MAX;
}

static void add_key(struct naming *naming, struct zc_str key, struct zc_str label, unsigned group)
{
    uint32_t slot = slot_with(naming->slots, key);
    if (slot != UINT32_MAX)
        naming->used[slot] = true;
    naming->out[naming->n++] = (struct zc_tally_key){ key, label, group, slot };
}

static struct zc_str label_in(const struct zc_pack_key *key, uint32_t row)
{
    const struct zc_list *list = key->labels;
    int zh = zc_list_col(list, ZC_STR("zh")), english = zc_list_col(list, ZC_STR("en"));
    int narrow = zc_list_col(list, ZC_STR("short"));
    struct zc_str text = { 0 };
    if (zh < 0)
        return zc_choice_label(list, row, zc_form_lang(key->forms[0].form));
    if (zc_lang_get() == ZC_LANG_EN && english >= 0)
        text = zc_list_cell(list, row, english);
    if (text.len == 0 && narrow >= 0)
        text = zc_list_cell(list, row, narrow);
    return text.len > 0 ? text : zc_list_cell(list, row, zh);
}

static int value_col(const struct zc_list *list)
{
    int code = zc_list_col(list, ZC_STR("code"));
    return code >= 0 ? code : list->value_col;
}

/* areas.csv has all levels in one table: those that are as deep as the keys that occur. */
static bool is_deep_enough(const struct naming *naming, const struct zc_list *list, uint32_t row)
{
    int level = zc_list_col(list, ZC_STR("level")), value = value_col(list);
    if (level < 0)
        return true;
    for (uint32_t s = 1; s < naming->slots->n; s++) {
        uint32_t found = zc_list_find(list, value, naming->slots->all[s], 0);
        if (found < list->nrows &&
            zc_str_eq(zc_list_cell(list, found, level), zc_list_cell(list, row, level)))
            return true;
    }
    return false;
}

static void name_by_list(struct naming *naming)
{
    const struct zc_pack *pack = naming->tally->survey->pack;
    const struct zc_list *list = naming->key->labels;
    for (uint32_t g = 0; naming->key->groups && g < pack->ngroups; g++)
        add_key(naming, zc_arena_printf(naming->arena, "%u", pack->groups[g].number),
                zc_pack_group_name(&pack->groups[g]), pack->groups[g].number);
    for (uint32_t row = 0; list && row < list->nrows; row++)
        if (is_deep_enough(naming, list, row))
            add_key(naming, zc_list_cell(list, row, value_col(list)), label_in(naming->key, row),
                    0);
}

static void name_keys(const struct zc_tally *tally, const struct zc_pack_key *key,
                      const struct keys *slots, struct zc_arena *arena, struct zc_tally_keys *out)
{
    uint32_t listed = (key->labels ? key->labels->nrows : 0) + tally->survey->pack->ngroups;
    struct naming naming = { .tally = tally,
                             .key = key,
                             .slots = slots,
                             .arena = arena,
                             .out = ZC_NEW(arena, struct zc_tally_key, listed + slots->n + 1),
                             .used = ZC_NEW(arena, bool, slots->n + 1) };
    if (key->name.len > 0)
        name_by_list(&naming);
    for (uint32_t i = 0; i + 1 < slots->n; i++) {
        struct zc_str text = zc_arena_copy(arena, slots->all[slots->sorted[i]]);
        if (!naming.used[slots->sorted[i]] && text.len > 0)
            add_key(&naming, text, text, 0);
    }
    if (slot_with(slots, (struct zc_str){ 0 }) != UINT32_MAX)
        add_key(&naming, (struct zc_str){ 0 }, zc_str_of(ZC_T("未填", "none")), 0);
    *out = (struct zc_tally_keys){ naming.n, naming.out };
}

void zc_tally_rows(const struct zc_tally *tally, uint32_t table, struct zc_arena *arena,
                   struct zc_tally_keys *out)
{
    const struct counted_table *counted = &tally->tables[table];
    name_keys(tally, &counted->table->rows, &counted->rows, arena, out);
}

void zc_tally_cols(const struct zc_tally *tally, uint32_t table, struct zc_arena *arena,
                   struct zc_tally_keys *out)
{
    const struct counted_table *counted = &tally->tables[table];
    name_keys(tally, &counted->table->cols, &counted->cols, arena, out);
}

static struct zc_figure figure_of(const struct zc_pack_measure *measure, const struct pair *pair)
{
    enum { MICRO = 1000000, WAN = 10000, WAN_PLACES = 2 };
    static const struct zc_text too_large = { "数太大，加不下了", "too large to be added up" };
    const struct sum *part = &pair->part, *whole = &pair->whole;
    if (part->over || whole->over)
        return zc_figure_unknown(too_large);
    int64_t above = measure->sums ? part->micro : (int64_t)part->n * MICRO;
    int64_t below = measure->of && measure->of->sums ? whole->micro : (int64_t)whole->n * MICRO;
    switch (measure->unit) {
    case ZC_UNIT_SHARE:
        if (!measure->sums && !measure->of->sums)
            return zc_figure_share(part->n, whole->n);
        return above >= 0 && below >= 0 ? zc_figure_share((uint64_t)above, (uint64_t)below)
                                        : zc_figure_unknown(too_large);
    case ZC_UNIT_QUOTIENT:
        if (below <= 0)
            return zc_figure_share(0, 0);
        return zc_figure_fixed(llround((double)above * 10 / (double)below), 1);
    case ZC_UNIT_WAN:
        return zc_figure_quotient(above, WAN, WAN_PLACES);
    default:
        if (!measure->sums)
            return zc_figure_count(part->n);
        if (above >= 0 && above % MICRO == 0)
            return zc_figure_count((uint64_t)(above / MICRO));
        return zc_figure_quotient(above, 1, 2);
    }
}

struct zc_figure zc_tally_figure(const struct zc_tally *tally, uint32_t table,
                                 const struct zc_tally_key *row, const struct zc_tally_key *col,
                                 uint32_t measure)
{
    const struct counted_table *counted = &tally->tables[table];
    uint32_t r = row ? row->slot : 0, c = col ? col->slot : 0;
    struct pair none = { 0 };
    const struct pair *pair = &none;
    size_t at = (size_t)r * counted->table->nmeasures + measure;
    if (r != UINT32_MAX && c < counted->nlines && at < counted->lines[c].n)
        pair = &counted->lines[c].pairs[at];
    return figure_of(counted->table->measures[measure], pair);
}

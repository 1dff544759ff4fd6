#include "tui/ledger_query.h"
#include "core/alloc.h"
#include "core/number.h"
#include "tui/job.h"
#include <stdlib.h>

/* A sort key: numbers before texts, what is empty last whatever the direction. */
enum key_kind { KEY_NUMBER, KEY_TEXT, KEY_EMPTY };
struct key {
    enum key_kind kind;
    double number;
    struct zc_str text;
};
struct entry {
    struct zc_rid rid;
    uint32_t place; /* among the hits */
    struct key keys[ZC_LEDGER_KEYS];
};

struct zc_ledger_query {
    struct zc_survey *survey;
    const struct zc_form *form;
    struct zc_rid_list base;
    size_t at;
    uint32_t nwhere;
    const struct zc_expr *where[ZC_CONDITIONS_MAX];
    uint64_t left[ZC_CONDITIONS_MAX];
    unsigned nkeys;
    struct zc_ledger_key keys[ZC_LEDGER_KEYS];
    struct entry *entries;
    size_t nentries, cap;
    struct zc_arena texts;  /* of the sort keys */
    struct zc_arena record; /* of one record */
    struct zc_arena arena;
};

static bool read_conditions(struct zc_ledger_query *query, const struct zc_conditions *conditions,
                            const struct zc_subjects *subjects, struct zc_err *err)
{
    struct zc_buf text = { 0 };
    bool ok = true;
    for (uint32_t i = 0; ok && i < conditions->n; i++) {
        const struct zc_condition *c = &conditions->all[i];
        const struct zc_subject *subject = zc_subjects_find(subjects, c->field);
        zc_buf_reset(&text);
        if (subject || c->op == ZC_COND_WHERE)
            zc_condition_expr(c, subject, &query->survey->clock, &text);
        else
            ok = zc_fail(err, ZC_E_INPUT, ZC_T("表里没有“%.*s”", "the form has no '%.*s'"),
                         ZC_ARG(c->field));
        query->where[query->nwhere] =
            ok ? zc_form_where(query->form, zc_buf_str(&text), &query->arena, err) : NULL;
        ok = query->where[query->nwhere] != NULL;
        query->nwhere += ok;
    }
    zc_buf_release(&text);
    return ok;
}

struct zc_ledger_query *zc_ledger_query_new(struct zc_survey *survey, const struct zc_form *form,
                                            const struct zc_conditions *conditions,
                                            const struct zc_subjects *subjects,
                                            const struct zc_ledger_key *keys, unsigned nkeys,
                                            struct zc_rid_list *base, struct zc_err *err)
{
    struct zc_ledger_query *query = zc_alloc_zeroed(1, sizeof *query);
    query->survey = survey;
    query->form = form;
    query->base = *base;
    *base = (struct zc_rid_list){ 0 };
    for (unsigned i = 0; i < nkeys; i++) {
        query->keys[i] = keys[i];
        query->keys[i].id = zc_arena_copy(&query->arena, keys[i].id);
    }
    query->nkeys = nkeys;
    if (read_conditions(query, conditions, subjects, err))
        return query;
    zc_ledger_query_free(query);
    return NULL;
}

void zc_ledger_query_free(struct zc_ledger_query *query)
{
    if (!query)
        return;
    zc_rid_list_release(&query->base);
    zc_free(query->entries);
    zc_arena_release(&query->texts);
    zc_arena_release(&query->record);
    zc_arena_release(&query->arena);
    zc_free(query);
}

/* Reading */

static struct key number_key(double number)
{
    return (struct key){ .kind = KEY_NUMBER, .number = number };
}

static struct key text_key(struct zc_ledger_query *query, struct zc_str text)
{
    if (text.len == 0)
        return (struct key){ .kind = KEY_EMPTY };
    return (struct key){ .kind = KEY_TEXT, .text = zc_arena_copy(&query->texts, text) };
}

/* Choices are in the order of their list, records in that of their titles, numbers in that of their
 * values. */
static struct key field_key(struct zc_ledger_query *query, const struct zc_state *state,
                            struct zc_fill *fill, struct zc_str field)
{
    const struct zc_question *q = zc_form_field(query->form, field);
    struct zc_node *node = q && !q->kept && fill ? zc_fill_node(fill, field) : NULL;
    struct zc_str value = node ? node->value : zc_state_value(state, field);
    double number;
    if (q && q->list && q->list->records) {
        struct zc_arena arena = { 0 };
        struct key key =
            text_key(query, zc_question_shown(q, value, zc_form_lang(query->form), &arena));
        zc_arena_release(&arena);
        return key;
    }
    if (q && q->list) {
        uint32_t row = zc_list_find(q->list, q->list->value_col, value, 0);
        if (row < q->list->nrows)
            return number_key(row);
    } else if (zc_number_parse(value, &number)) {
        return number_key(number);
    }
    return text_key(query, value);
}

static struct key key_of(struct zc_ledger_query *query, const struct zc_state *state,
                         struct zc_fill *fill, struct zc_str id)
{
    char number[6];
    if (zc_str_is(id, "#status"))
        return number_key(state->status);
    if (zc_str_is(id, "#date"))
        return text_key(query, state->submitted.len > 0 ? state->submitted : state->changed);
    if (!zc_str_is(id, "#number"))
        return field_key(query, state, fill, id);
    zc_rid_number(state->rid, number);
    return text_key(query, zc_str_of(number));
}

static bool needs_fill(const struct zc_ledger_query *query)
{
    for (unsigned i = 0; i < query->nkeys; i++) {
        const struct zc_question *q = zc_form_field(query->form, query->keys[i].id);
        if (q && !q->kept)
            return true;
    }
    return query->nwhere > 0;
}

/* A condition that fails on a record (a limit of the language) does not hold for it. */
static bool fulfils(struct zc_ledger_query *query, const struct zc_fill *fill,
                    const struct zc_state *state)
{
    for (uint32_t i = 0; i < query->nwhere; i++) {
        bool truth = false;
        struct zc_err err = { 0 };
        if (!fill || !zc_fill_where(fill, query->where[i], state, &truth, &err) || !truth)
            return false;
        query->left[i]++;
    }
    return true;
}

static void read_one(struct zc_ledger_query *query, struct zc_txn *txn, struct zc_rid rid,
                     struct zc_rid_list *out)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    zc_arena_reset(&query->record);
    /* A record that cannot be read is in no list; check tells about it. */
    if (!zc_record_get(txn, rid, &query->record, &state, &found, &err) || !found)
        return;
    struct zc_fill *fill = needs_fill(query) ? zc_survey_fill(query->survey, &state) : NULL;
    if (fulfils(query, fill, &state)) {
        zc_rid_list_add(out, rid);
        if (query->nkeys > 0) {
            query->entries =
                zc_grow(query->entries, query->nentries, &query->cap, sizeof *query->entries);
            struct entry *entry = &query->entries[query->nentries];
            *entry = (struct entry){ .rid = rid, .place = (uint32_t)query->nentries++ };
            for (unsigned i = 0; i < query->nkeys; i++)
                entry->keys[i] = key_of(query, &state, fill, query->keys[i].id);
        }
    }
    zc_fill_free(fill);
}

/* Order */

static int cmp_key(const struct key *a, const struct key *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->kind == KEY_NUMBER ? (a->number > b->number) - (a->number < b->number)
                                 : zc_str_cmp(a->text, b->text);
}

static int cmp_entry(const void *a, const void *b, void *ctx)
{
    const struct zc_ledger_query *query = ctx;
    const struct entry *x = a, *y = b;
    for (unsigned i = 0; i < query->nkeys; i++) {
        bool empty = x->keys[i].kind == KEY_EMPTY || y->keys[i].kind == KEY_EMPTY;
        int order = cmp_key(&x->keys[i], &y->keys[i]);
        if (order != 0)
            return query->keys[i].descending && !empty ? -order : order;
    }
    return x->place < y->place ? -1 : x->place > y->place;
}

static void put_in_order(struct zc_ledger_query *query, struct zc_rid_list *out)
{
    if (query->nentries > 1)
        qsort_r(query->entries, query->nentries, sizeof *query->entries, cmp_entry, query);
    for (size_t i = 0; i < query->nentries; i++)
        out->rids[i] = query->entries[i].rid;
}

bool zc_ledger_query_step(struct zc_ledger_query *query, int ms, struct zc_rid_list *out,
                          bool *done, struct zc_err *err)
{
    enum { LOOKS = 8 }; /* records between two looks at the clock */
    int64_t end = zc_job_now() + ms;
    struct zc_txn *txn = zc_txn_begin(query->survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    do {
        for (int i = 0; i < LOOKS && query->at < query->base.n; i++)
            read_one(query, txn, query->base.rids[query->at++], out);
    } while (query->at < query->base.n && zc_job_now() < end);
    zc_txn_abort(txn);
    *done = query->at == query->base.n;
    if (*done && query->nkeys > 0)
        put_in_order(query, out);
    return true;
}

void zc_ledger_query_progress(const struct zc_ledger_query *query, uint64_t *read, uint64_t *all)
{
    *read = query->at;
    *all = query->base.n;
}

uint64_t zc_ledger_query_left(const struct zc_ledger_query *query, uint32_t at)
{
    return at < query->nwhere ? query->left[at] : 0;
}

#include "tui/seed_count.h"
#include "core/alloc.h"
#include "storage/import_list.h"
#include "tui/job.h"
#include <stdlib.h>
#include <string.h>

static const char *const rules[ZC_SEED_ENDS] = {
    [ZC_SEED_OPEN] = "outcome_open", [ZC_SEED_MATCHED] = "outcome_matched",
    [ZC_SEED_GONE] = "outcome_gone", [ZC_SEED_DOUBLE] = "outcome_double",
    [ZC_SEED_OUT] = "outcome_out",
};

const char *zc_seed_end_rule(enum zc_seed_end end)
{
    return rules[end];
}

static enum zc_seed_end end_of(const struct zc_pack *pack, struct zc_str answer)
{
    struct zc_str values;
    if (answer.len == 0)
        return ZC_SEED_OPEN;
    for (int i = 0; i < ZC_SEED_OTHER; i++) {
        if (zc_pack_rule(pack, zc_str_of(rules[i]), &values) && zc_str_has_word(values, answer))
            return (enum zc_seed_end)i;
    }
    return ZC_SEED_OTHER;
}

/* Beginning */

static bool load_base(struct zc_seed_count *count, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_str form = count->forms[count->at].form->id;
    const struct zc_view_spec specs[ZC_SEED_PLACES] = {
        [ZC_SEED_SHOWN] = { .kind = ZC_VIEW_ALL, .form = form },
        [ZC_SEED_LINKED] = { .kind = ZC_VIEW_QUEUE, .form = form, .arg = ZC_STR("linked") },
        [ZC_SEED_VOID] = { .kind = ZC_VIEW_QUEUE, .form = form, .arg = ZC_STR("void") },
    };
    count->next = 0;
    for (int i = 0; i < ZC_SEED_PLACES; i++) {
        count->base[i].n = 0;
        if (!zc_rid_list_add_view(&count->base[i], txn, &specs[i], err))
            return false;
        count->all += count->base[i].n;
    }
    return true;
}

bool zc_seed_count_begin(struct zc_seed_count *count, struct zc_survey *survey, struct zc_err *err)
{
    const struct zc_pack *pack = survey->pack;
    *count = (struct zc_seed_count){ .survey = survey };
    count->forms = ZC_NEW(&count->arena, struct zc_seed_form, pack->nforms + 1);
    for (uint32_t i = 0; i < pack->nforms; i++) {
        const struct zc_form *form = pack->forms[i];
        if (form->in_ledger)
            count->forms[count->nforms++] =
                (struct zc_seed_form){ .form = form, .outcome = form->by_role[ZC_ROLE_OUTCOME] };
    }
    count->done = count->nforms == 0;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && (count->done || load_base(count, txn, err));
    if (ok)
        count->number = zc_txn_number(txn);
    zc_txn_abort(txn);
    return ok;
}

/* Counting */

static uint32_t list_number(struct zc_seed_count *count, struct zc_seed_form *form,
                            struct zc_str name)
{
    for (uint32_t i = 0; i < form->nlists; i++) {
        if (zc_str_eq(form->lists[i], name))
            return i;
    }
    if (form->nlists == ZC_SEED_LISTS)
        return ZC_SEED_LISTS - 1;
    form->lists[form->nlists] = zc_arena_copy(&count->arena, name);
    return form->nlists++;
}

static uint64_t lists_of(struct zc_seed_count *count, struct zc_seed_form *form,
                         const struct zc_state *state)
{
    uint64_t lists = 0;
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        struct zc_str name = zc_list_of_field(field->name);
        if (name.len > 0 && !field->gone && field->values[0].len > 0)
            lists |= UINT64_C(1) << list_number(count, form, name);
    }
    return lists;
}

static bool is_alike(const struct zc_seed_tally *a, const struct zc_seed_tally *b)
{
    return a->lists == b->lists && a->answer == b->answer && a->place == b->place &&
           a->seed == b->seed && a->conflict == b->conflict && a->end == b->end;
}

static void add(struct zc_seed_form *form, const struct zc_seed_tally *one)
{
    for (size_t i = 0; i < form->ntallies; i++) {
        if (is_alike(&form->tallies[i], one)) {
            form->tallies[i].n++;
            return;
        }
    }
    form->tallies = zc_grow(form->tallies, form->ntallies, &form->cap, sizeof *form->tallies);
    form->tallies[form->ntallies] = *one;
    form->tallies[form->ntallies++].n = 1;
}

static bool count_one(struct zc_seed_count *count, struct zc_txn *txn, enum zc_seed_place place,
                      struct zc_rid rid, struct zc_err *err)
{
    struct zc_seed_form *form = &count->forms[count->at];
    struct zc_state state;
    bool found;
    zc_arena_reset(&count->record);
    if (!zc_record_get(txn, rid, &count->record, &state, &found, err))
        return false;
    if (!found)
        return true;
    struct zc_str answer =
        form->outcome ? zc_state_value(&state, form->outcome->field) : (struct zc_str){ 0 };
    const struct zc_list *list = form->outcome ? form->outcome->list : NULL;
    uint32_t row = list ? zc_list_find(list, list->value_col, answer, 0) : UINT32_MAX;
    struct zc_seed_tally one = {
        .lists = lists_of(count, form, &state),
        .seed = state.seed,
        .conflict = state.nconflicts > 0,
        .answer = list && row < list->nrows ? (uint16_t)row : ZC_SEED_NO_ANSWER,
        .end = end_of(count->survey->pack, answer),
        .place = place,
    };
    add(form, &one);
    return true;
}

/* The next record of the form in work; false behind the last. */
static bool take_next(struct zc_seed_count *count, enum zc_seed_place *place, struct zc_rid *rid)
{
    size_t at = count->next;
    for (int i = 0; i < ZC_SEED_PLACES; at -= count->base[i++].n) {
        if (at < count->base[i].n) {
            *place = (enum zc_seed_place)i;
            *rid = count->base[i].rids[at];
            count->next++;
            return true;
        }
    }
    return false;
}

/* Lists by name, and the bits of the tallies with them. */
static void order_lists(struct zc_seed_form *form)
{
    for (uint32_t i = 1; i < form->nlists; i++) {
        for (uint32_t k = i; k > 0 && zc_str_cmp(form->lists[k - 1], form->lists[k]) > 0; k--) {
            struct zc_str name = form->lists[k];
            form->lists[k] = form->lists[k - 1];
            form->lists[k - 1] = name;
            for (size_t t = 0; t < form->ntallies; t++) {
                uint64_t *lists = &form->tallies[t].lists;
                uint64_t low = *lists >> (k - 1) & 1, high = *lists >> k & 1;
                *lists &= ~(UINT64_C(3) << (k - 1));
                *lists |= high << (k - 1) | low << k;
            }
        }
    }
}

static bool next_form(struct zc_seed_count *count, struct zc_txn *txn, struct zc_err *err)
{
    order_lists(&count->forms[count->at]);
    count->done = ++count->at == count->nforms;
    return count->done || load_base(count, txn, err);
}

bool zc_seed_count_step(struct zc_seed_count *count, int ms, struct zc_err *err)
{
    enum { LOOK = 100 }; /* records between two looks at the clock */
    int64_t until = zc_job_now() + ms;
    struct zc_txn *txn = count->done ? NULL : zc_txn_begin(count->survey->store, ZC_TXN_READ, err);
    bool ok = count->done || txn;
    enum zc_seed_place place;
    struct zc_rid rid;
    for (unsigned n = 1; ok && !count->done; n++) {
        if (take_next(count, &place, &rid))
            ok = count_one(count, txn, place, rid, err);
        else
            ok = next_form(count, txn, err);
        count->read++;
        if (ms > 0 && n % LOOK == 0 && zc_job_now() >= until)
            break;
    }
    zc_txn_abort(txn);
    return ok;
}

void zc_seed_count_release(struct zc_seed_count *count)
{
    for (uint32_t i = 0; i < count->nforms; i++)
        zc_free(count->forms[i].tallies);
    for (int i = 0; i < ZC_SEED_PLACES; i++)
        zc_rid_list_release(&count->base[i]);
    zc_arena_release(&count->record);
    zc_arena_release(&count->arena);
    *count = (struct zc_seed_count){ 0 };
}

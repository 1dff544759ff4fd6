#include "tui/dup_merge.h"
#include "storage/attach.h"

static const enum zc_role place_roles[] = { ZC_ROLE_STREET, ZC_ROLE_COMMUNITY };
enum { PLACES = sizeof place_roles / sizeof place_roles[0] };

static struct zc_str stored(const struct zc_dup_merge *merge, unsigned side,
                            const struct zc_question *q)
{
    return zc_state_value(&merge->sides[side].state, q->field);
}

/* The question of a place; NULL where the form has none that people answer. */
static const struct zc_question *place_question(const struct zc_dup_merge *merge, int place)
{
    const struct zc_form *form = merge->sides[merge->keep].form;
    const struct zc_question *q = form ? form->by_role[place_roles[place]] : NULL;
    return q && q->kept && !q->repeat && !q->calculation ? q : NULL;
}

static bool is_place(const struct zc_question *q)
{
    for (int i = 0; i < PLACES; i++) {
        if (q->role == place_roles[i])
            return true;
    }
    return false;
}

/* Both have it, and not the same. */
static bool differs(const struct zc_dup_merge *merge, const struct zc_question *q)
{
    struct zc_str a = stored(merge, 0, q), b = stored(merge, 1, q);
    return a.len > 0 && b.len > 0 && !zc_str_eq(a, b);
}

void zc_dup_merge_open(struct zc_dup_merge *merge, const struct zc_dossier sides[2], unsigned keep)
{
    zc_dup_merge_release(merge);
    merge->sides = sides;
    merge->keep = merge->place = keep;
    for (int i = 0; i < PLACES && !merge->places_differ; i++) {
        const struct zc_question *q = place_question(merge, i);
        if (!q || !differs(merge, q))
            continue;
        merge->places_differ = true;
        for (unsigned side = 0; side < 2; side++)
            merge->places[side] =
                zc_dossier_value(&sides[side], q->field, stored(merge, side, q), &merge->arena);
    }
}

void zc_dup_merge_release(struct zc_dup_merge *merge)
{
    zc_arena_release(&merge->arena);
    *merge = (struct zc_dup_merge){ 0 };
}

/* Choosing */

static struct zc_entry *open_entry(const struct zc_dup_merge *merge, struct zc_err *err)
{
    const struct zc_dossier *kept = &merge->sides[merge->keep];
    return zc_entry_open(kept->survey, kept->state.rid, kept->state.heads, kept->state.nheads, err);
}

/* The answer of the record that stays, if people can give it another one. */
static struct zc_node *answerable(const struct zc_entry *entry, const struct zc_question *q)
{
    struct zc_node *node = q->kept && !q->repeat && !q->calculation && zc_type_has_answer(q->type)
                               ? zc_fill_node(entry->fill, q->field)
                               : NULL;
    return node && node->relevant && !zc_entry_conflict(entry, node) ? node : NULL;
}

static void add_choice(struct zc_dup_merge *merge, const struct zc_question *q)
{
    struct zc_dup_choice *choice = &merge->choices[merge->n++];
    *choice = (struct zc_dup_choice){
        .field = q->field,
        .label = zc_dossier_label(&merge->sides[merge->keep], q->field, &merge->arena),
        .take = merge->keep,
    };
    for (unsigned side = 0; side < 2; side++) {
        choice->stored[side] = stored(merge, side, q);
        choice->values[side] =
            zc_dossier_value(&merge->sides[side], q->field, choice->stored[side], &merge->arena);
    }
}

bool zc_dup_merge_begin(struct zc_dup_merge *merge, unsigned keep, struct zc_err *err)
{
    merge->keep = keep;
    merge->place = merge->place_taken ? merge->place : keep;
    merge->n = merge->focus = 0;
    struct zc_entry *entry = open_entry(merge, err);
    if (!entry)
        return false;
    const struct zc_form *form = entry->form;
    merge->choices = ZC_NEW(&merge->arena, struct zc_dup_choice, form->nquestions + 1);
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!is_place(q) && answerable(entry, q) && differs(merge, q))
            add_choice(merge, q);
    }
    zc_entry_free(entry);
    return true;
}

static void take(struct zc_dup_choice *choice, unsigned side)
{
    choice->take = side;
    choice->taken = true;
}

void zc_dup_merge_take(struct zc_dup_merge *merge, unsigned side)
{
    if (merge->focus < merge->n)
        take(&merge->choices[merge->focus], side);
    merge->focus += merge->focus + 1 < merge->n;
}

void zc_dup_merge_take_all(struct zc_dup_merge *merge, unsigned side)
{
    for (uint32_t i = 0; i < merge->n; i++)
        take(&merge->choices[i], side);
}

void zc_dup_merge_take_place(struct zc_dup_merge *merge, unsigned side)
{
    merge->place = side;
    merge->place_taken = true;
}

/* Writing */

/* A file that an answer names goes with it. */
static bool follows(const struct zc_dup_merge *merge, const struct zc_entry *entry,
                    const struct zc_question *q, struct zc_str value, struct zc_err *err)
{
    return q->type != ZC_TYPE_FILE ||
           zc_attach_follow(zc_store_dir(entry->survey->store),
                            merge->sides[1 - merge->keep].state.rid, entry->rid, value, err);
}

static bool put_other(const struct zc_dup_merge *merge, struct zc_entry *entry,
                      const struct zc_question *q, struct zc_node *node, struct zc_err *err)
{
    struct zc_str value = stored(merge, 1 - merge->keep, q);
    return follows(merge, entry, q, value, err) && zc_fill_set(entry->fill, node, value, err);
}

/* The street before the community, which is one of its own. */
static bool put_place(const struct zc_dup_merge *merge, struct zc_entry *entry, uint32_t *n,
                      struct zc_err *err)
{
    for (int i = 0; i < PLACES && merge->places_differ && merge->place != merge->keep; i++) {
        const struct zc_question *q = place_question(merge, i);
        struct zc_node *node = q ? answerable(entry, q) : NULL;
        if (!node)
            continue;
        if (!put_other(merge, entry, q, node, err))
            return false;
        (*n)++;
    }
    return true;
}

static bool put_choices(const struct zc_dup_merge *merge, struct zc_entry *entry, uint32_t *n,
                        struct zc_err *err)
{
    for (uint32_t i = 0; i < merge->n; i++) {
        const struct zc_dup_choice *choice = &merge->choices[i];
        const struct zc_question *q = zc_form_field(entry->form, choice->field);
        struct zc_node *node = q && choice->take != merge->keep ? answerable(entry, q) : NULL;
        if (!node) /* as it is, or another choice made the question fall away */
            continue;
        if (!put_other(merge, entry, q, node, err))
            return false;
        (*n)++;
    }
    return true;
}

/* What the record lacks. What the form does not ask here or does not take stays out. */
static uint32_t fill_in(const struct zc_dup_merge *merge, struct zc_entry *entry)
{
    const struct zc_form *form = entry->form;
    uint32_t n = 0;
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        struct zc_node *node = answerable(entry, q);
        struct zc_err refused = { 0 };
        if (node && node->value.len == 0 && stored(merge, 1 - merge->keep, q).len > 0)
            n += put_other(merge, entry, q, node, &refused);
    }
    return n;
}

bool zc_dup_merge_write(const struct zc_dup_merge *merge, uint32_t *n, struct zc_err *err)
{
    struct zc_entry *entry = open_entry(merge, err);
    *n = 0;
    bool ok = entry && put_place(merge, entry, n, err) && put_choices(merge, entry, n, err);
    if (ok)
        *n += fill_in(merge, entry);
    ok = ok && (*n == 0 || zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, NULL, err));
    zc_entry_free(entry);
    return ok;
}

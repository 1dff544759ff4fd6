#include "forms/names.h"
#include "core/id.h"

static const char *const pseudo_names[] = {
    [ZC_PSEUDO_ID] = "_id",
    [ZC_PSEUDO_FORM] = "_form",
    [ZC_PSEUDO_STATUS] = "_status",
    [ZC_PSEUDO_FLAGS] = "_flags",
    [ZC_PSEUDO_GROUP] = "_group",
    [ZC_PSEUDO_BY] = "_by",
    [ZC_PSEUDO_LAST_BY] = "_last_by",
    [ZC_PSEUDO_CREATED] = "_created",
    [ZC_PSEUDO_SUBMITTED] = "_submitted",
    [ZC_PSEUDO_CHANGED] = "_changed",
    [ZC_PSEUDO_SEED] = "_seed",
    [ZC_PSEUDO_WARNINGS] = "_warnings",
    [ZC_PSEUDO_DEV] = "_dev",
    [ZC_PSEUDO_LISTS] = "_lists",
};
_Static_assert(sizeof pseudo_names / sizeof pseudo_names[0] == ZC_PSEUDO_COUNT,
               "a name for each pseudo field");

/* FNV-1a: names are short and come from the form author. */
static uint32_t hash_name(uint32_t scope, struct zc_str name)
{
    uint32_t hash = 2166136261u ^ scope * 0x9e3779b9u;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static struct zc_name_slot *find(const struct zc_names *names, uint32_t scope, struct zc_str name)
{
    uint32_t hash = hash_name(scope, name), at = hash & (names->cap - 1);

    for (;; at = (at + 1) & (names->cap - 1)) {
        struct zc_name_slot *slot = &names->slots[at];
        if (!slot->q || (slot->hash == hash && slot->scope == scope && zc_str_eq(slot->name, name)))
            return slot;
    }
}

static void add(struct zc_names *names, uint32_t scope, struct zc_str name, struct zc_question *q,
                bool was)
{
    struct zc_name_slot *slot = find(names, scope, name);

    if (slot->q) {
        slot->again |= !was;
        return;
    }
    *slot = (struct zc_name_slot){ scope, hash_name(scope, name), name, q, false, was };
    names->n++;
}

static uint32_t scope_of(const struct zc_question *repeat)
{
    return 1 + (repeat ? repeat->index : 0);
}

static uint32_t count_names(const struct zc_form *form)
{
    uint32_t n = 2 * form->nquestions;

    for (uint32_t i = 0; i < form->nquestions; i++) {
        struct zc_str was = form->questions[i]->was, word;
        while (zc_str_word(&was, &word))
            n++;
    }
    return n;
}

static void make_pseudo(struct zc_form *form, struct zc_names *names)
{
    struct zc_question *all = ZC_NEW(&form->arena, struct zc_question, ZC_PSEUDO_COUNT);

    for (uint32_t i = 0; i < ZC_PSEUDO_COUNT; i++) {
        all[i].type = ZC_TYPE_PSEUDO;
        all[i].name = all[i].field = zc_str_of(pseudo_names[i]);
        all[i].parent = form->questions[0];
        all[i].index = form->nquestions + i;
        names->pseudo[i] = &all[i];
    }
}

void zc_names_make(struct zc_form *form)
{
    struct zc_names *names = ZC_NEW(&form->arena, struct zc_names, 1);
    uint32_t wanted = count_names(form) * 2;

    for (names->cap = 16; names->cap < wanted;)
        names->cap *= 2;
    names->slots = ZC_NEW(&form->arena, struct zc_name_slot, names->cap);
    for (uint32_t i = 1; i < form->nquestions; i++) {
        struct zc_question *q = form->questions[i];
        add(names, 0, q->name, q, false);
        if (q->type != ZC_TYPE_GROUP)
            add(names, scope_of(q->repeat), q->field, q, false);
    }
    /* Earlier names come last: a question that has the name today wins. */
    for (uint32_t i = 1; i < form->nquestions; i++) {
        struct zc_question *q = form->questions[i];
        struct zc_str was = q->was, word;
        while (zc_str_word(&was, &word))
            add(names, scope_of(q->repeat), word, q, true);
    }
    make_pseudo(form, names);
    form->names = names;
}

const struct zc_question *zc_form_question(const struct zc_form *form, struct zc_str name,
                                           bool *ambiguous)
{
    const struct zc_name_slot *slot = find(form->names, 0, name);
    bool again = slot->q && slot->again;

    if (ambiguous)
        *ambiguous = again;
    return again ? NULL : slot->q;
}

struct zc_question *zc_names_field(const struct zc_form *form, const struct zc_question *repeat,
                                   struct zc_str field, bool *was)
{
    const struct zc_name_slot *slot = find(form->names, scope_of(repeat), field);

    if (was)
        *was = slot->was;
    return slot->q;
}

/* A path without its items: repeat by repeat down to the last part. */
static const struct zc_question *by_path(const struct zc_form *form, struct zc_str field)
{
    const struct zc_question *repeat = NULL;
    size_t slash;

    while ((slash = zc_str_find(field, ZC_STR("/"))) != SIZE_MAX) {
        repeat = zc_names_field(form, repeat, zc_str_head(field, slash), NULL);
        if (!repeat || repeat->type != ZC_TYPE_REPEAT)
            return NULL;
        field = zc_str_from(field, slash + 1);
        slash = zc_str_find(field, ZC_STR("/"));
        if (slash != SIZE_MAX && slash == ZC_ITEM_TEXT && zc_item_is(zc_str_head(field, slash)))
            field = zc_str_from(field, slash + 1);
    }
    return zc_names_field(form, repeat, field, NULL);
}

const struct zc_question *zc_form_field(const struct zc_form *form, struct zc_str field)
{
    const struct zc_question *q = by_path(form, field);

    for (uint32_t i = 1; !q && i < form->nquestions; i++)
        if (form->questions[i]->type == ZC_TYPE_REPEAT)
            q = zc_names_field(form, form->questions[i], field, NULL);
    return q;
}

struct zc_question *zc_names_pseudo(const struct zc_form *form, struct zc_str name)
{
    const struct zc_names *names = form->names;

    for (unsigned i = 0; i < ZC_PSEUDO_COUNT; i++)
        if (zc_str_eq(names->pseudo[i]->name, name))
            return names->pseudo[i];
    return NULL;
}

struct zc_question *zc_names_path(const struct zc_form *form, struct zc_str path)
{
    struct zc_question *q = form->questions[0];
    struct zc_str part;

    if (!zc_str_starts(path, ZC_STR("/")))
        return NULL;
    path = zc_str_from(path, 1);
    if (!zc_str_cut(&path, '/', &part) || !zc_str_eq(part, q->name))
        return NULL;
    while (q && zc_str_cut(&path, '/', &part)) {
        struct zc_question *child = q->first;
        while (child && !zc_str_eq(child->name, part))
            child = child->next;
        q = child;
    }
    return q;
}

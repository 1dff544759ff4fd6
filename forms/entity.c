#include "forms/entity.h"
#include "core/alloc.h"
#include "forms/fill_impl.h"
#include "forms/finding.h"

static const struct zc_node *asked_in(const struct zc_cell *row, const struct zc_question *q)
{
    const struct zc_cell *end = zc_fill_walk_over(row);

    for (const struct zc_cell *cell = row; cell != end; cell = zc_fill_walk(cell))
        if (cell->node.q == q)
            return &cell->node;
    return NULL;
}

/* Expressions of a row stand on its first question, whose neighbourhood is the row. */
static const struct zc_node *place_of(const struct zc_cell *row)
{
    const struct zc_cell *first = zc_fill_walk(row);

    return row->node.q->type == ZC_TYPE_ROOT ? &row->node : &first->node;
}

static bool applies(const struct zc_fill *fill, const struct zc_cell *row,
                    const struct zc_entity *entity, struct zc_arena *arena,
                    struct zc_entity_now *out)
{
    const struct zc_node *here = place_of(row);
    bool by_id = entity->id != NULL;

    *out = (struct zc_entity_now){ .entity = entity };
    out->create = entity->create_if
                      ? zc_fill_eval_truth(fill, entity->create_if, here, NULL, NULL, false)
                      : !by_id;
    out->update = entity->update_if
                      ? zc_fill_eval_truth(fill, entity->update_if, here, NULL, NULL, false)
                      : by_id;
    if (!out->create && !out->update)
        return false;
    if (row->node.q->type == ZC_TYPE_REPEAT)
        out->item = zc_arena_copy(arena, row->node.item);
    if (by_id) {
        out->id = zc_str_trim(zc_fill_eval_text(fill, entity->id, here, arena));
        out->id_moves = zc_expr_reads(entity->id)->random;
    }
    if (entity->label)
        out->label = zc_fill_eval_text(fill, entity->label, here, arena);
    out->values = ZC_NEW(arena, struct zc_entity_value, entity->nsaves);
    for (uint32_t i = 0; i < entity->nsaves; i++) {
        const struct zc_node *node = asked_in(row, entity->saves[i].q);
        out->values[i].asked = node && node->relevant;
        if (out->values[i].asked)
            out->values[i].value = zc_arena_copy(arena, node->value);
    }
    return true;
}

void zc_fill_entities(const struct zc_fill *fill, struct zc_arena *arena,
                      struct zc_entity_now **all, size_t *n)
{
    const struct zc_form *form = fill->form;

    *all = ZC_NEW(arena, struct zc_entity_now, form->nentities * ((size_t)fill->nrows + 1));
    *n = 0;
    for (uint32_t i = 0; i < form->nentities; i++) {
        const struct zc_entity *entity = &form->entities[i];
        const struct zc_question *q = entity->repeat ? entity->repeat : form->questions[0];
        for (const struct zc_cell *row = fill->same[q->index].first; row; row = row->next_same)
            if (row->node.relevant && !row->node.surplus)
                *n += applies(fill, row, entity, arena, &(*all)[*n]);
    }
}

/* Whether a field of the list can take what is saved to it. */
static bool takes_values(const struct zc_question *q)
{
    return q && !q->repeat && q->kept && zc_type_has_answer(q->type);
}

static bool is_saved_to(const struct zc_entity *entity, struct zc_str field)
{
    for (uint32_t i = 0; i < entity->nsaves; i++)
        if (zc_str_eq(entity->saves[i].field, field))
            return true;
    return false;
}

const struct zc_question *zc_entity_label(const struct zc_entity *entity,
                                          const struct zc_form *list)
{
    const struct zc_question *q = zc_form_field(list, ZC_STR("label"));

    if (!takes_values(q))
        q = list->by_role[ZC_ROLE_NAME];
    return takes_values(q) && !is_saved_to(entity, q->field) ? q : NULL;
}

struct check {
    const struct zc_pack *pack;
    const struct zc_form *form;
    struct zc_findings *findings;
};

static struct zc_str sheet(const struct check *c, const char *name)
{
    struct zc_arena *arena = &c->findings->arena;

    return c->form->dir.len ? zc_arena_printf(arena, "%.*s/%s", ZC_ARG(c->form->dir), name)
                            : zc_str_of(name);
}

static void check_list(const struct check *c, const struct zc_entity *entity)
{
    bool is_list = false;

    for (uint32_t i = 0; i < c->pack->nlists; i++)
        is_list |= zc_str_eq(c->pack->lists[i]->name, entity->list);
    /* A folder of that name with errors of its own is told by those. */
    if (zc_pack_records(c->pack, entity->list))
        return;
    if (is_list)
        zc_finding_add(
            c->findings, true, sheet(c, "entities.csv"), entity->line, ZC_STR("list_name"),
            "“%.*s”是方案的固定列表，不会增加；要存下实体，请另做一张 form_id 为此名的表",
            "'%.*s' is a list of the survey, which does not grow: to keep entities make "
            "a form with that form_id",
            ZC_ARG(entity->list));
    else
        zc_finding_add(c->findings, true, sheet(c, "entities.csv"), entity->line,
                       ZC_STR("list_name"),
                       "方案里没有表“%.*s”，不会存下实体；请做一张 form_id 为此名的表",
                       "the survey has no form '%.*s', no entity is kept: make a form with that "
                       "form_id",
                       ZC_ARG(entity->list));
}

static void check_fields(const struct check *c, const struct zc_entity *entity,
                         const struct zc_form *list)
{
    for (uint32_t i = 0; i < entity->nsaves; i++) {
        struct zc_str field = entity->saves[i].field;
        const struct zc_question *q = zc_form_field(list, field);
        if (!q)
            zc_finding_add(c->findings, false, sheet(c, "survey.csv"), entity->saves[i].q->line,
                           ZC_STR("save_to"), "表“%.*s”没有题目“%.*s”",
                           "form '%.*s' has no question '%.*s'", ZC_ARG(list->id), ZC_ARG(field));
        else if (!takes_values(q))
            zc_finding_add(
                c->findings, false, sheet(c, "survey.csv"), entity->saves[i].q->line,
                ZC_STR("save_to"), "表“%.*s”的“%.*s”不能存入：请写循环之外、由人填写的题目",
                "form '%.*s': '%.*s' cannot be saved to; name a question outside repeats "
                "that people answer",
                ZC_ARG(list->id), ZC_ARG(field));
    }
    if (entity->label && !zc_entity_label(entity, list))
        zc_finding_add(
            c->findings, true, sheet(c, "entities.csv"), entity->line, ZC_STR("label"),
            "表“%.*s”没有题目 label，也没有空着的 name 角色题目，名称不会存下",
            "form '%.*s' has no question 'label' and none of role name that is free: the "
            "label is not kept",
            ZC_ARG(list->id));
}

void zc_entities_check(const struct zc_pack *pack, struct zc_findings *findings)
{
    for (uint32_t f = 0; f < pack->nforms; f++) {
        struct check c = { pack, pack->forms[f], findings };
        for (uint32_t i = 0; i < c.form->nentities; i++) {
            const struct zc_entity *entity = &c.form->entities[i];
            const struct zc_form *list = zc_pack_form(pack, entity->list);
            if (list)
                check_fields(&c, entity, list);
            else
                check_list(&c, entity);
        }
    }
}

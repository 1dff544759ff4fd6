#include "forms/entity.h"
#include "forms/load_impl.h"

/* The sheet `entities` and the column `save_to`, with all that the converter of ODK refuses. */

static const char *col_name(enum zc_entities_col col)
{
    static const char *const names[] = {
        [ENTITIES_LIST] = "list_name", [ENTITIES_LABEL] = "label",
        [ENTITIES_ID] = "entity_id",   [ENTITIES_CREATE_IF] = "create_if",
        [ENTITIES_REPEAT] = "repeat",  [ENTITIES_UPDATE_IF] = "update_if",
    };
    return names[col];
}

#define entity_error(loader, row, col, ...)                                                        \
    zc_finding_add((loader)->findings, false, (loader)->entities.file, (row),                      \
                   zc_str_of(col_name(col)), __VA_ARGS__)

static struct zc_str entity_cell(const struct zc_loader *loader, uint32_t i,
                                 enum zc_entities_col col)
{
    return zc_sheet_cell(&loader->entities, &loader->entities.rows[i], col);
}

static void check_list_name(struct zc_loader *loader, const struct zc_entity *entity)
{
    const struct zc_form *form = loader->form;

    if (!entity->list.len)
        entity_error(loader, entity->line, ENTITIES_LIST, "缺少 list_name：实体存入哪张表",
                     "a list_name is missing: the form that keeps the entities");
    else if (zc_str_starts(entity->list, ZC_STR("__")) || !zc_load_name_is_good(entity->list) ||
             memchr(entity->list.ptr, '.', entity->list.len))
        entity_error(loader, entity->line, ENTITIES_LIST,
                     "“%.*s”不能作列表名：以字母开头，不以 __ 开头，不含“.”",
                     "'%.*s' is no name of a list: it begins with a letter, not with __, and has "
                     "no '.'",
                     ZC_ARG(entity->list));
    for (const struct zc_entity *other = form->entities; other != entity; other++)
        if (zc_str_eq(other->list, entity->list))
            entity_error(loader, entity->line, ENTITIES_LIST, "“%.*s”已在第%u行，一个列表只写一行",
                         "'%.*s' stands in row %u already; a list has one row",
                         ZC_ARG(entity->list), other->line);
}

static const struct zc_question *read_repeat(struct zc_loader *loader, uint32_t line,
                                             struct zc_str cell)
{
    const struct zc_question *q = NULL;

    if (!cell.len)
        return NULL;
    if (!zc_load_is_reference(cell)) {
        entity_error(loader, line, ENTITIES_REPEAT, "“%.*s”应写成一个引用，如 ${repeat}",
                     "'%.*s' must be one reference like ${repeat}", ZC_ARG(cell));
        return NULL;
    }
    struct zc_str name = zc_str_trim(zc_str_head(zc_str_from(cell, 2), cell.len - 3));
    for (uint32_t i = 1; i < loader->form->nquestions && !q; i++)
        if (zc_str_eq(loader->form->questions[i]->name, name))
            q = loader->form->questions[i];
    if (q && q->type == ZC_TYPE_REPEAT && !q->repeat && q->first)
        return q;
    entity_error(loader, line, ENTITIES_REPEAT, "“%.*s”不是最外层的循环，不能逐行存入实体",
                 "'%.*s' is no outermost repeat: entities cannot be made of its rows",
                 ZC_ARG(name));
    return NULL;
}

static const struct zc_expr *read_expr(struct zc_loader *loader, const struct zc_entity *entity,
                                       uint32_t i, enum zc_entities_col col)
{
    struct zc_str cell = entity_cell(loader, i, col);
    struct zc_reader reader = {
        .loader = loader,
        .here = entity->repeat ? entity->repeat->first : loader->form->questions[0],
        .file = loader->entities.file,
        .row = entity->line,
        .column = col_name(col),
    };

    return cell.len ? zc_load_expr(&reader, cell) : NULL;
}

static void check_conditions(struct zc_loader *loader, const struct zc_entity *entity, uint32_t i)
{
    bool id = entity_cell(loader, i, ENTITIES_ID).len,
         create = entity_cell(loader, i, ENTITIES_CREATE_IF).len,
         update = entity_cell(loader, i, ENTITIES_UPDATE_IF).len;

    if (update && !id)
        entity_error(loader, entity->line, ENTITIES_ID,
                     "有 update_if 就要有 entity_id：改哪一条记录",
                     "update_if needs an entity_id: the record to be changed");
    if (id && create && !update)
        entity_error(loader, entity->line, ENTITIES_UPDATE_IF,
                     "既有 entity_id 又有 create_if，还要有 update_if：何时改、何时新建",
                     "entity_id with create_if needs update_if as well: when to change, when to "
                     "create");
    if (!id && !entity_cell(loader, i, ENTITIES_LABEL).len)
        entity_error(loader, entity->line, ENTITIES_LABEL, "新建实体要有 label：它叫什么",
                     "making entities needs a label: what they are called");
}

static void read_entity(struct zc_loader *loader, uint32_t i, struct zc_entity *entity)
{
    entity->line = loader->entities.rows[i].row;
    entity->list = zc_arena_copy(&loader->form->arena, entity_cell(loader, i, ENTITIES_LIST));
    check_list_name(loader, entity);
    check_conditions(loader, entity, i);
    entity->repeat = read_repeat(loader, entity->line, entity_cell(loader, i, ENTITIES_REPEAT));
    entity->label = read_expr(loader, entity, i, ENTITIES_LABEL);
    entity->id = read_expr(loader, entity, i, ENTITIES_ID);
    entity->create_if = read_expr(loader, entity, i, ENTITIES_CREATE_IF);
    entity->update_if = read_expr(loader, entity, i, ENTITIES_UPDATE_IF);
    entity->saves = ZC_NEW(&loader->form->arena, struct zc_save_to, loader->form->nquestions);
}

/* The row of entities.csv that a cell `field` or `list#field` means; the field is what is left. */
static struct zc_entity *find_entity(struct zc_loader *loader, const struct zc_question *q,
                                     struct zc_str *cell)
{
    struct zc_form *form = loader->form;
    struct zc_entity *entities = (struct zc_entity *)(uintptr_t)form->entities;
    struct zc_str list = { 0 };

    if (memchr(cell->ptr, '#', cell->len))
        zc_str_cut(cell, '#', &list);
    else if (form->nentities == 1)
        return entities;
    for (uint32_t i = 0; i < form->nentities && list.len; i++)
        if (zc_str_eq(entities[i].list, list))
            return &entities[i];
    if (list.len)
        zc_survey_error(loader, q->line, "save_to", "entities.csv 里没有列表“%.*s”",
                        "entities.csv has no list '%.*s'", ZC_ARG(list));
    else
        zc_survey_error(loader, q->line, "save_to", "有几个列表时请写 list_name#字段",
                        "with several lists write list_name#field");
    return NULL;
}

static void check_place(struct zc_loader *loader, const struct zc_entity *entity,
                        const struct zc_question *q)
{
    if (q->repeat == entity->repeat)
        return;
    if (entity->repeat)
        zc_survey_error(loader, q->line, "save_to",
                        "列表“%.*s”按循环“%.*s”的行存入，这一题须直接在该循环里",
                        "list '%.*s' takes the rows of repeat '%.*s': the question must be in that "
                        "repeat, not in one within",
                        ZC_ARG(entity->list), ZC_ARG(entity->repeat->name));
    else
        zc_survey_error(loader, q->line, "save_to",
                        "循环里的题目不能存入：请在 entities.csv 的 repeat 列写 ${%.*s}",
                        "a question in a repeat cannot be saved: write ${%.*s} in column repeat of "
                        "entities.csv",
                        ZC_ARG(q->repeat->name));
}

static void check_field(struct zc_loader *loader, const struct zc_entity *entity,
                        const struct zc_question *q, struct zc_str field)
{
    bool reserved = (field.len == 4 && strncasecmp(field.ptr, "name", 4) == 0) ||
                    (field.len == 5 && strncasecmp(field.ptr, "label", 5) == 0) ||
                    zc_str_starts(field, ZC_STR("__"));

    if (reserved)
        zc_survey_error(
            loader, q->line, "save_to",
            "“%.*s”是保留名（name、label、__ 开头），请换一个；名称写在 entities.csv 的 label",
            "'%.*s' is reserved (name, label, what begins with __): take another; the "
            "label stands in entities.csv",
            ZC_ARG(field));
    else if (!zc_load_name_is_good(field))
        zc_survey_error(loader, q->line, "save_to", "“%.*s”不能作字段名",
                        "'%.*s' is no name of a field", ZC_ARG(field));
    for (uint32_t i = 0; i < entity->nsaves; i++)
        if (zc_str_eq(entity->saves[i].field, field))
            zc_survey_error(loader, q->line, "save_to", "第%u行已存入“%.*s”",
                            "row %u saves to '%.*s' already", entity->saves[i].q->line,
                            ZC_ARG(field));
}

static void read_save_to(struct zc_loader *loader, const struct zc_question *q, struct zc_str cell)
{
    struct zc_entity *entity;

    if (!loader->form->nentities) {
        zc_survey_error(loader, q->line, "save_to",
                        "有 save_to 就要有工作表 entities.csv：list_name 和 label",
                        "save_to needs a sheet entities.csv with list_name and label");
        return;
    }
    if (!zc_type_has_answer(q->type)) {
        zc_survey_error(loader, q->line, "save_to", "分组、循环和 note 没有回答，不能存入",
                        "a group, repeat or note has no answer to be saved");
        return;
    }
    if (!(entity = find_entity(loader, q, &cell)))
        return;
    check_place(loader, entity, q);
    check_field(loader, entity, q, cell);
    entity->saves[entity->nsaves++] =
        (struct zc_save_to){ q, zc_arena_copy(&loader->form->arena, cell) };
}

void zc_load_entities(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct zc_entity *entities = ZC_NEW(&form->arena, struct zc_entity, loader->entities.nrows);

    form->entities = entities;
    for (uint32_t i = 0; i < loader->entities.nrows; i++, form->nentities++)
        read_entity(loader, i, &entities[i]);
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_sheet_row *row = loader->origins[i].row;
        struct zc_str cell =
            row ? zc_sheet_cell(&loader->survey, row, SURVEY_SAVE_TO) : (struct zc_str){ 0 };
        if (cell.len)
            read_save_to(loader, form->questions[i], cell);
    }
}

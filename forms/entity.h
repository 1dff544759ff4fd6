#pragma once
#include "forms/fill.h"
#include "forms/pack.h"

/* Entities (实体): what a record tells other forms' records. A form says it on its sheet
 * entities.csv, one row a list, and in the column `save_to` of survey.csv. Source: the entities
 * specification of ODK XForms, read for ledgers:
 *
 * list_name  (also `dataset`) form_id of the form of this survey whose records are the list
 * label      expression; goes to the question `label` of that form, else to the one of role `name`
 * entity_id  expression: which record is changed. The value of a select_one_from_file of that
 *            form, or any other text that tells records apart
 * create_if  expression: a record is made. Without it: always, but only where there is no entity_id
 * update_if  expression: the record is changed. Without it: wherever there is an entity_id
 * repeat     ${repeat}: one for each row of that repeat instead of one for the record
 * save_to    field of that form which takes the answer; `list_name#field` where there are several
 *
 * Finishing a record makes them (tui/entry_entities.c), in the same transaction and the same act:
 * so one undo takes back both, and the log of either record shows it. A draft makes none, nor does
 * a table that is taken in. Each record (or row) makes one entity of a list at most, however often
 * it is saved: its id is derived from the record's, so that two laptops that finish the same record
 * make one. Later saves carry over the answers that they change, and nothing else: what others
 * wrote into the entity stays. What is not asked now is not carried; an empty answer clears. An
 * entity that somebody made void is left alone.
 *
 * A list_name that is no form of the survey is a warning and makes nothing: the answers stay with
 * the record that has them. */

struct zc_entity {
    struct zc_str list;
    uint32_t line;                                            /* of entities.csv */
    const struct zc_question *repeat;                         /* NULL: one for the record */
    const struct zc_expr *label, *id, *create_if, *update_if; /* NULL: the cell is empty */
    uint32_t nsaves;
    struct zc_save_to {
        const struct zc_question *q;
        struct zc_str field;
    } * saves;
};

/* What one row of entities.csv comes to for the record, or for one row of its repeat. */
struct zc_entity_now {
    const struct zc_entity *entity;
    struct zc_str item; /* of the row of the repeat; empty: of the record */
    bool create, update;
    struct zc_str id, label;
    bool id_moves; /* the id is drawn by chance each time it is asked for: good for new ones only */
    struct zc_entity_value { /* by entity->saves */
        bool asked;
        struct zc_str value;
    } * values;
};
/* All of them that are to be made or changed, in the order of the sheet and of the rows; `all` in
 * `arena`. */
void zc_fill_entities(const struct zc_fill *fill, struct zc_arena *arena,
                      struct zc_entity_now **all, size_t *n);

/* The question that takes the label of a list's entities; NULL: the form has none that is free. */
const struct zc_question *zc_entity_label(const struct zc_entity *entity,
                                          const struct zc_form *list);
/* What only the whole pack shows: lists that are no form, fields that a form lacks. */
void zc_entities_check(const struct zc_pack *pack, struct zc_findings *findings);

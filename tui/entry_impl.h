#pragma once
#include "forms/entity.h"
#include "tui/survey.h"

/* What the parts of an entry share. */

/* entry_files.c: the files of its answers are there under another id too, before the record gets
 * it. */
bool zc_entry_files_follow(struct zc_entry *entry, struct zc_rid to, struct zc_err *err);

/* What saving an entry does to other records (entry_entities.c): the entities of forms/entity.h.
 * They are worked out before the transaction of the save begins, and written within it. */

struct zc_entry_entity {
    const struct zc_entity_now *now;
    const struct zc_entity_now *before; /* of the state the entry was opened on; NULL: all is new */
};
struct zc_entry_plan {
    size_t n;
    struct zc_entry_entity *all;
};

/* Nothing to do for a draft, and where the form has none. In `arena`. */
void zc_entry_plan(struct zc_entry *entry, enum zc_save how, struct zc_arena *arena,
                   struct zc_entry_plan *out);
/* After the record's own revision: the same act. Fails, and the whole save with it, when a record
 * that is to be changed is not here, void, locked, of another form, or in conflict there. */
bool zc_entry_put_entities(struct zc_entry *entry, struct zc_txn *txn,
                           const struct zc_entry_plan *plan, struct zc_arena *arena,
                           struct zc_err *err);

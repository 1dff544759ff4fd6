#pragma once
#include "storage/record.h"

/* Links between records of forms (关联), backwards: which records name a record. Every commit keeps
 * it: each visible record stands under every record that one of its link fields names (nlinks of
 * struct zc_index_form in store.h), as a key
 *
 *   view   ZC_VIEW_LINK · form NUL · field NUL · id of the target NUL · rid 16
 *
 * It follows from the states alone, is compared by `check` and made again by a rebuild like every
 * view. Of a field in conflict the provisional value counts. Not to be mistaken for the links
 * between duplicates (_dup_of, record.h). */

struct zc_link_list {
    struct zc_rid *all; /* ascending, each once */
    size_t n, cap;
};
void zc_link_list_release(struct zc_link_list *list);

/* Visible records of `form` that name `target` in link field `field`. Who names a duplicate hidden
 * behind `target` names `target`. */
bool zc_link_find(struct zc_txn *txn, struct zc_str form, struct zc_str field, struct zc_rid target,
                  struct zc_link_list *out, struct zc_err *err);
/* Visible records of `form` whose value of `field` (one of the plan's `sorted`) has the same normal
 * form (zc_key_normal) as far as the sorted view goes: what is wanted exactly is still to be
 * compared. */
bool zc_link_find_value(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                        struct zc_str value, struct zc_link_list *out, struct zc_err *err);
/* The same for all visible records of `form`, if there are no more than `most`: *few. */
bool zc_link_find_all(struct zc_txn *txn, struct zc_str form, size_t most, struct zc_link_list *out,
                      bool *few, struct zc_err *err);

/* Visible records of `form` whose value of `field` begins with `start` in normal form, in the order
 * of values, at most `most`. None where no view has the field: the key of the form or one of the
 * plan's `sorted`. */
bool zc_link_find_start(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                        struct zc_str start, size_t most, struct zc_link_list *out,
                        struct zc_err *err);
/* Goes through the values of a sorted field in normal form (no field: through all records, by their
 * ids), from the position `from` on (empty: the beginning), until `each` returns false; then *from
 * is where to go on. False at the end, or where the field has no such view: everything was seen. */
bool zc_link_walk(struct zc_txn *txn, struct zc_str form, struct zc_str field, struct zc_buf *from,
                  bool (*each)(void *ctx, struct zc_str value, struct zc_rid rid), void *ctx);

enum zc_link_state {
    ZC_LINK_HERE,  /* a visible record of the form */
    ZC_LINK_VOID,  /* it was made void */
    ZC_LINK_AWAY,  /* not in this store (yet) */
    ZC_LINK_OTHER, /* a record of another form */
};
/* What a link of records of `form` leads to. *root: the record itself or, for a duplicate, the one
 * that it is hidden behind. A visible record costs one look at its key. */
enum zc_link_state zc_link_look(struct zc_txn *txn, struct zc_str form, struct zc_rid rid,
                                struct zc_rid *root);

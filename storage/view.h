#pragma once
#include "storage/record.h"

/* Views (视图): sorted lists of records kept by every commit. A list on the screen copies a
 * screenful out and never holds the ledger. Database `view`: view number 1 · sort key of at
 * most 480 bytes without NUL · NUL · rid 16. */

enum zc_view_kind {
    ZC_VIEW_ALL,     /* visible records of a form by rid; form "" = all forms of the ledger */
    ZC_VIEW_FIELD,   /* by a field of the plan's `sorted` (arg = field) in normal form
                        (zc_key_normal), so that it answers lookups too; then rid */
    ZC_VIEW_CHANGED, /* by time of the last change; newest last: walk it backwards */
    ZC_VIEW_STATUS,  /* arg = status name; rid order within */
    ZC_VIEW_AREA,    /* arg = code of a community or street (prefix of the code) */
    ZC_VIEW_QUEUE    /* arg = queue: conflict changed status? del? dup? dup-edited dangling
                        dup-of-deleted partial asked answered doubt returned draft void linked other;
                        asked: somebody still has to answer; answered: a checker has to look at what
                        was said; linked: behind another */
};
struct zc_view_spec {
    enum zc_view_kind kind;
    struct zc_str form, arg;
    bool descending;
};

struct zc_view;
/* Lives in the transaction. NULL when the plan has no such view. */
struct zc_view *zc_view_open(struct zc_txn *txn, const struct zc_view_spec *spec,
                             struct zc_err *err);
void zc_view_close(struct zc_view *view);
bool zc_view_first(struct zc_view *view, struct zc_rid *rid);
bool zc_view_last(struct zc_view *view, struct zc_rid *rid);
bool zc_view_next(struct zc_view *view, struct zc_rid *rid);
bool zc_view_prev(struct zc_view *view, struct zc_rid *rid);
/* First entry whose sort key begins with or lies behind `key`. */
bool zc_view_seek(struct zc_view *view, struct zc_str key, struct zc_rid *rid);
/* Stands on the entry of this record (its current sort key), false when it has none. */
bool zc_view_find(struct zc_view *view, struct zc_rid rid);

/* Ranks for scroll bars and jumps: a checkpoint each 256 entries, made by one walk, good for
 * the transaction number it was made at. 1,000,000 records: 4,000 checkpoints. */
struct zc_view_map;
struct zc_view_map *zc_view_map_new(struct zc_view *view);
void zc_view_map_free(struct zc_view_map *map);
uint64_t zc_view_map_count(const struct zc_view_map *map);
uint64_t zc_view_map_number(const struct zc_view_map *map); /* zc_txn_number it belongs to */
/* Stands on the entry with this rank (from 0). */
bool zc_view_at(struct zc_view *view, const struct zc_view_map *map, uint64_t rank,
                struct zc_rid *rid);
/* Rank of the entry the view stands on. */
uint64_t zc_view_rank(struct zc_view *view, const struct zc_view_map *map);

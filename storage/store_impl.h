#pragma once
#include "storage/store.h"

/* Private to storage/: keys and values of the databases, and the names of fields as numbers.
 * Only store*.c include lmdb.h. */

enum zc_db {
    ZC_DB_REV,     /* rid 16 + revision id 20 -> packed revision */
    ZC_DB_STATE,   /* rid 16 -> packed state */
    ZC_DB_VIEW,    /* see view_keys.h -> empty */
    ZC_DB_COUNT,   /* see count_keys.h -> u64 */
    ZC_DB_LINK,    /* target rid 16 + rid 16 -> empty: who is linked to whom */
    ZC_DB_NAME,    /* field or attribute name -> number, number -> name */
    ZC_DB_PACK,    /* version NUL path -> bytes */
    ZC_DB_UNSAVED, /* rid 16 -> draft */
    ZC_DB_META,    /* schema, identity, plan */
    ZC_DB_LOCAL,   /* people, settings, running numbers */
    ZC_DB_PEND,    /* hash of a waiting ledger row -> row (pending.h) */
    ZC_DB_COUNT_OF
};

/* Value borrowed from the map until the next write of the transaction. */
bool zc_kv_get(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_str *value);
bool zc_kv_put(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_str value,
               struct zc_err *err);
/* The same, quicker for a key behind all others; other keys are put where they belong. */
bool zc_kv_append(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_str value,
                  struct zc_err *err);
/* A missing key is fine. */
bool zc_kv_del(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_err *err);
bool zc_kv_clear(struct zc_txn *txn, enum zc_db db, struct zc_err *err);
uint64_t zc_kv_entries(struct zc_txn *txn, enum zc_db db);
/* Something could not be read so far, and was taken as not there. */
bool zc_txn_is_damaged(const struct zc_txn *txn);
bool zc_kv_get_u64(struct zc_txn *txn, enum zc_db db, struct zc_str key, uint64_t *value);
bool zc_kv_put_u64(struct zc_txn *txn, enum zc_db db, struct zc_str key, uint64_t value,
                   struct zc_err *err);

struct zc_cursor;
struct zc_cursor *zc_cursor_open(struct zc_txn *txn, enum zc_db db);
void zc_cursor_close(struct zc_cursor *cursor); /* NULL is fine */
/* Each false at the end. `seek`: first key that is not smaller. */
bool zc_cursor_seek(struct zc_cursor *cursor, struct zc_str key, struct zc_str *found,
                    struct zc_str *value);
bool zc_cursor_next(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value);
bool zc_cursor_prev(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value);
bool zc_cursor_last(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value);
/* As zc_kv_append, for many keys one after another in a write transaction. */
bool zc_cursor_append(struct zc_cursor *cursor, struct zc_str key, struct zc_str value,
                      struct zc_err *err);
bool zc_cursor_here(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value);

/* Numbers of names, from 1. `number` makes a new one in a write transaction; 0 on failure. */
uint32_t zc_name_number(struct zc_txn *txn, struct zc_str name, struct zc_err *err);
/* Empty when there is none. Lives as long as the store. */
struct zc_str zc_name_text(struct zc_txn *txn, uint32_t number);

const struct zc_index_plan *zc_store_plan(const struct zc_txn *txn);
struct zc_unit_maker;
/* Makes units with the places of the plan; the name of a unit lives until the next one is made. */
struct zc_unit_maker *zc_store_unit_maker(const struct zc_txn *txn);
const struct zc_index_form *zc_plan_form(const struct zc_index_plan *plan, struct zc_str form);
/* The transaction changed records, all of them or this one (changes.h): zc_txn_number rises with
 * the commit. */
void zc_txn_touch(struct zc_txn *txn);
void zc_txn_touch_record(struct zc_txn *txn, struct zc_rid rid);
bool zc_txn_is_touched(const struct zc_txn *txn);
bool zc_store_finish_plan(struct zc_txn *txn, struct zc_err *err); /* after building.h */
bool zc_store_begin_plan(struct zc_txn *txn, struct zc_str mark, struct zc_err *err); /* before */
/* All counters but the two that are this store's history and no sum over states: changes, and
 * revisions not yet exported. */
bool zc_store_clear_counts(struct zc_txn *txn, struct zc_err *err);

/* Keys with ids in them. */
void zc_rid_key(struct zc_rid rid, uint8_t out[ZC_RID_KEY]);
struct zc_rid zc_rid_of_key(const char *key);

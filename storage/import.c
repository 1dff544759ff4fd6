#include "storage/import.h"
#include "core/alloc.h"
#include "core/fold.h"
#include "storage/backup.h"
#include "storage/building.h"
#include "storage/dup_news.h"
#include "storage/exchange_file.h"
#include "storage/local.h"
#include "storage/record_impl.h"
#include "storage/revs.h"
#include <stdlib.h>
#include <string.h>

enum {
    BATCH = 5000,
    FILL_BATCH = 20000,
    BATCH_BYTES = 128 * 1024 * 1024 /* of lines and their cells, for files of very long lines */
};

enum { WAS_HERE = 1, CHANGED = 2, CONFLICT = 4, TWICE = 8, DUP = 16 /* foreseen */ };
struct import_record {
    struct zc_rid rid;
    uint8_t bits;
};

struct zc_import {
    struct zc_store *store;
    struct zc_import_options options;
    struct zc_buf path;
    struct zc_infile *file;
    struct zc_exchange_reader reader;
    /* What the batch brings: revisions that the store does not have, and the place of the record
     * of each in `records`. Texts lie in `arena`. */
    struct zc_rev *fresh;
    size_t *places;
    size_t nfresh, fresh_cap, places_cap;
    struct zc_arena arena;
    bool at_end;
    bool started, fills; /* `building` is ours */
    struct zc_building building;
    struct import_record *records; /* in the order of the file */
    size_t nrecords, records_cap;
    struct zc_dup_news dups;
    struct zc_import_report report;
};

/* Reading */

static bool has_state(struct zc_txn *txn, struct zc_rid rid)
{
    uint8_t key[ZC_RID_KEY];
    struct zc_str value;
    zc_rid_key(rid, key);
    return zc_kv_get(txn, ZC_DB_STATE, (struct zc_str){ (const char *)key, sizeof key }, &value);
}

static size_t note_record(struct zc_import *import, struct zc_txn *txn, struct zc_rid rid)
{
    size_t n = import->nrecords;
    if (n > 0 && zc_rid_eq(import->records[n - 1].rid, rid))
        return n - 1; /* files are sorted by record: the usual case */
    import->records = zc_grow(import->records, n, &import->records_cap, sizeof *import->records);
    import->records[n] = (struct import_record){ rid, has_state(txn, rid) ? WAS_HERE : 0 };
    import->nrecords++;
    return n;
}

static void take_line(struct zc_import *import, struct zc_txn *txn, struct zc_str line)
{
    struct zc_rev rev;
    struct zc_err why;
    line = zc_arena_copy(&import->arena, line); /* the cells of the revision lie in it */
    if (zc_exchange_next(&import->reader, line, &import->arena, &rev, &why) != ZC_EXCHANGE_REV)
        return;
    size_t place = note_record(import, txn, rev.rid);
    if (zc_revs_has(txn, rev.rid, &rev.id))
        return;
    import->fresh =
        zc_grow(import->fresh, import->nfresh, &import->fresh_cap, sizeof *import->fresh);
    import->places =
        zc_grow(import->places, import->nfresh, &import->places_cap, sizeof *import->places);
    import->fresh[import->nfresh] = rev;
    import->places[import->nfresh++] = place;
}

/* Only a reader is open while the file is read: other programs can write. */
static bool read_batch(struct zc_import *import, size_t max, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_READ, err);
    struct zc_str line;
    bool ok = txn != NULL, more = true;
    import->nfresh = 0;
    zc_arena_reset(&import->arena);
    for (size_t i = 0; ok && more && i < max && import->arena.bytes < BATCH_BYTES; i++) {
        ok = zc_infile_line(import->file, ZC_EXCHANGE_MAX_LINE, &line, &more, err);
        if (ok && more)
            take_line(import, txn, line);
    }
    zc_txn_abort(txn);
    import->at_end = !more;
    return ok;
}

static bool check_kind(const char *path, struct zc_str bytes, struct zc_err *err)
{
    bool newer = false;
    if (!zc_exchange_is(bytes, &newer))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%s”不是交换文件（第一行应以 zc1, 开头）；请用对方“导出”的文件",
                            "'%s' is no exchange file (its first line should begin with zc1,); "
                            "use the file that the other group exported"),
                       path);
    if (newer)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%s”由更新版的造册导出，本程序不认识；请换用新程序",
                            "'%s' was exported by a newer zaoce; use the newer program"),
                       path);
    return true;
}

struct zc_import *zc_import_open(struct zc_store *store, const char *path,
                                 const struct zc_import_options *options, struct zc_err *err)
{
    struct zc_import *import = zc_alloc_zeroed(1, sizeof *import);
    import->store = store;
    import->options = *options;
    zc_buf_text(&import->path, path);
    zc_store_check_readers(store);
    zc_exchange_reader_init(&import->reader);
    import->file = zc_infile_open(path, err);
    if (import->file && check_kind(path, zc_infile_head(import->file), err))
        return import;
    zc_import_free(import);
    return NULL;
}

/* Putting */

/* `whole`: the revisions from `from` on are all that there are of a record. */
static bool refresh(struct zc_import *import, struct zc_txn *txn, size_t from, size_t end,
                    bool whole, struct zc_err *err)
{
    struct import_record *record = &import->records[import->places[from]];
    uint32_t nconflicts = 0;
    if (!import->fills && (record->bits & (WAS_HERE | CHANGED)) == WAS_HERE &&
        !zc_dup_news_before(&import->dups, txn, record->rid, err))
        return false;
    bool ok = import->fills ? zc_building_put(&import->building, txn, record->rid,
                                              whole ? import->fresh + from : NULL, end - from,
                                              &nconflicts, err)
                            : zc_record_refresh_count(txn, record->rid, &nconflicts, err);
    record->bits |= CHANGED;
    record->bits = (uint8_t)(nconflicts ? record->bits | CONFLICT : record->bits & ~CONFLICT);
    return ok;
}

/* All revisions of a record that stand side by side, then its state. */
static bool put_record(struct zc_import *import, struct zc_txn *txn, size_t from, size_t end,
                       struct zc_err *err)
{
    bool any = false, whole = !has_state(txn, import->fresh[from].rid);
    for (size_t i = from; i < end; i++) {
        bool fresh;
        if (!(import->fills ? zc_revs_append : zc_revs_put)(txn, &import->fresh[i], &fresh, err))
            return false;
        import->report.revisions += fresh;
        any |= fresh;
        whole &= fresh; /* a line may stand twice in the file */
    }
    return !any || refresh(import, txn, from, end, whole, err);
}

/* A dry run: what the record would be with what the batch brings. A line may stand twice. */
static bool foresee(struct zc_import *import, struct zc_txn *txn, size_t from, size_t end,
                    struct zc_err *err)
{
    struct import_record *record = &import->records[import->places[from]];
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_rev *known;
    size_t n = 0;
    bool dup = false;
    bool ok = zc_dup_news_before(&import->dups, txn, record->rid, err) &&
              zc_revs_load(txn, record->rid, &arena, &known, &n, err);
    struct zc_rev *all = ZC_NEW(&arena, struct zc_rev, n + (end - from));
    for (size_t i = 0; i < n; i++)
        all[i] = known[i];
    for (size_t i = from; i < end; i++) {
        size_t same = 0;
        while (same < n && zc_revid_cmp(&all[same].id, &import->fresh[i].id) != 0)
            same++;
        if (same == n)
            all[n++] = import->fresh[i];
    }
    if (ok) {
        zc_fold(all, n, &arena, &state);
        ok = zc_dup_news_foresee(&import->dups, txn, &state, &dup, err);
    }
    record->bits |= CHANGED;
    record->bits =
        (uint8_t)(ok && state.nconflicts ? record->bits | CONFLICT : record->bits & ~CONFLICT);
    record->bits = (uint8_t)(dup ? record->bits | DUP : record->bits & ~DUP);
    zc_arena_release(&arena);
    return ok;
}

static bool put_batch(struct zc_import *import, struct zc_txn *txn, struct zc_err *err)
{
    bool ok = true;
    for (size_t from = 0, end; from < import->nfresh && ok; from = end) {
        for (end = from + 1; end < import->nfresh; end++) {
            if (import->places[end] != import->places[from])
                break;
        }
        ok = import->options.dry_run ? foresee(import, txn, from, end, err)
                                     : put_record(import, txn, from, end, err);
    }
    return ok;
}

/* A store without records is filled; a small file is not worth the two transactions more. */
static bool choose_way(struct zc_import *import, struct zc_txn *txn, struct zc_err *err)
{
    if (!import->started && zc_kv_entries(txn, ZC_DB_REV) == 0 && import->nfresh > BATCH / 5) {
        import->fills = true;
        import->started = true;
        return zc_building_begin(&import->building, txn, err);
    }
    import->started = true;
    import->fills = import->fills && zc_building_holds(&import->building, txn);
    return true;
}

static bool foresee_batch(struct zc_import *import, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_READ, err);
    bool ok = txn && put_batch(import, txn, err);
    zc_txn_abort(txn);
    return ok;
}

static bool write_batch(struct zc_import *import, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    if (zc_backup_point_set(import->options.backup, txn, import->options.at, err) &&
        choose_way(import, txn, err) && put_batch(import, txn, err))
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

/* The end */

static int cmp_record(const void *a, const void *b)
{
    return zc_rid_cmp(((const struct import_record *)a)->rid,
                      ((const struct import_record *)b)->rid);
}

/* Each record once. One that came twice (an unsorted file) was new if the store lacked it at the
 * first time. */
static void merge_records(struct zc_import *import)
{
    size_t kept = 0;
    if (import->nrecords > 1)
        qsort(import->records, import->nrecords, sizeof *import->records, cmp_record);
    for (size_t i = 0; i < import->nrecords; i++) {
        const struct import_record one = import->records[i];
        struct import_record *last = kept ? &import->records[kept - 1] : NULL;
        if (!last || !zc_rid_eq(last->rid, one.rid)) {
            import->records[kept++] = one;
            continue;
        }
        uint8_t both = (uint8_t)(last->bits & one.bits & WAS_HERE);
        last->bits = (uint8_t)(both | ((last->bits | one.bits) & (CHANGED | DUP)) | TWICE);
    }
    import->nrecords = kept;
}

/* Of a record that came twice only the store knows whether it is in conflict in the end. */
static bool look_at_twice(struct zc_import *import, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    for (size_t i = 0; i < import->nrecords && ok; i++) {
        struct zc_state state;
        bool found;
        if (!(import->records[i].bits & TWICE))
            continue;
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, import->records[i].rid, &arena, &state, &found, err);
        if (ok && found && state.nconflicts > 0)
            import->records[i].bits |= CONFLICT;
    }
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

/* What became of each record of the file (CLI.md 3). */
static bool count_records(struct zc_import *import, struct zc_err *err)
{
    merge_records(import);
    if (!look_at_twice(import, err))
        return false;
    for (size_t i = 0; i < import->nrecords; i++) {
        unsigned bits = import->records[i].bits;
        if (!(bits & CHANGED))
            import->report.same++;
        else if (bits & CONFLICT)
            import->report.conflict++;
        else if (bits & DUP)
            import->report.dup++;
        else {
            zc_dup_news_touch(&import->dups, import->records[i].rid, bits & WAS_HERE);
            ++*(bits & WAS_HERE ? &import->report.changed : &import->report.new_records);
        }
    }
    struct zc_import_report *report = &import->report;
    return import->options.dry_run ||
           zc_dup_news_settle(&import->dups, import->store, &report->new_records, &report->changed,
                              &report->dup, err);
}

static bool log_import(struct zc_import *import, struct zc_err *err)
{
    struct zc_buf detail = { 0 };
    zc_buf_printf(&detail, "%s revisions=%llu damaged=%llu", zc_buf_cstr(&import->path),
                  (unsigned long long)import->report.revisions,
                  (unsigned long long)import->report.damaged);
    bool ok = zc_audit_add(import->store, import->options.at, import->options.person,
                           ZC_STR("import"), zc_buf_str(&detail), err);
    zc_buf_release(&detail);
    return ok;
}

static bool finish(struct zc_import *import, struct zc_err *err)
{
    if (import->fills && !zc_building_finish(&import->building, import->store, err))
        return false;
    import->fills = false;
    return count_records(import, err) &&
           (import->options.dry_run || import->report.revisions == 0 || log_import(import, err));
}

static void note_lines(struct zc_import *import)
{
    const struct zc_exchange_report *lines = &import->reader.report;
    import->report.damaged = lines->damaged;
    import->report.complete = lines->complete;
    import->report.first_damaged = lines->first_damaged;
    memcpy(import->report.first_reason, lines->first_reason, sizeof lines->first_reason);
}

/* The first batch decides whether a store is filled: it is never a small one. */
static size_t batch_lines(const struct zc_import *import)
{
    size_t batch = import->options.batch;
    if (batch == 0)
        return import->fills || !import->started ? FILL_BATCH : BATCH;
    return import->options.dry_run || import->started ? (import->fills ? 4 * batch : batch) : BATCH;
}

bool zc_import_step(struct zc_import *import, bool *done, struct zc_err *err)
{
    *done = false;
    if (!read_batch(import, batch_lines(import), err))
        return false;
    note_lines(import);
    if (import->nfresh > 0 &&
        !(import->options.dry_run ? foresee_batch(import, err) : write_batch(import, err)))
        return false;
    *done = import->at_end;
    return !*done || finish(import, err);
}

void zc_import_progress(const struct zc_import *import, uint64_t *done, uint64_t *total)
{
    zc_infile_progress(import->file, done, total);
}

const struct zc_import_report *zc_import_report(const struct zc_import *import)
{
    return &import->report;
}

void zc_import_free(struct zc_import *import)
{
    struct zc_err err;
    if (!import)
        return;
    /* If this fails the store is rebuilt when it is opened next. */
    if (import->fills)
        zc_building_finish(&import->building, import->store, &err);
    zc_building_drop(&import->building);
    zc_infile_close(import->file);
    zc_exchange_reader_release(&import->reader);
    zc_free(import->fresh);
    zc_free(import->places);
    zc_free(import->records);
    zc_dup_news_release(&import->dups);
    zc_buf_release(&import->path);
    zc_arena_release(&import->arena);
    zc_free(import);
}

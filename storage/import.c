#include "storage/import.h"
#include "core/alloc.h"
#include "storage/exchange_file.h"
#include "storage/local.h"
#include "storage/store_impl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All lines are read and proved first; the revisions that the store does not have are kept, in
 * the order of the file, and go in batch by batch. */

struct import_record {
    struct zc_rid rid;
    bool was_here, changed;
};

struct zc_import {
    struct zc_store *store;
    struct zc_import_options options;
    struct zc_buf path;
    struct zc_rev *fresh;
    size_t nfresh, fresh_cap, next;
    struct import_record *records; /* by rid, each once */
    size_t nrecords, records_cap;
    struct zc_txn *looking; /* while the file is read */
    struct zc_import_report report;
    struct zc_arena arena;
};

static void note_record(struct zc_import *import, struct zc_rid rid)
{
    size_t n = import->nrecords;
    if (n > 0 && zc_rid_eq(import->records[n - 1].rid, rid))
        return; /* files are sorted by record: the usual case */
    import->records = zc_grow(import->records, n, &import->records_cap, sizeof *import->records);
    import->records[import->nrecords++] = (struct import_record){ .rid = rid };
}

static struct zc_pair *copy_pairs(struct zc_arena *arena, const struct zc_pair *pairs, uint32_t n)
{
    struct zc_pair *copy = ZC_NEW(arena, struct zc_pair, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++)
        copy[i] = (struct zc_pair){ zc_arena_copy(arena, pairs[i].name),
                                    zc_arena_copy(arena, pairs[i].value) };
    return copy;
}

static bool take_line(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *err)
{
    struct zc_import *import = ctx;
    (void)line, (void)err;
    note_record(import, rev->rid);
    if (zc_revs_has(import->looking, rev->rid, &rev->id))
        return true;
    import->fresh =
        zc_grow(import->fresh, import->nfresh, &import->fresh_cap, sizeof *import->fresh);
    struct zc_rev *copy = &import->fresh[import->nfresh++];
    *copy = *rev;
    struct zc_revid *parents = ZC_NEW(&import->arena, struct zc_revid, (size_t)rev->nparents + 1);
    if (rev->nparents)
        memcpy(parents, rev->parents, rev->nparents * sizeof *parents);
    copy->parents = parents;
    copy->attrs = copy_pairs(&import->arena, rev->attrs, rev->nattrs);
    copy->writes = copy_pairs(&import->arena, rev->writes, rev->nwrites);
    return true;
}

static int cmp_record(const void *a, const void *b)
{
    return zc_rid_cmp(((const struct import_record *)a)->rid,
                      ((const struct import_record *)b)->rid);
}

static struct import_record *find_record(struct zc_import *import, struct zc_rid rid)
{
    struct import_record want = { .rid = rid };
    return bsearch(&want, import->records, import->nrecords, sizeof want, cmp_record);
}

/* Each record once, and whether the store had it before. */
static void order_records(struct zc_import *import)
{
    size_t kept = 0;
    if (import->nrecords > 1)
        qsort(import->records, import->nrecords, sizeof *import->records, cmp_record);
    for (size_t i = 0; i < import->nrecords; i++) {
        if (kept > 0 && zc_rid_eq(import->records[kept - 1].rid, import->records[i].rid))
            continue;
        struct zc_arena arena = { 0 };
        struct zc_state state;
        struct zc_err err = { 0 };
        struct import_record *record = &import->records[kept++];
        *record = import->records[i];
        zc_record_get(import->looking, record->rid, &arena, &state, &record->was_here, &err);
        zc_arena_release(&arena);
    }
    import->nrecords = kept;
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
    struct zc_buf bytes = { 0 };
    struct zc_exchange_report report = { 0 };
    import->store = store;
    import->options = *options;
    zc_buf_text(&import->path, path);
    zc_store_check_readers(store);
    bool ok = zc_file_read(path, &bytes, err) && check_kind(path, zc_buf_str(&bytes), err) &&
              (import->looking = zc_txn_begin(store, ZC_TXN_READ, err)) &&
              zc_exchange_read(zc_buf_str(&bytes), take_line, import, &report, err);
    if (ok)
        order_records(import);
    zc_txn_abort(import->looking);
    import->looking = NULL;
    zc_buf_release(&bytes);
    if (!ok) {
        zc_import_free(import);
        return NULL;
    }
    import->report.damaged = report.damaged;
    import->report.complete = report.complete;
    import->report.first_damaged = report.first_damaged;
    snprintf(import->report.first_reason, sizeof import->report.first_reason, "%.255s",
             report.first_reason);
    return import;
}

/* What became of each record of the file (CLI.md 3). */
static bool count_records(struct zc_import *import, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    for (size_t i = 0; i < import->nrecords && ok; i++) {
        const struct import_record *record = &import->records[i];
        struct zc_arena arena = { 0 };
        struct zc_state state = { 0 };
        bool found = false;
        ok = !record->changed || zc_record_get(txn, record->rid, &arena, &state, &found, err);
        if (!record->changed)
            import->report.same++;
        else if (state.nconflicts > 0)
            import->report.conflict++;
        else if (!record->was_here)
            import->report.new_records++;
        else
            import->report.changed++;
        zc_arena_release(&arena);
    }
    zc_txn_abort(txn);
    return ok;
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

/* Records that got something in this batch are folded once, at its end. */
static bool put_batch(struct zc_import *import, struct zc_txn *txn, size_t end, struct zc_err *err)
{
    size_t from = import->next;
    uint64_t stored = 0;
    for (size_t i = from; i < end; i++) {
        bool fresh;
        if (!zc_revs_put(txn, &import->fresh[i], &fresh, err))
            return false;
        stored += fresh;
        struct import_record *record = find_record(import, import->fresh[i].rid);
        record->changed |= fresh;
        /* The next revision is of another record, or in the next batch: fold now. A record that
         * comes again later (an unsorted file) is folded again. */
        if (i + 1 == end || !zc_rid_eq(import->fresh[i + 1].rid, record->rid)) {
            if (!zc_record_refresh(txn, record->rid, err))
                return false;
        }
    }
    import->report.revisions += stored;
    import->next = end;
    return true;
}

bool zc_import_step(struct zc_import *import, bool *done, struct zc_err *err)
{
    enum { BATCH = 5000, FIRST_BATCH = 50000 };
    *done = false;
    if (import->next < import->nfresh && !import->options.dry_run) {
        struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_WRITE, err);
        if (!txn)
            return false;
        size_t batch = zc_kv_entries(txn, ZC_DB_STATE) == 0 ? FIRST_BATCH : BATCH;
        size_t left = import->nfresh - import->next;
        if (!put_batch(import, txn, import->next + (left < batch ? left : batch), err)) {
            zc_txn_abort(txn);
            return false;
        }
        if (!zc_txn_commit(txn, err))
            return false;
        if (import->next < import->nfresh)
            return true;
    }
    *done = true;
    return count_records(import, err) &&
           (import->options.dry_run || import->report.revisions == 0 || log_import(import, err));
}

void zc_import_progress(const struct zc_import *import, uint64_t *done, uint64_t *total)
{
    *done = import->next;
    *total = import->nfresh;
}

const struct zc_import_report *zc_import_report(const struct zc_import *import)
{
    return &import->report;
}

void zc_import_free(struct zc_import *import)
{
    if (!import)
        return;
    zc_free(import->fresh);
    zc_free(import->records);
    zc_buf_release(&import->path);
    zc_arena_release(&import->arena);
    zc_free(import);
}

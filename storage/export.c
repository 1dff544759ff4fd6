#include "storage/export.h"
#include "core/fold.h"
#include "storage/exchange_file.h"
#include "storage/export_impl.h"
#include "storage/revs.h"
#include "storage/store_impl.h"
#include <string.h>

enum {
    PIECE = 1024 * 1024 /* bytes gathered before they are written */
};

struct writing {
    struct zc_txn *txn;
    struct zc_exchange_digest digest;
    struct zc_outfile *file; /* NULL: only the digest is wanted */
    struct zc_buf out;
    struct zc_arena arena; /* one record */
    struct zc_export_report *report;
};

static bool flush(struct writing *w, struct zc_err *err)
{
    bool ok = !w->file || zc_outfile_write(w->file, zc_buf_str(&w->out), err);
    zc_buf_reset(&w->out);
    return ok;
}

/* Whole records only: every revision that the store has, by (gen, id). */
static bool write_record(struct writing *w, struct zc_rid rid, struct zc_err *err)
{
    struct zc_rev *revs;
    size_t n;
    if (!zc_revs_borrow(w->txn, rid, &w->arena, &revs, &n, err))
        return false;
    uint32_t *order = ZC_NEW(&w->arena, uint32_t, n + 1);
    zc_fold_order(revs, n, &w->arena, order);
    for (size_t i = 0; i < n; i++)
        zc_exchange_add(&w->digest, &revs[order[i]], &w->out);
    w->report->records++;
    w->report->revisions += n;
    return w->out.len < PIECE || flush(w, err);
}

/* The state is read only when something asks for it: the whole store goes out without. */
static bool is_wanted(struct writing *w, struct zc_rid rid, struct zc_str form,
                      zc_export_keep_fn keep, void *ctx, bool *wanted, struct zc_err *err)
{
    struct zc_state state;
    *wanted = true;
    if (form.len == 0 && !keep)
        return true;
    if (!zc_record_get(w->txn, rid, &w->arena, &state, wanted, err))
        return false;
    *wanted =
        *wanted && (form.len == 0 || zc_str_eq(state.form, form)) && (!keep || keep(ctx, &state));
    return true;
}

static bool write_all(struct writing *w, const struct zc_export_options *options,
                      struct zc_err *err)
{
    struct zc_rid rid = { 0 };
    uint64_t done = 0;
    zc_exchange_begin(&w->digest, &w->out);
    while (zc_revs_next(w->txn, rid, &rid)) {
        bool wanted;
        zc_arena_reset(&w->arena);
        if (!zc_export_goes_on(w->txn, &options->watch, done++, err) ||
            !is_wanted(w, rid, options->form, options->keep, options->ctx, &wanted, err) ||
            (wanted && !write_record(w, rid, err)))
            return false;
    }
    if (options->form.len == 0 && !options->keep &&
        !zc_revs_are_all(w->txn, w->report->revisions, err))
        return false;
    zc_exchange_end(&w->digest, &w->out, w->report->digest);
    return flush(w, err);
}

static bool export(struct zc_store *store, const struct zc_export_options *options,
                   struct zc_outfile *file, struct zc_export_report *report, struct zc_err *err)
{
    static const struct zc_export_options all = { 0 };
    struct writing w = { .file = file, .report = report };
    *report = (struct zc_export_report){ 0 };
    w.txn = zc_txn_begin(store, ZC_TXN_READ, err);
    bool ok = w.txn && write_all(&w, options ? options : &all, err);
    zc_txn_abort(w.txn);
    zc_buf_release(&w.out);
    zc_arena_release(&w.arena);
    return ok;
}

bool zc_export_goes_on(struct zc_txn *txn, const struct zc_export_watch *watch, uint64_t done,
                       struct zc_err *err)
{
    enum { EVERY = 256 };
    if (!watch->go_on || done % EVERY != 0 ||
        watch->go_on(watch->ctx, done, zc_kv_entries(txn, ZC_DB_STATE)))
        return true;
    return zc_fail(err, ZC_E_SYSTEM,
                   ZC_T("已停止，没有留下文件", "stopped, no file was left behind"));
}

bool zc_export_exchange(struct zc_store *store, const struct zc_export_options *options,
                        const char *path, struct zc_export_report *report, struct zc_err *err)
{
    struct zc_outfile *file = zc_outfile_open(path, err);
    if (!file)
        return false;
    if (export(store, options, file, report, err))
        return zc_outfile_commit(file, err);
    zc_outfile_abort(file);
    return false;
}

bool zc_export_digest(struct zc_store *store, struct zc_export_report *report, struct zc_err *err)
{
    return export(store, NULL, NULL, report, err);
}

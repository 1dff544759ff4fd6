#include "storage/import_list.h"
#include "core/alloc.h"
#include "core/fold_text.h"
#include "core/utf8.h"
#include "storage/backup.h"
#include "storage/dup_news.h"
#include "storage/local.h"
#include "storage/spoil.h"
#include "storage/store_impl.h"
#include "storage/view.h"
#include <stdlib.h>
#include <string.h>

/* A row of the file between the two readings: 24 bytes. */
struct place {
    struct zc_rid rid; /* derived from its key */
    uint32_t at;       /* of the source */
};

/* Where a key field without a view leads to: normal form hashed, sorted. */
struct known_key {
    uint64_t hash;
    struct zc_rid rid;
};

struct zc_import_list {
    struct zc_store *store;
    struct zc_list_source source;
    struct zc_import_list_options options;
    struct zc_str form_attr; /* FORM@VERSION */
    bool has_view;           /* the store keeps a view of the key field */
    struct place *places;    /* by rid once all are read; those of refused rows are gone */
    size_t nplaces, cap, next;
    struct known_key *known;
    size_t nknown, known_cap;
    struct zc_dup_news dups;
    struct zc_import_list_report report;
    struct zc_arena row, arena;
};

static void tell(struct zc_import_list *import, const struct zc_list_row *row, const char *reason)
{
    struct zc_list_notice notice = {
        .line = row->line, .value = row->key, .reason = zc_str_of(reason), .refused = true
    };
    import->report.refused++;
    import->source.notice(import->source.ctx, &notice);
}

/* First reading: keys */

static int cmp_cell(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_list_cell *)a)->field,
                      ((const struct zc_list_cell *)b)->field);
}

/* A row without key: its cells as field=value by field, joined by LF. */
static struct zc_str key_of_cells(const struct zc_list_row *row, struct zc_arena *arena)
{
    struct zc_list_cell *cells = ZC_NEW(arena, struct zc_list_cell, (size_t)row->ncells + 1);
    struct zc_buf text = { 0 };
    if (row->ncells)
        memcpy(cells, row->cells, row->ncells * sizeof *cells);
    qsort(cells, row->ncells, sizeof *cells, cmp_cell);
    for (uint32_t i = 0; i < row->ncells; i++) {
        if (zc_field_is_system(cells[i].field))
            continue;
        if (text.len > 0)
            zc_buf_char(&text, '\n');
        zc_buf_printf(&text, "%.*s=%.*s", ZC_ARG(cells[i].field), ZC_ARG(cells[i].value));
    }
    struct zc_str key = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return key;
}

static bool read_row(struct zc_import_list *import, size_t at, bool first, struct zc_list_row *row,
                     struct zc_str *key, struct zc_err *err)
{
    zc_arena_reset(&import->row);
    *row = (struct zc_list_row){ 0 };
    if (!import->source.read(import->source.ctx, at, first, &import->row, row, err))
        return false;
    *key = zc_key_normal(row->key, &import->row);
    return true;
}

static struct zc_rid derive(struct zc_import_list *import, const struct zc_list_row *row,
                            struct zc_str key)
{
    if (key.len == 0)
        key = key_of_cells(row, &import->row);
    return zc_rid_derive(import->options.form, import->options.field, key);
}

static bool read_keys(struct zc_import_list *import, struct zc_err *err)
{
    struct zc_list_row row;
    struct zc_str key;
    for (size_t at = 0; at < import->source.nrows; at++) {
        if (!read_row(import, at, true, &row, &key, err))
            return false;
        if (row.refused) {
            import->report.refused++;
            continue;
        }
        import->places =
            zc_grow(import->places, import->nplaces, &import->cap, sizeof *import->places);
        import->places[import->nplaces++] =
            (struct place){ derive(import, &row, key), (uint32_t)at };
    }
    return true;
}

static int cmp_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = zc_rid_cmp(x->rid, y->rid);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Names as loosely as text can be compared: without blanks and punctuation, folded. */
static struct zc_str loose(struct zc_str title, struct zc_arena *arena)
{
    struct zc_buf out = { 0 };
    zc_fold_text(title, &out);
    struct zc_str normal = zc_key_normal(zc_buf_str(&out), arena);
    zc_buf_release(&out);
    return normal;
}

/* A key that stands twice: none of the rows is taken, each is told where the first one is and
 * whether the names agree (DOMAIN.md 9.1 point 9). */
static bool tell_twice(struct zc_import_list *import, const struct place *run, size_t n,
                       struct zc_err *err)
{
    struct zc_arena kept = { 0 };
    struct zc_buf reason = { 0 };
    struct zc_list_row row;
    struct zc_str key, title = { 0 };
    uint64_t first_line = 0;
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        ok = read_row(import, run[i].at, false, &row, &key, err);
        if (!ok)
            break;
        struct zc_str name = loose(row.title, &import->row);
        zc_buf_reset(&reason);
        if (i == 0) {
            first_line = row.line;
            title = zc_arena_copy(&kept, name);
            zc_buf_printf(&reason,
                          ZC_T("代码在本文件里出现%zu次，都未收；请核对后只留一行",
                               "the key stands %zu times in this file, none was taken; keep one "
                               "row"),
                          n);
        } else {
            zc_buf_printf(&reason,
                          zc_str_eq(name, title)
                              ? ZC_T("与第%llu行代码相同，名称一致（同一家），未收",
                                     "same key and name as line %llu (the same unit), not taken")
                              : ZC_T("与第%llu行代码相同，名称写法不同，请核对代码和名称，未收",
                                     "same key as line %llu under another name, check both; "
                                     "not taken"),
                          (unsigned long long)first_line);
        }
        tell(import, &row, zc_buf_cstr(&reason));
    }
    zc_buf_release(&reason);
    zc_arena_release(&kept);
    return ok;
}

static bool take_out_doubles(struct zc_import_list *import, struct zc_err *err)
{
    size_t kept = 0;
    if (import->nplaces > 1)
        qsort(import->places, import->nplaces, sizeof *import->places, cmp_place);
    for (size_t i = 0, n; i < import->nplaces; i += n) {
        const struct place *run = &import->places[i];
        for (n = 1; i + n < import->nplaces && zc_rid_eq(run[n].rid, run->rid);)
            n++;
        if (n == 1)
            import->places[kept++] = *run;
        else if (!tell_twice(import, run, n, err))
            return false;
    }
    import->nplaces = kept;
    return true;
}

/* Matching */

static uint64_t hash_of(struct zc_str key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    return hash;
}

static int cmp_known(const void *a, const void *b)
{
    const struct known_key *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return zc_rid_cmp(x->rid, y->rid);
}

static void add_known(struct zc_import_list *import, struct zc_rid rid, struct zc_str key)
{
    import->known =
        zc_grow(import->known, import->nknown, &import->known_cap, sizeof *import->known);
    import->known[import->nknown++] = (struct known_key){ hash_of(key), rid };
}

/* A key field without a view: one walk over the form's records instead of one a row. */
static bool collect_known(struct zc_import_list *import, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = import->options.form };
    struct zc_view *view = zc_view_open(txn, &spec, err);
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_rid rid;
    bool found, ok = view != NULL;
    for (bool more = ok && zc_view_first(view, &rid); more && ok; more = zc_view_next(view, &rid)) {
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, rid, &arena, &state, &found, err);
        const struct zc_field *field = ok ? zc_state_field(&state, import->options.field) : NULL;
        for (uint32_t v = 0; field && !field->gone && v < field->nvalues; v++) {
            struct zc_str key = zc_key_normal(field->values[v], &arena);
            if (key.len > 0)
                add_known(import, rid, key);
        }
    }
    zc_view_close(view);
    zc_arena_release(&arena);
    if (import->nknown > 1)
        qsort(import->known, import->nknown, sizeof *import->known, cmp_known);
    return ok;
}

/* Visible records with this key, as far as two. */
static bool find_matches(struct zc_import_list *import, struct zc_txn *txn, struct zc_str key,
                         struct zc_rid out[2], size_t *n, struct zc_err *err)
{
    struct zc_state state;
    bool found;
    *n = 0;
    if (key.len == 0)
        return true;
    if (import->has_view)
        return zc_record_by_key(txn, import->options.form, import->options.field, key, out, 2, n,
                                err);
    uint64_t hash = hash_of(key);
    size_t low = 0, high = import->nknown;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (import->known[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < import->nknown && import->known[low].hash == hash && *n < 2; low++) {
        struct zc_rid rid = import->known[low].rid;
        if (!zc_record_get(txn, rid, &import->row, &state, &found, err))
            return false;
        if (found && zc_record_has_key(&state, import->options.field, key, &import->row))
            out[(*n)++] = rid;
    }
    return true;
}

/* Revisions */

static const struct zc_str list_prefix = ZC_LIT("_list:");

struct zc_str zc_list_name(struct zc_str text, struct zc_arena *arena)
{
    static const char allowed[] = "._-";
    struct zc_str cut =
        zc_str_head(text, text.len < ZC_LIST_NAME_MAX ? text.len : ZC_LIST_NAME_MAX);
    cut = zc_str_head(cut, zc_utf8_valid_len(cut));
    char *name = ZC_NEW(arena, char, cut.len + 1);
    size_t n = 0;
    bool told = false; /* something that is more than a dash */
    for (size_t i = 0; i < cut.len; i++) {
        unsigned char c = (unsigned char)cut.ptr[i];
        bool plain = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                     (c >= 'A' && c <= 'Z') || strchr(allowed, c);
        name[n++] = plain ? (char)c : '-';
        told |= plain && !strchr(allowed, c);
    }
    return (struct zc_str){ name, told ? n : 0 };
}

struct zc_str zc_list_of_field(struct zc_str field)
{
    return zc_str_starts(field, list_prefix) ? zc_str_from(field, list_prefix.len)
                                             : (struct zc_str){ 0 };
}

static bool make_rev(struct zc_import_list *import, struct zc_rid rid, const struct zc_pair *writes,
                     size_t n, struct zc_rev *out, struct zc_err *err)
{
    const struct zc_pair attrs[] = { { ZC_STR("form"), import->form_attr },
                                     { ZC_STR("src"), ZC_STR("list") } };
    return zc_rev_make(rid, NULL, 0, attrs, 2, writes, n, &import->row, out, err);
}

static bool make_record(struct zc_import_list *import, struct zc_rid rid,
                        const struct zc_list_row *row, struct zc_str key, struct zc_rev *out,
                        struct zc_err *err)
{
    struct zc_pair *writes = ZC_NEW(&import->row, struct zc_pair, (size_t)row->ncells + 1);
    size_t n = 0;
    for (uint32_t i = 0; i < row->ncells; i++)
        writes[n++] = (struct zc_pair){ row->cells[i].field, row->cells[i].value };
    if (key.len > 0)
        writes[n++] = (struct zc_pair){ import->options.field, key };
    return make_rev(import, rid, writes, n, out, err);
}

/* That the list has this unit, as a revision beside those of the row. *n stays where it is when
 * the record knows that already. */
static bool add_membership(struct zc_import_list *import, struct zc_rid rid,
                           const struct zc_list_row *row, struct zc_str key,
                           const struct zc_rev *revs, size_t nrevs, struct zc_rev *out, size_t *n,
                           struct zc_err *err)
{
    if (import->options.list.len == 0)
        return true;
    struct zc_pair write = { zc_arena_printf(&import->row, "%.*s%.*s", ZC_ARG(list_prefix),
                                             ZC_ARG(import->options.list)),
                             row->title.len ? row->title
                             : key.len      ? key
                                            : ZC_STR("1") };
    for (size_t i = 0; i < nrevs; i++) {
        const struct zc_pair *known = zc_rev_write(&revs[i], write.name);
        if (known && zc_str_eq(known->value, write.value))
            return true;
    }
    return make_rev(import, rid, &write, 1, &out[*n], err) && ++*n;
}

/* Did some revision ever write this, or what a spreadsheet makes this cell of? */
static bool is_known_cell(const struct zc_rev *revs, size_t n, const struct zc_list_cell *cell)
{
    for (size_t i = 0; i < n; i++) {
        const struct zc_pair *write = zc_rev_write(&revs[i], cell->field);
        if (write && (zc_spoil_untouched(write->value, cell->value) ||
                      zc_spoil_untouched(write->value, cell->raw)))
            return true;
    }
    return false;
}

/* The cells of the row that say something new, each as a revision of its own: then the same cell
 * has the same id on every laptop, whatever was decided in between. */
static bool make_proposals(struct zc_import_list *import, struct zc_rid rid,
                           const struct zc_list_row *row, const struct zc_rev *revs, size_t nrevs,
                           struct zc_rev *out, size_t *n, struct zc_err *err)
{
    *n = 0;
    for (uint32_t i = 0; i < row->ncells; i++) {
        const struct zc_list_cell *cell = &row->cells[i];
        struct zc_pair write = { cell->field, cell->value };
        if (zc_field_is_system(cell->field) || is_known_cell(revs, nrevs, cell))
            continue;
        if (!make_rev(import, rid, &write, 1, &out[*n], err))
            return false;
        ++*n;
    }
    return true;
}

/* A row that was taken, or in a dry run would be. */
static bool count_row(struct zc_import_list *import, struct zc_txn *txn,
                      const struct zc_state *state, bool was_here, struct zc_err *err)
{
    bool dup = false;
    if (import->options.dry_run && !zc_dup_news_foresee(&import->dups, txn, state, &dup, err))
        return false;
    ++*(dup        ? &import->report.dup
        : was_here ? &import->report.changed
                   : &import->report.new_records);
    if (!import->options.dry_run)
        zc_dup_news_touch(&import->dups, state->rid, was_here);
    return true;
}

/* Puts what is new and counts the record; in a dry run the fold is made in memory. */
static bool put_revs(struct zc_import_list *import, struct zc_txn *txn, struct zc_rid rid,
                     const struct zc_rev *old, size_t nold, const struct zc_rev *revs, size_t n,
                     struct zc_err *err)
{
    struct zc_state state = { 0 };
    bool fresh;
    if (n == 0) {
        import->report.same++;
        return true;
    }
    if (nold > 0 && !zc_dup_news_before(&import->dups, txn, rid, err))
        return false;
    struct zc_rev *all = ZC_NEW(&import->row, struct zc_rev, nold + n);
    if (nold)
        memcpy(all, old, nold * sizeof *all);
    memcpy(all + nold, revs, n * sizeof *all);
    zc_fold(all, nold + n, &import->row, &state);
    for (size_t i = 0; i < n && !import->options.dry_run; i++) {
        if (!zc_revs_put(txn, &revs[i], &fresh, err))
            return false;
        import->report.revisions += fresh;
    }
    if (!import->options.dry_run && !zc_record_refresh(txn, rid, err))
        return false;
    if (state.nconflicts > 0) {
        import->report.conflict++;
        return true;
    }
    return count_row(import, txn, &state, nold > 0, err);
}

/* Membership by itself, where the cells go another way. *noted: it was new. */
static bool note_membership(struct zc_import_list *import, struct zc_txn *txn, struct zc_rid rid,
                            const struct zc_list_row *row, struct zc_str key, bool *noted,
                            struct zc_err *err)
{
    struct zc_rev *revs, rev;
    size_t nrevs, n = 0;
    bool fresh;
    if (!zc_revs_load(txn, rid, &import->row, &revs, &nrevs, err) ||
        !add_membership(import, rid, row, key, revs, nrevs, &rev, &n, err))
        return false;
    *noted = n > 0;
    if (n == 0 || import->options.dry_run)
        return true;
    import->report.revisions++;
    return zc_revs_put(txn, &rev, &fresh, err) && zc_record_refresh(txn, rid, err);
}

/* Accepted: the cells that differ from what stands, as one edit. */
static bool accept_row(struct zc_import_list *import, struct zc_txn *txn, struct zc_rid rid,
                       const struct zc_list_row *row, struct zc_str key, struct zc_err *err)
{
    bool noted = false;
    struct zc_pair *writes = ZC_NEW(&import->row, struct zc_pair, (size_t)row->ncells + 1);
    struct zc_err denied = { 0 };
    struct zc_state state;
    bool found;
    uint32_t n = 0;
    if (!note_membership(import, txn, rid, row, key, &noted, err) ||
        !zc_record_get(txn, rid, &import->row, &state, &found, err))
        return false;
    for (uint32_t i = 0; i < row->ncells; i++) {
        const struct zc_list_cell *cell = &row->cells[i];
        const struct zc_field *field = zc_state_field(&state, cell->field);
        struct zc_str live = field ? field->values[0] : (struct zc_str){ 0 };
        bool settled = !field || field->nvalues == 1;
        if (!zc_field_is_system(cell->field) &&
            !(settled &&
              (zc_spoil_untouched(live, cell->value) || zc_spoil_untouched(live, cell->raw))))
            writes[n++] = (struct zc_pair){ cell->field, cell->value };
    }
    if (n == 0) {
        ++*(noted ? &import->report.changed : &import->report.same);
        return true;
    }
    if (!zc_dup_news_before(&import->dups, txn, rid, err))
        return false;
    if (!import->options.accept(import->options.accept_ctx, import->options.dry_run ? NULL : txn,
                                &state, writes, n, &import->row, &denied)) {
        if (denied.code == ZC_E_STORE || denied.code == ZC_E_SYSTEM) {
            *err = denied;
            return false;
        }
        tell(import, row, denied.msg);
        return true;
    }
    import->report.revisions += !import->options.dry_run;
    import->report.changed++;
    zc_dup_news_touch(&import->dups, rid, true);
    return true;
}

static bool take_matched(struct zc_import_list *import, struct zc_txn *txn, struct zc_rid rid,
                         const struct zc_list_row *row, struct zc_str key, struct zc_err *err)
{
    struct zc_rev *revs, *fresh = ZC_NEW(&import->row, struct zc_rev, (size_t)row->ncells + 1);
    size_t nrevs, n;
    if (import->options.accept)
        return accept_row(import, txn, rid, row, key, err);
    if (!zc_revs_load(txn, rid, &import->row, &revs, &nrevs, err))
        return false;
    if (!make_proposals(import, rid, row, revs, nrevs, fresh, &n, err) ||
        !add_membership(import, rid, row, key, revs, nrevs, fresh, &n, err)) {
        tell(import, row, err->msg);
        return true;
    }
    return put_revs(import, txn, rid, revs, nrevs, fresh, n, err);
}

static void tell_hidden(struct zc_import_list *import, const struct zc_list_row *row,
                        const struct zc_state *state)
{
    struct zc_buf reason = { 0 };
    struct zc_str why = zc_state_value(state, ZC_STR("_reason"));
    zc_buf_printf(
        &reason,
        state->deleted
            ? ZC_T("台账里已作废%s%.*s，未收", "void in the ledger%s%.*s, not taken")
            : ZC_T("台账里已并入另一条%s%.*s，未收", "linked to another record%s%.*s, not taken"),
        why.len ? ZC_T("：", ": ") : "", ZC_ARG(why));
    tell(import, row, zc_buf_cstr(&reason));
    zc_buf_release(&reason);
}

static bool take_unmatched(struct zc_import_list *import, struct zc_txn *txn, struct zc_rid rid,
                           const struct zc_list_row *row, struct zc_str key, struct zc_err *err)
{
    struct zc_state state;
    struct zc_rev revs[2];
    size_t n = 1;
    bool found;
    if (!zc_record_get(txn, rid, &import->row, &state, &found, err))
        return false;
    if (found && zc_record_is_visible(txn, &state)) /* its key was corrected since */
        return take_matched(import, txn, rid, row, key, err);
    if (found) {
        tell_hidden(import, row, &state);
        return true;
    }
    if (!make_record(import, rid, row, key, &revs[0], err) ||
        !add_membership(import, rid, row, key, NULL, 0, revs, &n, err)) {
        tell(import, row, err->msg);
        return true;
    }
    return put_revs(import, txn, rid, NULL, 0, revs, n, err);
}

static bool take_row(struct zc_import_list *import, struct zc_txn *txn, const struct place *place,
                     struct zc_err *err)
{
    struct zc_list_row row;
    struct zc_rid match[2];
    struct zc_str key;
    size_t n;
    if (!read_row(import, place->at, false, &row, &key, err) ||
        !find_matches(import, txn, key, match, &n, err))
        return false;
    if (n > 1) {
        tell(import, &row,
             ZC_T("台账里有几条记录都是这个代码，未收；请先处理疑似重复",
                  "several records of the ledger have this key, not taken; settle the duplicates "
                  "first"));
        return true;
    }
    return n == 1 ? take_matched(import, txn, match[0], &row, key, err)
                  : take_unmatched(import, txn, place->rid, &row, key, err);
}

/* The job */

static bool prepare(struct zc_import_list *import, struct zc_err *err)
{
    if (!read_keys(import, err) || !take_out_doubles(import, err))
        return false;
    struct zc_txn *txn = zc_txn_begin(import->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), import->options.form);
    import->has_view = plan && zc_str_eq(plan->key, import->options.field);
    bool ok = import->has_view || !plan || collect_known(import, txn, err);
    zc_txn_abort(txn);
    return ok;
}

struct zc_import_list *zc_import_list_open(struct zc_store *store,
                                           const struct zc_list_source *source,
                                           const struct zc_import_list_options *options,
                                           struct zc_err *err)
{
    struct zc_import_list *import = zc_alloc_zeroed(1, sizeof *import);
    import->store = store;
    import->source = *source;
    import->options = *options;
    import->form_attr = zc_arena_printf(&import->arena, "%.*s@%.*s", ZC_ARG(options->form),
                                        ZC_ARG(options->version));
    if (prepare(import, err))
        return import;
    zc_import_list_free(import);
    return NULL;
}

static bool log_import(struct zc_import_list *import, struct zc_err *err)
{
    struct zc_str detail = zc_arena_printf(
        &import->arena, "%.*s list revisions=%llu refused=%llu", ZC_ARG(import->options.path),
        (unsigned long long)import->report.revisions, (unsigned long long)import->report.refused);
    return zc_audit_add(import->store, import->options.at, import->options.person, ZC_STR("import"),
                        detail, err);
}

static bool finish(struct zc_import_list *import, struct zc_err *err)
{
    struct zc_import_list_report *report = &import->report;
    if (report->revisions == 0) /* also of a dry run */
        return true;
    return zc_dup_news_settle(&import->dups, import->store, &report->new_records, &report->changed,
                              &report->dup, err) &&
           log_import(import, err);
}

bool zc_import_list_step(struct zc_import_list *import, bool *done, struct zc_err *err)
{
    enum { BATCH = 5000, FIRST_BATCH = 50000 };
    *done = import->next == import->nplaces;
    if (*done)
        return finish(import, err);
    enum zc_txn_mode mode = import->options.dry_run ? ZC_TXN_READ : ZC_TXN_WRITE;
    struct zc_txn *txn = zc_txn_begin(import->store, mode, err);
    if (!txn)
        return false;
    size_t batch = import->options.batch                  ? import->options.batch
                   : zc_kv_entries(txn, ZC_DB_STATE) == 0 ? FIRST_BATCH
                                                          : BATCH;
    bool ok = true;
    for (size_t i = 0; ok && i < batch && import->next < import->nplaces; i++)
        ok = take_row(import, txn, &import->places[import->next++], err);
    if (import->options.dry_run) {
        zc_txn_abort(txn);
        return ok;
    }
    if (zc_txn_is_touched(txn))
        ok = ok && zc_backup_point_set(import->options.backup, txn, import->options.at, err);
    return zc_txn_end(txn, ok, err);
}

void zc_import_list_progress(const struct zc_import_list *import, uint64_t *done, uint64_t *total)
{
    *done = import->next;
    *total = import->nplaces;
}

const struct zc_import_list_report *zc_import_list_report(const struct zc_import_list *import)
{
    return &import->report;
}

void zc_import_list_free(struct zc_import_list *import)
{
    if (!import)
        return;
    zc_free(import->places);
    zc_free(import->known);
    zc_dup_news_release(&import->dups);
    zc_arena_release(&import->row);
    zc_arena_release(&import->arena);
    zc_free(import);
}

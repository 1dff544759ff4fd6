#include "core/alloc.h"
#include "tests/laws/stores.h"
#include <stdio.h>
#include <string.h>

/* Laws 15 to 18 (edited ledgers) and 22 (lists), on copies of a store that has everything. */

enum { REVS_MAX = 256 };

static bool nothing_happened(const struct zc_import_ledger_report *report)
{
    return report->revisions + report->changed + report->conflict + report->refused +
               report->waiting ==
           0;
}

/* Law 15: spoiled, shuffled, re-encoded, columns dropped and added, but nobody edited anything. */
static void check_untouched(struct stores *world, const struct law_store *store)
{
    struct sheet sheet;
    char path[STORES_PATH];
    stores_export_ledger(world, store, &sheet);
    sheet_spoil(&sheet, &world->dice);
    sheet_shuffle_rows(&sheet, &world->dice);
    sheet_change_columns(&sheet, &world->dice);
    stores_save_sheet(world, &sheet, path);
    struct zc_import_ledger_report report = stores_import_ledger(world, store, path);
    if (!nothing_happened(&report) || report.same + 1 != sheet.nrows)
        stores_broken(world, "law 15 untouched: %s: %llu revisions, %llu refused, %llu of %zu rows",
                      path, (unsigned long long)report.revisions,
                      (unsigned long long)report.refused, (unsigned long long)report.same,
                      sheet.nrows - 1);
    sheet_release(&sheet);
}

/* One edited cell of a random row, saved. */
struct edit {
    struct zc_rid rid;
    struct zc_str field, value;
    struct zc_state base; /* of the record when the table was given out */
    char path[STORES_PATH];
    struct zc_arena arena;
};

static struct zc_str field_of(struct zc_str header)
{
    size_t open = zc_str_find(header, ZC_STR("["));
    return zc_str_head(zc_str_from(header, open + 1), header.len - open - 2);
}

/* False: the table has no row. */
static bool edit_one(struct stores *world, const struct law_store *store, struct edit *out,
                     bool copy_row)
{
    struct sheet sheet;
    *out = (struct edit){ 0 };
    stores_export_ledger(world, store, &sheet);
    sheet_spoil(&sheet, &world->dice);
    sheet_change_columns(&sheet, &world->dice);
    size_t col = sheet_data_column(&sheet, &world->dice);
    bool ok = sheet.nrows > 1 && col < sheet.ncols;
    if (ok) {
        size_t row = 1 + dice_roll(&world->dice, sheet.nrows - 1);
        ok = zc_rid_parse(*sheet_cell(&sheet, row, sheet_column(&sheet, "_id")), &out->rid) &&
             stores_state(world, store, out->rid, &out->arena, &out->base);
        out->field = zc_arena_copy(&out->arena, field_of(*sheet_cell(&sheet, 0, col)));
        bool clear = dice_once_in(&world->dice, 3) &&
                     zc_str_trim(zc_state_value(&out->base, out->field)).len > 0;
        out->value = clear ? (struct zc_str){ 0 }
                           : zc_arena_printf(&out->arena, "改过%u", dice_roll(&world->dice, 100));
        if (copy_row)
            sheet_copy_row(&sheet, row);
        sheet_set(&sheet, row, col, out->value);
        sheet_shuffle_rows(&sheet, &world->dice);
    }
    stores_save_sheet(world, &sheet, out->path);
    sheet_release(&sheet);
    return ok;
}

static size_t load_revs(struct stores *world, const struct law_store *store, struct zc_rid rid,
                        struct zc_arena *arena, struct zc_rev **revs)
{
    struct zc_err err = { 0 };
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_READ, &err);
    if (!txn || !zc_revs_load(txn, rid, arena, revs, &n, &err))
        stores_broken(world, "revisions: %s", err.msg);
    zc_txn_abort(txn);
    return n;
}

static bool is_the_edit(const struct zc_rev *rev, const struct edit *edit)
{
    return rev->nattrs == 1 && zc_str_is(zc_rev_attr(rev, "src"), "table") && rev->nwrites == 1 &&
           zc_str_eq(rev->writes[0].name, edit->field) &&
           zc_str_eq(rev->writes[0].value, edit->value) && rev->nparents == edit->base.nheads &&
           memcmp(rev->parents, edit->base.heads, rev->nparents * sizeof *rev->parents) == 0;
}

/* Law 16: exactly that write, on the state that the table was made from, whatever was done to the
 * record since. */
static void check_edited(struct stores *world, struct law_store *store)
{
    struct edit edit;
    if (edit_one(world, store, &edit, false)) {
        struct zc_rev *before, *after;
        stores_act(world, store, 10);
        size_t nbefore = load_revs(world, store, edit.rid, &edit.arena, &before);
        struct zc_import_ledger_report report = stores_import_ledger(world, store, edit.path);
        size_t nafter = load_revs(world, store, edit.rid, &edit.arena, &after);
        bool found = false;
        for (size_t i = 0; i < nafter; i++)
            found |= is_the_edit(&after[i], &edit);
        if (report.revisions != 1 || report.refused > 0 || nafter != nbefore + 1 || !found)
            stores_broken(world, "law 16 edited: %.*s of %s: %llu revisions, %zu new, %s",
                          ZC_ARG(edit.field), edit.path, (unsigned long long)report.revisions,
                          nafter - nbefore, found ? "as it should be" : "not the edit");
    }
    zc_arena_release(&edit.arena);
}

/* The exchange file without one line: a revision that has others below it, of this record. */
static bool leave_out_ancestor(struct stores *world, const struct law_store *store,
                               const struct edit *edit, const char *whole, char *path)
{
    struct zc_buf bytes = { 0 }, less = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_rev *revs;
    struct zc_str rest, line;
    char id[ZC_REVID_TEXT + 1] = "";
    size_t n = load_revs(world, store, edit->rid, &arena, &revs);
    for (size_t i = 0; i < n && !id[0]; i++)
        if (revs[i].nparents > 0)
            zc_revid_print(&revs[i].parents[0], id);
    if (!zc_file_read(whole, &bytes, &err))
        stores_broken(world, "read: %s", err.msg);
    for (rest = zc_buf_str(&bytes); zc_str_cut(&rest, '\n', &line);) {
        if (!id[0] || !zc_str_starts(line, zc_str_of(id))) {
            zc_buf_add(&less, line);
            zc_buf_char(&less, '\n');
        }
    }
    stores_name(world, ".zc1.csv", path);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(less.ptr, 1, less.len, file) != less.len || fclose(file) != 0)
        stores_broken(world, "write of %s", path);
    zc_buf_release(&bytes);
    zc_buf_release(&less);
    zc_arena_release(&arena);
    return id[0];
}

static uint64_t waiting(struct stores *world, const struct law_store *store)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_READ, &err);
    uint64_t n = txn ? zc_pending_count(txn) : 0;
    if (!txn)
        stores_broken(world, "waiting: %s", err.msg);
    zc_txn_abort(txn);
    return n;
}

/* Law 17: the ledger before the exchange file, after it, and between two halves of it. */
static void check_waiting(struct stores *world, const struct law_store *store)
{
    struct law_store first, last, between;
    struct edit edit;
    char whole[STORES_PATH], part[STORES_PATH];
    if (edit_one(world, store, &edit, false)) {
        struct zc_buf want = { 0 };
        stores_export(world, store, true, whole);
        stores_make(world, &first);
        stores_make(world, &last);
        stores_make(world, &between);
        stores_import_ledger(world, &first, edit.path);
        if (waiting(world, &first) == 0)
            stores_broken(world, "law 17 waiting: a row without its base does not wait");
        stores_import(world, &first, whole);
        if (waiting(world, &first) > 0)
            stores_broken(world, "law 17 waiting: a row waits although its base is here");
        stores_import(world, &last, whole);
        stores_import_ledger(world, &last, edit.path);
        stores_bytes(world, &last, &want);
        if (!stores_same(world, &first, &want))
            stores_broken(world, "law 17 waiting: the ledger first gives other bytes");
        if (leave_out_ancestor(world, store, &edit, whole, part)) {
            stores_import(world, &between, part);
            stores_import_ledger(world, &between, edit.path);
            if (waiting(world, &between) == 0)
                stores_broken(world, "law 17 waiting: derived from an incomplete history");
            stores_import(world, &between, whole);
            if (!stores_same(world, &between, &want))
                stores_broken(world, "law 17 waiting: the ledger in between gives other bytes");
        }
        zc_buf_release(&want);
        stores_close(&first);
        stores_close(&last);
        stores_close(&between);
    }
    zc_arena_release(&edit.arena);
}

/* Law 18: a row copied as a template, and one of the two edited. */
static void check_copied(struct stores *world, const struct law_store *store)
{
    struct edit edit;
    if (edit_one(world, store, &edit, true)) {
        struct zc_import_ledger_report report = stores_import_ledger(world, store, edit.path);
        if (report.revisions > 0 || report.refused != 2)
            stores_broken(world, "law 18 copy row: %llu revisions, %llu refused",
                          (unsigned long long)report.revisions, (unsigned long long)report.refused);
    }
    zc_arena_release(&edit.arena);
}

void stores_check_ledgers(struct stores *world)
{
    struct law_store copy;
    stores_copy(world, &world->stores[0], &copy);
    check_untouched(world, &copy);
    check_waiting(world, &copy);
    check_copied(world, &copy);
    check_edited(world, &copy);
    stores_close(&copy);
}

/* Lists */

/* Law 22b. Where people gave a code of the list to another record, the list speaks of that one now;
 * and a row of a void record was only told, it is taken when the record is back. */
static void check_again(struct stores *world)
{
    struct law_store copy;
    bool taken[STORES_LISTS];
    stores_copy(world, &world->stores[0], &copy);
    for (size_t i = 0; i < STORES_LISTS; i++)
        taken[i] = stores_import_list(world, &copy, i).refused == 0 && !world->hand_keys;
    stores_act(world, &copy, 30);
    for (size_t i = 0; i < STORES_LISTS; i++)
        if (taken[i] && stores_import_list(world, &copy, i).revisions > 0)
            stores_broken(world, "law 22b lists: taken in again after edits, something new");
    stores_close(&copy);
}

void stores_check_lists(struct stores *world)
{
    struct law_store stores[8];
    struct zc_buf want = { 0 };
    size_t version = dice_roll(&world->dice, STORES_LISTS);
    for (size_t i = 0; i < 8; i++) {
        stores_make(world, &stores[i]);
        stores_import_list(world, &stores[i], version);
        if (i == 0)
            stores_bytes(world, &stores[i], &want);
        else if (!stores_same(world, &stores[i], &want))
            stores_broken(world, "law 22 lists: two empty stores, two results");
    }
    for (size_t i = 0; i < 8; i++)
        stores_close(&stores[i]);
    zc_buf_release(&want);
    check_again(world);
}

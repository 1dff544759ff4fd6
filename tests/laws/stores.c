#include "tests/laws/stores.h"
#include "core/alloc.h"
#include "storage/export.h"
#include "storage/folder.h"
#include "storage/import.h"
#include "tests/temp_dir.h"
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct zc_str at = ZC_LIT("2026-11-23T18:42:00+08:00");

bool stores_broken(struct stores *world, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (!world->why[0])
        vsnprintf(world->why, sizeof world->why, fmt, args);
    va_end(args);
    return false;
}

void stores_name(struct stores *world, const char *suffix, char path[STORES_PATH])
{
    snprintf(path, STORES_PATH, "%s/%zu%s", world->dir, world->nnames++, suffix);
}

/* Stores and their folders */

static void open_store(struct stores *world, struct law_store *store)
{
    static const struct zc_index_form form = { .form = ZC_LIT("t"), .key = ZC_LIT("code") };
    static const struct zc_index_plan plan = { 1, &form };
    struct zc_err err = { 0 };
    bool rebuild;
    store->store = zc_store_open(store->dir, false, &err);
    if (!store->store || !zc_store_set_plan(store->store, &plan, &rebuild, &err))
        stores_broken(world, "store: %s", err.msg);
}

void stores_make(struct stores *world, struct law_store *out)
{
    struct zc_store_identity identity = { 1 + (unsigned)world->nnames % 9, "" };
    struct zc_err err = { 0 };
    *out = (struct law_store){ 0 };
    snprintf(identity.dev, sizeof identity.dev, "d%08zu", world->nnames % 100000000);
    stores_name(world, "", out->dir);
    if (!zc_store_create(out->dir, &identity, &err))
        stores_broken(world, "store: %s", err.msg);
    open_store(world, out);
}

static bool copy_file(const char *from, const char *to)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    FILE *file = zc_file_read(from, &bytes, &err) ? fopen(to, "w") : NULL;
    bool ok = file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    ok = file && fclose(file) == 0 && ok;
    zc_buf_release(&bytes);
    return ok;
}

/* What somebody does who copies the folder to a stick and back. No transaction is open. */
static void copy_folder(struct stores *world, const char *from, const char *to)
{
    static const char *const names[] = { "data.mdb", "audit.log" };
    char a[STORES_PATH + 20], b[STORES_PATH + 20];
    struct stat st;
    mkdir(to, 0700);
    for (size_t i = 0; i < 2; i++) {
        snprintf(a, sizeof a, "%s/%s", from, names[i]);
        snprintf(b, sizeof b, "%s/%s", to, names[i]);
        if (stat(a, &st) == 0 ? !copy_file(a, b) : i == 0)
            stores_broken(world, "copying %s", a);
    }
}

void stores_copy(struct stores *world, const struct law_store *from, struct law_store *out)
{
    *out = (struct law_store){ .actor = from->actor };
    stores_name(world, "", out->dir);
    copy_folder(world, from->dir, out->dir);
    open_store(world, out);
}

void stores_close(struct law_store *store)
{
    zc_store_close(store->store);
    zc_folder_remove(store->dir);
    if (store->backup[0])
        zc_folder_remove(store->backup);
    *store = (struct law_store){ 0 };
}

static void backup_or_restore(struct stores *world, struct law_store *store)
{
    if (store->backup[0] && dice_once_in(&world->dice, 2)) {
        zc_store_close(store->store);
        zc_folder_remove(store->dir);
        copy_folder(world, store->backup, store->dir);
        open_store(world, store);
        return;
    }
    if (!store->backup[0])
        stores_name(world, "-backup", store->backup);
    copy_folder(world, store->dir, store->backup);
}

/* Files in and out */

static bool keep_some(void *ctx, const struct zc_state *state)
{
    return (*(unsigned *)ctx >> state->rid.b[ZC_RID_BYTES - 1] % 8 & 1) != 0;
}

void stores_export(struct stores *world, const struct law_store *store, bool all,
                   char path[STORES_PATH])
{
    struct zc_export_report report;
    struct zc_err err = { 0 };
    unsigned which = dice_roll(&world->dice, 256);
    stores_name(world, ".zc1.csv", path);
    struct zc_export_options options = { .keep = all ? NULL : keep_some, .ctx = &which };
    if (!zc_export_exchange(store->store, &options, path, &report, &err))
        stores_broken(world, "export: %s", err.msg);
}

uint64_t stores_import(struct stores *world, const struct law_store *store, const char *path)
{
    struct zc_import_options options = { .person = ZC_STR("王某"), .at = at };
    struct zc_err err = { 0 };
    struct zc_import *import = zc_import_open(store->store, path, &options, &err);
    uint64_t revisions = 0;
    bool done = false, ok = import != NULL;
    while (ok && !done)
        ok = zc_import_step(import, &done, &err);
    if (ok)
        revisions = zc_import_report(import)->revisions;
    zc_import_free(import);
    ok = ok && zc_pending_retry(store->store, NULL, NULL, &err);
    if (!ok)
        stores_broken(world, "import: %s", err.msg);
    return revisions;
}

static bool table_to(struct stores *world, const struct law_store *store, const char *path)
{
    struct zc_table_column columns[LAWS_COLUMNS];
    struct zc_table_options options = { .form = ZC_STR("t"),
                                        .ncolumns = LAWS_COLUMNS,
                                        .columns = columns };
    struct zc_export_report report;
    struct zc_err err = { 0 };
    for (size_t i = 0; i < LAWS_COLUMNS; i++)
        columns[i] = (struct zc_table_column){ .name = acts_columns[i].name,
                                               .label = acts_columns[i].label };
    return zc_export_table(store->store, &options, path, &report, &err) ||
           stores_broken(world, "table: %s", err.msg);
}

static void add_file(struct stores *world, const char *path, struct zc_buf *out)
{
    struct zc_err err = { 0 };
    if (!zc_file_read(path, out, &err))
        stores_broken(world, "read: %s", err.msg);
    remove(path);
}

void stores_export_ledger(struct stores *world, const struct law_store *store, struct sheet *out)
{
    char path[STORES_PATH];
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    stores_name(world, ".csv", path);
    *out = (struct sheet){ 0 };
    if (table_to(world, store, path))
        add_file(world, path, &bytes);
    if (!sheet_open(zc_buf_str(&bytes), out, &err))
        stores_broken(world, "sheet: %s", err.msg);
    zc_buf_release(&bytes);
}

static void write_file(struct stores *world, const char *path, const struct zc_buf *bytes)
{
    FILE *file = fopen(path, "w");
    bool ok = file && fwrite(bytes->ptr, 1, bytes->len, file) == bytes->len;
    if (!file || fclose(file) != 0 || !ok)
        stores_broken(world, "write of %s", path);
}

void stores_save_sheet(struct stores *world, const struct sheet *sheet, char path[STORES_PATH])
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    stores_name(world, ".csv", path);
    if (!sheet_save(sheet, &world->dice, &bytes, &err))
        stores_broken(world, "sheet: %s", err.msg);
    write_file(world, path, &bytes);
    zc_buf_release(&bytes);
}

static bool is_known(void *ctx, struct zc_str header)
{
    (void)ctx;
    return zc_ledger_header_known(header);
}

static void ignore_notice(void *ctx, const struct zc_list_notice *notice)
{
    (void)ctx, (void)notice;
}

struct zc_import_ledger_report stores_import_ledger(struct stores *world,
                                                    const struct law_store *store, const char *path)
{
    const struct zc_table_known known = { NULL, is_known };
    struct zc_import_ledger_options options = { .person = ZC_STR("赵某"),
                                                .at = at,
                                                .notice = ignore_notice };
    struct zc_import_ledger_report report = { 0 };
    struct zc_table_file table;
    struct zc_err err = { 0 };
    if (!zc_table_file_open(path, ZC_ENC_AUTO, &known, &table, &err)) {
        stores_broken(world, "ledger: %s", err.msg);
        return report;
    }
    struct zc_import_ledger *import = zc_import_ledger_open(store->store, &table, &options, &err);
    bool done = false, ok = import != NULL;
    while (ok && !done)
        ok = zc_import_ledger_step(import, &done, &err);
    if (ok)
        report = *zc_import_ledger_report(import);
    zc_import_ledger_free(import);
    zc_table_file_release(&table);
    if (!ok || !zc_pending_retry(store->store, NULL, NULL, &err))
        stores_broken(world, "ledger: %s", err.msg);
    return report;
}

void stores_import_file(struct stores *world, const struct law_store *store,
                        const struct law_file *file)
{
    if (file->kind == LAW_LEDGER)
        stores_import_ledger(world, store, file->path);
    else
        stores_import(world, store, file->path);
}

/* The list: five units, one of them without a code. The versions say some cells differently. */

enum { LIST_ROWS = 5 };
static const struct zc_str list_keys[LIST_ROWS] = {
    ZC_LIT("00000101"), ZC_LIT(" 0000 0102"), ZC_LIT("０００００１０３"),
    ZC_LIT("0000010x"), ZC_LIT(""),
};

static bool read_list(void *ctx, size_t row, bool tell, struct zc_arena *arena,
                      struct zc_list_row *out, struct zc_err *err)
{
    size_t version = *(size_t *)ctx;
    struct zc_list_cell *cells = ZC_NEW(arena, struct zc_list_cell, 3);
    (void)tell, (void)err;
    cells[0].field = ZC_STR("name");
    cells[0].value = zc_arena_printf(arena, "名单单位%zu", row);
    cells[1].field = ZC_STR("phone");
    cells[1].value = zc_arena_printf(arena, "0971-61234%zu%zu", row, row % 2 ? version : 0);
    cells[2].field = ZC_STR("sum");
    cells[2].value = ZC_STR("1.50");
    for (size_t i = 0; i < 3; i++)
        cells[i].raw = cells[i].value;
    *out = (struct zc_list_row){ .line = row + 2,
                                 .key = list_keys[row],
                                 .title = cells[0].value,
                                 .ncells = 2 + (version > 0),
                                 .cells = cells };
    if (list_keys[row].len == 0) /* it is named by its cells: the same in every version */
        out->ncells = 1;
    return true;
}

struct zc_import_list_report stores_import_list(struct stores *world, const struct law_store *store,
                                                size_t version)
{
    struct zc_list_source source = { &version, LIST_ROWS, read_list, ignore_notice };
    struct zc_import_list_options options = { .form = ZC_STR("t"),
                                              .version = ZC_STR("1"),
                                              .field = ZC_STR("code"),
                                              .person = ZC_STR("李某"),
                                              .at = at,
                                              .path = ZC_STR("list.csv") };
    struct zc_err err = { 0 };
    struct zc_import_list *import = zc_import_list_open(store->store, &source, &options, &err);
    struct zc_import_list_report report = { 0 };
    bool done = false, ok = import != NULL;
    while (ok && !done)
        ok = zc_import_list_step(import, &done, &err);
    if (ok)
        report = *zc_import_list_report(import);
    else
        stores_broken(world, "list: %s", err.msg);
    zc_import_list_free(import);
    return report;
}

/* Acts */

bool stores_state(struct stores *world, const struct law_store *store, struct zc_rid rid,
                  struct zc_arena *arena, struct zc_state *out)
{
    struct zc_err err = { 0 };
    bool found = false;
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_READ, &err);
    if (!txn || !zc_record_get(txn, rid, arena, out, &found, &err))
        stores_broken(world, "state: %s", err.msg);
    zc_txn_abort(txn);
    return found;
}

/* Records of the store, those of the list among them. */
static size_t known_records(struct zc_txn *txn, struct zc_rid out[STORES_RECORDS + 16])
{
    struct zc_rid rid = { 0 };
    size_t n = 0;
    while (n < STORES_RECORDS + 16 && zc_revs_next(txn, rid, &rid))
        out[n++] = rid;
    return n;
}

static bool act(struct stores *world, struct law_store *store, struct zc_txn *txn,
                struct zc_err *err)
{
    struct dice *dice = &world->dice;
    struct zc_rid known[STORES_RECORDS + 16], rid;
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair writes[LAWS_WRITES];
    struct zc_rev rev;
    size_t n = 0, nknown = known_records(txn, known);
    bool found = false, ok = true;
    if (world->nrecords < STORES_RECORDS && dice_once_in(dice, 3 * world->nrecords + 1)) {
        uint8_t bits[8] = { (uint8_t)dice_roll(dice, 256), 1, 2, 3, 4, 5, 6, 0 };
        bits[7] = (uint8_t)world->nrecords;
        rid = zc_rid_make(store->actor.group, world->now, bits);
        world->records[world->nrecords++] = rid;
        n = acts_create(dice, writes);
        if (world->hand_keys && dice_once_in(dice, 3))
            writes[n++] =
                (struct zc_pair){ acts_columns[0].name, list_keys[dice_roll(dice, LIST_ROWS)] };
    } else if (nknown > 0) {
        rid = known[dice_roll(dice, nknown)];
        ok = zc_record_get(txn, rid, &arena, &state, &found, err);
        bool others = world->nrecords > 0 && dice_once_in(dice, 4); /* perhaps not here */
        if (ok && found)
            n = acts_choose(dice, &state, others ? world->records : known,
                            others ? world->nrecords : nknown, &arena, writes);
    }
    ok = ok && (n == 0 || (acts_rev(dice, &store->actor, acts_rank(dice, &store->actor), world->now,
                                    rid, &state, writes, n, &arena, &rev, err) &&
                           zc_record_add(txn, &rev, err)));
    zc_arena_release(&arena);
    return ok;
}

void stores_act(struct stores *world, struct law_store *store, unsigned acts)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_WRITE, &err);
    bool ok = txn != NULL;
    for (; ok && acts > 0; acts--) {
        world->now += dice_roll(&world->dice, 300);
        ok = act(world, store, txn, &err);
    }
    if (!txn || !zc_txn_end(txn, ok, &err))
        stores_broken(world, "save: %s", err.msg);
}

/* Comparing */

static bool print_pending(void *ctx, const struct zc_ledger_row *row)
{
    struct zc_buf *out = ctx;
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(row->rid, rid);
    zc_buf_printf(out, "pending %s %.*s", rid, ZC_ARG(row->base));
    for (uint32_t i = 0; i < row->ncells; i++)
        zc_buf_printf(out, " %.*s=%.*s", ZC_ARG(row->cells[i].name), ZC_ARG(row->cells[i].value));
    zc_buf_char(out, '\n');
    return true;
}

void stores_bytes(struct stores *world, const struct law_store *store, struct zc_buf *out)
{
    struct zc_err err = { 0 };
    char path[STORES_PATH];
    stores_export(world, store, true, path);
    add_file(world, path, out);
    stores_name(world, ".csv", path);
    if (table_to(world, store, path))
        add_file(world, path, out);
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_READ, &err);
    if (!txn || !zc_pending_each(txn, print_pending, out, &err))
        stores_broken(world, "pending: %s", err.msg);
    zc_txn_abort(txn);
}

bool stores_same(struct stores *world, const struct law_store *store, const struct zc_buf *want)
{
    struct zc_buf have = { 0 };
    stores_bytes(world, store, &have);
    bool same = zc_str_eq(zc_buf_str(&have), zc_buf_str(want));
    zc_buf_release(&have);
    return same;
}

/* Steps */

static struct law_file *new_file(struct stores *world, enum law_file_kind kind)
{
    if (world->nfiles + STORES_MAX >= STORES_FILES) /* the last exchange needs room */
        return NULL;
    struct law_file *file = &world->files[world->nfiles++];
    file->kind = kind;
    return file;
}

/* A ledger that goes to somebody's desk and comes back. */
static void edit_ledger(struct stores *world, const struct law_store *store, char *path)
{
    struct dice *dice = &world->dice;
    struct sheet sheet;
    stores_export_ledger(world, store, &sheet);
    if (dice_once_in(dice, 2))
        sheet_spoil(&sheet, dice);
    if (dice_once_in(dice, 2))
        sheet_shuffle_rows(&sheet, dice);
    if (dice_once_in(dice, 2))
        sheet_change_columns(&sheet, dice);
    for (unsigned i = dice_roll(dice, 4); i > 0 && sheet.nrows > 1; i--) {
        size_t row = 1 + dice_roll(dice, sheet.nrows - 1), col = sheet_data_column(&sheet, dice);
        char text[40];
        snprintf(text, sizeof text, "改%u", dice_roll(dice, 100));
        if (col < sheet.ncols)
            sheet_set(&sheet, row, col, dice_once_in(dice, 4) ? ZC_STR("") : zc_str_of(text));
        if (dice_once_in(dice, 6) && i == 1) /* a template for a new unit */
            sheet_copy_row(&sheet, row);
    }
    stores_save_sheet(world, &sheet, path);
    sheet_release(&sheet);
}

/* Lines that end in the middle, or are lost. */
static void damage_file(struct stores *world, const struct law_file *from, char *path)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    stores_name(world, ".zc1.csv", path);
    if (!zc_file_read(from->path, &bytes, &err))
        stores_broken(world, "read: %s", err.msg);
    if (dice_roll(&world->dice, 2))
        bytes.len = 30 + dice_roll(&world->dice, bytes.len - 30); /* the header stays */
    else
        for (size_t i = 30 + dice_roll(&world->dice, 300); i < bytes.len;
             i += 1 + dice_roll(&world->dice, 1000))
            bytes.ptr[i] = '?';
    write_file(world, path, &bytes);
    zc_buf_release(&bytes);
}

/* How many steps it was. */
static unsigned step(struct stores *world)
{
    struct dice *dice = &world->dice;
    /* Some meet more often than others. */
    size_t one = dice_roll(dice, world->nstores), two = dice_roll(dice, world->nstores);
    struct law_store *store = &world->stores[one < two ? one : two];
    struct law_file *file, *old = &world->files[dice_roll(dice, world->nfiles)];
    unsigned what = dice_roll(dice, 40), acts = 3 + dice_roll(dice, 6);
    if (what < 14) {
        stores_act(world, store, acts);
        return acts;
    }
    if (what < 20 && (file = new_file(world, LAW_EXCHANGE)))
        stores_export(world, store, !dice_once_in(dice, 3), file->path);
    else if (what < 23 && (file = new_file(world, LAW_LEDGER)))
        edit_ledger(world, store, file->path);
    else if (what < 34 && world->nfiles > 0) {
        for (unsigned i = 1 + dice_roll(dice, 4); i > 0; i--)
            stores_import_file(world, store, &world->files[dice_roll(dice, world->nfiles)]);
    } else if (what < 35 && world->nfiles > 0 && old->kind == LAW_EXCHANGE &&
               (file = new_file(world, LAW_EXCHANGE)))
        damage_file(world, old, file->path);
    else if (what < 36) {
        size_t version = dice_roll(dice, STORES_LISTS);
        stores_import_list(world, store, version);
        if (stores_import_list(world, store, version).revisions > 0)
            stores_broken(world, "law 22b lists: taking a list in twice adds something");
    } else if (what < 38)
        backup_or_restore(world, store);
    else if (world->nstores < STORES_MAX)
        stores_copy(world, store, &world->stores[world->nstores++]);
    return 1;
}

void stores_play(struct stores *world, uint64_t seed)
{
    world->dice.state = seed;
    world->dir = zc_temp_dir_new();
    world->hand_keys = dice_once_in(&world->dice, 2);
    for (size_t i = 0; i < LAWS_ACTORS; i++) {
        struct law_store *store = &world->stores[world->nstores++];
        stores_make(world, store);
        actor_init(&store->actor, i, &world->dice);
    }
    for (unsigned i = 0; i < STORES_STEPS && !world->why[0];)
        i += step(world);
}

void stores_release(struct stores *world)
{
    for (size_t i = 0; i < world->nstores; i++)
        zc_store_close(world->stores[i].store);
    zc_temp_dir_remove(world->dir);
}

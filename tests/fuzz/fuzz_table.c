#include "core/utf8.h"
#include "storage/import_ledger.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_store.h"
#include <stdlib.h>
#include <string.h>

/* Tables of offices and edited ledgers: encoding, separator, header, rows, cells, and what a ledger
 * would change in a fixed store. Wants: valid text, as many cells as the header has, rows that lie
 * in the text one behind the other; a reason for everything that is refused; every row of a ledger
 * counted once. */

static void need(bool ok)
{
    if (!ok)
        abort();
}

static bool is_known(void *ctx, struct zc_str header)
{
    (void)ctx;
    return zc_ledger_header_known(header) || zc_str_is(header, "phone") ||
           zc_str_is(header, "memo") || zc_str_is(header, "名称");
}

static uint64_t count_rows(const struct zc_table_file *table)
{
    struct zc_arena arena = { 0 };
    uint64_t with_id = 0;
    size_t behind = 0;
    need(zc_utf8_valid(zc_buf_str(&table->text)));
    for (size_t i = 0; i < table->nrows; i++) {
        const struct zc_table_row *row = &table->rows[i];
        const struct zc_str *cells;
        struct zc_err err = { 0 };
        zc_arena_reset(&arena);
        need(row->at >= behind && row->len > 0 && row->at + row->len <= table->text.len);
        behind = row->at + row->len;
        if (!zc_table_file_cells(table, row, &arena, &cells, &err))
            need(err.code != ZC_OK && err.msg[0]);
        else
            for (uint32_t c = 0; c < table->ncolumns; c++)
                need(zc_utf8_valid(cells[c]));
        with_id += zc_ledger_row_id(table, row, &arena).len > 0;
    }
    zc_arena_release(&arena);
    return with_id;
}

static void take_notice(void *ctx, const struct zc_list_notice *notice)
{
    (void)ctx;
    need(notice->refused && notice->reason.len > 0 && zc_utf8_valid(notice->reason));
}

static void derive(const struct zc_table_file *table, uint64_t rows)
{
    const struct zc_import_ledger_options options = { .dry_run = true, .notice = take_notice };
    struct zc_err err = { 0 };
    struct zc_import_ledger *import = zc_import_ledger_open(fuzz_store(), table, &options, &err);
    bool done = false;
    need(import != NULL);
    while (!done)
        need(zc_import_ledger_step(import, &done, &err));
    const struct zc_import_ledger_report *report = zc_import_ledger_report(import);
    uint64_t told = report->changed + report->same + report->conflict + report->refused;
    need(told <= rows && (rows == 0 || told > 0)); /* equal rows count once */
    need(report->revisions == 0 && report->waiting <= report->refused);
    zc_import_ledger_free(import);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct zc_table_known known = { NULL, is_known };
    struct zc_table_file table;
    struct zc_err err = { 0 };
    if (!zc_table_file_open(fuzz_file(data, size), ZC_ENC_AUTO, &known, &table, &err)) {
        need(err.code != ZC_OK && err.msg[0] && zc_utf8_valid(zc_str_of(err.msg)));
        return 0;
    }
    uint64_t rows = count_rows(&table);
    if (zc_ledger_table_is(&table))
        derive(&table, rows);
    zc_table_file_release(&table);
    return 0;
}

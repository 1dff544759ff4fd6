#include "core/alloc.h"
#include "storage/exchange_file.h"
#include "storage/export.h"
#include "storage/fsck.h"
#include "storage/import.h"
#include "storage/table_file.h"
#include "tests/check.h"
#include "tests/exchange_lines.h"
#include "tests/temp_dir.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Hostile exchange files, taken into a real store: what is right in them is taken, the rest is
 * counted and named, memory stays bounded, and the store is clean afterwards. */

/* Revisions of the tests' own. */
static void add_rev(struct zc_buf *out, struct zc_rid rid, const struct zc_revid *parents,
                    size_t nparents, const char *field, const char *value, struct zc_revid *id)
{
    static const struct zc_pair attrs[] = { { ZC_LIT("form"), ZC_LIT("t@1") },
                                            { ZC_LIT("role"), ZC_LIT("leader") } };
    struct zc_pair write = { zc_str_of(field), zc_str_of(value) };
    struct zc_arena arena = { 0 };
    struct zc_rev rev;
    struct zc_err err = { 0 };
    zc_rev_make(rid, parents, nparents, attrs, 2, &write, 1, &arena, &rev, &err);
    if (err.code == ZC_E_LIMIT) /* one that nobody may make: the hash is right, the size is not */
        zc_rev_hash(&rev, &rev.id);
    zc_exchange_line(&rev, out);
    if (id)
        *id = rev.id;
    zc_arena_release(&arena);
}

static struct zc_rid rid_of(uint8_t number)
{
    uint8_t bits[8] = { number };
    return zc_rid_make(1, 1000 + number, bits);
}

static void shuffled(struct zc_buf *out)
{
    zc_buf_text(out, END_3 LINE_C LINE_A HEADER LINE_B);
}

static void spliced(struct zc_buf *out)
{
    zc_buf_text(out, HEADER LINE_A);
    zc_buf_add(out, zc_str_head(ZC_STR(LINE_B), 90)); /* the stick was pulled out here */
    zc_buf_text(out, LINE_C LINE_B);
}

static void half_gb18030(struct zc_buf *out)
{
    struct zc_err err = { 0 };
    zc_buf_text(out, HEADER LINE_A);
    if (!zc_encoding_to_gb18030(ZC_STR(LINE_B LINE_C END_3), out, &err))
        zc_checkf(false, "%s", err.msg);
}

static void two_encodings_in_a_line(struct zc_buf *out)
{
    struct zc_err err = { 0 };
    struct zc_str line = ZC_STR(LINE_C);
    zc_buf_text(out, HEADER LINE_A);
    size_t middle = zc_str_find(line, ZC_STR("\"memo"));
    zc_buf_add(out, zc_str_head(line, middle));
    if (!zc_encoding_to_gb18030(zc_str_from(line, middle), out, &err))
        zc_checkf(false, "%s", err.msg);
    zc_buf_text(out, LINE_B);
}

static void nuls(struct zc_buf *out)
{
    zc_buf_text(out, HEADER LINE_A);
    memset(zc_buf_room(out, 4096), 0, 4096); /* a block that never reached the stick */
    out->len += 4096;
    zc_buf_text(out, "\n" LINE_B);
    zc_buf_add(out, zc_str_head(ZC_STR(LINE_C), 100));
    zc_buf_char(out, '\0');
    zc_buf_add(out, zc_str_from(ZC_STR(LINE_C), 100));
}

static void padded_to_a_million(struct zc_buf *out)
{
    zc_buf_text(out, HEADER);
    zc_buf_add(out, zc_str_head(ZC_STR(LINE_A), strlen(LINE_A) - 1));
    for (int i = 0; i < 1000000; i++)
        zc_buf_char(out, ',');
    zc_buf_text(out, "\n" LINE_B LINE_C END_3);
}

static void a_million_cells(struct zc_buf *out)
{
    zc_buf_text(out, HEADER LINE_A ID_B "," RID ",");
    for (int i = 0; i < 1000000; i++)
        zc_buf_text(out, ",a=1");
    zc_buf_text(out, "\n" LINE_C);
}

/* Of one record: `n` revisions side by side and one on top of all of them. */
static void many_parents(struct zc_buf *out, size_t n)
{
    struct zc_revid *ids = zc_alloc(n, sizeof *ids);
    char value[20];
    zc_buf_text(out, HEADER);
    for (size_t i = 0; i < n; i++) {
        snprintf(value, sizeof value, "%zu", i);
        add_rev(out, rid_of(1), NULL, 0, "a", value, &ids[i]);
    }
    add_rev(out, rid_of(1), ids, n, "a", "settled", NULL);
    zc_free(ids);
}

static void most_parents(struct zc_buf *out)
{
    many_parents(out, ZC_REV_MAX_PARENTS);
}

static void too_many_parents(struct zc_buf *out)
{
    many_parents(out, ZC_REV_MAX_PARENTS + 1);
}

static void parent_of_another_record(struct zc_buf *out)
{
    struct zc_revid id;
    zc_buf_text(out, HEADER);
    add_rev(out, rid_of(1), NULL, 0, "a", "1", &id);
    add_rev(out, rid_of(2), &id, 1, "a", "2", NULL);
}

static void link_to(struct zc_buf *out, uint8_t from, uint8_t to)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid_of(to), text);
    add_rev(out, rid_of(from), NULL, 0, "_dup_of", text, NULL);
}

/* A ring of three with a tail, two that point at each other, one at itself, one at nothing. */
static void cycles(struct zc_buf *out)
{
    zc_buf_text(out, HEADER);
    link_to(out, 1, 2);
    link_to(out, 2, 3);
    link_to(out, 3, 1);
    link_to(out, 4, 1);
    link_to(out, 5, 6);
    link_to(out, 6, 5);
    link_to(out, 7, 7);
    link_to(out, 8, 99);
}

static void value_too_long(struct zc_buf *out)
{
    zc_buf_text(out, HEADER LINE_A ID_B "," RID ",,a=");
    for (int i = 0; i < ZC_VALUE_MAX + 1; i++)
        zc_buf_char(out, 'x');
    zc_buf_text(out, "\n" LINE_B);
}

static const struct {
    const char *name;
    struct zc_str bytes; /* or: */
    void (*make)(struct zc_buf *out);
    uint64_t revisions, damaged;
    bool complete;
    uint64_t first_damaged;
    const char *reason; /* in the first damaged line's */
} cases[] = {
    { "truncated in a line", ZC_LIT(HEADER LINE_A LINE_B ID_C "," RID "," ID_A ",.at=2025"), NULL,
      2, 1, false, 4, "修订号不符" },
    { "truncated in an id", ZC_LIT(HEADER LINE_A "rbn1kpaawsk"), NULL, 1, 1, false, 3, "修订号" },
    { "truncated in the end line", ZC_LIT(HEADER LINE_A LINE_B LINE_C "end,3,b1x3ffttangf9p"), NULL,
      3, 0, false, 0, "" },
    { "doubled as a whole", ZC_LIT(FILE_3 FILE_3), NULL, 3, 0, false, 0, "" },
    { "every line twice", ZC_LIT(HEADER LINE_A LINE_A LINE_B LINE_B LINE_C LINE_C END_3), NULL, 3,
      0, false, 0, "" },
    { "shuffled, the header in the middle", .make = shuffled, .revisions = 3 },
    { "spliced where a stick was pulled out", .make = spliced, .revisions = 2, .damaged = 1,
      .first_damaged = 3, .reason = "上一版" },
    { "half of it GB18030", .make = half_gb18030, .revisions = 3, .complete = true },
    { "two encodings in one line", .make = two_encodings_in_a_line, .revisions = 2, .damaged = 1,
      .first_damaged = 3, .reason = "" },
    { "ridden with NULs", .make = nuls, .revisions = 2, .damaged = 2, .first_damaged = 3,
      .reason = "修订号" },
    { "a line padded to 1,000,000 columns", .make = padded_to_a_million, .revisions = 3,
      .complete = true },
    { "a line of 1,000,000 cells", .make = a_million_cells, .revisions = 2, .damaged = 1,
      .first_damaged = 3, .reason = "4096" },
    { "a value of 65,537 bytes", .make = value_too_long, .revisions = 2, .damaged = 1,
      .first_damaged = 3, .reason = "过长" },
    { "1,024 parents", .make = most_parents, .revisions = 1025 },
    { "1,025 parents", .make = too_many_parents, .revisions = 1025, .damaged = 1,
      .first_damaged = 1027, .reason = "1025" },
    { "a parent in another record", .make = parent_of_another_record, .revisions = 2 },
    { "cycles of duplicates", .make = cycles, .revisions = 8 },
    { "header of a version in the middle", ZC_LIT(HEADER LINE_A "zc2,rid,parents,cells\n" LINE_B),
      NULL, 2, 1, false, 3, "修订号" },
    { "field names of a system", ZC_LIT(HEADER LINE_A ID_B "," RID ",,=1+1=a,../x=b\n"), NULL, 1, 1,
      false, 3, "字段名" },
};

/* Stores */

static struct zc_store *new_store(const char *dir, size_t number)
{
    static const struct zc_store_identity identity = { 1, "d00000000" };
    static const struct zc_index_form form = { .form = ZC_LIT("t"), .key = ZC_LIT("code") };
    static const struct zc_index_plan plan = { 1, &form };
    struct zc_err err = { 0 };
    struct zc_store *store = NULL;
    bool rebuild;
    char path[400];
    snprintf(path, sizeof path, "%s/%zu", dir, number);
    if (zc_store_create(path, &identity, &err))
        store = zc_store_open(path, false, &err);
    if (!store || !zc_store_set_plan(store, &plan, &rebuild, &err))
        zc_checkf(false, "store: %s", err.msg);
    return store;
}

static bool is_clean(struct zc_store *store)
{
    struct zc_err err = { 0 };
    struct zc_fsck out;
    return zc_fsck_run(store, NULL, NULL, NULL, &out, &err) &&
           out.bad_ids + out.bad_values + out.bad_states + out.bad_views + out.bad_counts +
                   out.bad_names ==
               0;
}

static bool import(struct zc_store *store, const char *path, struct zc_import_report *report,
                   struct zc_err *err)
{
    struct zc_import_options options = { .at = ZC_LIT("2026-11-23T18:42:00+08:00") };
    struct zc_import *job = zc_import_open(store, path, &options, err);
    bool done = false, ok = job != NULL;
    while (ok && !done)
        ok = zc_import_step(job, &done, err);
    *report = ok ? *zc_import_report(job) : (struct zc_import_report){ 0 };
    zc_import_free(job);
    return ok;
}

static void write_file(const char *path, struct zc_str bytes)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        zc_checkf(false, "write of %s", path);
}

static void check_cases(const char *dir)
{
    char path[400];
    snprintf(path, sizeof path, "%s/hostile.csv", dir);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_import_report report, again;
        struct zc_err err = { 0 };
        struct zc_buf bytes = { 0 };
        zc_buf_add(&bytes, cases[i].bytes);
        if (cases[i].make)
            cases[i].make(&bytes);
        write_file(path, zc_buf_str(&bytes));
        zc_buf_release(&bytes);
        struct zc_store *store = new_store(dir, i);
        bool ok = import(store, path, &report, &err) && report.revisions == cases[i].revisions &&
                  report.damaged == cases[i].damaged && report.complete == cases[i].complete &&
                  report.first_damaged == cases[i].first_damaged &&
                  (!cases[i].damaged || strstr(report.first_reason, cases[i].reason));
        zc_checkf(ok, "%s: %u revisions, %u damaged%s%.300s%s", cases[i].name,
                  (unsigned)report.revisions, (unsigned)report.damaged, report.damaged ? ": " : "",
                  report.first_reason, err.msg);
        ok = import(store, path, &again, &err) && again.revisions == 0;
        zc_checkf(ok && is_clean(store), "%s: again, and clean", cases[i].name);
        zc_store_close(store);
    }
}

/* What the links and parents of two cases come to. */

static struct zc_state *state_of(struct zc_store *store, uint8_t record, struct zc_arena *arena,
                                 bool *visible)
{
    struct zc_err err = { 0 };
    struct zc_state *state = ZC_NEW(arena, struct zc_state, 1);
    bool found = false;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    if (!txn || !zc_record_get(txn, rid_of(record), arena, state, &found, &err) || !found)
        zc_checkf(false, "record %u: %s", record, err.msg);
    *visible = txn && zc_record_is_visible(txn, state);
    zc_txn_abort(txn);
    return state;
}

static struct zc_store *store_with(const char *dir, size_t number, void (*make)(struct zc_buf *))
{
    struct zc_import_report report;
    struct zc_err err = { 0 };
    struct zc_buf bytes = { 0 };
    char path[400];
    snprintf(path, sizeof path, "%s/made.csv", dir);
    make(&bytes);
    write_file(path, zc_buf_str(&bytes));
    zc_buf_release(&bytes);
    struct zc_store *store = new_store(dir, number);
    zc_checkf(import(store, path, &report, &err), "import %s", err.msg);
    return store;
}

static void check_meaning(const char *dir)
{
    static const bool shown[] = { true, false, false, false, true, false, true, true };
    struct zc_arena arena = { 0 };
    bool visible;
    struct zc_store *store = store_with(dir, 100, cycles);
    for (uint8_t i = 1; i <= 8; i++) {
        state_of(store, i, &arena, &visible);
        zc_checkf(visible == shown[i - 1], "link %u: %s", i, visible ? "shown" : "hidden");
    }
    zc_store_close(store);

    store = store_with(dir, 101, parent_of_another_record);
    zc_check("a parent in another record is one that is missing",
             state_of(store, 2, &arena, &visible)->flags & ZC_FLAG_PARTIAL);
    struct zc_state *other = state_of(store, 1, &arena, &visible);
    zc_check("and does the other record nothing", other->flags == 0 && other->nheads == 1);
    zc_store_close(store);

    store = store_with(dir, 102, most_parents);
    struct zc_state *settled = state_of(store, 1, &arena, &visible);
    zc_check("1,024 parents: settled",
             settled->nheads == 1 && settled->nconflicts == 0 &&
                 zc_str_is(zc_state_value(settled, ZC_STR("a")), "settled"));
    zc_store_close(store);
    zc_arena_release(&arena);
}

/* Kinds of files */

static bool knows_all(void *ctx, struct zc_str header)
{
    (void)ctx;
    return header.len > 0;
}

static void check_kinds(const char *dir)
{
    static const struct zc_table_known known = { NULL, knows_all };
    struct zc_import_report report;
    struct zc_err err = { 0 };
    struct zc_table_file table;
    char path[400];
    struct zc_store *store = new_store(dir, 200);

    snprintf(path, sizeof path, "%s/tables.xlsx", dir);
    write_file(path, ZC_STR(FILE_3));
    zc_check("an exchange file is known by its first bytes, not by its name",
             import(store, path, &report, &err) && report.revisions == 3 && report.complete);

    snprintf(path, sizeof path, "%s/newer.csv", dir);
    write_file(path, ZC_STR("\xEF\xBB\xBFzc2,rid,parents,cells\r\n" LINE_A));
    zc_checkf(!import(store, path, &report, &err) && strstr(err.msg, "newer.csv") &&
                  strstr(err.msg, "更新版"),
              "header zc2: %s", err.msg);

    snprintf(path, sizeof path, "%s/workbook.csv", dir);
    write_file(path, ZC_STR("PK\003\004\024\0\006\0\b\0\0\0!\0[Content_Types].xml"));
    zc_checkf(!import(store, path, &report, &err) && strstr(err.msg, "不是交换文件"),
              "a workbook is no exchange file: %s", err.msg);
    zc_checkf(!zc_table_file_open(path, ZC_ENC_AUTO, &known, &table, &err) &&
                  strstr(err.msg, "workbook.csv") && strstr(err.msg, "CSV"),
              "and no table: %s", err.msg);

    snprintf(path, sizeof path, "%s/empty.csv", dir);
    write_file(path, ZC_STR(""));
    zc_checkf(!import(store, path, &report, &err), "an empty file: %s", err.msg);
    zc_store_close(store);
}

/* Memory. A sanitizer keeps what was freed for a while, so the bound is generous; the files are
 * several times as large. */

enum { BOUND_MIB = 700 };

static long peak_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/* Lines with holes between: a file that is large to read and small on disk. */
static void write_sparse(const char *path, const char *first, int lines, off_t each,
                         const char *last)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    off_t at = (off_t)strlen(first);
    bool ok = fd >= 0 && pwrite(fd, first, strlen(first), 0) == at;
    for (int i = 0; ok && i < lines; i++) {
        at += each;
        ok = pwrite(fd, "\n", 1, at++) == 1;
    }
    ok = ok && pwrite(fd, last, strlen(last), at) == (ssize_t)strlen(last);
    if (fd < 0 || close(fd) != 0 || !ok)
        zc_checkf(false, "write of %s", path);
}

static void check_size(const char *dir, size_t number, const char *name, int lines, off_t each)
{
    struct zc_import_report report;
    struct zc_err err = { 0 };
    char path[400];
    long before = peak_mib();
    snprintf(path, sizeof path, "%s/huge.csv", dir);
    write_sparse(path, HEADER LINE_A, lines, each, LINE_B LINE_C);
    struct zc_store *store = new_store(dir, number);
    bool ok = import(store, path, &report, &err) && report.revisions == 3 &&
              report.damaged == (uint64_t)lines && report.first_damaged == 3;
    long grown = peak_mib() - before;
    zc_checkf(ok, "%s: %u revisions, %u damaged: %.300s%s", name, (unsigned)report.revisions,
              (unsigned)report.damaged, report.first_reason, err.msg);
    zc_checkf(grown < BOUND_MIB, "%s: %ld MiB", name, grown);
    zc_store_close(store);
    remove(path);
}

int main(void)
{
    const char *dir = zc_temp_dir_new();
    check_size(dir, 300, "a line of 2 GiB", 1, (off_t)1 << 31);
    check_size(dir, 301, "500 lines of 4 MiB", 500, 4 * 1024 * 1024 - 10);
    check_cases(dir);
    check_meaning(dir);
    check_kinds(dir);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

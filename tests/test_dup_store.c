#include "core/dup_set.h"
#include "core/fold.h"
#include "storage/dup_news.h"
#include "storage/dup_scan.h"
#include "storage/fsck.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include <stdio.h>

/* Candidates of a store: of one record by the index, of the whole ledger by the scan, through
 * edits, links, decisions and a rebuild. */

static const struct zc_index_form plan_forms[] = {
    { .form = ZC_LIT("t"),
      .key = ZC_LIT("code"),
      .name = ZC_LIT("title"),
      .unit = { .name = ZC_LIT("title"),
                .sign = ZC_LIT("door"),
                .code = ZC_LIT("code"),
                .altcode = ZC_LIT("other"),
                .phone = ZC_LIT("tel"),
                .addr = ZC_LIT("where"),
                .trade = ZC_LIT("trade") } },
    { .form = ZC_LIT("u"), .unit = { .name = ZC_LIT("title") } },
    { .form = ZC_LIT("v") },
};
static const struct zc_index_area areas[] = {
    { ZC_LIT("630103"), ZC_LIT("城中区"), ZC_LIT("") },
    { ZC_LIT("630103004"), ZC_LIT("礼让街街道"), ZC_LIT("礼让街") },
};
static const struct zc_index_plan plan = { 3, plan_forms, 2, areas };
static const struct zc_store_identity identity = { 3, "d00000000" };

#define CODE_A "916301030000010114"
#define CODE_B "9163010300000102XU"

static struct zc_rid rid_of(unsigned record)
{
    uint8_t bits[8] = { (uint8_t)record, (uint8_t)(record >> 8) };
    return zc_rid_make(3, 1000 + record, bits);
}

static unsigned number_of(struct zc_rid rid)
{
    return rid.b[7] | (unsigned)rid.b[8] << 8;
}

/* field=value pairs parted by blanks. */
static bool put(struct zc_txn *txn, const char *form, unsigned record, const char *text,
                struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair writes[8];
    struct zc_pair attrs[] = { { ZC_STR("form"), zc_str_of(form) }, { ZC_STR("g"), ZC_STR("3") } };
    struct zc_rev rev;
    struct zc_str rest = zc_str_of(text), word, field;
    size_t n = 0;
    bool found;
    while (zc_str_word(&rest, &word)) {
        zc_str_cut(&word, '=', &field);
        writes[n++] = (struct zc_pair){ field, word };
    }
    bool ok = zc_record_get(txn, rid_of(record), &arena, &state, &found, err) &&
              zc_rev_make(rid_of(record), state.heads, state.nheads, attrs, 2, writes, n, &arena,
                          &rev, err) &&
              zc_record_add(txn, &rev, err);
    zc_arena_release(&arena);
    return ok;
}

static void save(struct zc_store *store, const char *form, unsigned record, const char *text)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    if (!txn || !zc_txn_end(txn, put(txn, form, record, text, &err), &err))
        zc_checkf(false, "save %u: %s", record, err.msg);
}

static void print_pairs(struct zc_dup_list *list, struct zc_buf *out)
{
    zc_buf_reset(out);
    for (size_t i = 0; i < list->n; i++)
        zc_buf_printf(out, "%u-%u:%d ", number_of(list->all[i].a), number_of(list->all[i].b),
                      list->all[i].dup.tier);
}

static void near(struct zc_store *store, unsigned record, int worst, struct zc_buf *out)
{
    struct zc_dup_list list = { 0 };
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    if (!zc_dup_of_record(txn, rid_of(record), worst, &list, &err))
        zc_checkf(false, "%s", err.msg);
    zc_dup_list_sort(&list);
    print_pairs(&list, out);
    zc_dup_list_release(&list);
    zc_txn_abort(txn);
}

static void scan(struct zc_store *store, int worst, struct zc_buf *out)
{
    struct zc_err err = { 0 };
    struct zc_dup_scan *scan = zc_dup_scan_new(store, worst);
    uint64_t done_records = 0, total = 0;
    bool done = false;
    while (!done && zc_dup_scan_step(scan, &done, &err))
        zc_dup_scan_progress(scan, &done_records, &total);
    zc_checkf(done && done_records == total, "scanned %llu of %llu %s",
              (unsigned long long)done_records, (unsigned long long)total, err.msg);
    struct zc_dup_list list = *zc_dup_scan_pairs(scan);
    print_pairs(&list, out);
    for (size_t i = 0; i < list.n; i++)
        zc_buf_printf(out, "%s%u", i ? "," : "| ", list.all[i].cluster);
    zc_dup_scan_free(scan);
}

static void expect(const char *name, const struct zc_buf *got, const char *want)
{
    zc_checkf(zc_str_is(zc_buf_str(got), want), "%s: %.*s", name, ZC_ARG(zc_buf_str(got)));
}

static void check_names(struct zc_store *store)
{
    static const struct {
        const char *name;
        size_t n;
    } cases[] = { { "老马牛肉面馆", 2 },
                  { "西宁老马牛肉面馆", 2 },
                  { "昆仑商贸有限责任公司", 2 },
                  { "昆仑商务有限责任公司", 0 },
                  { "", 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_err err = { 0 };
        struct zc_rid found[4];
        size_t n = 99;
        struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
        zc_checkf(zc_dup_named(txn, ZC_STR("t"), zc_str_of(cases[i].name), found, 4, &n, &err) &&
                      n == cases[i].n,
                  "named '%s': %zu", cases[i].name, n);
        zc_txn_abort(txn);
    }
}

static bool is_sound(struct zc_store *store)
{
    struct zc_fsck out;
    struct zc_err err = { 0 };
    return zc_fsck_run(store, NULL, NULL, NULL, &out, &err) && out.bad_views == 0 &&
           out.bad_states == 0;
}

static void name_distinct(unsigned smaller, unsigned larger, struct zc_store *store,
                          const char *value)
{
    char rid[ZC_RID_TEXT + 1], text[80];
    zc_rid_print(rid_of(larger), rid);
    snprintf(text, sizeof text, "_distinct:%s=%s", rid, value);
    save(store, "t@1", smaller, text);
}

static void check_store(struct zc_store *store)
{
    struct zc_buf got = { 0 };
    struct zc_err err = { 0 };
    char rid[ZC_RID_TEXT + 1], text[80];
    bool rebuild = false;
    save(store, "t@1", 1, "title=青海昆仑商贸有限公司 code=" CODE_A " where=长江路9号");
    save(store, "t@1", 2, "title=昆仑商贸有限责任公司 code=" CODE_A);
    save(store, "t@1", 3, "title=河湟餐饮店 code=" CODE_A);
    save(store, "t@1", 4, "title=城中区老马牛肉面馆 tel=13800000001 where=七一路31号");
    save(store, "t@1", 5, "title=城中区老马牛肉面馆 code=" CODE_B);
    save(store, "t@1", 6, "title=城中区恒信家具店 tel=13800000006 where=七一路8号");
    save(store, "t@1", 7, "title=恒信家俱店 tel=13800000006 where=城中区七一路8号");
    save(store, "u@1", 8, "title=城中区老马牛肉面馆");
    save(store, "v@1", 9, "title=城中区老马牛肉面馆");
    near(store, 1, 5, &got);
    expect("one code", &got, "1-2:0 1-3:1 ");
    near(store, 4, 5, &got);
    expect("one name; other forms have units of their own", &got, "4-5:3 ");
    near(store, 6, 5, &got);
    expect("the signs together", &got, "6-7:4 ");
    near(store, 6, ZC_DUP_PROBABLE, &got);
    expect("not among the probable ones", &got, "");
    near(store, 9, 5, &got);
    expect("a form without units", &got, "");
    scan(store, 4, &got);
    expect("the whole ledger", &got, "1-2:0 1-3:1 2-3:1 4-5:3 6-7:4 | 1,1,1,2,3");
    scan(store, 0, &got);
    expect("the sure ones", &got, "1-2:0 | 1");
    check_names(store);
    zc_check("the index fits the records", is_sound(store));

    name_distinct(4, 5, store, "1");
    near(store, 5, 5, &got);
    expect("not the same, seen from the other side", &got, "");
    zc_rid_print(rid_of(1), rid);
    snprintf(text, sizeof text, "_dup_of=%s", rid);
    save(store, "t@1", 2, text);
    save(store, "t@1", 7, "title=河湟家具店 where=长江路77号 tel=");
    scan(store, 4, &got);
    expect("linked, decided, edited", &got, "1-3:1 | 1");
    save(store, "t@1", 2, "_dup_of=");
    name_distinct(4, 5, store, "");
    save(store, "t@1", 3, "_deleted=1");
    scan(store, 4, &got);
    expect("and back; one is void", &got, "1-2:0 4-5:3 | 1,2");
    zc_check("the index still fits", is_sound(store));
    zc_check("rebuilt", zc_store_rebuild(store, NULL, NULL, &err));
    near(store, 4, 5, &got);
    expect("the same from a rebuilt index", &got, "4-5:3 ");
    zc_check("the rebuilt index fits", is_sound(store));

    struct zc_index_plan other = plan;
    other.nareas = 1;
    zc_check("other areas make other keys: to be rebuilt",
             zc_store_set_plan(store, &other, &rebuild, &err) && rebuild);
    zc_buf_release(&got);
}

/* What an import counts. `changed`: the text that a record gets between. */
static uint64_t news_of(struct zc_store *store, unsigned record, bool was_here, const char *text)
{
    struct zc_dup_news news = { 0 };
    struct zc_err err = { 0 };
    uint64_t new_records = !was_here, changed = was_here, dup = 0;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    bool ok = !was_here || zc_dup_news_before(&news, txn, rid_of(record), &err);
    zc_txn_abort(txn);
    save(store, "t@1", record, text);
    zc_dup_news_touch(&news, rid_of(record), was_here);
    ok = ok && zc_dup_news_settle(&news, store, &new_records, &changed, &dup, &err);
    zc_checkf(ok && new_records + changed + dup == 1, "counted once %s", err.msg);
    zc_dup_news_release(&news);
    return dup;
}

static bool foresees(struct zc_store *store, unsigned record)
{
    struct zc_dup_news news = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found, is = false;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    bool ok = zc_record_get(txn, rid_of(record), &arena, &state, &found, &err) &&
              zc_dup_news_foresee(&news, txn, &state, &is, &err);
    zc_checkf(ok, "foreseen %s", err.msg);
    zc_txn_abort(txn);
    zc_dup_news_release(&news);
    zc_arena_release(&arena);
    return is;
}

static void check_news(struct zc_store *store)
{
    zc_check("a new unit", news_of(store, 20, false, "title=河湟修理铺") == 0);
    zc_check("a second one of its name", news_of(store, 21, false, "title=河湟修理铺") == 1);
    zc_check("changed, and a candidate as before",
             news_of(store, 21, true, "where=长江路1号") == 0);
    zc_check("renamed: it is none any more", news_of(store, 21, true, "title=河湟铺子") == 0);
    zc_check("renamed back: it is one again", news_of(store, 21, true, "title=河湟修理铺") == 1);
    zc_check("a possible one does not count",
             news_of(store, 22, false, "title=河湟修李铺 where=长江路1号") == 0);
    zc_check("foreseen", foresees(store, 20) && !foresees(store, 22));
}

/* So many that the index is walked once: of each name two, and one name for more records than are
 * compared. */
static void check_large_news(struct zc_store *store)
{
    enum { MANY = 1200, CROWD = ZC_DUP_BLOCK_MAX + 1 };
    struct zc_dup_news news = { 0 };
    struct zc_err err = { 0 };
    uint64_t new_records = MANY + CROWD, changed = 0, dup = 0;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    bool ok = txn != NULL;
    for (unsigned i = 0; ok && i < MANY + CROWD; i++) {
        char text[60];
        snprintf(text, sizeof text, i < MANY ? "title=第%u号商店" : "title=无名摊位", i / 2);
        ok = put(txn, "t@1", 1000 + i, text, &err);
        zc_dup_news_touch(&news, rid_of(1000 + i), false);
    }
    ok = zc_txn_end(txn, ok, &err) &&
         zc_dup_news_settle(&news, store, &new_records, &changed, &dup, &err);
    zc_checkf(ok && dup == MANY && new_records == CROWD, "%llu of a large import %s",
              (unsigned long long)dup, err.msg);
    zc_dup_news_release(&news);
}

/* A pair of a cluster stands with the others where the best of them belongs. */
static void check_clusters(void)
{
    struct zc_dup_list list = { 0 };
    struct zc_buf got = { 0 };
    static const struct {
        unsigned a, b;
        int tier;
    } pairs[] = { { 1, 2, 4 }, { 5, 6, 3 }, { 2, 3, 0 }, { 6, 7, 4 }, { 8, 9, 1 }, { 3, 4, 4 } };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct zc_dup_pair pair = { .a = rid_of(pairs[i].a),
                                    .b = rid_of(pairs[i].b),
                                    .dup = { .tier = pairs[i].tier, .score = .9 } };
        zc_dup_list_add(&list, &pair);
    }
    zc_dup_list_cluster(&list);
    print_pairs(&list, &got);
    expect("clusters", &got, "2-3:0 1-2:4 3-4:4 8-9:1 5-6:3 6-7:4 ");
    zc_check("three of them", list.n == 6 && list.all[2].cluster == 1 && list.all[3].cluster == 2 &&
                                  list.all[5].cluster == 3);
    zc_dup_list_release(&list);
    zc_buf_release(&got);
}

int main(void)
{
    const char *dir = zc_temp_dir_new();
    char path[400];
    struct zc_err err = { 0 };
    bool rebuild;
    snprintf(path, sizeof path, "%s/store", dir);
    struct zc_store *store =
        zc_store_create(path, &identity, &err) ? zc_store_open(path, false, &err) : NULL;
    bool open = store && zc_store_set_plan(store, &plan, &rebuild, &err);
    zc_checkf(open, "a store %s", err.msg);
    if (open)
        check_store(store);
    open = open && zc_store_set_plan(store, &plan, &rebuild, &err);
    if (open) {
        check_news(store);
        check_large_news(store);
    }
    check_clusters();
    zc_store_close(store);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

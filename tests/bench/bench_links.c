#include "forms/list_rows.h"
#include "storage/building.h"
#include "tui/link_search.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What links between forms cost, by the number of records that they may lead to: bench_links PACK
 * STORE RECORDS [RECORDS …]. PACK is the survey of tests/links; STORE-RECORDS is made if it is not
 * there. One unit in 51 is an organisation that 50 units name. Figures only, the middle of ROUNDS.
 */

enum { ROUNDS = 25, UNITS_OF_ONE = 50, BATCH = 20000 };

struct bench {
    struct zc_clock clock;
    struct zc_survey *survey;
    uint64_t records;
};

__attribute__((noreturn)) static void die(const struct zc_err *err)
{
    fprintf(stderr, "bench_links: %s\n", err->msg);
    exit(2);
}

static void must(bool ok, const struct zc_err *err)
{
    if (!ok)
        die(err);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Making the store: organisations have the first ids, then come the units. */

static struct zc_rid rid_of(uint64_t record)
{
    uint8_t bits[8] = { 0 };
    uint64_t mixed = record * 0x9E3779B97F4A7C15u;
    memcpy(bits, &mixed, sizeof mixed);
    return zc_rid_make(3, 1700000000000 + record, bits);
}

static bool is_party(uint64_t record)
{
    return record % (UNITS_OF_ONE + 1) == 0;
}

static void put(struct zc_building *building, struct zc_txn *txn, uint64_t record,
                struct zc_err *err)
{
    static const char *const trades[] = { "面馆", "商店", "药店", "超市", "书店", "五金", "茶馆" };
    static const char *const places[] = { "人民街", "水井巷", "莫家街", "仓门街", "礼让街" };
    struct zc_arena arena = { 0 };
    char party[ZC_RID_TEXT + 1];
    struct zc_rev rev;
    bool fresh;
    zc_rid_print(rid_of(record - record % (UNITS_OF_ONE + 1)), party);
    struct zc_pair attrs[] = { { ZC_STR("form"),
                                 zc_str_of(is_party(record) ? "party@1" : "unit@1") },
                               { ZC_STR("g"), ZC_STR("3") },
                               { ZC_STR("at"), ZC_STR("2026-11-20T09:00:00+08:00") } };
    struct zc_str title =
        zc_arena_printf(&arena, "%s第%llu%s%s", places[record % 5], (unsigned long long)record,
                        trades[record % 7], is_party(record) ? "支部" : "");
    struct zc_pair unit[] = { { ZC_STR("title"), title },
                              { ZC_STR("party"), zc_str_of(party) },
                              { ZC_STR("place"),
                                zc_arena_printf(&arena, "%llu", (unsigned long long)record / 20) },
                              { ZC_STR("staff"), ZC_STR("4") } };
    struct zc_pair organisation[] = { { ZC_STR("title"), title }, unit[2] };
    must(zc_rev_make(rid_of(record), NULL, 0, attrs, 3, is_party(record) ? organisation : unit,
                     is_party(record) ? 2 : 4, &arena, &rev, err) &&
             zc_revs_append(txn, &rev, &fresh, err) &&
             zc_building_put(building, txn, rev.rid, &rev, 1, NULL, err),
         err);
    zc_arena_release(&arena);
}

static void fill(struct zc_store *store, uint64_t records)
{
    struct zc_err err = { 0 };
    struct zc_building building;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    must(txn && zc_txn_end(txn, zc_building_begin(&building, txn, &err), &err), &err);
    for (uint64_t record = 0; record < records;) {
        must((txn = zc_txn_begin(store, ZC_TXN_WRITE, &err)) != NULL, &err);
        for (int i = 0; i < BATCH && record < records; i++)
            put(&building, txn, record++, &err);
        must(zc_txn_commit(txn, &err), &err);
    }
    must(zc_building_finish(&building, store, &err), &err);
}

static void open_bench(struct bench *bench, const char *pack, const char *dir)
{
    const struct zc_person person = { .name = ZC_STR("李某"), .role = ZC_RANK_LEADER };
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    must(zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &bench->clock, &err), &err);
    bench->survey = zc_survey_open(dir, false, &bench->clock, &err);
    if (bench->survey)
        return;
    must(zc_survey_create(dir, pack, 3, &person, &bench->clock, &findings, &err) &&
             (bench->survey = zc_survey_open(dir, false, &bench->clock, &err)),
         &err);
    fill(bench->survey->store, bench->records);
    zc_survey_close(bench->survey);
    bench->survey = zc_survey_open(dir, false, &bench->clock, &err);
    must(bench->survey != NULL, &err);
    zc_findings_release(&findings);
}

/* What is measured; `round` chooses another record each time */

static uint64_t some_party(const struct bench *bench, unsigned round)
{
    uint64_t parties = bench->records / (UNITS_OF_ONE + 1);
    return (round * 7919u) % (parties ? parties : 1) * (UNITS_OF_ONE + 1);
}

static void open_record(struct bench *bench, uint64_t record)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    struct zc_entry *entry = zc_entry_open(bench->survey, rid_of(record), NULL, 0, &err);
    must(entry != NULL, &err);
    zc_fill_check(entry->fill, &arena, &check);
    zc_arena_release(&arena);
    zc_entry_free(entry);
}

static void open_party(struct bench *bench, unsigned round)
{
    open_record(bench, some_party(bench, round));
}

static void open_unit(struct bench *bench, unsigned round)
{
    open_record(bench, some_party(bench, round) + 1 + round % UNITS_OF_ONE);
}

static void save_unit(struct bench *bench, unsigned round)
{
    struct zc_err err = { 0 };
    char party[ZC_RID_TEXT + 1];
    struct zc_rid rid = rid_of(some_party(bench, round) + 1);
    struct zc_entry *entry = zc_entry_open(bench->survey, rid, NULL, 0, &err);
    must(entry != NULL, &err);
    zc_rid_print(rid_of(some_party(bench, round + 3)), party);
    must(zc_fill_set(entry->fill, zc_fill_node(entry->fill, ZC_STR("party")), zc_str_of(party),
                     &err) &&
             zc_entry_save(entry, ZC_SAVE_SUBMIT, (struct zc_str){ 0 }, NULL, &err),
         &err);
    zc_entry_free(entry);
}

/* As many hits as a window has lines, or everything seen. */
static void search(struct bench *bench, const char *typed)
{
    enum { LINES = 13 };
    struct zc_link_search search = { .survey = bench->survey };
    struct zc_err err = { 0 };
    search.form = zc_survey_form(bench->survey, ZC_STR("unit"), &err);
    zc_link_search_begin(&search, zc_str_of(typed));
    while (search.n < LINES && zc_link_search_step(&search, 8))
        continue;
    zc_link_search_release(&search);
}

static void search_nothing(struct bench *bench, unsigned round)
{
    (void)round;
    search(bench, "");
}

static void search_inside(struct bench *bench, unsigned round)
{
    (void)round;
    search(bench, "药店");
}

static void search_pinyin(struct bench *bench, unsigned round)
{
    (void)round;
    search(bench, "mjj");
}

static void search_rare(struct bench *bench, unsigned round)
{
    (void)round;
    search(bench, "第777777");
}

static const struct {
    const char *name;
    void (*run)(struct bench *bench, unsigned round);
    unsigned rounds;
} measured[] = {
    { "organisation opened, its units counted and summed", open_party, ROUNDS },
    { "unit opened, with the title of its organisation", open_unit, ROUNDS },
    { "unit opened and saved with another organisation", save_unit, ROUNDS },
    { "list of a link: nothing typed", search_nothing, ROUNDS },
    { "a part of many names, first window", search_inside, ROUNDS },
    { "initials of many names, first window", search_pinyin, ROUNDS },
    { "a part of one name or none, all seen", search_rare, 3 },
};

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static unsigned own_memory_kb(void)
{
    char line[200];
    unsigned kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "RssAnon: %u kB", &kb) == 1)
            break;
    }
    if (file)
        fclose(file);
    return kb;
}

static void run(struct bench *bench)
{
    double taken[ROUNDS];
    printf("%llu records\n", (unsigned long long)bench->records);
    for (size_t m = 0; m < sizeof measured / sizeof measured[0]; m++) {
        for (unsigned round = 0; round < measured[m].rounds; round++) {
            double start = now_ms();
            measured[m].run(bench, round);
            taken[round] = now_ms() - start;
        }
        qsort(taken, measured[m].rounds, sizeof *taken, by_size);
        printf("  %-52s %9.3f ms, at most %.3f ms\n", measured[m].name,
               taken[measured[m].rounds / 2], taken[measured[m].rounds - 1]);
    }
    printf("  own memory %.1f MB\n", own_memory_kb() / 1024.0);
}

int main(int argc, char **argv)
{
    struct bench bench = { 0 };
    char dir[400];
    if (argc < 4 || sodium_init() < 0) {
        fprintf(stderr, "usage: bench_links PACK STORE RECORDS…\n");
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        snprintf(dir, sizeof dir, "%s-%s", argv[2], argv[i]);
        bench.records = strtoull(argv[i], NULL, 10);
        open_bench(&bench, argv[1], dir);
        run(&bench);
        zc_survey_close(bench.survey);
    }
    return 0;
}

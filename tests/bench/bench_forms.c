#include "core/alloc.h"
#include "forms/fill.h"
#include "forms/pack.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How fast the form engine is: bench_forms PACK [load|records|answer|filter]. Figures only, no
 * limits: a loaded machine is no fault of the program. Limits aimed at: loading `ent` 5 ms, one
 * answer in a form of 500 questions 0.2 ms and the same in one of 5,000, a filter over 100,000 rows
 * 30 ms, 50,000 checked records a second. */

/* Time of the processor, so that other work on the machine does not count. */
static double now_ms(void)
{
    struct timespec at;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static struct zc_clock clock_now;
static struct zc_pack *pack;

static bool rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    (void)ctx;
    return zc_pack_rule(pack, name, value);
}

static struct zc_list *pack_list(void *ctx, struct zc_str file, bool *records, struct zc_err *err)
{
    struct zc_str name = zc_str_head(file, file.len - strlen(".csv"));

    (void)ctx, (void)err;
    *records = false;
    for (uint32_t i = 0; i < pack->nlists; i++)
        if (zc_str_eq(pack->lists[i]->name, name))
            return pack->lists[i];
    struct zc_list *list = zc_pack_records(pack, name);
    *records = list != NULL;
    return list;
}

static void bench_load(const struct zc_source *source, struct zc_str dir)
{
    struct zc_form_context context = { .list = pack_list, .rule = rule };
    enum { ROUNDS = 20 };
    double start = now_ms();

    for (int i = 0; i < ROUNDS; i++) {
        struct zc_findings findings = { 0 };
        zc_form_free(zc_form_load(source, dir, &context, &findings));
        zc_findings_release(&findings);
    }
    printf("load %.*s\t%.2f ms\n", ZC_ARG(dir), (now_ms() - start) / ROUNDS);
}

/* A record as the ledger has it: the answers of a finished unit, the staff another each time. */
static const char *const answers[][2] = {
    { "street", "630103001" },
    { "community", "630103001004" },
    { "addr", "人民街27号" },
    { "place_kind", "1" },
    { "visit", "1" },
    { "seen", "yes" },
    { "uscc", "916300007104492831" },
    { "name", "青海甲甲商贸有限公司" },
    { "unit_type", "1" },
    { "opened", "2013-05" },
    { "op_status", "1" },
    { "reg_type", "112" },
    { "holding", "3" },
    { "business", "百货零售" },
    { "industry", "5211" },
    { "staff", "8" },
    { "m_full", "1" },
    { "m_prob", "0" },
    { "build", "2" },
    { "party", "e000000000000000000000001" },
    { "union", "0" },
    { "league", "0" },
    { "women", "0" },
    { "premises", "0" },
    { "visited", "2026-11-23" },
    { "phone", "0971-6123456" },
};
enum { NANSWERS = sizeof answers / sizeof answers[0] };

static int by_name(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_field *)a)->name, ((const struct zc_field *)b)->name);
}

static void make_state(struct zc_state *state, unsigned n, struct zc_arena *arena)
{
    struct zc_field *fields = ZC_NEW(arena, struct zc_field, NANSWERS);

    for (size_t i = 0; i < NANSWERS; i++) {
        struct zc_str *value = ZC_NEW(arena, struct zc_str, 1);
        *value = zc_str_of(answers[i][1]);
        if (!strcmp(answers[i][0], "staff"))
            *value = zc_arena_printf(arena, "%u", n % 300);
        fields[i] = (struct zc_field){ zc_str_of(answers[i][0]), 1, false, value };
    }
    qsort(fields, NANSWERS, sizeof *fields, by_name);
    *state = (struct zc_state){ .form = ZC_STR("ent"), .nfields = NANSWERS, .fields = fields };
}

static void bench_records(const struct zc_form *form)
{
    enum { STATES = 1000, ROUNDS = 20 };
    static struct zc_state states[STATES];
    struct zc_fill_env env = { .clock = &clock_now, .rule = rule };
    struct zc_arena arena = { 0 }, scratch = { 0 };
    struct zc_fill *fill = zc_fill_new(form, &env);
    uint64_t hard = 0, soft = 0;

    for (unsigned i = 0; i < STATES; i++)
        make_state(&states[i], i, &arena);
    double start = now_ms();
    for (unsigned i = 0; i < STATES * ROUNDS; i++) {
        struct zc_fill_check check;
        zc_fill_reopen(fill, &states[i % STATES]);
        zc_fill_check(fill, &scratch, &check);
        hard += check.nhard;
        soft += check.nsoft;
        zc_arena_reset(&scratch);
    }
    double ms = now_ms() - start;
    printf("check records\t%.0f a second (%llu hard, %llu soft points)\n",
           STATES * ROUNDS / ms * 1e3, (unsigned long long)hard, (unsigned long long)soft);
    zc_fill_free(fill);
    zc_arena_release(&scratch);
    zc_arena_release(&arena);
}

/* Sheets made in memory */

struct made {
    struct zc_buf survey, choices, list;
};

static bool made_read(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                      struct zc_err *err)
{
    const struct made *made = ctx;
    const struct zc_buf *sheet = zc_str_is(path, "survey.csv")    ? &made->survey
                                 : zc_str_is(path, "choices.csv") ? &made->choices
                                 : zc_str_is(path, "list.csv")    ? &made->list
                                                                  : NULL;

    (void)err;
    *found = sheet && sheet->len;
    if (*found)
        zc_buf_add(out, zc_buf_str(sheet));
    return true;
}

static void release_made(struct made *made)
{
    zc_buf_release(&made->survey);
    zc_buf_release(&made->choices);
    zc_buf_release(&made->list);
}

static struct zc_form *load_made(struct made *made)
{
    struct zc_source source = { .ctx = made, .name = ZC_STR("made"), .read = made_read };
    struct zc_findings findings = { 0 };
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, NULL, &findings);

    if (!form) {
        struct zc_buf line = { 0 };
        zc_finding_print(&findings.all[0], &line);
        fprintf(stderr, "%s\n", zc_buf_cstr(&line));
        exit(1);
    }
    zc_findings_release(&findings);
    return form;
}

/* Every tenth question depends on the first, the others on nothing that changes here. */
static void bench_answer(unsigned questions)
{
    struct made made = { 0 };
    enum { ROUNDS = 20000 };
    struct zc_fill_env env = { .clock = &clock_now };
    struct zc_err err = { 0 };

    zc_buf_text(&made.survey, "type,name,label,relevant,constraint,calculation\n"
                              "integer,first,First,,. >= 0,\n");
    for (unsigned i = 1; i < questions; i++)
        zc_buf_printf(&made.survey, "integer,q%u,Q%u,%s,. < 1000,\n", i, i,
                      i <= 50 ? "${first} > 3" : "");
    zc_buf_text(&made.survey, "calculate,sum,,,,${first} + ${q1} + ${q2}\n");
    struct zc_form *form = load_made(&made);
    struct zc_fill *fill = zc_fill_new(form, &env);
    struct zc_node *node = zc_fill_node(fill, ZC_STR("first"));
    double start = now_ms();
    for (unsigned i = 0; i < ROUNDS; i++)
        zc_fill_set(fill, node, i % 2 ? ZC_STR("9") : ZC_STR("2"), &err);
    printf("one answer, %u questions, 51 depend on it\t%.4f ms\n", questions,
           (now_ms() - start) / ROUNDS);
    node = zc_fill_node(fill, ZC_STR("q100"));
    start = now_ms();
    for (unsigned i = 0; i < ROUNDS; i++)
        zc_fill_set(fill, node, i % 2 ? ZC_STR("9") : ZC_STR("2"), &err);
    printf("one answer, %u questions, none depends on it\t%.4f ms\n", questions,
           (now_ms() - start) / ROUNDS);
    zc_fill_free(fill);
    zc_form_free(form);
    release_made(&made);
}

static void offer(const struct zc_fill *fill, const char *question, struct zc_arena *arena)
{
    const struct zc_node *node = zc_fill_node(fill, zc_str_of(question));
    struct zc_choices choices;
    double start = now_ms();

    zc_fill_choices(fill, node, arena, &choices);
    double first = now_ms() - start;
    start = now_ms();
    zc_fill_choices(fill, node, arena, &choices);
    printf("choice_filter %s, 100,000 rows, %u offered\t%.2f ms, first time %.2f ms\n", question,
           choices.n, now_ms() - start, first);
}

static void bench_filter(void)
{
    struct made made = { 0 };
    struct zc_fill_env env = { .clock = &clock_now };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };

    zc_buf_text(&made.survey, "type,name,label,choice_filter\n"
                              "text,area,Area,\n"
                              "integer,min,Min,\n"
                              "select_one_from_file list.csv,equal,Equal,area = ${area}\n"
                              "select_one_from_file list.csv,larger,Larger,size >= ${min}\n"
                              "select_one_from_file list.csv,either,Either,"
                              "\"area = ${area} or starts-with(label, 'unit 7')\"\n");
    zc_buf_text(&made.list, "name,label,area,size\n");
    for (unsigned i = 0; i < 100000; i++)
        zc_buf_printf(&made.list, "u%u,unit %u,a%u,%u\n", i, i, i % 500, i % 1000);
    struct zc_form *form = load_made(&made);
    struct zc_fill *fill = zc_fill_new(form, &env);
    zc_fill_set(fill, zc_fill_node(fill, ZC_STR("area")), ZC_STR("a7"), &err);
    zc_fill_set(fill, zc_fill_node(fill, ZC_STR("min")), ZC_STR("990"), &err);
    offer(fill, "equal", &arena);
    offer(fill, "larger", &arena);
    offer(fill, "either", &arena);
    zc_fill_free(fill);
    zc_form_free(form);
    zc_arena_release(&arena);
    release_made(&made);
}

int main(int argc, char **argv)
{
    struct zc_source source = zc_source_folder(argc > 1 ? argv[1] : "forms/liangxin");
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };

    pack = zc_pack_load(&source, &findings);
    if (!pack || !zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock_now, &err))
        return 1;
    const char *only = argc > 2 ? argv[2] : NULL;
    if (!only || !strcmp(only, "load"))
        bench_load(&source, ZC_STR("ent"));
    if (!only || !strcmp(only, "records"))
        bench_records(zc_pack_form(pack, ZC_STR("ent")));
    if (!only || !strcmp(only, "answer")) {
        bench_answer(500);
        bench_answer(4000);
    }
    if (!only || !strcmp(only, "filter"))
        bench_filter();
    zc_pack_free(pack);
    zc_findings_release(&findings);
    return 0;
}

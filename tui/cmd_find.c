#include "core/alloc.h"
#include "tui/cmd.h"
#include "tui/record_print.h"
#include "tui/record_search.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* find: records by what somebody remembers of them, best first; the group's own ground before
 * others of the same rank, then by name. */

struct hit {
    enum zc_search_rank rank;
    bool elsewhere;
    struct zc_str name, line;
    struct zc_rid rid;
};
struct found {
    struct zc_survey *survey;
    struct zc_record_search search;
    enum zc_print how;
    struct hit *hits;
    size_t n, cap;
    struct zc_arena kept;
    struct zc_buf line;
};

static struct zc_str value_of(const struct zc_form *form, const struct zc_state *state,
                              enum zc_role role)
{
    const struct zc_question *q = form->by_role[role];
    return q ? zc_state_value(state, q->field) : (struct zc_str){ 0 };
}

static void make_line(struct found *found, const struct zc_form *form, const struct zc_state *state)
{
    static const enum zc_role roles[] = { ZC_ROLE_NAME, ZC_ROLE_CODE, ZC_ROLE_ADDR };
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(state->rid, rid);
    zc_buf_reset(&found->line);
    if (found->how == ZC_PRINT_JSON) {
        zc_state_json(state, &found->line);
        found->line.len--; /* its LF */
        return;
    }
    zc_print_cell(&found->line, found->how, zc_str_of(rid), true);
    zc_print_cell(&found->line, found->how, form->id, false);
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        zc_print_cell(&found->line, found->how, value_of(form, state, roles[i]), false);
    zc_print_cell(&found->line, found->how, zc_str_of(zc_status_name(state->status)), false);
}

static void take(struct found *found, const struct zc_form *form, const struct zc_state *state)
{
    enum zc_search_rank rank = zc_record_search_rank(&found->search, form, state);
    if (rank == ZC_SEARCH_NONE)
        return;
    struct zc_str area = value_of(form, state, ZC_ROLE_COMMUNITY);
    make_line(found, form, state);
    found->hits = zc_grow(found->hits, found->n, &found->cap, sizeof *found->hits);
    found->hits[found->n++] = (struct hit){
        .rank = rank,
        .elsewhere = zc_pack_group_of(found->survey->pack, area) != zc_survey_group(found->survey),
        .name = zc_arena_copy(&found->kept, value_of(form, state, ZC_ROLE_NAME)),
        .line = zc_arena_copy(&found->kept, zc_buf_str(&found->line)),
        .rid = state->rid,
    };
}

static bool search_form(struct found *found, const struct zc_form *form, struct zc_txn *txn,
                        struct zc_err *err)
{
    const struct zc_view_spec all = { .kind = ZC_VIEW_ALL, .form = form->id };
    struct zc_view *view = zc_view_open(txn, &all, err);
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_rid rid;
    bool there, ok = view != NULL;
    for (bool more = ok && zc_view_first(view, &rid); ok && more; more = zc_view_next(view, &rid)) {
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, rid, &arena, &state, &there, err);
        if (ok && there)
            take(found, form, &state);
    }
    zc_view_close(view);
    zc_arena_release(&arena);
    return ok;
}

static bool search_all(struct found *found, struct zc_err *err)
{
    const struct zc_pack *pack = found->survey->pack;
    struct zc_txn *txn = zc_txn_begin(found->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    for (uint32_t i = 0; i < pack->nforms && ok; i++)
        ok = search_form(found, pack->forms[i], txn, err);
    zc_txn_abort(txn);
    return ok;
}

static int cmp_hit(const void *a, const void *b)
{
    const struct hit *left = a, *right = b;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    if (left->elsewhere != right->elsewhere)
        return left->elsewhere ? 1 : -1;
    int order = zc_str_cmp(left->name, right->name);
    return order ? order : zc_rid_cmp(left->rid, right->rid);
}

static void print_hits(struct found *found, uint64_t limit)
{
    if (found->n > 1)
        qsort(found->hits, found->n, sizeof *found->hits, cmp_hit);
    if (found->how == ZC_PRINT_CSV)
        puts("_id,form,name,code,addr,status");
    for (size_t i = 0; i < found->n && (limit == 0 || i < limit); i++) {
        zc_print_text(found->hits[i].line);
        putchar('\n');
    }
}

int zc_cmd_find(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *most = zc_opt_value(&argc, argv, "--limit");
    struct found found = { .how = zc_print_option(&argc, argv) };
    uint64_t limit = isatty(STDOUT_FILENO) ? 100 : 0;
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (most && !zc_str_to_u64(zc_str_of(most), &limit))
        return zc_cmd_usage(ZC_T("--limit“%s”应为数字", "--limit '%s' should be a number"), most);
    if (argc != 2 || !*argv[1])
        return zc_cmd_usage(ZC_T("用法：zaoce find 文字", "usage: zaoce find TEXT"));
    found.survey = zc_survey_open(env->store, true, &env->clock, &err);
    if (found.survey)
        zc_record_search_begin(&found.search, found.survey, zc_str_of(argv[1]));
    bool ok = found.survey && search_all(&found, &err);
    if (ok)
        print_hits(&found, limit);
    zc_record_search_release(&found.search);
    zc_survey_close(found.survey);
    zc_free(found.hits);
    zc_buf_release(&found.line);
    zc_arena_release(&found.kept);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

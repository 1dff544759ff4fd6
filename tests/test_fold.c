#include "core/fold.h"
#include "tests/check.h"
#include "tests/rev_script.h"
#include <string.h>

/* The fold by cases of a small notation, then against the slow fold on random histories.
 *
 * A case is a script of revisions (tests/rev_script.h). The expectation is a list of
 * field=value|value (provisional first), with status=, flags=, deleted. */

static void print_state(const struct zc_state *state, struct zc_buf *out)
{
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        if (field->gone)
            continue;
        zc_buf_printf(out, "%.*s=", ZC_ARG(field->name));
        for (uint32_t v = 0; v < field->nvalues; v++)
            zc_buf_printf(out, "%s%.*s", v ? "|" : "", ZC_ARG(field->values[v]));
        zc_buf_char(out, ' ');
    }
    zc_buf_printf(out, "%s", zc_status_name(state->status));
    if (state->flags) {
        zc_buf_char(out, ' ');
        zc_flags_print(state->flags, out);
    }
}

static const struct {
    const char *name, *revs, *expect;
} cases[] = {
    { "one revision", "a< 1 x=1", "x=1 seed" },
    { "a later edit replaces", "a< 1 x=1;b<a 1 x=2", "x=2 seed" },
    { "different fields merge", "a< 1 x=1 y=1;b<a 1 x=2;c<a 1 y=2", "x=2 y=2 seed" },
    { "same value is no conflict", "a< 1 x=1;b<a 1 x=2;c<a 1 x=2 y=1", "x=2 y=1 seed" },
    { "leader's value is provisional", "a< 1 x=1;b<a 2 x=2;c<a 1 x=3;d<c 1 x=4", "x=2|4 seed" },
    { "longer history is provisional among equals", "a< 1 x=1;b<a 1 x=2;c<a 1 y=1;d<c 1 x=3",
      "x=3|2 y=1 seed" },
    { "clearing against editing is a conflict", "a< 1 x=1;b<a 2 x=;c<a 1 x=3", "x=|3 seed" },
    { "who saw both settles", "a< 1 x=1;b<a 1 x=2;c<a 1 x=3;d<bc 1 x=2", "x=2 seed" },
    { "a write that changes nothing does not count", "a< 1 x=1;b<a 1 x=1;c<a 1 x=2", "x=2 seed" },
    { "clearing nothing does not count", "a< 1 x=", "seed" },
    { "a missing parent", "b<? 1 x=1", "x=1 seed partial" },
    { "status moves", "a< 1 x=1 _status=submitted;b<a 2 _status=group_ok",
      "_status=group_ok x=1 group_ok" },
    { "a worker may not check", "a< 1 x=1 _status=submitted;b<a 1 _status=group_ok",
      "_status=submitted x=1 submitted" },
    { "edit after the check", "a< 1 x=1;b<a 2 _status=group_ok;c<b 1 x=2",
      "_status=group_ok x=2 changed" },
    { "edit beside the check", "a< 1 x=1;b<a 2 _status=group_ok;c<a 1 x=2",
      "_status=group_ok x=2 changed" },
    { "checking again settles", "a< 1 x=1;b<a 2 _status=group_ok;c<a 1 x=2;d<bc 2 _status=group_ok",
      "_status=group_ok x=2 group_ok" },
    { "returned beside a check", "a< 1 x=1;b<a 2 _status=group_ok;c<a 2 _status=returned",
      "_status=returned|group_ok x=1 returned status?" },
    { "deleted", "a< 1 x=1;b<a 2 _deleted=1", "_deleted=1 x=1 void" },
    { "a delete never wins over an edit it had not seen", "a< 1 x=1;b<a 2 _deleted=1;c<a 1 x=2",
      "_deleted=1 x=2 seed del?" },
    { "taken back", "a< 1 x=1;b<a 2 _deleted=1;c<b 2 _deleted=", "_deleted= x=1 seed" },
    { "an item deleted", "a< 1 v/i0/d=1 v/i1/d=2;b<a 1 v/i0/_deleted=1",
      "v/i0/_deleted=1 v/i1/d=2 seed" },
    { "an item edited beside its delete", "a< 1 v/i0/d=1;b<a 1 v/i0/_deleted=1;c<a 1 v/i0/d=3",
      "v/i0/_deleted=1 v/i0/d=3 seed del?" },
    { "a question waits", "a< 2 x=1 _ask:x=why", "_ask:x=why x=1 seed asked" },
    { "an answer closes it", "a< 2 x=1 _ask:x=why;b<a 1 _answer:x=so",
      "_answer:x=so _ask:x=why x=1 seed" },
    { "finished with a doubt", "a< 1 x=1 _doubt=noone _status=submitted",
      "_doubt=noone _status=submitted x=1 submitted doubt" },
};

static void check_case(size_t at)
{
    struct rev_script maker = { 0 };
    struct zc_state state;
    struct zc_buf shown = { 0 };
    char why[200];
    rev_script_add(&maker, cases[at].revs);
    zc_fold(maker.revs, maker.n, &maker.arena, &state);
    print_state(&state, &shown);
    zc_checkf(zc_str_is(zc_buf_str(&shown), cases[at].expect), "%s: %s", cases[at].name,
              zc_buf_cstr(&shown));
    struct slow_fold *slow = slow_fold_new(maker.revs, maker.n, &maker.arena);
    zc_checkf(slow_agrees(slow, &state, why), "%s: slow fold %s", cases[at].name, why);
    zc_buf_release(&shown);
    zc_arena_release(&maker.arena);
}

/* Random histories */

static uint64_t seed = 20261123;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static const char *const pool[][4] = {
    { "x", "1", "2", "" },
    { "y", "a", "b", "c" },
    { "v/i0/d", "1", "2", "" },
    { "v/i0/e", "1", "2", "" },
    { "v/i1/d", "1", "2", "" },
    { "v/i0/_deleted", "1", "1", "" },
    { "_status", "draft", "submitted", "group_ok" },
    { "_status", "town_ok", "locked", "returned" },
    { "_deleted", "1", "1", "" },
    { "_dup_of", "e0123456789abcdefghjkmnpq", "e1123456789abcdefghjkmnpq", "" },
    { "_why:x", "so", "no", "" },
};

static void random_rev(struct rev_script *maker, struct zc_rid rid)
{
    struct zc_revid parents[8];
    struct zc_pair attrs[2], writes[4];
    size_t nparents = maker->n ? draw(4) : 0, nwrites = 1 + draw(3);
    struct zc_err err = { 0 };
    for (size_t i = 0; i < nparents; i++) {
        if (draw(20) == 0)
            memset(parents[i].b, (int)draw(255), ZC_REVID_BYTES);
        else
            parents[i] = maker->revs[draw((unsigned)maker->n)].id;
    }
    for (size_t i = 0; i < nwrites; i++) {
        const char *const *choice = pool[draw(sizeof pool / sizeof pool[0])];
        writes[i] = (struct zc_pair){ zc_str_of(choice[0]), zc_str_of(choice[1 + draw(3)]) };
    }
    attrs[0] = (struct zc_pair){ ZC_STR("role"), zc_str_of(zc_rank_role(draw(5))) };
    attrs[1] = (struct zc_pair){ ZC_STR("n"), zc_arena_printf(&maker->arena, "%zu", maker->n) };
    if (!zc_rev_make(rid, parents, nparents, attrs, 2, writes, nwrites, &maker->arena,
                     &maker->revs[maker->n], &err))
        zc_checkf(false, "random revision: %s", err.msg);
    maker->n++;
}

static bool same_state(const struct zc_state *a, const struct zc_state *b)
{
    struct zc_buf x = { 0 }, y = { 0 };
    print_state(a, &x);
    print_state(b, &y);
    bool same = zc_str_eq(zc_buf_str(&x), zc_buf_str(&y)) && a->nheads == b->nheads &&
                !memcmp(a->heads, b->heads, a->nheads * sizeof *a->heads);
    zc_buf_release(&x);
    zc_buf_release(&y);
    return same;
}

static void check_random(void)
{
    size_t wrong = 0, moved = 0;
    char why[200], first[240] = "";
    for (int round = 0; round < 2000; round++) {
        struct rev_script maker = { 0 };
        struct zc_state state, again;
        size_t n = 1 + draw(14);
        while (maker.n < n)
            random_rev(&maker, (struct zc_rid){ .kind = 'e' });
        zc_fold(maker.revs, n, &maker.arena, &state);
        if (!slow_agrees(slow_fold_new(maker.revs, n, &maker.arena), &state, why) && !wrong++)
            snprintf(first, sizeof first, "round %d: %s", round, why);
        for (size_t i = n; i > 1; i--) { /* shuffle */
            size_t k = draw((unsigned)i);
            struct zc_rev swap = maker.revs[k];
            maker.revs[k] = maker.revs[i - 1];
            maker.revs[i - 1] = swap;
        }
        zc_fold(maker.revs, n, &maker.arena, &again);
        moved += !same_state(&state, &again);
        zc_arena_release(&maker.arena);
    }
    zc_checkf(wrong == 0, "2,000 random histories agree with the slow fold %s", first);
    zc_checkf(moved == 0, "the order of the revisions has no influence");
}

/* The longest history that is folded, and one more. Side lines join again every hundred. */
static void check_long(void)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_state state;
    struct zc_rev *revs = ZC_NEW(&arena, struct zc_rev, ZC_FOLD_MAX + 1);
    static const struct zc_pair attrs[] = { { ZC_LIT("form"), ZC_LIT("t@1") },
                                            { ZC_LIT("role"), ZC_LIT("worker") } };
    for (size_t i = 0; i <= ZC_FOLD_MAX; i++) {
        struct zc_revid parents[2];
        size_t nparents = 0;
        if (i > 0)
            parents[nparents++] = revs[i - 1].id;
        if (i >= 100 && i % 100 == 0)
            parents[nparents++] = revs[i - 100].id;
        const struct zc_pair writes[] = {
            { zc_arena_printf(&arena, "f%zu", i % 30),
              zc_arena_printf(&arena, "%zu", i) },
        };
        if (!zc_rev_make((struct zc_rid){ .kind = 'e' }, parents, nparents, attrs, 2, writes, 1,
                         &arena, &revs[i], &err))
            zc_checkf(false, "revision %zu: %s", i, err.msg);
    }
    zc_fold(revs, ZC_FOLD_MAX, &arena, &state);
    bool right = state.nfields == 30 && state.nheads == 1 && state.nconflicts == 0 &&
                 !(state.flags & ZC_FLAG_LONG);
    for (size_t i = ZC_FOLD_MAX - 30; i < ZC_FOLD_MAX; i++)
        right &= zc_str_eq(zc_state_value(&state, revs[i].writes[0].name), revs[i].writes[0].value);
    zc_check("10,000 revisions are folded", right);
    zc_fold(revs, ZC_FOLD_MAX + 1, &arena, &state);
    zc_check("10,001 are not: form, heads and numbers are right, no field is told",
             state.flags & ZC_FLAG_LONG && state.nfields == 0 && state.nheads == 1 &&
                 zc_revid_cmp(&state.heads[0], &revs[ZC_FOLD_MAX].id) == 0 &&
                 state.nrevs == ZC_FOLD_MAX + 1 && zc_str_is(state.form, "t"));
    zc_arena_release(&arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(i);
    check_random();
    check_long();
    return zc_check_done();
}

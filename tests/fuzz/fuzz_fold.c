#include "core/fold.h"
#include "tests/fuzz/fuzz.h"
#include "tests/slow_fold.h"
#include <stdlib.h>
#include <string.h>

/* The merge fold. The bytes are a small program that makes up to 64 revisions of one record: which
 * parents (known, missing), which role, which fields and values. Wants: the fast fold agrees with
 * the slow judge, in any order of the revisions. */

enum { RECORD_REVS = SLOW_MAX, WRITES = 4 };

static void need(bool ok)
{
    if (!ok)
        abort();
}

struct program {
    const uint8_t *at, *end;
};

static unsigned next(struct program *program, unsigned below)
{
    return program->at < program->end ? *program->at++ % below : 0;
}

static bool make_rev(struct program *program, const struct zc_rev *revs, size_t n,
                     struct zc_arena *arena, struct zc_rev *out)
{
    static const char *const fields[] = {
        "a",
        "b",
        "v/i000000000001/x",
        "v/i000000000002/x",
        "v/i000000000001/w/i000000000001/y",
        "_status",
        "_deleted",
        "v/i000000000001/_deleted",
        "v/i000000000001/w/i000000000001/_deleted",
        "_dup_of",
        "_ask:a",
        "_answer:a",
        "_doubt",
        "_unknown",
    };
    static const char *const values[] = {
        "",
        "1",
        "2",
        "draft",
        "submitted",
        "group_ok",
        "town_ok",
        "locked",
        "returned",
        "changed",
        "e0123456789abcdefghjkmnpq",
        "k0123456789abcdefghjkmnpq",
    };
    struct zc_revid parents[3];
    struct zc_pair writes[WRITES], attrs[2];
    struct zc_err err = { 0 };
    struct zc_rid rid = { .kind = 'e' };
    size_t nparents = next(program, 4), nwrites = next(program, WRITES + 1);
    for (size_t i = 0; i < nparents; i++) {
        unsigned which = next(program, RECORD_REVS + 1);
        memset(&parents[i], (int)which, sizeof parents[i]); /* a missing one */
        if (which < RECORD_REVS && n > 0)
            parents[i] = revs[which % n].id;
    }
    for (size_t i = 0; i < nwrites; i++) {
        unsigned field = next(program, sizeof fields / sizeof *fields);
        unsigned value = next(program, sizeof values / sizeof *values);
        writes[i] = (struct zc_pair){ zc_str_of(fields[field]), zc_str_of(values[value]) };
    }
    attrs[0] = (struct zc_pair){ ZC_STR("role"), zc_str_of(zc_rank_role(next(program, 5))) };
    attrs[1] = (struct zc_pair){ ZC_STR("n"), zc_arena_printf(arena, "%zu", n) };
    return zc_rev_make(rid, parents, nparents, attrs, 2, writes, nwrites, arena, out, &err);
}

static void need_same(const struct zc_state *a, const struct zc_state *b)
{
    need(a->status == b->status && a->flags == b->flags && a->deleted == b->deleted &&
         a->link_unseen == b->link_unseen && zc_rid_eq(a->dup_of, b->dup_of) &&
         a->nheads == b->nheads && a->nfields == b->nfields && a->nconflicts == b->nconflicts &&
         memcmp(a->heads, b->heads, a->nheads * sizeof *a->heads) == 0);
    for (uint32_t i = 0; i < a->nfields; i++) {
        const struct zc_field *x = &a->fields[i], *y = &b->fields[i];
        need(zc_str_eq(x->name, y->name) && x->gone == y->gone && x->nvalues == y->nvalues);
        for (uint32_t v = 0; v < x->nvalues; v++)
            need(zc_str_eq(x->values[v], y->values[v]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct program program = { data, data + size };
    struct zc_rev revs[RECORD_REVS], reversed[RECORD_REVS];
    struct zc_arena arena = { 0 };
    struct zc_state state, other;
    char why[200];
    size_t n = 0;
    while (n < RECORD_REVS && (n == 0 || program.at < program.end))
        n += make_rev(&program, revs, n, &arena, &revs[n]);
    for (size_t i = 0; i < n; i++)
        reversed[i] = revs[n - 1 - i];
    zc_fold(revs, n, &arena, &state);
    zc_fold(reversed, n, &arena, &other);
    need_same(&state, &other);
    need(slow_agrees(slow_fold_new(revs, n, &arena), &state, why));
    zc_arena_release(&arena);
    return 0;
}

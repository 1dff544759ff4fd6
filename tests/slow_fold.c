#include "tests/slow_fold.h"
#include <stdio.h>
#include <string.h>

struct slow_fold {
    const struct zc_rev *revs;
    size_t n;
    bool anc[SLOW_MAX][SLOW_MAX]; /* anc[of][at] */
    unsigned gen[SLOW_MAX];
    signed char *counting[SLOW_MAX]; /* what slow_counts found, by write: 0 not asked yet */
    bool missing;
    struct zc_arena *arena;
};

static size_t index_of(const struct slow_fold *fold, const struct zc_revid *id)
{
    for (size_t i = 0; i < fold->n; i++) {
        if (zc_revid_cmp(&fold->revs[i].id, id) == 0)
            return i;
    }
    return SIZE_MAX;
}

static unsigned gen_of(struct slow_fold *fold, size_t at)
{
    if (fold->gen[at])
        return fold->gen[at];
    unsigned most = 0;
    for (uint32_t p = 0; p < fold->revs[at].nparents; p++) {
        size_t parent = index_of(fold, &fold->revs[at].parents[p]);
        if (parent == SIZE_MAX)
            fold->missing = true;
        else if (gen_of(fold, parent) > most)
            most = gen_of(fold, parent);
    }
    return fold->gen[at] = most + 1;
}

struct slow_fold *slow_fold_new(const struct zc_rev *revs, size_t n, struct zc_arena *arena)
{
    struct slow_fold *fold = ZC_NEW(arena, struct slow_fold, 1);
    fold->revs = revs;
    fold->n = n;
    fold->arena = arena;
    for (size_t i = 0; i < n; i++) {
        fold->counting[i] = ZC_NEW(arena, signed char, (size_t)revs[i].nwrites + 1);
        gen_of(fold, i);
        for (uint32_t p = 0; p < revs[i].nparents; p++) {
            size_t parent = index_of(fold, &revs[i].parents[p]);
            if (parent != SIZE_MAX)
                fold->anc[i][parent] = true;
        }
    }
    for (size_t k = 0; k < n; k++) /* transitive closure */
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                fold->anc[i][j] |= fold->anc[i][k] && fold->anc[k][j];
    return fold;
}

bool slow_is_ancestor(const struct slow_fold *fold, size_t of, size_t at)
{
    return fold->anc[of][at];
}

/* live(f, X): the counting writes in X that no other counting write in X has above it. */
static void live_in(const struct slow_fold *fold, struct zc_str field, const bool *set, bool *out)
{
    bool counting[SLOW_MAX] = { 0 };
    for (size_t i = 0; i < fold->n; i++)
        counting[i] = set[i] && slow_counts(fold, i, field);
    for (size_t i = 0; i < fold->n; i++) {
        out[i] = counting[i];
        for (size_t j = 0; j < fold->n && out[i]; j++)
            out[i] = !(counting[j] && fold->anc[j][i]);
    }
}

static int needed_rank(struct zc_str status)
{
    return zc_str_is(status, "group_ok") || zc_str_is(status, "returned") ? 2
           : zc_str_is(status, "town_ok")                                 ? 3
           : zc_str_is(status, "locked")                                  ? 4
                                                                          : 0;
}

static int rank_of(const struct slow_fold *fold, size_t at)
{
    static const char *const roles[] = { "worker", "leader", "office", "district" };
    struct zc_str role = zc_rev_attr(&fold->revs[at], "role");
    for (int i = 0; i < 4; i++) {
        if (zc_str_is(role, roles[i]))
            return i + 1;
    }
    return 0;
}

static bool write_counts(const struct slow_fold *fold, size_t at, struct zc_str field,
                         const struct zc_pair *write)
{
    if (zc_field_is_system(field))
        return !zc_str_is(field, "_status") || rank_of(fold, at) >= needed_rank(write->value);
    bool live[SLOW_MAX], some = false, differ = false;
    live_in(fold, field, fold->anc[at], live);
    for (size_t i = 0; i < fold->n; i++) {
        if (!live[i])
            continue;
        some = true;
        differ |= !zc_str_eq(zc_rev_write(&fold->revs[i], field)->value, write->value);
    }
    return some ? differ : write->value.len > 0;
}

/* A write asks about all those above it, and they about theirs: each is answered once. */
bool slow_counts(const struct slow_fold *fold, size_t at, struct zc_str field)
{
    const struct zc_pair *write = zc_rev_write(&fold->revs[at], field);
    if (!write)
        return false;
    signed char *known = &fold->counting[at][write - fold->revs[at].writes];
    if (*known == 0)
        *known = write_counts(fold, at, field, write) ? 1 : -1;
    return *known > 0;
}

void slow_live(const struct slow_fold *fold, struct zc_str field, bool out[SLOW_MAX])
{
    bool all[SLOW_MAX];
    memset(all, true, sizeof all);
    live_in(fold, field, all, out);
}

static struct zc_str written(const struct slow_fold *fold, size_t at, struct zc_str field)
{
    return zc_rev_write(&fold->revs[at], field)->value;
}

/* Every counting data write under `prefix` is above, or in, a live write of `field` that says
 * `value` (any: whatever it says). */
static bool covered(const struct slow_fold *fold, struct zc_str field, struct zc_str value,
                    bool any, struct zc_str prefix)
{
    bool live[SLOW_MAX];
    slow_live(fold, field, live);
    for (size_t r = 0; r < fold->n; r++) {
        for (uint32_t w = 0; w < fold->revs[r].nwrites; w++) {
            struct zc_str name = fold->revs[r].writes[w].name;
            if (zc_field_is_system(name) || !zc_str_starts(name, prefix) ||
                !slow_counts(fold, r, name))
                continue;
            bool seen = false;
            for (size_t v = 0; v < fold->n && !seen; v++)
                seen = live[v] && (any || zc_str_eq(written(fold, v, field), value)) &&
                       (v == r || fold->anc[v][r]);
            if (!seen)
                return false;
        }
    }
    return true;
}

static const char *slow_status(const struct slow_fold *fold, bool *both)
{
    static const char *const order[] = { "draft",   "submitted", "group_ok",
                                         "town_ok", "locked",    "returned" };
    bool live[SLOW_MAX], has[6] = { 0 };
    slow_live(fold, ZC_STR("_status"), live);
    int best = -1;
    for (size_t i = 0; i < fold->n; i++) {
        for (int k = 0; live[i] && k < 6; k++) {
            if (!zc_str_is(written(fold, i, ZC_STR("_status")), order[k]))
                continue;
            has[k] = true;
            best = k > best ? k : best;
        }
    }
    *both = has[5] && (has[2] || has[3] || has[4]);
    if (best < 0)
        return "seed";
    if (best >= 2 && best <= 4 &&
        !covered(fold, ZC_STR("_status"), zc_str_of(order[best]), false, (struct zc_str){ 0 }))
        return "changed";
    return order[best];
}

/* 1 deleted, 0 not, -1 del? */
static int slow_deleted(const struct slow_fold *fold, struct zc_str field, struct zc_str prefix)
{
    bool live[SLOW_MAX], one = false, other = false;
    slow_live(fold, field, live);
    for (size_t i = 0; i < fold->n; i++) {
        if (live[i]) {
            bool is = zc_str_is(written(fold, i, field), "1");
            one |= is;
            other |= !is;
        }
    }
    if (!one)
        return 0;
    return !other && covered(fold, field, ZC_STR("1"), false, prefix) ? 1 : -1;
}

/* Is the field under a deleted item? */
static bool under_deleted(const struct slow_fold *fold, struct zc_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] != '/')
            continue;
        struct zc_str prefix = zc_str_head(name, i + 1);
        struct zc_str field = zc_arena_printf(fold->arena, "%.*s_deleted", ZC_ARG(prefix));
        if (!zc_str_eq(field, name) && slow_deleted(fold, field, prefix) == 1)
            return true;
    }
    return false;
}

static bool provisional_is(const struct slow_fold *fold, struct zc_str field, struct zc_str value)
{
    bool live[SLOW_MAX];
    size_t best = SIZE_MAX;
    slow_live(fold, field, live);
    for (size_t i = 0; i < fold->n; i++) {
        if (!live[i])
            continue;
        if (best == SIZE_MAX) {
            best = i;
            continue;
        }
        int a = rank_of(fold, i), b = rank_of(fold, best);
        if (a != b ? a > b
                   : (fold->gen[i] != fold->gen[best]
                          ? fold->gen[i] > fold->gen[best]
                          : zc_revid_cmp(&fold->revs[i].id, &fold->revs[best].id) > 0))
            best = i;
    }
    return zc_str_eq(written(fold, best, field), value);
}

static bool field_agrees(const struct slow_fold *fold, const struct zc_state *state,
                         struct zc_str name)
{
    bool live[SLOW_MAX];
    size_t distinct = 0;
    const struct zc_field *field = zc_state_field(state, name);
    slow_live(fold, name, live);
    for (size_t i = 0; i < fold->n; i++) {
        if (!live[i])
            continue;
        bool found = false, earlier = false;
        for (uint32_t v = 0; field && v < field->nvalues; v++)
            found |= zc_str_eq(field->values[v], written(fold, i, name));
        for (size_t j = 0; j < i; j++)
            earlier |= live[j] && zc_str_eq(written(fold, j, name), written(fold, i, name));
        distinct += !earlier;
        if (!found)
            return false;
    }
    if (distinct == 0)
        return field == NULL;
    return field->nvalues == distinct && field->gone == under_deleted(fold, name) &&
           provisional_is(fold, name, field->values[0]);
}

static bool link_agrees(const struct slow_fold *fold, const struct zc_state *state)
{
    bool live[SLOW_MAX], some = false, unlinked = false;
    struct zc_str least = { 0 };
    const struct zc_str field = ZC_STR("_dup_of");
    slow_live(fold, field, live);
    for (size_t i = 0; i < fold->n; i++) {
        if (!live[i])
            continue;
        struct zc_str value = written(fold, i, field);
        unlinked |= value.len == 0;
        if (!some || zc_str_cmp(value, least) < 0)
            least = value;
        some = true;
    }
    struct zc_rid rid = { 0 };
    if (!some || unlinked || !zc_rid_parse(least, &rid))
        rid = (struct zc_rid){ 0 };
    bool unseen = zc_rid_is_set(rid) &&
                  !covered(fold, field, (struct zc_str){ 0 }, true, (struct zc_str){ 0 });
    return zc_rid_eq(rid, state->dup_of) && unseen == state->link_unseen;
}

bool slow_agrees(const struct slow_fold *fold, const struct zc_state *state, char why[200])
{
    bool both;
    int deleted = slow_deleted(fold, ZC_STR("_deleted"), (struct zc_str){ 0 });
    const char *status = slow_status(fold, &both);
    if (deleted == 1)
        status = "void";
    why[0] = '\0';
    if (strcmp(status, zc_status_name(state->status)) != 0)
        snprintf(why, 200, "status %s, not %s", zc_status_name(state->status), status);
    else if (state->deleted != (deleted == 1))
        snprintf(why, 200, "deleted");
    else if (both != !!(state->flags & ZC_FLAG_STATUS))
        snprintf(why, 200, "flag status?");
    else if (fold->missing != !!(state->flags & ZC_FLAG_PARTIAL))
        snprintf(why, 200, "flag partial");
    else if (deleted == -1 && !(state->flags & ZC_FLAG_DEL))
        snprintf(why, 200, "flag del?");
    else if (!link_agrees(fold, state))
        snprintf(why, 200, "link");
    for (size_t r = 0; r < fold->n && !why[0]; r++) {
        for (uint32_t w = 0; w < fold->revs[r].nwrites && !why[0]; w++) {
            struct zc_str name = fold->revs[r].writes[w].name;
            if (!field_agrees(fold, state, name))
                snprintf(why, 200, "field %.*s", ZC_ARG(name));
        }
    }
    return !why[0];
}

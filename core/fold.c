#include "core/fold.h"
#include "core/fold_impl.h"
#include <stdlib.h>
#include <string.h>

/* Revisions by (gen, id)
 *
 * gen is one more than the largest gen of the known parents, so this order puts parents first
 * and any two stores with the same revisions agree on it. */

struct by_id {
    const struct zc_rev *rev;
    uint32_t index;
};

static int cmp_by_id(const void *a, const void *b)
{
    const struct by_id *x = a, *y = b;
    return zc_revid_cmp(&x->rev->id, &y->rev->id);
}

/* Place of the revision in the list by id, or n. */
static uint32_t find_rev(const struct by_id *sorted, uint32_t n, const struct zc_revid *id)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int order = zc_revid_cmp(&sorted[mid].rev->id, id);
        if (order == 0)
            return mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return n;
}

/* gen of every revision, by place in `sorted`: revisions whose parents are all done go into a
 * queue (a cycle cannot be: an id contains the ids of its parents). */
static uint32_t *compute_gens(const struct by_id *sorted, uint32_t n, struct zc_arena *arena)
{
    uint32_t *gen = ZC_NEW(arena, uint32_t, n), *open = ZC_NEW(arena, uint32_t, n);
    uint32_t *first = ZC_NEW(arena, uint32_t, n + 1), *queue = ZC_NEW(arena, uint32_t, n);
    uint32_t edges = 0, head = 0, tail = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t p = 0; p < sorted[i].rev->nparents; p++) {
            uint32_t parent = find_rev(sorted, n, &sorted[i].rev->parents[p]);
            if (parent == n)
                continue;
            first[parent + 1]++;
            open[i]++;
            edges++;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        first[i + 1] += first[i];
    uint32_t *children = ZC_NEW(arena, uint32_t, edges + 1), *used = ZC_NEW(arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t p = 0; p < sorted[i].rev->nparents; p++) {
            uint32_t parent = find_rev(sorted, n, &sorted[i].rev->parents[p]);
            if (parent < n)
                children[first[parent] + used[parent]++] = i;
        }
        gen[i] = 1;
        if (open[i] == 0)
            queue[tail++] = i;
    }
    while (head < tail) {
        uint32_t at = queue[head++];
        for (uint32_t c = first[at]; c < first[at + 1]; c++) {
            uint32_t child = children[c];
            if (gen[child] < gen[at] + 1)
                gen[child] = gen[at] + 1;
            if (--open[child] == 0)
                queue[tail++] = child;
        }
    }
    return gen;
}

struct by_gen {
    uint32_t gen, place; /* place in the list by id, so ids compare as numbers */
};

static int cmp_by_gen(const void *a, const void *b)
{
    const struct by_gen *x = a, *y = b;
    if (x->gen != y->gen)
        return x->gen < y->gen ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static struct by_id *sort_by_id(const struct zc_rev *revs, uint32_t n, struct zc_arena *arena)
{
    struct by_id *sorted = ZC_NEW(arena, struct by_id, n);
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = (struct by_id){ &revs[i], i };
    qsort(sorted, n, sizeof *sorted, cmp_by_id);
    return sorted;
}

static struct by_gen *sort_by_gen(const struct by_id *sorted, uint32_t n, struct zc_arena *arena)
{
    uint32_t *gen = compute_gens(sorted, n, arena);
    struct by_gen *places = ZC_NEW(arena, struct by_gen, n);
    for (uint32_t i = 0; i < n; i++)
        places[i] = (struct by_gen){ gen[i], i };
    qsort(places, n, sizeof *places, cmp_by_gen);
    return places;
}

void zc_fold_order(const struct zc_rev *revs, size_t n, struct zc_arena *arena, uint32_t *order)
{
    struct by_id *sorted = sort_by_id(revs, (uint32_t)n, arena);
    struct by_gen *places = sort_by_gen(sorted, (uint32_t)n, arena);
    for (size_t i = 0; i < n; i++)
        order[i] = sorted[places[i].place].index;
}

/* Fills order, gen, ancestors, heads. `graph_only`: too many revisions for the bit sets. */
static void build_graph(struct fold *fold, bool graph_only)
{
    uint32_t n = fold->n;
    struct by_id *sorted = sort_by_id(fold->revs, n, fold->arena);
    struct by_gen *places = sort_by_gen(sorted, n, fold->arena);
    uint32_t *rank = ZC_NEW(fold->arena, uint32_t, n); /* place by id -> place in order */
    fold->order = ZC_NEW(fold->arena, uint32_t, n);
    fold->gen = ZC_NEW(fold->arena, uint32_t, n);
    fold->has_child = ZC_NEW(fold->arena, bool, n);
    fold->words = graph_only ? 0 : (n + 63) / 64;
    fold->ancestors = ZC_NEW(fold->arena, uint64_t, (size_t)n * fold->words + 1);
    for (uint32_t i = 0; i < n; i++) {
        fold->order[i] = sorted[places[i].place].index;
        fold->gen[i] = places[i].gen;
        rank[places[i].place] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct zc_rev *rev = fold_rev(fold, i);
        uint64_t *own = fold->ancestors + (size_t)i * fold->words;
        for (uint32_t p = 0; p < rev->nparents; p++) {
            uint32_t place = find_rev(sorted, n, &rev->parents[p]);
            if (place == n) {
                fold->partial = true;
                continue;
            }
            uint32_t parent = rank[place];
            fold->has_child[parent] = true;
            if (fold->words == 0)
                continue;
            const uint64_t *above = fold->ancestors + (size_t)parent * fold->words;
            for (uint32_t w = 0; w < fold->words; w++)
                own[w] |= above[w];
            own[parent / 64] |= (uint64_t)1 << parent % 64;
        }
    }
}

/* Registers */

struct write {
    struct zc_str name, value;
    uint32_t at;
};

static int cmp_write(const void *a, const void *b)
{
    const struct write *x = a, *y = b;
    int order = zc_str_cmp(x->name, y->name);
    return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

/* Entries grow along parent edges, so the highest one left is dominated by nobody left. */
uint32_t fold_live(const struct fold *fold, const struct fold_register *reg, const uint64_t *within,
                   uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t i = reg->nentries; i-- > 0;) {
        uint32_t at = reg->entries[i].at;
        if (within && !fold_set_has(within, at))
            continue;
        bool dominated = false;
        for (uint32_t k = 0; k < n && !dominated; k++)
            dominated = fold_is_ancestor(fold, reg->entries[out[k]].at, at);
        if (!dominated)
            out[n++] = i;
    }
    return n;
}

/* A status that the author's role may not give does not count (MERGE.md 5.1). */
static bool role_suffices(const struct zc_rev *rev, struct zc_str value)
{
    enum zc_status status;
    if (!zc_status_parse(value, &status))
        return true;
    return zc_rank_of(zc_rev_attr(rev, "role")) >= zc_status_rank(status) ||
           zc_status_rank(status) <= ZC_RANK_WORKER;
}

/* Does the write change what its author had in front of him? */
static bool changes_something(const struct fold *fold, const struct fold_register *reg,
                              const struct write *write, uint32_t *scratch)
{
    uint32_t n = fold_live(fold, reg, fold_ancestors(fold, write->at), scratch);
    if (n == 0)
        return write->value.len > 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!zc_str_eq(reg->entries[scratch[i]].value, write->value))
            return true;
    }
    return false;
}

static bool counts(const struct fold *fold, const struct fold_register *reg,
                   const struct write *write, uint32_t *scratch)
{
    if (!reg->system)
        return changes_something(fold, reg, write, scratch);
    if (zc_str_is(write->name, "_status"))
        return role_suffices(fold_rev(fold, write->at), write->value);
    return true;
}

static void build_register(struct fold *fold, const struct write *writes, uint32_t n,
                           struct fold_register *reg)
{
    uint32_t *scratch = ZC_NEW(fold->arena, uint32_t, n);
    reg->name = writes[0].name;
    reg->system = zc_field_is_system(reg->name);
    reg->entries = ZC_NEW(fold->arena, struct fold_entry, n);
    reg->live = ZC_NEW(fold->arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        if (counts(fold, reg, &writes[i], scratch))
            reg->entries[reg->nentries++] = (struct fold_entry){ writes[i].at, writes[i].value };
    }
    reg->nlive = fold_live(fold, reg, NULL, reg->live);
}

static void build_registers(struct fold *fold)
{
    size_t total = 0, at = 0;
    for (uint32_t i = 0; i < fold->n; i++)
        total += fold->revs[i].nwrites;
    struct write *writes = ZC_NEW(fold->arena, struct write, total + 1);
    for (uint32_t i = 0; i < fold->n; i++) {
        const struct zc_rev *rev = fold_rev(fold, i);
        for (uint32_t w = 0; w < rev->nwrites; w++)
            writes[at++] = (struct write){ rev->writes[w].name, rev->writes[w].value, i };
    }
    if (fold->n > 1) /* the writes of one revision are in order already */
        qsort(writes, total, sizeof *writes, cmp_write);
    fold->registers = ZC_NEW(fold->arena, struct fold_register, total + 1);
    for (size_t from = 0, to; from < total; from = to) {
        for (to = from + 1; to < total && zc_str_eq(writes[from].name, writes[to].name); to++)
            ;
        struct fold_register *reg = &fold->registers[fold->nregisters];
        build_register(fold, writes + from, (uint32_t)(to - from), reg);
        fold->nregisters += reg->nentries > 0;
        if (reg->nentries == 0)
            *reg = (struct fold_register){ 0 };
    }
}

struct fold_register *fold_find(const struct fold *fold, struct zc_str name)
{
    size_t low = 0, high = fold->nregisters;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = zc_str_cmp(fold->registers[mid].name, name);
        if (order == 0)
            return &fold->registers[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* The state */

/* The provisional value is that of the greatest live revision by (rank, gen, id). Time is not
 * used. Places in the order are (gen, id) already. */
static uint32_t provisional(const struct fold *fold, const struct fold_register *reg)
{
    uint32_t best = reg->live[0];
    enum zc_rank best_rank = zc_rank_of(zc_rev_attr(fold_rev(fold, reg->entries[best].at), "role"));
    for (uint32_t i = 1; i < reg->nlive; i++) {
        uint32_t entry = reg->live[i];
        enum zc_rank rank = zc_rank_of(zc_rev_attr(fold_rev(fold, reg->entries[entry].at), "role"));
        if (rank > best_rank ||
            (rank == best_rank && reg->entries[entry].at > reg->entries[best].at)) {
            best = entry;
            best_rank = rank;
        }
    }
    return best;
}

static int cmp_text(const void *a, const void *b)
{
    return zc_str_cmp(*(const struct zc_str *)a, *(const struct zc_str *)b);
}

static void read_field(const struct fold *fold, const struct fold_register *reg,
                       struct zc_field *out)
{
    struct zc_str *values = ZC_NEW(fold->arena, struct zc_str, reg->nlive + 1);
    struct zc_str first = reg->entries[provisional(fold, reg)].value;
    uint32_t n = 1;
    values[0] = first;
    for (uint32_t i = 0; i < reg->nlive; i++) {
        struct zc_str value = reg->entries[reg->live[i]].value;
        bool seen = false;
        for (uint32_t k = 0; k < n && !seen; k++)
            seen = zc_str_eq(values[k], value);
        if (!seen)
            values[n++] = value;
    }
    qsort(values + 1, n - 1, sizeof *values, cmp_text);
    *out = (struct zc_field){ reg->name, n, reg->gone, values };
}

static void read_fields(const struct fold *fold, struct zc_state *out)
{
    struct zc_field *fields = ZC_NEW(fold->arena, struct zc_field, fold->nregisters + 1);
    for (uint32_t i = 0; i < fold->nregisters; i++) {
        read_field(fold, &fold->registers[i], &fields[i]);
        out->nconflicts += zc_field_in_conflict(&fields[i]);
    }
    out->fields = fields;
    out->nfields = fold->nregisters;
}

static void read_heads(const struct fold *fold, struct zc_state *out)
{
    struct zc_revid *heads = ZC_NEW(fold->arena, struct zc_revid, fold->n);
    struct by_id *sorted = sort_by_id(fold->revs, fold->n, fold->arena);
    uint32_t *rank = ZC_NEW(fold->arena, uint32_t, fold->n); /* index in revs -> place in order */
    for (uint32_t i = 0; i < fold->n; i++)
        rank[fold->order[i]] = i;
    for (uint32_t i = 0; i < fold->n; i++) {
        if (!fold->has_child[rank[sorted[i].index]])
            heads[out->nheads++] = sorted[i].rev->id;
    }
    out->heads = heads;
}

static void keep_first(struct zc_str *kept, const struct zc_rev *rev, const char *attr)
{
    if (kept->len == 0)
        *kept = zc_rev_attr(rev, attr);
}

/* Who and when: the first, or for last_by and changed the last, revision that says it. */
static void read_attributes(const struct fold *fold, struct zc_state *out)
{
    for (uint32_t i = 0; i < fold->n; i++) {
        const struct zc_rev *rev = fold_rev(fold, i);
        keep_first(&out->group, rev, "g");
        keep_first(&out->by, rev, "by");
        keep_first(&out->dev, rev, "dev");
        keep_first(&out->created, rev, "at");
        if (out->form.len == 0) {
            out->form = zc_rev_form(rev);
            out->version = zc_rev_form_version(rev);
        }
        struct zc_str by = zc_rev_attr(rev, "by"), at = zc_rev_attr(rev, "at");
        out->seed |= zc_str_is(zc_rev_attr(rev, "src"), "list");
        if (by.len > 0)
            out->last_by = by;
        if (at.len > 0)
            out->changed = at;
    }
}

void fold_begin(struct fold *fold, const struct zc_rev *revs, size_t n, struct zc_arena *arena)
{
    *fold = (struct fold){ .arena = arena, .revs = revs, .n = (uint32_t)n };
    fold->too_long = n > ZC_FOLD_MAX;
    build_graph(fold, fold->too_long);
    if (!fold->too_long)
        build_registers(fold);
}

void zc_fold(const struct zc_rev *revs, size_t n, struct zc_arena *arena, struct zc_state *out)
{
    struct fold fold;
    fold_begin(&fold, revs, n, arena);
    *out = (struct zc_state){ .rid = revs[0].rid, .nrevs = (uint32_t)n };
    read_heads(&fold, out);
    read_attributes(&fold, out);
    out->flags = fold.partial ? ZC_FLAG_PARTIAL : 0;
    if (fold.too_long) {
        out->flags |= ZC_FLAG_LONG;
        return;
    }
    fold_read_system(&fold, out);
    read_fields(&fold, out);
}

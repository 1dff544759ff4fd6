#include "core/alloc.h"
#include "core/csv.h"
#include "core/fold.h"
#include "storage/encoding.h"
#include "tests/laws/sets.h"
#include <stdlib.h>
#include <string.h>

/* The laws of MERGE.md 15 on the sets at the end of a scenario. Laws 10 (clones) and 11 (backups)
 * are that the others hold although the scenario has both. Links (21), ledgers (15 to 18), lists
 * (22) and the product's own merging (1 to 4) are in store_laws.c. */

/* Law 4: everybody has everything that anybody still had at the end. */
static void check_everyone(struct sets *sets)
{
    struct set all = { 0 };
    for (size_t i = 0; i < sets->nfiles; i++)
        set_union(&all, &sets->files[i].holds);
    for (size_t i = 0; i < sets->nstores; i++)
        if (!set_eq(&sets->stores[i].set, &all))
            sets_broken(sets, "law 4 everyone: store %zu differs", i);
}

/* Laws of one record in one store */

/* Law 5: exactly one of the two, for every counting write: live, or seen by a later counting one.
 * Asked of the state that the product folds. */
static void check_loss(struct sets *sets, const struct slow_fold *slow, const struct zc_rev *revs,
                       size_t n, const struct zc_state *state)
{
    for (size_t i = 0; i < n; i++) {
        for (uint32_t w = 0; w < revs[i].nwrites; w++) {
            struct zc_str name = revs[i].writes[w].name;
            bool live[SLOW_MAX], above = false, shown = false;
            if (!slow_counts(slow, i, name))
                continue;
            slow_live(slow, name, live);
            for (size_t j = 0; j < n; j++)
                above |= slow_is_ancestor(slow, j, i) && slow_counts(slow, j, name);
            const struct zc_field *field = zc_state_field(state, name);
            for (uint32_t v = 0; field && v < field->nvalues; v++)
                shown |= zc_str_eq(field->values[v], revs[i].writes[w].value);
            if (live[i] == above || (live[i] && !shown))
                sets_broken(sets, "law 5 no silent loss: %.*s", ZC_ARG(name));
        }
    }
}

static bool same_state(const struct zc_state *a, const struct zc_state *b)
{
    struct zc_buf x = { 0 }, y = { 0 };
    acts_print_state(a, &x);
    acts_print_state(b, &y);
    bool same = zc_str_eq(zc_buf_str(&x), zc_buf_str(&y));
    zc_buf_release(&x);
    zc_buf_release(&y);
    return same;
}

/* Law 1: the order in which revisions arrived is not seen. */
static void check_order(struct sets *sets, struct zc_rev *revs, size_t n,
                        const struct zc_state *state, struct zc_arena *arena)
{
    struct zc_state other;
    for (size_t i = n; i > 1; i--) {
        size_t with = dice_roll(&sets->dice, i);
        struct zc_rev rev = revs[i - 1];
        revs[i - 1] = revs[with];
        revs[with] = rev;
    }
    zc_fold(revs, n, arena, &other);
    if (!same_state(state, &other))
        sets_broken(sets, "law 1 order: another order of the revisions, another state");
}

static bool same_values(const struct zc_field *a, const struct zc_field *b, bool in_any_order)
{
    if (!a || !b || a->nvalues != b->nvalues)
        return a == b;
    for (uint32_t i = 0; i < a->nvalues; i++) {
        bool found = false;
        for (uint32_t k = 0; k < b->nvalues; k++)
            found |= (in_any_order || i == k) && zc_str_eq(a->values[i], b->values[k]);
        if (!found)
            return false;
    }
    return true;
}

/* Law 9: the same history with other clocks. Ids contain the times, so everything is made anew. */
static void check_clocks(struct sets *sets, const struct zc_rev *revs, size_t n,
                         const struct zc_state *state, struct zc_arena *arena)
{
    struct zc_rev *late = ZC_NEW(arena, struct zc_rev, n);
    uint32_t *order = ZC_NEW(arena, uint32_t, n);
    struct zc_err err = { 0 };
    struct zc_state other;
    zc_fold_order(revs, n, arena, order);
    for (size_t i = 0; i < n; i++) {
        const struct zc_rev *rev = &revs[order[i]];
        struct zc_revid *parents = ZC_NEW(arena, struct zc_revid, rev->nparents + 1);
        struct zc_pair *attrs = ZC_NEW(arena, struct zc_pair, rev->nattrs + 1);
        for (uint32_t p = 0; p < rev->nparents; p++) {
            parents[p] = rev->parents[p];
            for (size_t k = 0; k < i; k++)
                if (zc_revid_cmp(&revs[order[k]].id, &rev->parents[p]) == 0)
                    parents[p] = late[k].id;
        }
        for (uint32_t a = 0; a < rev->nattrs; a++) {
            attrs[a] = rev->attrs[a];
            if (zc_str_is(attrs[a].name, "at"))
                attrs[a].value = zc_arena_printf(arena, "%04u-01-01T00:00:00+08:00",
                                                 2000 + dice_roll(&sets->dice, 60));
        }
        if (!zc_rev_make(rev->rid, parents, rev->nparents, attrs, rev->nattrs, rev->writes,
                         rev->nwrites, arena, &late[i], &err)) {
            sets_broken(sets, "law 9 clocks: %s", err.msg);
            return;
        }
    }
    zc_fold(late, n, arena, &other);
    bool same = state->status == other.status && state->deleted == other.deleted &&
                state->flags == other.flags && state->link_unseen == other.link_unseen &&
                zc_rid_eq(state->dup_of, other.dup_of) && state->nfields == other.nfields &&
                state->nconflicts == other.nconflicts && state->nheads == other.nheads;
    for (uint32_t i = 0; i < state->nfields && same; i++)
        same = state->fields[i].gone == other.fields[i].gone &&
               zc_str_eq(state->fields[i].name, other.fields[i].name) &&
               same_values(&state->fields[i], &other.fields[i], true);
    if (!same)
        sets_broken(sets, "law 9 clocks: other times, another state");
}

static void check_record(struct sets *sets, const struct set *set, size_t record)
{
    struct zc_rev revs[SLOW_MAX];
    struct zc_arena arena = { 0 };
    struct zc_state state;
    char why[200];
    size_t n = sets_revs_of(sets, set, record, revs);
    if (n > 0) {
        zc_fold(revs, n, &arena, &state);
        struct slow_fold *slow = slow_fold_new(revs, n, &arena);
        /* Laws 19 (tombstone) and 20 (checked) are in the status, the deletions and the flags. */
        if (!slow_agrees(slow, &state, why))
            sets_broken(sets, "laws 6, 19, 20, not the definition: %s", why);
        check_loss(sets, slow, revs, n, &state);
        check_clocks(sets, revs, n, &state, &arena);
        check_order(sets, revs, n, &state, &arena);
    }
    zc_arena_release(&arena);
}

/* Acts on the end state */

/* One more revision on the heads of a record; false when it has no room. */
static bool act_on(struct sets *sets, struct set *set, size_t record, enum zc_rank rank,
                   const struct zc_pair *writes, size_t n)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_rev rev;
    struct zc_err err = { 0 };
    bool ok = sets_fold(sets, set, record, &arena, &state) && state.nrevs < SLOW_MAX &&
              sets->nrevs < SETS_REVS &&
              acts_rev(&sets->dice, &sets->stores[8].actor, rank, sets->now++,
                       sets->records[record], &state, writes, n, &sets->arena, &rev, &err);
    if (ok)
        sets_add(sets, set, record, &rev);
    zc_arena_release(&arena);
    return ok;
}

static const struct zc_pair *write_of(const struct zc_pair *writes, size_t n, struct zc_str name)
{
    for (size_t i = n; i > 0; i--)
        if (zc_str_eq(writes[i - 1].name, name))
            return &writes[i - 1];
    return NULL;
}

/* Laws 7 and 23: an edit on the heads, applied to the state by hand, is the fold of everything; no
 * other field changes, and a written one has this value alone. */
static void check_edit(struct sets *sets, struct set set, size_t record)
{
    struct zc_arena arena = { 0 };
    struct zc_state before, after;
    struct zc_pair writes[3];
    size_t n = 0;
    for (unsigned more = 1 + dice_roll(&sets->dice, 3); n < more; n++)
        writes[n] = (struct zc_pair){ acts_field(&sets->dice, &arena), acts_value(&sets->dice) };
    if (sets_fold(sets, &set, record, &arena, &before) &&
        act_on(sets, &set, record, ZC_RANK_WORKER, writes, n) &&
        sets_fold(sets, &set, record, &arena, &after)) {
        for (uint32_t i = 0; i < after.nfields; i++) {
            const struct zc_field *now = &after.fields[i];
            const struct zc_field *old = zc_state_field(&before, now->name);
            const struct zc_pair *write = write_of(writes, n, now->name);
            const struct zc_field want = { now->name, 1, false, write ? &write->value : NULL };
            if (!same_values(now, write ? &want : old, false))
                sets_broken(sets, "law %s: %.*s",
                            write ? "23 increment: not the value written" : "7 separate: changed",
                            ZC_ARG(now->name));
        }
        for (size_t i = 0; i < n; i++)
            if (write_of(writes, n, writes[i].name)->value.len > 0 &&
                !zc_state_field(&after, writes[i].name))
                sets_broken(sets, "law 23 increment: %.*s is lost", ZC_ARG(writes[i].name));
        if (after.nheads != 1 || after.nfields < before.nfields)
            sets_broken(sets, "law 23 increment: heads or fields");
    }
    zc_arena_release(&arena);
}

/* Law 8: the leader settles everything; after one exchange nobody has a conflict. */
static void check_resolve(struct sets *sets)
{
    struct set_store *leader = &sets->stores[8];
    struct set *set = &leader->set;
    struct zc_exchange_report report;
    struct zc_buf bytes = { 0 };
    struct set read;
    for (size_t record = 0; record < sets->nrecords; record++) {
        struct zc_arena arena = { 0 };
        struct zc_state state;
        struct zc_pair writes[64];
        if (sets_fold(sets, set, record, &arena, &state) && state.nconflicts > 0) {
            size_t n = acts_resolve(&sets->dice, &state, writes, 64);
            act_on(sets, set, record, ZC_RANK_LEADER, writes, n);
        }
        if (sets_fold(sets, set, record, &arena, &state) && state.nconflicts > 0)
            sets_broken(sets, "law 8 resolve: still in conflict");
        zc_arena_release(&arena);
    }
    sets_write(sets, set, ~(uint64_t)0, &bytes);
    sets_read(sets, zc_buf_str(&bytes), &read, &report);
    for (size_t i = 0; i < sets->nstores; i++) {
        set_union(&sets->stores[i].set, &read);
        if (!set_eq(&sets->stores[i].set, set))
            sets_broken(sets, "law 8 resolve: store %zu differs after one exchange", i);
    }
    zc_buf_release(&bytes);
}

static enum zc_status status_of(const struct sets *sets, const struct set *set, size_t record)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    sets_fold(sets, set, record, &arena, &state);
    enum zc_status status = state.status;
    zc_arena_release(&arena);
    return status;
}

/* Laws 19 and 20 step by step: check, check again, edit, check; an edit that the deleter had not
 * seen. */
static void check_steps(struct sets *sets, struct set set, size_t record)
{
    const struct zc_pair alive = { ZC_STR("_deleted"), ZC_STR("") };
    const struct zc_pair check = { ZC_STR("_status"), ZC_STR("group_ok") };
    const struct zc_pair edit = { ZC_STR("phone"), ZC_STR("a value that nobody has") };
    const struct zc_pair dead = { ZC_STR("_deleted"), ZC_STR("1") };
    if (!act_on(sets, &set, record, ZC_RANK_LEADER, &alive, 1) ||
        !act_on(sets, &set, record, ZC_RANK_LEADER, &check, 1))
        return;
    if (status_of(sets, &set, record) != ZC_STATUS_GROUP_OK)
        sets_broken(sets, "law 20 checked: a check of everything does not show");
    if (act_on(sets, &set, record, ZC_RANK_LEADER, &check, 1) &&
        status_of(sets, &set, record) != ZC_STATUS_GROUP_OK)
        sets_broken(sets, "law 20 checked: checked twice does not show");
    struct set edited = set;
    if (!act_on(sets, &edited, record, ZC_RANK_WORKER, &edit, 1))
        return;
    if (status_of(sets, &edited, record) != ZC_STATUS_CHANGED)
        sets_broken(sets, "law 20 checked: an edit after the check shows as %s",
                    zc_status_name(status_of(sets, &edited, record)));
    struct set again = edited;
    if (act_on(sets, &again, record, ZC_RANK_LEADER, &check, 1) &&
        status_of(sets, &again, record) != ZC_STATUS_GROUP_OK)
        sets_broken(sets, "law 20 checked: checking again does not show");
    struct set deleted = set; /* by somebody who has not seen the edit */
    if (act_on(sets, &deleted, record, ZC_RANK_LEADER, &dead, 1)) {
        if (status_of(sets, &deleted, record) != ZC_STATUS_VOID)
            sets_broken(sets, "law 19 tombstone: deleted, but not void");
        set_union(&deleted, &edited);
        if (status_of(sets, &deleted, record) == ZC_STATUS_VOID)
            sets_broken(sets, "law 19 tombstone: hides an edit that its author had not seen");
    }
}

/* Files */

static size_t count_lines(struct zc_str bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes.len; i++)
        n += bytes.ptr[i] == '\n';
    return n;
}

/* Laws 13 and 24: reading gives the set, with all attributes and fields of later versions; writing
 * again gives the bytes. */
static void check_round_trip(struct sets *sets, const struct set *all, struct zc_str bytes)
{
    struct zc_exchange_report report;
    struct zc_buf again = { 0 };
    struct set read;
    sets_read(sets, bytes, &read, &report);
    if (!set_eq(&read, all) || !report.complete || report.damaged > 0 ||
        report.valid + 2 != count_lines(bytes))
        sets_broken(sets, "law 13 round trip: reading does not give the set");
    sets_write(sets, &read, ~(uint64_t)0, &again);
    if (!zc_str_eq(zc_buf_str(&again), bytes))
        sets_broken(sets, "law 13 round trip: written again, other bytes");
    zc_buf_release(&again);
}

static int cmp_line(const void *a, const void *b)
{
    return zc_str_cmp(*(const struct zc_str *)a, *(const struct zc_str *)b);
}

/* Law 13: the lines of all whole files, sorted and made unique, are a file. */
static void check_joined(struct sets *sets, const struct set *all)
{
    struct zc_buf together = { 0 }, joined = { 0 };
    struct zc_exchange_report report;
    struct zc_str rest, line;
    struct set read;
    size_t n = 0;
    for (size_t i = 0; i < sets->nfiles; i++) {
        zc_buf_add(&together, zc_buf_str(&sets->files[i].bytes));
        zc_buf_char(&together, '\n'); /* some are cut off */
    }
    struct zc_str *lines = zc_alloc(count_lines(zc_buf_str(&together)) + 1, sizeof *lines);
    for (rest = zc_buf_str(&together); zc_str_cut(&rest, '\n', &line);)
        lines[n++] = line;
    qsort(lines, n, sizeof *lines, cmp_line);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && zc_str_eq(lines[i], lines[i - 1]))
            continue;
        zc_buf_add(&joined, lines[i]);
        zc_buf_char(&joined, '\n');
    }
    sets_read(sets, zc_buf_str(&joined), &read, &report);
    if (!set_eq(&read, all))
        sets_broken(sets, "law 13 round trip: the joined lines give another set");
    zc_free(lines);
    zc_buf_release(&together);
    zc_buf_release(&joined);
}

enum { QUOTED = 1, PADDED = 2, CRLF = 4, MARK = 8, GB18030 = 16 };

struct saving {
    unsigned how;
    struct zc_buf out;
};

static void save_cell(struct saving *saving, struct zc_str cell)
{
    if (!(saving->how & QUOTED)) {
        zc_csv_put(&saving->out, cell);
        return;
    }
    zc_buf_char(&saving->out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            zc_buf_char(&saving->out, '"');
        zc_buf_char(&saving->out, cell.ptr[i]);
    }
    zc_buf_char(&saving->out, '"');
}

static bool save_row(void *ctx, const struct zc_csv_row *row)
{
    struct saving *saving = ctx;
    for (size_t i = 0; i < row->ncells; i++) {
        if (i > 0)
            zc_buf_char(&saving->out, ',');
        save_cell(saving, row->cells[i]);
    }
    for (size_t i = row->ncells; saving->how & PADDED && i < 40; i++)
        zc_buf_char(&saving->out, ',');
    zc_buf_text(&saving->out, saving->how & CRLF ? "\r\n" : "\n");
    return true;
}

/* Law 14: a spreadsheet opened the file and saved it. */
static void check_spreadsheet(struct sets *sets, const struct set *all, struct zc_str bytes)
{
    static const unsigned ways[] = { CRLF | PADDED,           CRLF | QUOTED,
                                     CRLF | MARK | QUOTED,    MARK | PADDED | QUOTED,
                                     CRLF | GB18030 | PADDED, GB18030 | QUOTED };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct saving saving = { ways[i], { 0 } };
        struct zc_exchange_report report;
        struct zc_buf gb = { 0 };
        struct zc_err err = { 0 };
        struct set read;
        if (ways[i] & MARK)
            zc_buf_text(&saving.out, "\xEF\xBB\xBF");
        if (!zc_csv_read(bytes, ',', save_row, &saving, NULL, &err) ||
            (ways[i] & GB18030 && !zc_encoding_to_gb18030(zc_buf_str(&saving.out), &gb, &err)))
            sets_broken(sets, "law 14 spreadsheet: %s", err.msg);
        sets_read(sets, zc_buf_str(ways[i] & GB18030 ? &gb : &saving.out), &read, &report);
        if (!set_eq(&read, all) || !report.complete || report.damaged > 0)
            sets_broken(sets, "law 14 spreadsheet: way %zu does not read complete: %s", i,
                        report.first_reason);
        zc_buf_release(&gb);
        zc_buf_release(&saving.out);
    }
}

/* Law 12: whatever happens to a file, it only ever brings less. */
static void check_damage(struct sets *sets, const struct set *all, struct zc_str bytes)
{
    for (int i = 0; i < 6; i++) {
        struct zc_buf damaged = { 0 };
        struct zc_exchange_report report;
        struct set read, both = *all;
        sets_damage(sets, bytes, &damaged);
        sets_read(sets, zc_buf_str(&damaged), &read, &report);
        set_union(&both, &read);
        if (!set_eq(&both, all))
            sets_broken(sets, "law 12 foreign: a damaged file brought something");
        zc_buf_release(&damaged);
    }
}

/* Any part of a set is a store, too, with parents that are missing. */
static struct set part_of(struct sets *sets, const struct set *all)
{
    struct set part = { 0 };
    for (size_t i = 0; i < sets->nrevs; i++)
        if (set_has(all, i) && !dice_once_in(&sets->dice, 4))
            set_add(&part, i);
    return part;
}

void sets_check_laws(struct sets *sets)
{
    const struct set all = sets->stores[0].set, part = part_of(sets, &all);
    struct zc_buf bytes = { 0 };
    sets_write(sets, &all, ~(uint64_t)0, &bytes);
    check_everyone(sets);
    check_round_trip(sets, &all, zc_buf_str(&bytes));
    check_joined(sets, &all);
    check_spreadsheet(sets, &all, zc_buf_str(&bytes));
    check_damage(sets, &all, zc_buf_str(&bytes));
    for (size_t record = 0; record < sets->nrecords; record++) {
        check_record(sets, &all, record);
        check_record(sets, &part, record);
        check_edit(sets, all, record);
        check_edit(sets, part, record);
        check_steps(sets, all, record);
    }
    check_resolve(sets);
    zc_buf_release(&bytes);
}

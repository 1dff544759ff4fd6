#include "core/alloc.h"
#include "storage/fsck.h"
#include "tests/laws/stores.h"
#include <stdio.h>
#include <string.h>

/* The laws of MERGE.md 15 on real stores: merging (1 to 4), links (21), the state kept on disk
 * (23), ledgers and lists (ledger_laws.c). Laws 10 (clones) and 11 (backups) are that these hold
 * although the scenario has both. */

/* All files in an order of its own, some twice, and once more from the other end. */
static void import_all(struct stores *world, const struct law_store *store)
{
    size_t order[STORES_FILES];
    for (size_t i = 0; i < world->nfiles; i++) {
        size_t with = dice_roll(&world->dice, i + 1);
        order[i] = order[with];
        order[with] = i;
    }
    for (size_t i = 0; i < world->nfiles; i++) {
        stores_import_file(world, store, &world->files[order[i]]);
        if (dice_once_in(&world->dice, 6))
            stores_import_file(world, store, &world->files[order[dice_roll(&world->dice, i)]]);
    }
}

/* Laws 1 and 4. Files that others made of what they had then are among those that all take in. */
static void check_everyone(struct stores *world, struct zc_buf *want)
{
    for (size_t i = 0; i < world->nstores && world->nfiles < STORES_FILES; i++) {
        struct law_file *file = &world->files[world->nfiles++];
        file->kind = LAW_EXCHANGE;
        stores_export(world, &world->stores[i], true, file->path);
    }
    for (size_t i = 0; i < world->nstores; i++)
        import_all(world, &world->stores[i]);
    stores_bytes(world, &world->stores[0], want);
    for (size_t i = 1; i < world->nstores; i++)
        if (!stores_same(world, &world->stores[i], want))
            stores_broken(world, "law 4 everyone: store %zu differs", i);
}

static void check_repeat(struct stores *world, const struct zc_buf *want)
{
    for (size_t i = 0; i < world->nfiles; i++) {
        const struct law_file *file = &world->files[i];
        uint64_t revisions =
            file->kind == LAW_LEDGER
                ? stores_import_ledger(world, &world->stores[0], file->path).revisions
                : stores_import(world, &world->stores[0], file->path);
        if (revisions > 0)
            stores_broken(world, "law 2 repeat: a known file brought something new");
    }
    if (!stores_same(world, &world->stores[0], want))
        stores_broken(world, "law 2 repeat: importing again changed the bytes");
}

/* Laws 1 and 3: three parts of the files, brought together in two ways; everything at once. */
static void check_grouping(struct stores *world, const struct zc_buf *want)
{
    struct law_store parts[3], left, right, fresh;
    char path[3][STORES_PATH], both[STORES_PATH];
    for (size_t i = 0; i < 3; i++) {
        stores_make(world, &parts[i]);
        for (size_t k = i; k < world->nfiles; k += 3)
            stores_import_file(world, &parts[i], &world->files[k]);
        stores_export(world, &parts[i], true, path[i]);
    }
    stores_make(world, &left); /* (0 and 1) and 2 */
    stores_import(world, &left, path[0]);
    stores_import(world, &left, path[1]);
    stores_export(world, &left, true, both);
    stores_copy(world, &parts[2], &right);
    stores_import(world, &right, both);
    stores_import(world, &parts[2], path[1]); /* 0 and (1 and 2) */
    stores_export(world, &parts[2], true, both);
    stores_import(world, &parts[0], both);
    /* Waiting rows are of the store that took the ledger in, so each takes them all in. */
    for (size_t i = 0; i < world->nfiles; i++) {
        if (world->files[i].kind == LAW_LEDGER) {
            stores_import_file(world, &right, &world->files[i]);
            stores_import_file(world, &parts[0], &world->files[i]);
        }
    }
    if (!stores_same(world, &right, want) || !stores_same(world, &parts[0], want))
        stores_broken(world, "law 3 grouping: parts brought together give other bytes");
    stores_make(world, &fresh);
    import_all(world, &fresh);
    if (!stores_same(world, &fresh, want))
        stores_broken(world, "law 1 order: an empty store that took all in has other bytes");
    for (size_t i = 0; i < 3; i++)
        stores_close(&parts[i]);
    stores_close(&left);
    stores_close(&right);
    stores_close(&fresh);
}

/* Law 23: what is kept on disk is the fold of everything. */
static void check_disk(struct stores *world, const struct law_store *store)
{
    struct zc_fsck found;
    struct zc_err err = { 0 };
    if (!zc_fsck_run(store->store, NULL, NULL, NULL, &found, &err))
        stores_broken(world, "check: %s", err.msg);
    else if (found.bad_ids || found.bad_values || found.bad_states || found.bad_views ||
             found.bad_counts || found.bad_names)
        stores_broken(world, "law 23 increment: what is kept differs from the fold");
}

/* Links */

enum { RIDS_MAX = 64 };
struct link {
    struct zc_rid rid, target;
    bool deleted, unseen;
    unsigned flags;
};

static size_t find_link(const struct link *links, size_t n, struct zc_rid rid)
{
    size_t i = 0;
    while (i < n && !zc_rid_eq(links[i].rid, rid))
        i++;
    return i;
}

/* root(x) straight from MERGE.md 6.4, by place. */
static size_t slow_root(const struct link *links, size_t n, size_t x)
{
    bool met[RIDS_MAX] = { 0 };
    for (size_t next; !met[x]; x = next) {
        met[x] = true;
        next = find_link(links, n, links[x].target);
        if (!zc_rid_is_set(links[x].target) || next == n)
            return x;
    }
    size_t least = x;
    for (size_t i = find_link(links, n, links[x].target); i != x;
         i = find_link(links, n, links[i].target))
        if (zc_rid_cmp(links[i].rid, links[least].rid) < 0)
            least = i;
    return least;
}

static size_t load_links(struct stores *world, struct zc_txn *txn, struct link *links)
{
    struct zc_rid rid = { 0 };
    struct zc_err err = { 0 };
    size_t n = 0;
    while (n < RIDS_MAX && zc_revs_next(txn, rid, &rid)) {
        struct zc_arena arena = { 0 };
        struct zc_state state;
        bool found;
        if (!zc_record_get(txn, rid, &arena, &state, &found, &err))
            stores_broken(world, "state: %s", err.msg);
        links[n++] =
            (struct link){ rid, state.dup_of, state.deleted, state.link_unseen, state.flags };
        zc_arena_release(&arena);
    }
    return n;
}

/* The flags of a record that depend on others, by place; straight from MERGE.md 6.4. */
static unsigned slow_flags(const struct link *links, size_t n, size_t x)
{
    size_t root = slow_root(links, n, x);
    unsigned flags = 0;
    if (root == x) {
        for (size_t i = 0; i < n; i++)
            if (i != x && slow_root(links, n, i) == x && !links[i].deleted && links[i].unseen)
                flags |= ZC_FLAG_DUP_EDITED;
    } else if (links[root].deleted)
        flags |= ZC_FLAG_DUP_OF_DELETED;
    if (zc_rid_is_set(links[root].target) && find_link(links, n, links[root].target) == n)
        flags |= ZC_FLAG_DANGLING;
    return flags;
}

/* Law 21 */
static void check_links(struct stores *world, const struct law_store *store)
{
    struct zc_err err = { 0 };
    struct link links[RIDS_MAX];
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_READ, &err);
    size_t n = txn ? load_links(world, txn, links) : 0;
    for (size_t i = 0; i < n; i++) {
        struct zc_rid root = zc_record_root(txn, links[i].rid);
        size_t target = find_link(links, n, links[i].target), want = slow_root(links, n, i);
        struct zc_arena arena = { 0 };
        struct zc_state state;
        bool found;
        if (!zc_rid_eq(root, links[want].rid))
            stores_broken(world, "law 21 links: another root than the definition");
        if (target < n && !zc_rid_eq(root, zc_record_root(txn, links[target].rid)))
            stores_broken(world, "law 21 links: root of a record and of its target differ");
        const unsigned cross = ZC_FLAG_DANGLING | ZC_FLAG_DUP_OF_DELETED | ZC_FLAG_DUP_EDITED;
        if ((links[i].flags & cross) != slow_flags(links, n, i))
            stores_broken(world, "law 21 links: flags %x, not %x", links[i].flags & cross,
                          slow_flags(links, n, i));
        /* No component disappears: who is not deleted is shown, or its root is. */
        if (zc_record_get(txn, links[i].rid, &arena, &state, &found, &err) && !state.deleted &&
            zc_record_is_visible(txn, &state) != (want == i || links[want].deleted))
            stores_broken(world, "law 21 links: a record is hidden that should not be");
        zc_arena_release(&arena);
    }
    zc_txn_abort(txn);
}

static void link_one(struct stores *world, struct law_store *store, struct zc_rid from,
                     struct zc_rid to)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_err err = { 0 };
    struct zc_rev rev;
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(to, text);
    const struct zc_pair write = { ZC_STR("_dup_of"), zc_str_of(text) };
    bool known = stores_state(world, store, from, &arena, &state);
    struct zc_txn *txn = zc_txn_begin(store->store, ZC_TXN_WRITE, &err);
    if (!txn || !zc_txn_end(txn,
                            known &&
                                acts_rev(&world->dice, &store->actor, ZC_RANK_LEADER, world->now++,
                                         from, &state, &write, 1, &arena, &rev, &err) &&
                                zc_record_add(txn, &rev, &err),
                            &err))
        stores_broken(world, "link: %s", err.msg);
    zc_arena_release(&arena);
}

/* Law 21: rings are rare by chance. One of three, with a record that leads to it, if there is one.
 */
static void check_ring(struct stores *world)
{
    struct law_store copy;
    struct link links[RIDS_MAX];
    struct zc_err err = { 0 };
    stores_copy(world, &world->stores[0], &copy);
    struct zc_txn *txn = zc_txn_begin(copy.store, ZC_TXN_READ, &err);
    size_t n = txn ? load_links(world, txn, links) : 0, first = dice_roll(&world->dice, n);
    zc_txn_abort(txn);
    for (size_t i = 0; i < 3 && n >= 3; i++) {
        link_one(world, &copy, links[(first + i) % n].rid, links[(first + (i + 1) % 3) % n].rid);
        check_links(world, &copy);
    }
    if (n > 3)
        link_one(world, &copy, links[(first + 3) % n].rid, links[first].rid);
    check_links(world, &copy);
    stores_close(&copy);
}

void stores_check_laws(struct stores *world)
{
    struct zc_buf want = { 0 };
    for (size_t i = 0; i < world->nstores; i++) { /* in the midst of it */
        check_links(world, &world->stores[i]);
        check_disk(world, &world->stores[i]);
    }
    check_everyone(world, &want);
    check_repeat(world, &want);
    check_grouping(world, &want);
    check_links(world, &world->stores[0]);
    check_disk(world, &world->stores[0]);
    check_ring(world);
    zc_buf_release(&want);
    stores_check_ledgers(world);
    stores_check_lists(world);
}

#include "core/fold.h"
#include "storage/claim.h"
#include "storage/count.h"
#include "storage/draft.h"
#include "storage/fsck.h"
#include "storage/local.h"
#include "storage/store_impl.h"
#include "storage/view.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct zc_str sorted[] = { ZC_LIT("name") };
static const struct zc_index_form plan_forms[] = {
    { .form = ZC_LIT("t"),
      .key = ZC_LIT("code"),
      .name = ZC_LIT("name"),
      .area = ZC_LIT("area"),
      .nsorted = 1,
      .sorted = sorted,
      .in_ledger = true },
};
static const struct zc_index_plan plan = { 1, plan_forms };
static const struct zc_store_identity identity = { 3, "d00000000" };

static struct zc_store *open_store(const char *dir)
{
    struct zc_err err = { 0 };
    bool rebuild;
    struct zc_store *store = zc_store_open(dir, false, &err);
    if (!store || !zc_store_set_plan(store, &plan, &rebuild, &err))
        zc_checkf(false, "open: %s", err.msg);
    return store;
}

/* One save: field=value pairs parted by blanks on the heads that the record has, or on `parents`.
 */
static bool save_as(struct zc_store *store, unsigned record, const char *role,
                    const struct zc_revid *parents, size_t nparents, const char *text,
                    struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair writes[8], attrs[4];
    struct zc_rev rev;
    struct zc_str rest = zc_str_of(text), word, field;
    size_t n = 0;
    bool found = false, ok;
    uint8_t bits[8] = { (uint8_t)record, (uint8_t)(record >> 8) };
    struct zc_rid rid = zc_rid_make(3, 1000 + record, bits);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    while (zc_str_word(&rest, &word)) {
        zc_str_cut(&word, '=', &field);
        writes[n++] = (struct zc_pair){ field, word };
    }
    attrs[0] = (struct zc_pair){ ZC_STR("role"), zc_str_of(role) };
    attrs[1] = (struct zc_pair){ ZC_STR("form"), ZC_STR("t@1") };
    attrs[2] = (struct zc_pair){ ZC_STR("g"), ZC_STR("3") };
    attrs[3] = (struct zc_pair){ ZC_STR("at"), ZC_STR("2026-11-23T18:42:00+08:00") };
    ok = zc_record_get(txn, rid, &arena, &state, &found, err) &&
         zc_rev_make(rid, parents ? parents : state.heads, parents ? nparents : state.nheads, attrs,
                     4, writes, n, &arena, &rev, err) &&
         zc_record_add(txn, &rev, err);
    if (ok)
        ok = zc_txn_commit(txn, err);
    else
        zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

static bool save(struct zc_store *store, unsigned record, const char *role, const char *text,
                 struct zc_err *err)
{
    return save_as(store, record, role, NULL, 0, text, err);
}

static struct zc_rid rid_of(unsigned record)
{
    uint8_t bits[8] = { (uint8_t)record, (uint8_t)(record >> 8) };
    return zc_rid_make(3, 1000 + record, bits);
}

static void print_view(struct zc_store *store, struct zc_view_spec spec, struct zc_buf *out)
{
    struct zc_err err = { 0 };
    struct zc_rid rid;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    struct zc_view *view = zc_view_open(txn, &spec, &err);
    zc_buf_reset(out);
    for (bool more = view && zc_view_first(view, &rid); more; more = zc_view_next(view, &rid))
        zc_buf_printf(out, "%d ", rid.b[7] | rid.b[8] << 8);
    zc_view_close(view);
    zc_txn_abort(txn);
}

static bool fsck_clean(struct zc_store *store, struct zc_fsck *out)
{
    struct zc_err err = { 0 };
    return zc_fsck_run(store, NULL, NULL, NULL, out, &err) &&
           out->bad_ids + out->bad_values + out->bad_states + out->bad_views + out->bad_counts +
                   out->bad_names ==
               0;
}

/* Fields that are not the key of the form: one with a sorted view, one without. */
static size_t count_by(struct zc_store *store, const char *field, const char *key)
{
    struct zc_err err = { 0 };
    struct zc_rid found[4];
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    bool ok =
        zc_record_by_key(txn, ZC_STR("t"), zc_str_of(field), zc_str_of(key), found, 4, &n, &err);
    zc_txn_abort(txn);
    return ok ? n : SIZE_MAX;
}

static void check_lookup(const char *dir)
{
    struct zc_err err = { 0 };
    struct zc_store *store = open_store(dir);
    struct zc_revid none = { { 0 } };
    bool ok = save(store, 1, "worker", "name=b1 area=x", &err) &&
              save(store, 2, "worker", "name=Ｂ１ area=X", &err) &&
              save(store, 3, "worker", "name=b12", &err) &&
              save(store, 4, "worker", "name=c", &err) &&
              save_as(store, 4, "worker", &none, 0, "name=b１", &err);
    zc_checkf(ok, "records to look up %s", err.msg);
    zc_check("in a sorted view by normal form, values in conflict too",
             count_by(store, "name", "B1") == 3 && count_by(store, "name", "C") == 1);
    zc_check("each record once", count_by(store, "name", "B12") == 1);
    zc_check("without a view", count_by(store, "area", "X") == 2);
    ok = save(store, 2, "leader", "_deleted=1", &err);
    zc_check("deleted ones are not found",
             ok && count_by(store, "name", "B1") == 2 && count_by(store, "area", "X") == 1);
    zc_store_close(store);
}

static void check_records(const char *dir)
{
    struct zc_err err = { 0 };
    struct zc_buf out = { 0 };
    struct zc_fsck fsck;
    char rid[ZC_RID_TEXT + 1], link[64];
    struct zc_store *store = open_store(dir);
    bool ok = save(store, 1, "worker", "name=b code=a1 area=01 _status=submitted", &err) &&
              save(store, 2, "worker", "name=a code=x area=01 _status=draft", &err) &&
              save(store, 3, "worker", "name=c code=A1 area=02", &err);
    zc_checkf(ok, "three records %s", err.msg);
    print_view(store, (struct zc_view_spec){ ZC_VIEW_FIELD, ZC_STR("t"), ZC_STR("name"), false },
               &out);
    zc_check("sorted by name", zc_str_is(zc_buf_str(&out), "2 1 3 "));
    print_view(store, (struct zc_view_spec){ ZC_VIEW_FIELD, ZC_STR("t"), ZC_STR("name"), true },
               &out);
    zc_check("the other way round", zc_str_is(zc_buf_str(&out), "3 1 2 "));
    print_view(store, (struct zc_view_spec){ ZC_VIEW_AREA, ZC_STR("t"), ZC_STR("01"), false },
               &out);
    zc_check("of an area", zc_str_is(zc_buf_str(&out), "1 2 "));
    struct zc_rid found[4];
    size_t n;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    zc_record_by_key(txn, ZC_STR("t"), ZC_STR("code"), ZC_STR("A1"), found, 4, &n, &err);
    zc_check("two records with one key in normal form", n == 2);
    zc_txn_abort(txn);
    zc_rid_print(rid_of(1), rid);
    snprintf(link, sizeof link, "_dup_of=%s", rid);
    ok = save(store, 3, "leader", link, &err);
    print_view(store, (struct zc_view_spec){ ZC_VIEW_ALL, ZC_STR("t"), { 0 }, false }, &out);
    zc_check("a linked record is hidden", ok && zc_str_is(zc_buf_str(&out), "1 2 "));
    ok = save(store, 3, "worker", "name=d", &err);
    print_view(store,
               (struct zc_view_spec){ ZC_VIEW_QUEUE, ZC_STR("t"), ZC_STR("dup-edited"), false },
               &out);
    zc_check("an edit behind it flags its root", ok && zc_str_is(zc_buf_str(&out), "1 "));
    ok = save(store, 1, "leader", "_deleted=1", &err);
    print_view(store, (struct zc_view_spec){ ZC_VIEW_ALL, ZC_STR("t"), { 0 }, false }, &out);
    zc_check("its root deleted, it comes back", ok && zc_str_is(zc_buf_str(&out), "2 3 "));
    zc_check("fsck finds nothing", fsck_clean(store, &fsck) && fsck.records == 3);
    ok = zc_store_rebuild(store, NULL, NULL, &err);
    zc_check("rebuilt, it is the same", ok && fsck_clean(store, &fsck));
    print_view(store, (struct zc_view_spec){ ZC_VIEW_QUEUE, ZC_STR("t"), ZC_STR("void"), false },
               &out);
    zc_check("queues are there again", zc_str_is(zc_buf_str(&out), "1 "));
    zc_store_close(store);
    zc_buf_release(&out);
}

static void check_ranks(const char *dir)
{
    enum { MANY = 700 };
    struct zc_err err = { 0 };
    struct zc_store *store = open_store(dir);
    char text[60];
    bool ok = true, ranks = true;
    for (unsigned i = 0; i < MANY && ok; i++) {
        snprintf(text, sizeof text, "name=n%03u", i * 37 % MANY);
        ok = save(store, 1000 + i, "worker", text, &err);
    }
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    for (int down = 0; down < 2; down++) {
        struct zc_view_spec spec = { ZC_VIEW_FIELD, ZC_STR("t"), ZC_STR("name"), down };
        struct zc_view *view = zc_view_open(txn, &spec, &err);
        struct zc_view_map *map = zc_view_map_new(view);
        struct zc_rid rid, walked;
        bool more = zc_view_first(view, &rid);
        for (uint64_t i = 0; i < zc_view_map_count(map); i++) {
            struct zc_view *other = zc_view_open(txn, &spec, &err);
            ranks &= more && zc_view_at(other, map, i, &walked) && zc_rid_eq(rid, walked) &&
                     zc_view_rank(other, map) == i;
            zc_view_close(other);
            more = zc_view_next(view, &rid);
        }
        ranks &= !more;
        zc_view_map_free(map);
        zc_view_close(view);
    }
    zc_txn_abort(txn);
    zc_check("every rank is where a walk comes to", ok && ranks);
    zc_store_close(store);
}

static void check_draft(const char *dir)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    const struct zc_pair answers[] = { { ZC_LIT("name"), ZC_LIT("甲") } };
    struct zc_draft draft = { .rid = rid_of(9),
                              .is_new = true,
                              .form = ZC_LIT("t"),
                              .person = ZC_LIT("李某"),
                              .at = ZC_LIT("2026-11-23T18:42:00+08:00"),
                              .nanswers = 1,
                              .answers = answers,
                              .cursor = ZC_LIT("name") };
    struct zc_draft *all;
    size_t n = 0;
    struct zc_store *store = open_store(dir);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    bool ok = zc_draft_put(txn, &draft, &err);
    bool first = !zc_draft_put(txn, &draft, &err) && err.code == ZC_E_CONFLICT;
    zc_check("an unsaved form is not written over by who has not read it", ok && first);
    struct zc_draft typed = draft;
    typed.seq = 1;
    typed.cursor = ZC_STR("code");
    typed.typing = ZC_STR("9163");
    ok = ok && zc_draft_put_typing(txn, &typed, &err);
    zc_check("nor is what is typed in it", ok && !zc_draft_put_typing(txn, &typed, &err));
    ok = zc_txn_commit(txn, &err);
    zc_store_close(store);
    store = open_store(dir);
    txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    ok = ok && zc_draft_list(txn, (struct zc_str){ 0 }, &arena, &all, &n, &err);
    zc_check("an unsaved form with the field being typed",
             ok && n == 1 && all[0].nanswers == 1 && zc_str_is(all[0].answers[0].value, "甲") &&
                 all[0].has_typing && zc_str_is(all[0].typing, "9163") &&
                 zc_str_is(all[0].cursor, "code") && all[0].seq == 2);
    zc_txn_abort(txn);
    txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    ok = zc_draft_delete(txn, draft.rid, &err) && zc_txn_commit(txn, &err);
    txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    zc_draft_list(txn, (struct zc_str){ 0 }, &arena, &all, &n, &err);
    zc_check("thrown away", ok && n == 0);
    bool gone = false;
    zc_check("which the other window can tell",
             !zc_draft_is_as_read(txn, draft.rid, 2, &gone, &err) && gone);
    zc_txn_abort(txn);
    zc_store_close(store);
    zc_arena_release(&arena);
}

static void check_claims(const char *dir)
{
    bool first, again, second, other, third;
    struct zc_store *store = open_store(dir);
    struct zc_claim *a = zc_claim_take(store, rid_of(1), &first);
    struct zc_claim *b = zc_claim_take(store, rid_of(1), &second);
    struct zc_claim *c = zc_claim_take(store, rid_of(2), &other);
    zc_check("a second window knows that a form is open", a && b && !first && second);
    zc_check("another form is none of it", c && !other);
    zc_claim_release(a);
    a = zc_claim_take(store, rid_of(1), &third);
    zc_check("so does a third, when the first has gone", third);
    zc_claim_release(a);
    zc_claim_release(b);
    a = zc_claim_take(store, rid_of(1), &again);
    zc_check("with the last window it is gone", !again);
    zc_claim_release(a);
    zc_claim_release(c);
    zc_store_close(store);
}

/* Bad stores: each gives a sentence that names the folder. */
static void check_bad(const char *dir)
{
    char path[400], file[440];
    struct zc_err err = { 0 };
    snprintf(path, sizeof path, "%s/bad", dir);
    zc_check("no folder", !zc_store_open(path, false, &err) && strstr(err.msg, path));
    mkdir(path, 0700);
    zc_check("a folder that is no store",
             !zc_store_open(path, false, &err) && strstr(err.msg, path));
    snprintf(file, sizeof file, "%s/data.mdb", path);
    FILE *out = fopen(file, "w");
    fputs("this is no store at all", out);
    fclose(out);
    zc_check("a file that is no store", !zc_store_open(path, false, &err) && strstr(err.msg, path));
    snprintf(path, sizeof path, "%s/cut", dir);
    snprintf(file, sizeof file, "%s/data.mdb", path);
    bool ok = zc_store_create(path, &identity, &err);
    struct zc_store *store = open_store(path);
    for (unsigned i = 0; ok && i < 50; i++)
        ok = save(store, i, "worker", "name=a", &err);
    zc_store_close(store);
    ok = ok && truncate(file, 5 * 4096) == 0;
    zc_check("a file that is cut short",
             ok && !zc_store_open(path, false, &err) && err.code == ZC_E_STORE);
    snprintf(path, sizeof path, "%s/newer", dir);
    ok = zc_store_create(path, &identity, &err);
    store = open_store(path);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    ok = ok && zc_kv_put_u64(txn, ZC_DB_META, ZC_STR("schema"), 99, &err) &&
         zc_kv_del(txn, ZC_DB_META, ZC_STR("dev"), &err) && zc_txn_commit(txn, &err);
    zc_store_close(store);
    zc_check("a store of a newer program, whatever else is in it",
             ok && !zc_store_open(path, false, &err) && strstr(err.msg, "99"));
    err.msg[0] = '\0';
    zc_check("and no more to look at", !zc_store_open(path, true, &err) && strstr(err.msg, "99"));
}

static void check_twice(const char *dir)
{
    struct zc_err err = { 0 };
    struct zc_store *store = open_store(dir);
    zc_check("the same store twice in one process is refused", !zc_store_open(dir, false, &err));
    zc_store_close(store);
    zc_check("an existing folder is not overwritten", !zc_store_create(dir, &identity, &err));
}

/* A disk that is full: EFBIG by the limit of the process stands in for it. */
static void check_full(const char *dir)
{
    char path[400];
    struct zc_err err = { 0 };
    struct zc_fsck fsck;
    struct rlimit old, small = { 256 * 1024, RLIM_INFINITY };
    unsigned saved = 0;
    snprintf(path, sizeof path, "%s/full", dir);
    zc_store_create(path, &identity, &err);
    struct zc_store *store = open_store(path);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    small.rlim_max = old.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    while (saved < 5000 && save(store, saved, "worker", "name=abcdefghijklmnopqrstuvwxyz", &err))
        saved++;
    zc_checkf(saved > 10 && saved < 5000 && err.code == ZC_E_STORE, "the disk is full after %u: %s",
              saved, err.msg);
    setrlimit(RLIMIT_FSIZE, &old);
    bool clean = fsck_clean(store, &fsck);
    zc_checkf(clean && fsck.records == saved, "all that was said to be saved is there: %llu",
              (unsigned long long)fsck.records);
    zc_check("and saving goes on", save(store, 6000, "worker", "name=x", &err));
    zc_store_close(store);
}

/* A writer that is killed: what it reported is there, nothing is half. */
static void check_kill(const char *dir)
{
    char path[400];
    struct zc_err err = { 0 };
    struct zc_fsck fsck;
    bool all = true;
    snprintf(path, sizeof path, "%s/kill", dir);
    zc_store_create(path, &identity, &err);
    for (int round = 0; round < 5; round++) {
        int fds[2];
        unsigned reported = 0, at;
        if (pipe(fds) != 0)
            return;
        pid_t child = fork();
        if (child == 0) {
            struct zc_store *store = open_store(path);
            for (unsigned i = 0; save(store, (unsigned)round * 10000 + i, "worker", "name=a", &err);
                 i++) {
                if (write(fds[1], &i, sizeof i) != sizeof i)
                    break;
            }
            _exit(0);
        }
        close(fds[1]);
        while (reported < 30 + 17u * (unsigned)round && read(fds[0], &at, sizeof at) == sizeof at)
            reported++;
        kill(child, SIGKILL);
        while (read(fds[0], &at, sizeof at) == sizeof at)
            reported++;
        waitpid(child, NULL, 0);
        close(fds[0]);
        static uint64_t before;
        struct zc_store *store = open_store(path);
        bool clean = fsck_clean(store, &fsck);
        all &= clean && fsck.records >= before + reported && fsck.records <= before + reported + 1;
        before = fsck.records;
        zc_store_close(store);
    }
    zc_check("a killed writer loses nothing that it reported", all);
}

static void check_readonly(const char *dir)
{
    struct zc_err err = { 0 };
    struct zc_store *store = zc_store_open(dir, true, &err);
    zc_check("a store opened to look at takes no writer",
             store && zc_store_is_readonly(store) && !zc_txn_begin(store, ZC_TXN_WRITE, &err) &&
                 err.code == ZC_E_STORE);
    zc_store_close(store);
}

int main(void)
{
    const char *dir = zc_temp_dir_new();
    char path[400];
    struct zc_err err = { 0 };
    snprintf(path, sizeof path, "%s/store", dir);
    zc_checkf(zc_store_create(path, &identity, &err), "create %s", err.msg);
    check_records(path);
    snprintf(path, sizeof path, "%s/lookup", dir);
    zc_checkf(zc_store_create(path, &identity, &err), "create %s", err.msg);
    check_lookup(path);
    snprintf(path, sizeof path, "%s/store", dir);
    check_ranks(path);
    check_claims(path);
    check_draft(path);
    check_twice(path);
    check_readonly(path);
    check_bad(dir);
    check_full(dir);
    check_kill(dir);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

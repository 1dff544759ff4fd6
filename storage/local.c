#include "storage/local.h"
#include "core/hash.h"
#include "storage/bytes.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keys of `local`: 'a' an act (act_log.h); 'c' what changed (changes.h); 'p' name -> role, last use; 's' setting -> text; "who",
 * "n", "export", "version" of the pack in use. No key of the second kind begins with a letter of
 * the first. */

static struct zc_str key_of(char kind, struct zc_str name, struct zc_buf *key)
{
    zc_buf_reset(key);
    zc_buf_char(key, kind);
    zc_buf_add(key, name);
    return zc_buf_str(key);
}

bool zc_person_put(struct zc_txn *txn, const struct zc_person *person, struct zc_err *err)
{
    enum { NAME_MAX_BYTES = 200 };
    struct zc_buf key = { 0 }, bytes = { 0 };
    if (person->name.len == 0 || person->name.len > NAME_MAX_BYTES || person->role == ZC_RANK_NONE)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("人员要有姓名（最多66字）和身份：worker leader office district",
                            "a person needs a name (at most 200 bytes) and a role: worker leader "
                            "office district"));
    zc_bytes_number(&bytes, person->role);
    zc_bytes_text(&bytes, person->last_used);
    bool ok = zc_kv_put(txn, ZC_DB_LOCAL, key_of('p', person->name, &key), zc_buf_str(&bytes), err);
    zc_buf_release(&key);
    zc_buf_release(&bytes);
    return ok;
}

static struct zc_person unpack_person(struct zc_txn *txn, struct zc_str key, struct zc_str value,
                                      struct zc_arena *arena)
{
    struct zc_unpack in = { txn, value, arena, true };
    uint64_t role = zc_unpack_number(&in);
    struct zc_person person = { .name = zc_arena_copy(arena, zc_str_from(key, 1)),
                                .role = role <= ZC_RANK_DISTRICT ? (enum zc_rank)role
                                                                 : ZC_RANK_WORKER };
    person.last_used = zc_unpack_text(&in);
    return person;
}

static int last_used_first(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_person *)b)->last_used,
                      ((const struct zc_person *)a)->last_used);
}

bool zc_person_list(struct zc_txn *txn, struct zc_arena *arena, struct zc_person **out, size_t *n,
                    struct zc_err *err)
{
    struct zc_person *all = ZC_NEW(arena, struct zc_person, zc_kv_entries(txn, ZC_DB_LOCAL) + 1);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LOCAL);
    struct zc_str key, value;
    (void)err;
    *n = 0;
    for (bool more = zc_cursor_seek(cursor, ZC_STR("p"), &key, &value); more && key.ptr[0] == 'p';
         more = zc_cursor_next(cursor, &key, &value))
        all[(*n)++] = unpack_person(txn, key, value, arena);
    zc_cursor_close(cursor);
    qsort(all, *n, sizeof *all, last_used_first);
    *out = all;
    return true;
}

bool zc_person_current(struct zc_txn *txn, struct zc_arena *arena, struct zc_person *out,
                       bool *found, struct zc_err *err)
{
    struct zc_buf key = { 0 };
    struct zc_str name, value;
    (void)err;
    *found = zc_kv_get(txn, ZC_DB_LOCAL, ZC_STR("who"), &name) &&
             zc_kv_get(txn, ZC_DB_LOCAL, key_of('p', name, &key), &value);
    if (*found)
        *out = unpack_person(txn, zc_buf_str(&key), value, arena);
    zc_buf_release(&key);
    return true;
}

bool zc_person_choose(struct zc_txn *txn, struct zc_str name, struct zc_str at, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf key = { 0 };
    struct zc_str value;
    bool ok = zc_kv_get(txn, ZC_DB_LOCAL, key_of('p', name, &key), &value);
    if (!ok)
        zc_fail(err, ZC_E_INPUT, ZC_T("本库没有人员“%.*s”", "no person '%.*s' in this store"),
                ZC_ARG(name));
    if (ok) {
        struct zc_person person = unpack_person(txn, zc_buf_str(&key), value, &arena);
        person.last_used = at;
        ok = zc_person_put(txn, &person, err) &&
             zc_kv_put(txn, ZC_DB_LOCAL, ZC_STR("who"), person.name, err);
    }
    zc_buf_release(&key);
    zc_arena_release(&arena);
    return ok;
}

bool zc_setting_put(struct zc_txn *txn, struct zc_str name, struct zc_str value, struct zc_err *err)
{
    struct zc_buf key = { 0 };
    bool ok = value.len > 0 ? zc_kv_put(txn, ZC_DB_LOCAL, key_of('s', name, &key), value, err)
                            : zc_kv_del(txn, ZC_DB_LOCAL, key_of('s', name, &key), err);
    zc_buf_release(&key);
    return ok;
}

struct zc_str zc_setting_get(struct zc_txn *txn, struct zc_str name, struct zc_arena *arena)
{
    struct zc_buf key = { 0 };
    struct zc_str value = { 0 };
    bool found = zc_kv_get(txn, ZC_DB_LOCAL, key_of('s', name, &key), &value);
    zc_buf_release(&key);
    return found ? zc_arena_copy(arena, value) : (struct zc_str){ 0 };
}

static bool next_number(struct zc_txn *txn, const char *name, uint64_t *n, struct zc_err *err)
{
    zc_kv_get_u64(txn, ZC_DB_LOCAL, zc_str_of(name), n);
    return zc_kv_put_u64(txn, ZC_DB_LOCAL, zc_str_of(name), ++*n, err);
}

bool zc_local_next_n(struct zc_txn *txn, uint64_t *n, struct zc_err *err)
{
    return next_number(txn, "n", n, err);
}

bool zc_local_next_export(struct zc_txn *txn, uint64_t *n, struct zc_err *err)
{
    return next_number(txn, "export", n, err);
}

struct zc_local_numbers zc_local_numbers(struct zc_txn *txn)
{
    struct zc_local_numbers out;
    zc_kv_get_u64(txn, ZC_DB_LOCAL, ZC_STR("n"), &out.n);
    zc_kv_get_u64(txn, ZC_DB_LOCAL, ZC_STR("given"), &out.given);
    zc_kv_get_u64(txn, ZC_DB_LOCAL, ZC_STR("export"), &out.export);
    return out;
}

bool zc_local_given(struct zc_txn *txn, uint64_t upto, struct zc_err *err)
{
    struct zc_local_numbers last = zc_local_numbers(txn);
    if (upto < last.given)
        upto = last.given;
    return zc_kv_put_u64(txn, ZC_DB_LOCAL, ZC_STR("given"), upto, err) &&
           (last.n > upto ? zc_kv_put_u64(txn, ZC_DB_COUNT, ZC_STR("u"), last.n - upto, err)
                          : zc_kv_del(txn, ZC_DB_COUNT, ZC_STR("u"), err));
}

bool zc_local_restart(struct zc_txn *txn, struct zc_err *err)
{
    return zc_kv_del(txn, ZC_DB_LOCAL, ZC_STR("n"), err) &&
           zc_kv_del(txn, ZC_DB_LOCAL, ZC_STR("given"), err);
}

/* Files of the pack: version NUL path */

static struct zc_str pack_key(struct zc_str version, struct zc_str path, struct zc_buf *key)
{
    zc_buf_reset(key);
    zc_buf_add(key, version);
    zc_buf_char(key, '\0');
    zc_buf_add(key, path);
    return zc_buf_str(key);
}

bool zc_pack_put(struct zc_txn *txn, struct zc_str version, struct zc_str path, struct zc_str bytes,
                 struct zc_err *err)
{
    struct zc_buf key = { 0 };
    bool ok = zc_kv_put(txn, ZC_DB_PACK, pack_key(version, path, &key), bytes, err);
    zc_buf_release(&key);
    return ok;
}

bool zc_pack_get(struct zc_txn *txn, struct zc_str version, struct zc_str path,
                 struct zc_str *bytes)
{
    struct zc_buf key = { 0 };
    bool found = zc_kv_get(txn, ZC_DB_PACK, pack_key(version, path, &key), bytes);
    zc_buf_release(&key);
    return found;
}

bool zc_pack_each(struct zc_txn *txn, struct zc_str version,
                  bool (*each)(void *ctx, struct zc_str path), void *ctx, struct zc_err *err)
{
    struct zc_buf start = { 0 };
    struct zc_str key, value;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_PACK);
    bool more =
        zc_cursor_seek(cursor, pack_key(version, (struct zc_str){ 0 }, &start), &key, &value);
    (void)err;
    for (; more && zc_str_starts(key, zc_buf_str(&start));
         more = zc_cursor_next(cursor, &key, &value)) {
        if (!each(ctx, zc_str_from(key, start.len)))
            break;
    }
    zc_cursor_close(cursor);
    zc_buf_release(&start);
    return true;
}

struct zc_str zc_pack_version(struct zc_txn *txn, struct zc_arena *arena)
{
    struct zc_str version = { 0 };
    if (!zc_kv_get(txn, ZC_DB_LOCAL, ZC_STR("version"), &version))
        return (struct zc_str){ 0 };
    return zc_arena_copy(arena, version);
}

bool zc_pack_use(struct zc_txn *txn, struct zc_str version, struct zc_err *err)
{
    return zc_kv_put(txn, ZC_DB_LOCAL, ZC_STR("version"), version, err);
}

/* The audit log: time TAB person TAB act TAB detail TAB hash of the line before. */

static void last_hash(int fd, struct zc_buf *out)
{
    enum { TAIL = 65536 };
    struct stat st;
    uint8_t digest[ZC_HASH_LEN];
    struct zc_buf tail = { 0 };
    off_t size = fstat(fd, &st) == 0 ? st.st_size : 0, from = size > TAIL ? size - TAIL : 0;
    char *room = zc_buf_room(&tail, TAIL);
    ssize_t got = pread(fd, room, TAIL, from);
    struct zc_str text = { tail.ptr, got > 0 ? (size_t)got : 0 };
    while (text.len > 0 && text.ptr[text.len - 1] == '\n')
        text.len--;
    size_t start = text.len;
    while (start > 0 && text.ptr[start - 1] != '\n')
        start--;
    zc_hash20(zc_str_from(text, start), digest);
    char *hash = zc_buf_room(out, ZC_BASE32_LEN(ZC_HASH_LEN) + 1);
    zc_base32_put(digest, sizeof digest, hash);
    out->len += ZC_BASE32_LEN(ZC_HASH_LEN);
    zc_buf_release(&tail);
}

bool zc_audit_add(struct zc_store *store, struct zc_str at, struct zc_str person, struct zc_str act,
                  struct zc_str detail, struct zc_err *err)
{
    struct zc_buf path = { 0 }, line = { 0 };
    zc_buf_printf(&path, "%s/audit.log", zc_store_dir(store));
    int fd = open(zc_buf_cstr(&path), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool ok = fd >= 0;
    if (ok) {
        zc_buf_printf(&line, "%.*s\t%.*s\t%.*s\t%.*s\t", ZC_ARG(at), ZC_ARG(person), ZC_ARG(act),
                      ZC_ARG(detail));
        last_hash(fd, &line);
        zc_buf_char(&line, '\n');
        ok = write(fd, line.ptr, line.len) == (ssize_t)line.len && fdatasync(fd) == 0;
    }
    if (!ok)
        zc_fail(err, ZC_E_STORE, ZC_T("日志“%s”写不进：%s", "cannot write the log '%s': %s"),
                zc_buf_cstr(&path), strerror(errno));
    if (fd >= 0)
        close(fd);
    zc_buf_release(&path);
    zc_buf_release(&line);
    return ok;
}

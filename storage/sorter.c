#include "storage/sorter.h"
#include "core/alloc.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A key in memory: eight bytes of it from the depth that is being sorted by, and where it lies in
 * `bytes` behind its length (two bytes). */
struct entry {
    uint64_t cache;
    uint32_t at, len;
};

/* A sorted run in the file, and the piece of it that is being read. */
struct run {
    off_t at, end;
    size_t from, piece_len;
    char *piece;
    struct zc_str key; /* the smallest one that is left; empty: none */
};

struct zc_sorter {
    char *dir;
    int fd; /* -1: nothing was put aside yet */
    off_t file_end;
    size_t limit;
    struct zc_buf bytes;
    struct entry *entries;
    size_t nentries, cap, next;
    struct run *runs; /* while reading: a heap by their keys */
    size_t nruns, runs_cap;
    char last[ZC_SORTER_KEY];
};

enum { HEAD = 2, PIECE = 128 * 1024 };

struct zc_sorter *zc_sorter_new(const char *dir, size_t bytes)
{
    struct zc_sorter *sorter = zc_alloc_zeroed(1, sizeof *sorter);
    sorter->dir = strdup(dir);
    sorter->fd = -1;
    sorter->limit = bytes;
    return sorter;
}

void zc_sorter_free(struct zc_sorter *sorter)
{
    if (!sorter)
        return;
    for (size_t i = 0; i < sorter->nruns; i++)
        zc_free(sorter->runs[i].piece);
    if (sorter->fd >= 0)
        close(sorter->fd);
    free(sorter->dir);
    zc_buf_release(&sorter->bytes);
    zc_free(sorter->entries);
    zc_free(sorter->runs);
    zc_free(sorter);
}

static bool fail_file(const struct zc_sorter *sorter, struct zc_err *err)
{
    return zc_fail(err, ZC_E_SYSTEM,
                   ZC_T("在“%s”里排序时不能写临时文件：%s", "cannot sort in a file in '%s': %s"),
                   sorter->dir, strerror(errno ? errno : EIO));
}

/* Sorting: quicksort by eight bytes at a time (multikey quicksort). Keys of a view share long
 * prefixes, which a comparison from the start would read again and again. */

static uint64_t cache_of(const struct zc_sorter *sorter, const struct entry *entry, size_t depth)
{
    uint8_t eight[8] = { 0 };
    size_t len = entry->len > depth ? entry->len - depth : 0;
    memcpy(eight, sorter->bytes.ptr + entry->at + depth, len < 8 ? len : 8);
    uint64_t cache = 0;
    for (int i = 0; i < 8; i++)
        cache = cache << 8 | eight[i];
    return cache;
}

static struct zc_str key_of(const struct zc_sorter *sorter, const struct entry *entry)
{
    return (struct zc_str){ sorter->bytes.ptr + entry->at, entry->len };
}

static void swap(struct entry *a, struct entry *b)
{
    struct entry keep = *a;
    *a = *b;
    *b = keep;
}

static void sort_few(const struct zc_sorter *sorter, struct entry *entries, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct entry one = entries[i];
        size_t k = i;
        for (; k > 0; k--) {
            const struct entry *before = &entries[k - 1];
            if (before->cache < one.cache ||
                (before->cache == one.cache &&
                 zc_str_cmp(key_of(sorter, before), key_of(sorter, &one)) <= 0))
                break;
            entries[k] = *before;
        }
        entries[k] = one;
    }
}

static int by_length(const void *a, const void *b)
{
    const struct entry *one = a, *two = b;
    return (one->len > two->len) - (one->len < two->len);
}

/* All of them agree up to `depth`, with zeros behind the end of the shorter ones. */
static bool is_exhausted(struct entry *entries, size_t n, size_t depth)
{
    for (size_t i = 0; i < n; i++) {
        if (entries[i].len > depth)
            return false;
    }
    qsort(entries, n, sizeof *entries, by_length);
    return true;
}

static uint64_t middle_of_three(uint64_t a, uint64_t b, uint64_t c)
{
    if (a > b) {
        uint64_t keep = a;
        a = b;
        b = keep;
    }
    return c < a ? a : c > b ? b : c;
}

static void sort_entries(struct zc_sorter *sorter, struct entry *entries, size_t n, size_t depth)
{
    enum { FEW = 12 };
    while (n > FEW) {
        uint64_t pivot =
            middle_of_three(entries[0].cache, entries[n / 2].cache, entries[n - 1].cache);
        size_t less = 0, at = 0, more = n; /* [0, less) < pivot, [more, n) > pivot */
        while (at < more) {
            if (entries[at].cache < pivot)
                swap(&entries[less++], &entries[at++]);
            else if (entries[at].cache > pivot)
                swap(&entries[at], &entries[--more]);
            else
                at++;
        }
        sort_entries(sorter, entries, less, depth);
        sort_entries(sorter, entries + more, n - more, depth);
        entries += less; /* those equal to the pivot go on, eight bytes deeper */
        n = more - less;
        depth += 8;
        if (is_exhausted(entries, n, depth))
            return;
        for (size_t i = 0; i < n; i++)
            entries[i].cache = cache_of(sorter, &entries[i], depth);
    }
    sort_few(sorter, entries, n);
}

static void sort_all(struct zc_sorter *sorter)
{
    for (size_t i = 0; i < sorter->nentries; i++)
        sorter->entries[i].cache = cache_of(sorter, &sorter->entries[i], 0);
    sort_entries(sorter, sorter->entries, sorter->nentries, 0);
}

/* Runs */

static bool open_file(struct zc_sorter *sorter, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/sort.tmp-XXXXXX", sorter->dir);
    zc_buf_cstr(&path);
    sorter->fd = mkostemp(path.ptr, O_CLOEXEC);
    if (sorter->fd >= 0)
        unlink(path.ptr);
    zc_buf_release(&path);
    return sorter->fd >= 0 || fail_file(sorter, err);
}

static bool write_all(struct zc_sorter *sorter, struct zc_str bytes, struct zc_err *err)
{
    while (bytes.len > 0) {
        errno = 0;
        ssize_t done = pwrite(sorter->fd, bytes.ptr, bytes.len, sorter->file_end);
        if (done <= 0 && errno != EINTR)
            return fail_file(sorter, err);
        if (done > 0) {
            bytes = zc_str_from(bytes, (size_t)done);
            sorter->file_end += done;
        }
    }
    return true;
}

static bool put_aside(struct zc_sorter *sorter, struct zc_err *err)
{
    struct zc_buf out = { 0 };
    if (sorter->fd < 0 && !open_file(sorter, err))
        return false;
    struct run run = { .at = sorter->file_end };
    bool ok = true;
    sort_all(sorter);
    for (size_t i = 0; i < sorter->nentries && ok; i++) {
        const struct entry *entry = &sorter->entries[i];
        zc_buf_bytes(&out, sorter->bytes.ptr + entry->at - HEAD, HEAD + entry->len);
        if (out.len < PIECE && i + 1 < sorter->nentries)
            continue;
        ok = write_all(sorter, zc_buf_str(&out), err);
        zc_buf_reset(&out);
    }
    run.end = sorter->file_end;
    sorter->runs = zc_grow(sorter->runs, sorter->nruns, &sorter->runs_cap, sizeof run);
    sorter->runs[sorter->nruns++] = run;
    sorter->nentries = 0;
    zc_buf_reset(&sorter->bytes);
    zc_buf_release(&out);
    return ok;
}

bool zc_sorter_add(struct zc_sorter *sorter, struct zc_str key, struct zc_err *err)
{
    assert(key.len > 0 && key.len <= ZC_SORTER_KEY);
    if (sorter->bytes.len + key.len + HEAD > sorter->limit && sorter->nentries > 0 &&
        !put_aside(sorter, err))
        return false;
    sorter->entries =
        zc_grow(sorter->entries, sorter->nentries, &sorter->cap, sizeof *sorter->entries);
    const uint16_t len = (uint16_t)key.len;
    zc_buf_bytes(&sorter->bytes, &len, HEAD);
    sorter->entries[sorter->nentries++] =
        (struct entry){ .at = (uint32_t)sorter->bytes.len, .len = len };
    zc_buf_add(&sorter->bytes, key);
    return true;
}

/* Reading */

static bool read_piece(struct zc_sorter *sorter, struct run *run, struct zc_err *err)
{
    size_t left = run->piece_len - run->from, room = PIECE - left;
    memmove(run->piece, run->piece + run->from, left);
    run->from = 0;
    run->piece_len = left;
    if ((off_t)room > run->end - run->at)
        room = (size_t)(run->end - run->at);
    while (room > 0) {
        errno = 0;
        ssize_t got = pread(sorter->fd, run->piece + run->piece_len, room, run->at);
        if (got <= 0 && errno != EINTR)
            return fail_file(sorter, err);
        if (got > 0) {
            run->at += got;
            run->piece_len += (size_t)got;
            room -= (size_t)got;
        }
    }
    return true;
}

static bool next_of_run(struct zc_sorter *sorter, struct run *run, struct zc_err *err)
{
    uint16_t len;
    if (run->piece_len - run->from < HEAD + ZC_SORTER_KEY && run->at < run->end &&
        !read_piece(sorter, run, err))
        return false;
    run->key = (struct zc_str){ 0 };
    if (run->from == run->piece_len)
        return true;
    memcpy(&len, run->piece + run->from, HEAD);
    run->key = (struct zc_str){ run->piece + run->from + HEAD, len };
    run->from += HEAD + len;
    return true;
}

/* Runs that have ended sink to the bottom of the heap. */
static bool is_before(const struct run *a, const struct run *b)
{
    return a->key.len > 0 && (b->key.len == 0 || zc_str_cmp(a->key, b->key) < 0);
}

static void sink(struct zc_sorter *sorter, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < sorter->nruns; at = child) {
        struct run *runs = sorter->runs;
        if (child + 1 < sorter->nruns && is_before(&runs[child + 1], &runs[child]))
            child++;
        if (!is_before(&runs[child], &runs[at]))
            return;
        struct run keep = runs[at];
        runs[at] = runs[child];
        runs[child] = keep;
    }
}

bool zc_sorter_end(struct zc_sorter *sorter, struct zc_err *err)
{
    sorter->next = 0;
    if (sorter->nruns == 0) {
        sort_all(sorter);
        return true;
    }
    if (sorter->nentries > 0 && !put_aside(sorter, err))
        return false;
    zc_buf_release(&sorter->bytes);
    zc_free(sorter->entries);
    sorter->entries = NULL;
    sorter->cap = 0;
    for (size_t i = 0; i < sorter->nruns; i++) {
        sorter->runs[i].piece = zc_alloc(PIECE, 1);
        if (!next_of_run(sorter, &sorter->runs[i], err))
            return false;
    }
    for (size_t i = sorter->nruns; i-- > 0;)
        sink(sorter, i);
    return true;
}

bool zc_sorter_next(struct zc_sorter *sorter, struct zc_str *key, bool *more, struct zc_err *err)
{
    if (sorter->nruns == 0) {
        *more = sorter->next < sorter->nentries;
        if (*more)
            *key = key_of(sorter, &sorter->entries[sorter->next++]);
        return true;
    }
    struct run *least = &sorter->runs[0];
    *more = least->key.len > 0;
    if (!*more)
        return true;
    memcpy(sorter->last, least->key.ptr, least->key.len);
    *key = (struct zc_str){ sorter->last, least->key.len };
    if (!next_of_run(sorter, least, err))
        return false;
    sink(sorter, 0);
    return true;
}

#include "storage/file.h"
#include "core/alloc.h"
#include "core/hash.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX_BYTES ((size_t)2 << 30)

enum { PIECE = 1024 * 1024 };

static bool fail_file(const char *what_zh, const char *what_en, const char *path,
                      struct zc_err *err)
{
    int reason = errno;
    return zc_fail(err, ZC_E_SYSTEM, ZC_T("%s“%s”：%s", "%s '%s': %s"), ZC_T(what_zh, what_en),
                   path, strerror(reason));
}

bool zc_file_read(const char *path, struct zc_buf *out, struct zc_err *err)
{
    size_t before = out->len;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    ssize_t got = 1;
    if (fd < 0)
        return fail_file("打不开", "cannot open", path, err);
    while (got > 0 && out->len - before <= FILE_MAX_BYTES) {
        do
            got = read(fd, zc_buf_room(out, PIECE), PIECE);
        while (got < 0 && errno == EINTR);
        if (got > 0)
            out->len += (size_t)got;
    }
    if (got < 0)
        fail_file("读不了", "cannot read", path, err);
    close(fd);
    if (got < 0)
        return false;
    if (got > 0)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("“%s”超过2 GiB，请分成几个文件",
                            "'%s' is larger than 2 GiB, split it into several files"),
                       path);
    return true;
}

static bool write_all(int fd, struct zc_str rest)
{
    while (rest.len > 0) {
        ssize_t done = write(fd, rest.ptr, rest.len);
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0)
            rest = zc_str_from(rest, (size_t)done);
    }
    return true;
}

static bool copy_bytes(int in, const char *from, int out, const char *to, struct zc_err *err)
{
    char *piece = zc_alloc(PIECE, 1);
    ssize_t got;
    bool ok = true;
    while (ok && ((got = read(in, piece, PIECE)) > 0 || (got < 0 && errno == EINTR)))
        ok = got < 0 || write_all(out, (struct zc_str){ piece, (size_t)got });
    if (ok && got < 0)
        ok = fail_file("读不了", "cannot read", from, err);
    else if (!ok || fsync(out) != 0)
        ok = fail_file("写不了", "cannot write", to, err);
    zc_free(piece);
    return ok;
}

bool zc_file_copy(const char *from, const char *to, struct zc_err *err)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (in < 0)
        return fail_file("打不开", "cannot open", from, err);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = out >= 0 ? copy_bytes(in, from, out, to, err)
                       : fail_file("写不了", "cannot write", to, err);
    if (out >= 0)
        close(out);
    close(in);
    return ok;
}

static char *text_of(const char *text, const char *tail)
{
    struct zc_buf buf = { 0 };
    zc_buf_text(&buf, text);
    zc_buf_text(&buf, tail);
    zc_buf_cstr(&buf);
    return buf.ptr;
}

struct zc_infile {
    int fd;
    char *path;
    struct zc_buf bytes; /* read and not yet given out, from `from` on */
    struct zc_buf long_line;
    size_t from;
    bool ended;
    uint64_t done, total;
};

/* One more piece behind the bytes that are left. */
static bool fill(struct zc_infile *file, struct zc_err *err)
{
    enum { PART = 64 * 1024 };
    ssize_t got;
    size_t left = file->bytes.len - file->from;
    if (file->from > 0 && left > 0)
        memmove(file->bytes.ptr, file->bytes.ptr + file->from, left);
    file->bytes.len = left;
    file->from = 0;
    do
        got = read(file->fd, zc_buf_room(&file->bytes, PART), PART);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail_file("读不了", "cannot read", file->path, err);
    file->bytes.len += (size_t)got;
    file->ended = got == 0;
    return true;
}

struct zc_infile *zc_infile_open(const char *path, struct zc_err *err)
{
    struct zc_infile *file = zc_alloc_zeroed(1, sizeof *file);
    struct stat st;
    file->path = text_of(path, "");
    file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool ok = file->fd >= 0 || fail_file("打不开", "cannot open", path, err);
    if (ok && fstat(file->fd, &st) == 0 && S_ISREG(st.st_mode))
        file->total = (uint64_t)st.st_size;
    if (ok && fill(file, err))
        return file;
    zc_infile_close(file);
    return NULL;
}

void zc_infile_close(struct zc_infile *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close(file->fd);
    zc_buf_release(&file->bytes);
    zc_buf_release(&file->long_line);
    zc_free(file->path);
    zc_free(file);
}

struct zc_str zc_infile_head(const struct zc_infile *file)
{
    return zc_str_from(zc_buf_str(&file->bytes), file->from);
}

/* Goes past what is left of a line that is too long. */
static bool skip_line(struct zc_infile *file, struct zc_err *err)
{
    for (;;) {
        struct zc_str rest = zc_infile_head(file);
        const char *end = rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL;
        size_t past = end ? (size_t)(end - rest.ptr) + 1 : rest.len;
        file->from += past;
        file->done += past;
        if (end || file->ended)
            return true;
        if (!fill(file, err))
            return false;
    }
}

bool zc_infile_line(struct zc_infile *file, size_t max, struct zc_str *line, bool *more,
                    struct zc_err *err)
{
    struct zc_str rest = zc_infile_head(file);
    const char *end;
    while (!(end = rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL) && !file->ended &&
           rest.len <= max) {
        if (!fill(file, err))
            return false;
        rest = zc_infile_head(file);
    }
    *more = rest.len > 0;
    *line = zc_str_head(rest, end ? (size_t)(end - rest.ptr) : rest.len);
    size_t past = line->len + (end != NULL);
    if (line->len > max) {
        /* The rest goes by with the next call's bytes: a copy of this part stays valid. */
        file->long_line.len = 0;
        zc_buf_bytes(&file->long_line, line->ptr, max + 1);
        *line = zc_buf_str(&file->long_line);
        return skip_line(file, err);
    }
    file->from += past;
    file->done += past;
    return true;
}

void zc_infile_progress(const struct zc_infile *file, uint64_t *done, uint64_t *total)
{
    *done = file->done;
    *total = file->total;
}

struct zc_outfile {
    char *path, *temp; /* temp NULL: bytes go straight to `fd` */
    int fd;
    struct zc_buf pending;
    struct zc_hash hash; /* of all bytes written */
};

/* Pipes and devices cannot be replaced by a rename. */
static bool is_stream(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

struct zc_outfile *zc_outfile_open(const char *path, struct zc_err *err)
{
    struct zc_outfile *file = zc_alloc_zeroed(1, sizeof *file);
    zc_hash_init(&file->hash);
    file->path = text_of(path, "");
    if (path[0] == '-' && path[1] == '\0') {
        file->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    } else if (is_stream(path)) {
        file->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } else {
        file->temp = text_of(path, ".tmp-XXXXXX");
        file->fd = mkostemp(file->temp, O_CLOEXEC);
        if (file->fd < 0) {
            zc_free(file->temp); /* nothing to remove */
            file->temp = NULL;
        }
    }
    if (file->fd >= 0)
        return file;
    fail_file("写不了", "cannot write", path, err);
    zc_outfile_abort(file);
    return NULL;
}

static bool flush(struct zc_outfile *file, struct zc_err *err)
{
    zc_hash_add(&file->hash, zc_buf_str(&file->pending));
    if (!write_all(file->fd, zc_buf_str(&file->pending)))
        return fail_file("写不了", "cannot write", file->path, err);
    zc_buf_reset(&file->pending);
    return true;
}

bool zc_outfile_write(struct zc_outfile *file, struct zc_str bytes, struct zc_err *err)
{
    zc_buf_add(&file->pending, bytes);
    return file->pending.len < PIECE || flush(file, err);
}

/* Hash of what lies on the medium, not in the cache, as far as the system allows. */
static bool hash_back(const char *path, uint8_t out[ZC_HASH_LEN])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct zc_hash hash;
    ssize_t got = -1;
    if (fd < 0)
        return false;
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    char *piece = zc_alloc(PIECE, 1);
    zc_hash_init(&hash);
    while ((got = read(fd, piece, PIECE)) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0)
            zc_hash_add(&hash, (struct zc_str){ piece, (size_t)got });
    }
    zc_hash_end(&hash, out);
    zc_free(piece);
    close(fd);
    return got == 0;
}

static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct zc_buf folder = { 0 };
    if (slash)
        zc_buf_bytes(&folder, path, (size_t)(slash - path) + (slash == path));
    else
        zc_buf_char(&folder, '.');
    int fd = open(zc_buf_cstr(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* Some file systems cannot sync a folder and say EINVAL: nothing more can be done there. */
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (fd >= 0)
        close(fd);
    zc_buf_release(&folder);
    return ok;
}

/* Reads back before the rename: a bad stick then leaves the older file of that name whole. */
static bool settle(struct zc_outfile *file, struct zc_err *err)
{
    uint8_t want[ZC_HASH_LEN], got[ZC_HASH_LEN];
    if (!flush(file, err))
        return false;
    if (!file->temp)
        return true;
    if (fsync(file->fd) != 0)
        return fail_file("写不了", "cannot write", file->path, err);
    zc_hash_end(&file->hash, want);
    if (!hash_back(file->temp, got) || memcmp(want, got, sizeof want) != 0)
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("“%s”读回来与写出的不同，介质可能损坏，请换一个",
                            "'%s' reads back differently from what was written, the medium may "
                            "be broken, use another one"),
                       file->path);
    if (rename(file->temp, file->path) != 0)
        return fail_file("写不了", "cannot write", file->path, err);
    zc_free(file->temp);
    file->temp = NULL;
    if (!sync_folder(file->path))
        return fail_file("无法确认写入了", "cannot make sure of", file->path, err);
    return true;
}

bool zc_outfile_commit(struct zc_outfile *file, struct zc_err *err)
{
    bool ok = settle(file, err);
    zc_outfile_abort(file);
    return ok;
}

void zc_outfile_abort(struct zc_outfile *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close(file->fd);
    if (file->temp)
        unlink(file->temp);
    zc_buf_release(&file->pending);
    zc_free(file->path);
    zc_free(file->temp);
    zc_free(file);
}

bool zc_outfile_put(const char *path, struct zc_str bytes, struct zc_err *err)
{
    struct zc_outfile *file = zc_outfile_open(path, err);
    if (!file)
        return false;
    if (zc_outfile_write(file, bytes, err))
        return zc_outfile_commit(file, err);
    zc_outfile_abort(file);
    return false;
}

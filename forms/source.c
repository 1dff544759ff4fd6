#include "forms/source.h"
#include "core/alloc.h"
#include "core/arena.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 64 * 1024 * 1024, MAX_FILES = 10000, MAX_DEPTH = 8 };

bool zc_source_path_ok(struct zc_str path)
{
    struct zc_str rest = path, part;

    if (!path.len || memchr(path.ptr, '\0', path.len) || memchr(path.ptr, '\\', path.len))
        return false;
    if (path.ptr[path.len - 1] == '/')
        return false;
    while (zc_str_cut(&rest, '/', &part))
        if (!part.len || zc_str_is(part, ".") || zc_str_is(part, ".."))
            return false;
    return true;
}

/* A link may point elsewhere in the folder, but not out of it. */
static bool stays_inside(const char *dir, const char *path)
{
    char *root = realpath(dir, NULL), *real = realpath(path, NULL);
    bool inside = false;

    if (root && real) {
        size_t len = strlen(root);
        inside = strncmp(root, real, len) == 0 && (real[len] == '/' || root[len - 1] == '/');
    }
    free(root);
    free(real);
    return inside;
}

static bool read_all(int fd, size_t size, struct zc_buf *out)
{
    char *room = zc_buf_room(out, size);
    size_t got = 0;

    while (got < size) {
        ssize_t n = read(fd, room + got, size - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        got += (size_t)n;
    }
    out->len += got;
    return got == size;
}

static bool folder_read(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                        struct zc_err *err)
{
    const char *dir = ctx;
    struct zc_buf full = { 0 };
    struct stat st;
    int fd = -1;
    bool ok = false;

    *found = false;
    if (!zc_source_path_ok(path))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是调查方案内的路径", "'%.*s' is no path inside the pack"),
                       ZC_ARG(path));
    zc_buf_printf(&full, "%s/%.*s", dir, ZC_ARG(path));
    const char *name = zc_buf_cstr(&full);
    fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        ok = true;
    } else if (fd < 0 || fstat(fd, &st) != 0) {
        zc_fail(err, ZC_E_SYSTEM, ZC_T("无法打开“%s”：%s", "cannot open '%s': %s"), name,
                strerror(errno));
    } else if (!S_ISREG(st.st_mode) || !stays_inside(dir, name)) {
        zc_fail(err, ZC_E_INPUT,
                ZC_T("“%s”不是方案文件夹内的普通文件", "'%s' is no plain file inside the folder"),
                name);
    } else if (st.st_size > MAX_FILE) {
        zc_fail(err, ZC_E_LIMIT, ZC_T("“%s”超过64 MiB", "'%s' is larger than 64 MiB"), name);
    } else if (!read_all(fd, (size_t)st.st_size, out)) {
        zc_fail(err, ZC_E_SYSTEM, ZC_T("无法读完“%s”", "cannot read all of '%s'"), name);
    } else {
        *found = ok = true;
    }
    if (fd >= 0)
        close(fd);
    zc_buf_release(&full);
    return ok;
}

struct walk {
    struct zc_arena arena;
    struct zc_str *paths;
    size_t n, cap;
};

static bool walk_folder(struct walk *walk, const char *dir, struct zc_str prefix, unsigned depth,
                        struct zc_err *err);

static bool walk_entry(struct walk *walk, const char *dir, struct zc_str prefix, const char *name,
                       unsigned depth, struct zc_err *err)
{
    struct zc_str path = prefix.len ? zc_arena_printf(&walk->arena, "%.*s/%s", ZC_ARG(prefix), name)
                                    : zc_arena_copy(&walk->arena, zc_str_of(name));
    struct zc_str full = zc_arena_printf(&walk->arena, "%s/%s", dir, name);
    const char *full_name = zc_arena_cstr(&walk->arena, full);
    struct stat st;

    if (name[0] == '.' || stat(full_name, &st) != 0)
        return true;
    if (S_ISDIR(st.st_mode))
        return walk_folder(walk, full_name, path, depth + 1, err);
    if (!S_ISREG(st.st_mode))
        return true;
    if (walk->n >= MAX_FILES)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("“%s”内的文件超过%d个", "'%s' holds more than %d files"), dir,
                       MAX_FILES);
    walk->paths = zc_grow(walk->paths, walk->n, &walk->cap, sizeof *walk->paths);
    walk->paths[walk->n++] = path;
    return true;
}

static bool walk_folder(struct walk *walk, const char *dir, struct zc_str prefix, unsigned depth,
                        struct zc_err *err)
{
    struct dirent *entry;
    bool ok = true;
    DIR *open_dir = depth < MAX_DEPTH ? opendir(dir) : NULL;

    if (!open_dir)
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("无法打开文件夹“%s”：%s", "cannot open folder '%s': %s"), dir,
                       depth < MAX_DEPTH ? strerror(errno) : ZC_T("层数太多", "too deep"));
    while (ok && (entry = readdir(open_dir)) != NULL)
        ok = walk_entry(walk, dir, prefix, entry->d_name, depth, err);
    closedir(open_dir);
    return ok;
}

static int by_bytes(const void *a, const void *b)
{
    return zc_str_cmp(*(const struct zc_str *)a, *(const struct zc_str *)b);
}

static bool folder_list(void *ctx, bool (*each)(void *each_ctx, struct zc_str path), void *each_ctx,
                        struct zc_err *err)
{
    struct walk walk = { 0 };
    bool ok = walk_folder(&walk, ctx, (struct zc_str){ 0 }, 0, err);

    if (ok && walk.n)
        qsort(walk.paths, walk.n, sizeof *walk.paths, by_bytes);
    for (size_t i = 0; ok && i < walk.n; i++)
        if (!each(each_ctx, walk.paths[i]))
            break;
    zc_free(walk.paths);
    zc_arena_release(&walk.arena);
    return ok;
}

struct zc_source zc_source_folder(const char *dir)
{
    return (struct zc_source){ .ctx = (void *)(uintptr_t)dir,
                               .name = zc_str_of(dir),
                               .read = folder_read,
                               .list = folder_list };
}

#include "tui/incoming.h"
#include "core/alloc.h"
#include "storage/exchange_file.h"
#include "storage/file.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct finding {
    struct zc_arena *arena;
    struct zc_incoming *files;
    size_t n;
    struct zc_str folder;
};

/* The head of a table: a line with a separator, and text, not a picture or a workbook. */
static bool looks_like_table(struct zc_str name, struct zc_str head)
{
    if (!zc_str_ends(name, ZC_STR(".csv")) && !zc_str_ends(name, ZC_STR(".CSV")) &&
        !zc_str_ends(name, ZC_STR(".txt")) && !zc_str_ends(name, ZC_STR(".tsv")))
        return false;
    bool wide = head.len > 1 && ((uint8_t)head.ptr[0] == 0xFF || (uint8_t)head.ptr[0] == 0xFE);
    return head.len > 0 && (wide || !memchr(head.ptr, '\0', head.len));
}

static bool look_at(struct zc_incoming *file, struct zc_str name)
{
    struct zc_err err;
    struct zc_infile *in = zc_infile_open(file->path.ptr, &err);
    struct zc_str head = in ? zc_infile_head(in) : (struct zc_str){ 0 };
    bool newer, found = true;
    if (head.len > 0 && zc_exchange_is(head, &newer))
        file->kind = ZC_INTAKE_EXCHANGE;
    else if (!looks_like_table(name, head))
        found = false;
    else
        file->kind =
            zc_str_find(head, ZC_STR("_rev")) != SIZE_MAX ? ZC_INTAKE_TABLE : ZC_INTAKE_LIST;
    zc_infile_close(in);
    return found;
}

static void look_in(struct finding *f, const char *folder, bool deeper)
{
    struct dirent *entry;
    DIR *dir = opendir(folder);
    while (dir && (entry = readdir(dir)) && f->n < ZC_INCOMING_MOST) {
        struct stat st;
        struct zc_str path = zc_arena_printf(f->arena, "%s/%s", folder, entry->d_name);
        path.ptr = zc_arena_cstr(f->arena, path);
        if (entry->d_name[0] == '.' || stat(path.ptr, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode) && deeper)
            look_in(f, path.ptr, false);
        if (!S_ISREG(st.st_mode))
            continue;
        struct zc_incoming file = {
            .path = path,
            .name = zc_str_from(path, f->folder.len + 1),
            .bytes = (uint64_t)st.st_size,
            .written_ms = (int64_t)st.st_mtim.tv_sec * 1000,
        };
        if (look_at(&file, zc_str_of(entry->d_name)))
            f->files[f->n++] = file;
    }
    if (dir)
        closedir(dir);
}

static int newest_first(const void *a, const void *b)
{
    const struct zc_incoming *x = a, *y = b;
    if (x->written_ms != y->written_ms)
        return x->written_ms < y->written_ms ? 1 : -1;
    return zc_str_cmp(x->name, y->name);
}

struct zc_incoming *zc_incoming_find(const char *folder, struct zc_arena *arena, size_t *n)
{
    struct finding f = { .arena = arena, .folder = zc_str_of(folder) };
    f.files = ZC_NEW(arena, struct zc_incoming, ZC_INCOMING_MOST);
    look_in(&f, folder, true);
    if (f.n > 1)
        qsort(f.files, f.n, sizeof *f.files, newest_first);
    *n = f.n;
    return f.files;
}

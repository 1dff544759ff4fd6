#include "tui/typed_path.h"
#include "core/utf8.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* file:///home/a/%E9%97%A8.jpg, as file managers hand over what is dragged. */
static void put_unescaped(struct zc_str url, struct zc_buf *out)
{
    for (size_t i = 0; i < url.len; i++) {
        int high = i + 2 < url.len && url.ptr[i] == '%' ? hex(url.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex(url.ptr[i + 2]) : -1;
        zc_buf_char(out, low >= 0 ? (char)(high * 16 + low) : url.ptr[i]);
        i += low >= 0 ? 2 : 0;
    }
}

static struct zc_str without_quotes(struct zc_str text)
{
    bool quoted = text.len > 1 && (text.ptr[0] == '\'' || text.ptr[0] == '"') &&
                  text.ptr[text.len - 1] == text.ptr[0];
    return quoted ? zc_str_head(zc_str_from(text, 1), text.len - 2) : text;
}

const char *zc_typed_path(struct zc_str text, struct zc_arena *arena)
{
    static const struct zc_str scheme = ZC_LIT("file://");
    const char *home = getenv("HOME");
    struct zc_buf path = { 0 };
    text = without_quotes(zc_str_trim(text));
    if (zc_str_starts(text, scheme))
        put_unescaped(zc_str_from(text, scheme.len), &path);
    else if (zc_str_starts(text, ZC_STR("~/")) && home)
        zc_buf_printf(&path, "%s%.*s", home, ZC_ARG(zc_str_from(text, 1)));
    else
        zc_buf_add(&path, text);
    const char *out = zc_arena_cstr(arena, zc_buf_str(&path));
    zc_buf_release(&path);
    return out;
}

struct match {
    struct zc_arena *arena;
    const char *folder;
    struct zc_str prefix, common; /* common: start of all names that fit */
    size_t n;
    bool one_is_folder;
    struct zc_buf *names;
};

static size_t common_len(struct zc_str a, struct zc_str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    return zc_utf8_valid_len(zc_str_head(a, n)); /* between characters */
}

static bool is_folder(const struct match *m, struct zc_str name)
{
    struct stat st;
    return stat(zc_arena_printf(m->arena, "%s%.*s", m->folder, ZC_ARG(name)).ptr, &st) == 0 &&
           S_ISDIR(st.st_mode);
}

static void take(struct match *m, const char *entry)
{
    enum { MOST = 200 }; /* bytes of names that are listed */
    struct zc_str name = zc_str_of(entry);
    bool hidden = entry[0] == '.' && !zc_str_starts(m->prefix, ZC_STR("."));
    if (hidden || !strcmp(entry, ".") || !strcmp(entry, "..") || !zc_utf8_valid(name) ||
        !zc_str_starts(name, m->prefix))
        return;
    name = zc_arena_copy(m->arena, name);
    m->one_is_folder = m->n == 0 && is_folder(m, name);
    m->common = m->n++ == 0 ? name : zc_str_head(name, common_len(name, m->common));
    if (m->names->len < MOST)
        zc_buf_printf(m->names, "%s%.*s", m->names->len ? "  " : "", ZC_ARG(name));
}

size_t zc_typed_path_complete(struct zc_str text, struct zc_buf *out, struct zc_buf *names)
{
    struct zc_arena arena = { 0 };
    struct zc_str path = zc_str_of(zc_typed_path(text, &arena));
    size_t slash = path.len;
    while (slash > 0 && path.ptr[slash - 1] != '/')
        slash--;
    const char *folder = zc_arena_cstr(&arena, zc_str_head(path, slash));
    struct match m = {
        .arena = &arena, .folder = folder, .prefix = zc_str_from(path, slash), .names = names
    };
    DIR *dir = opendir(slash ? folder : ".");
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        take(&m, entry->d_name);
    if (dir)
        closedir(dir);
    zc_buf_add(out, zc_str_trim(text));
    if (m.n > 0)
        zc_buf_add(out, zc_str_from(m.common, m.prefix.len));
    if (m.n == 1 && m.one_is_folder)
        zc_buf_char(out, '/');
    zc_arena_release(&arena);
    return m.n;
}

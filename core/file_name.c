#include "core/file_name.h"
#include "core/utf8.h"
#include <string.h>

static struct zc_str last_part(struct zc_str path)
{
    size_t from = path.len;

    while (path.len && (path.ptr[path.len - 1] == '/' || path.ptr[path.len - 1] == '\\'))
        path.len--;
    for (from = path.len; from > 0 && path.ptr[from - 1] != '/' && path.ptr[from - 1] != '\\';)
        from--;
    return zc_str_from(path, from);
}

struct zc_str zc_file_name_ending(struct zc_str name)
{
    enum { MOST = 8 };
    struct zc_str none = { 0 };

    for (size_t i = name.len; i > 0 && name.len - i <= MOST; i--) {
        char c = name.ptr[i - 1];
        if (c == '.')
            return i > 1 && i < name.len ? zc_str_from(name, i - 1) : none;
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            break;
    }
    return none;
}

void zc_file_name_put(struct zc_str path, struct zc_buf *out)
{
    struct zc_buf tidy = { 0 };

    zc_utf8_tidy(zc_str_head(path, zc_utf8_valid_len(path)), &tidy);
    for (size_t i = 0; i < tidy.len; i++)
        if (strchr(":*?\"<>|\t\n", tidy.ptr[i]))
            tidy.ptr[i] = '_';
    struct zc_str name = last_part(zc_buf_str(&tidy));
    while (zc_str_starts(name, ZC_STR(".")) || zc_str_starts(name, ZC_STR(" ")))
        name = zc_str_from(name, 1);
    struct zc_str ending = zc_file_name_ending(name);
    struct zc_str stem =
        zc_utf8_head(zc_str_head(name, name.len - ending.len), ZC_FILE_NAME_MAX - ending.len);
    zc_buf_add(out, name.len ? zc_str_trim(stem) : ZC_STR("file"));
    zc_buf_add(out, ending);
    zc_buf_release(&tidy);
}

bool zc_file_name_is(struct zc_str text)
{
    struct zc_buf name = { 0 };

    zc_file_name_put(text, &name);
    bool same = zc_str_eq(zc_buf_str(&name), text);
    zc_buf_release(&name);
    return same;
}

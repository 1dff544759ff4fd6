#include "forms/list_file.h"
#include "forms/list_impl.h"
#include <assert.h>

static const struct {
    const char *extension;
    struct zc_list *(*read)(struct zc_str name, struct zc_str bytes, struct zc_arena *arena,
                            struct zc_err *err);
} kinds[] = {
    { ".csv", zc_list_read },
    { ".xml", zc_list_read_xml },
    { ".geojson", zc_list_read_geojson },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static size_t kind_of(struct zc_str path)
{
    size_t i = 0;

    while (i < KINDS && !zc_str_ends(path, zc_str_of(kinds[i].extension)))
        i++;
    return i;
}

static struct zc_str without_folder(struct zc_str path)
{
    struct zc_str name = path, part;

    while (zc_str_cut(&path, '/', &part))
        name = part;
    return name;
}

struct zc_str zc_list_file_id(struct zc_str path)
{
    size_t kind = kind_of(path);
    struct zc_str name = without_folder(path);

    return kind < KINDS ? zc_str_head(name, name.len - strlen(kinds[kind].extension))
                        : (struct zc_str){ 0 };
}

bool zc_list_file_is_geo(struct zc_str path)
{
    return zc_str_ends(path, ZC_STR(".geojson"));
}

struct zc_list *zc_list_file_read(struct zc_str path, struct zc_str bytes, struct zc_arena *arena,
                                  struct zc_err *err)
{
    size_t kind = kind_of(path);

    assert(kind < KINDS);
    struct zc_list *list = kinds[kind].read(zc_list_file_id(path), bytes, arena, err);
    if (list)
        list->file = zc_arena_copy(arena, without_folder(path));
    return list;
}

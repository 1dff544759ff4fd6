#include "tui/sites.h"
#include "core/alloc.h"
#include "core/lang.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct finding {
    const struct zc_world *world;
    struct zc_arena *arena;
    struct zc_site *places;
    size_t n, cap;
};

static const char *root_of(const struct zc_world *world)
{
    return world ? world->root : "";
}

/* NULL: nobody's home. */
static const char *home_of(const struct zc_world *world, struct zc_arena *arena)
{
    const char *home = getenv("HOME");
    if (world)
        return zc_arena_cstr(arena, zc_arena_printf(arena, "%s/home", world->root));
    return home && home[0] == '/' ? home : NULL;
}

static uint64_t free_of(const struct zc_world *world, const char *dir)
{
    struct statvfs disk;
    if (world)
        return world->free_bytes;
    return statvfs(dir, &disk) == 0 ? (uint64_t)disk.f_bavail * disk.f_frsize : 0;
}

static bool is_folder(const char *dir)
{
    struct stat st;
    return stat(dir, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Something else is mounted there; in a test every folder is. */
static bool is_mounted(const struct zc_world *world, const char *dir, const char *above)
{
    struct stat here, there;
    return world ||
           (stat(dir, &here) == 0 && stat(above, &there) == 0 && here.st_dev != there.st_dev);
}

static void add_stick(struct finding *f, const char *dir)
{
    struct zc_site *all = ZC_NEW(f->arena, struct zc_site, f->n + 2); /* one for home */
    if (f->n)
        memcpy(all, f->places, f->n * sizeof *all);
    f->places = all;
    all[f->n++] = (struct zc_site){
        .kind = ZC_SITE_STICK,
        .name = zc_arena_copy(f->arena, zc_str_of(strrchr(dir, '/') + 1)),
        .dir = zc_arena_cstr(f->arena, zc_arena_printf(f->arena, "%s/zaoce", dir)),
        .from = zc_arena_cstr(f->arena, zc_str_of(dir)),
        .free_bytes = free_of(f->world, dir),
        .writable = access(dir, W_OK) == 0,
    };
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Mounted folders in `dir`, `deep` levels down. */
static void look_in(struct finding *f, const char *dir, int deep)
{
    struct dirent **entries;
    struct zc_buf path = { 0 };
    int n = scandir(dir, &entries, NULL, by_name);
    for (int i = 0; i < n; i++) {
        zc_buf_reset(&path);
        zc_buf_printf(&path, "%s/%s", dir, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && is_folder(zc_buf_cstr(&path))) {
            if (deep == 0 && is_mounted(f->world, zc_buf_cstr(&path), dir))
                add_stick(f, zc_buf_cstr(&path));
            else if (deep > 0)
                look_in(f, zc_buf_cstr(&path), deep - 1);
        }
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    zc_buf_release(&path);
}

static void add_home(struct finding *f)
{
    const char *home = home_of(f->world, f->arena);
    if (!home)
        return;
    if (!f->places)
        f->places = ZC_NEW(f->arena, struct zc_site, 1);
    f->places[f->n++] = (struct zc_site){
        .kind = ZC_SITE_HOME,
        .name = ZC_STR("~/zaoce/out"),
        .dir = zc_arena_cstr(f->arena, zc_arena_printf(f->arena, "%s/zaoce/out", home)),
        .from = zc_arena_cstr(f->arena, zc_arena_printf(f->arena, "%s/zaoce", home)),
        .free_bytes = free_of(f->world, home),
        .writable = f->world || access(home, W_OK) == 0,
    };
}

const struct zc_site *zc_sites_find(const struct zc_world *world, struct zc_arena *arena, size_t *n)
{
    static const struct {
        const char *dir;
        int deep;
    } where[] = { { "/media", 0 }, { "/media", 1 }, { "/run/media", 1 }, { "/mnt", 0 } };
    struct finding f = { .world = world, .arena = arena };
    struct zc_buf path = { 0 };
    for (size_t i = 0; i < (world ? 1 : sizeof where / sizeof where[0]); i++) {
        zc_buf_reset(&path);
        zc_buf_printf(&path, "%s%s", root_of(world), where[i].dir);
        look_in(&f, zc_buf_cstr(&path), where[i].deep);
    }
    add_home(&f);
    zc_buf_release(&path);
    *n = f.n;
    return f.places;
}

bool zc_site_typed(const struct zc_world *world, struct zc_str text, struct zc_arena *arena,
                   struct zc_site *out, struct zc_err *err)
{
    const char *home = home_of(world, arena), *dir;
    bool at_home = zc_str_is(text, "~") || zc_str_starts(text, ZC_STR("~/"));
    if ((!at_home && !zc_str_starts(text, ZC_STR("/"))) || (at_home && !home) ||
        zc_str_find(text, ZC_STR("/..")) != SIZE_MAX)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是完整的文件夹路径；请从 / 或 ~/ 写起",
                            "'%.*s' is no whole path of a folder; begin with / or ~/"),
                       ZC_ARG(text));
    dir =
        at_home
            ? zc_arena_cstr(arena,
                            zc_arena_printf(arena, "%s%.*s", home, ZC_ARG(zc_str_from(text, 1))))
            : zc_arena_cstr(arena, zc_arena_printf(arena, "%s%.*s", root_of(world), ZC_ARG(text)));
    if (!is_folder(dir))
        return zc_fail(err, ZC_E_INPUT, ZC_T("没有文件夹“%.*s”", "there is no folder '%.*s'"),
                       ZC_ARG(text));
    *out = (struct zc_site){ .kind = ZC_SITE_FOLDER,
                             .name = zc_site_shown(world, dir, arena),
                             .dir = dir,
                             .from = dir,
                             .free_bytes = free_of(world, dir),
                             .writable = access(dir, W_OK) == 0 };
    return true;
}

struct zc_str zc_site_shown(const struct zc_world *world, const char *path, struct zc_arena *arena)
{
    const char *home = home_of(world, arena);
    struct zc_str text = zc_str_of(path);
    if (home && zc_str_starts(text, zc_str_of(home)))
        return zc_arena_printf(arena, "~%s", path + strlen(home));
    return zc_arena_copy(arena, zc_str_from(text, strlen(root_of(world))));
}

void zc_bytes_print(uint64_t bytes, struct zc_buf *out)
{
    static const char *const units[] = { "KB", "MB", "GB", "TB" };
    double size = (double)bytes / 1000;
    size_t unit = 0;
    while (size >= 1000 && unit < 3) {
        size /= 1000;
        unit++;
    }
    zc_buf_printf(out, size < 100 && unit > 0 ? "%.1f %s" : "%.0f %s",
                  bytes > 0 && bytes < 1000 ? 1.0 : size, units[unit]);
}

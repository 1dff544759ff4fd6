#include "tui/known_stores.h"
#include "storage/folder.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void zc_known_stores_home(struct zc_buf *out)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data)
        zc_buf_printf(out, "%s/zaoce", data);
    else if (home && *home)
        zc_buf_printf(out, "%s/.local/share/zaoce", home);
}

static bool is_there(const char *dir)
{
    struct zc_buf file = { 0 };
    zc_buf_printf(&file, "%s/data.mdb", dir);
    bool there = access(zc_buf_cstr(&file), F_OK) == 0;
    zc_buf_release(&file);
    return there;
}

static void add_line(struct zc_buf *out, const char *dir)
{
    struct zc_str rest = zc_buf_str(out), line;
    bool known = false;
    while (zc_str_cut(&rest, '\n', &line))
        known |= zc_str_is(line, dir);
    if (!known && *dir)
        zc_buf_printf(out, "%s\n", dir);
}

/* What a power cut left of a store being made is none (tui/survey.c, storage/store.c). */
static bool is_unfinished(const char *name)
{
    struct zc_str text = zc_str_of(name);
    return zc_str_ends(text, ZC_STR(".new")) || zc_str_ends(text, ZC_STR(".tmp"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folders(const char *home, struct zc_buf *out)
{
    struct zc_buf path = { 0 };
    struct dirent **entries;
    int n = scandir(home, &entries, NULL, by_name);
    for (int i = 0; i < n; i++) {
        zc_buf_reset(&path);
        zc_buf_printf(&path, "%s/%s", home, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && !is_unfinished(entries[i]->d_name) &&
            is_there(zc_buf_cstr(&path)))
            add_line(out, zc_buf_cstr(&path));
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    zc_buf_release(&path);
}

/* The lines of the file `stores`, whether they are there or not. */
static void remembered(const char *home, struct zc_buf *out)
{
    struct zc_buf path = { 0 };
    char line[4096];
    zc_buf_printf(&path, "%s/stores", home);
    FILE *file = fopen(zc_buf_cstr(&path), "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        add_line(out, line);
    }
    if (file)
        fclose(file);
    zc_buf_release(&path);
}

void zc_known_stores_all(struct zc_buf *out)
{
    struct zc_buf home = { 0 };
    zc_known_stores_home(&home);
    if (home.len > 0) {
        add_folders(zc_buf_cstr(&home), out);
        remembered(zc_buf_cstr(&home), out);
    }
    zc_buf_release(&home);
}

void zc_known_stores_list(struct zc_buf *out)
{
    struct zc_buf all = { 0 }, dir = { 0 };
    struct zc_str rest, line;
    zc_known_stores_all(&all);
    for (rest = zc_buf_str(&all); zc_str_cut(&rest, '\n', &line);) {
        zc_buf_reset(&dir);
        zc_buf_add(&dir, line);
        if (line.len > 0 && is_there(zc_buf_cstr(&dir)))
            add_line(out, zc_buf_cstr(&dir));
    }
    zc_buf_release(&all);
    zc_buf_release(&dir);
}

void zc_known_stores_add(const char *dir)
{
    struct zc_buf home = { 0 }, known = { 0 }, path = { 0 };
    char *full = realpath(dir, NULL);
    zc_known_stores_home(&home);
    zc_known_stores_all(&known);
    size_t before = known.len;
    if (full && home.len > 0) {
        add_line(&known, full);
        if (known.len > before) {
            struct zc_err err = { 0 };
            zc_buf_printf(&path, "%s/stores", zc_buf_cstr(&home));
            FILE *file =
                zc_folder_make(zc_buf_cstr(&home), &err) ? fopen(zc_buf_cstr(&path), "a") : NULL;
            if (file) {
                fprintf(file, "%s\n", full);
                fclose(file);
            }
        }
    }
    free(full);
    zc_buf_release(&home);
    zc_buf_release(&known);
    zc_buf_release(&path);
}

/* A short file of our own: written beside and renamed, so that no list is lost. */
static bool write_list(const char *path, struct zc_str lines)
{
    struct zc_buf beside = { 0 };
    zc_buf_printf(&beside, "%s.part", path);
    FILE *file = fopen(zc_buf_cstr(&beside), "w");
    bool ok = file && fwrite(lines.ptr ? lines.ptr : "", 1, lines.len, file) == lines.len;
    if (file && fclose(file) != 0)
        ok = false;
    ok = ok && rename(zc_buf_cstr(&beside), path) == 0;
    zc_buf_release(&beside);
    return ok;
}

bool zc_known_stores_forget(const char *dir, struct zc_err *err)
{
    struct zc_buf home = { 0 }, path = { 0 }, lines = { 0 }, kept = { 0 };
    struct zc_str rest, line;
    zc_known_stores_home(&home);
    zc_buf_char(&home, '/');
    if (zc_str_starts(zc_str_of(dir), zc_buf_str(&home)) &&
        zc_str_find(zc_str_from(zc_str_of(dir), home.len), ZC_STR("/")) == SIZE_MAX) {
        zc_buf_release(&home);
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%s”就在调查库的文件夹里，总会列出；不要它请把它移走",
                            "'%s' lies in the folder of stores and is always listed; move it away"),
                       dir);
    }
    remembered(zc_buf_cstr(&home), &lines);
    for (rest = zc_buf_str(&lines); zc_str_cut(&rest, '\n', &line);) {
        if (line.len > 0 && !zc_str_is(line, dir))
            zc_buf_printf(&kept, "%.*s\n", ZC_ARG(line));
    }
    zc_buf_printf(&path, "%sstores", zc_buf_cstr(&home));
    bool ok = write_list(zc_buf_cstr(&path), zc_buf_str(&kept)) ||
              zc_fail(err, ZC_E_SYSTEM, ZC_T("“%s”写不进：%s", "cannot write '%s': %s"),
                      zc_buf_cstr(&path), strerror(errno));
    zc_buf_release(&home);
    zc_buf_release(&path);
    zc_buf_release(&lines);
    zc_buf_release(&kept);
    return ok;
}

void zc_known_stores_expand(struct zc_str path, struct zc_buf *out)
{
    const char *home = getenv("HOME");
    if (zc_str_starts(path, ZC_STR("~/")) && home)
        zc_buf_printf(out, "%s/%.*s", home, ZC_ARG(zc_str_from(path, 2)));
    else
        zc_buf_add(out, path);
}

void zc_known_stores_place(struct zc_str name, struct zc_buf *out)
{
    struct zc_buf home = { 0 };
    if (zc_str_find(name, ZC_STR("/")) == SIZE_MAX)
        zc_known_stores_home(&home);
    if (home.len > 0)
        zc_buf_printf(out, "%s/", zc_buf_cstr(&home));
    zc_known_stores_expand(name, out);
    zc_buf_release(&home);
}

void zc_known_stores_prepare(const char *dir)
{
    struct zc_buf path = { 0 };
    zc_buf_text(&path, dir);
    while (path.len > 1 && path.ptr[path.len - 1] != '/')
        path.len--;
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    if (path.len > 1 && strchr(dir, '/')) {
        struct zc_err err = { 0 };
        zc_folder_make(zc_buf_cstr(&path), &err); /* what fails here is told by what comes next */
    }
    zc_buf_release(&path);
}

bool zc_known_stores_practice(const char *dir)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/../" ZC_PRACTICE_MARK, dir);
    bool there = access(zc_buf_cstr(&path), F_OK) == 0;
    zc_buf_release(&path);
    return there;
}

/* A line each; what no longer fits is counted. */
static void fail_several(struct zc_str known, size_t n, struct zc_err *err)
{
    enum { ROOM = 300 };
    struct zc_buf names = { 0 };
    struct zc_str line;
    size_t shown = 0;
    while (zc_str_cut(&known, '\n', &line) && names.len + line.len < ROOM && line.len > 0) {
        zc_buf_printf(&names, "%s%.*s", shown ? ZC_T("、", ", ") : "", ZC_ARG(line));
        shown++;
    }
    if (shown < n)
        zc_buf_printf(&names, ZC_T("，另有%zu个", " and %zu more"), n - shown);
    zc_fail(err, ZC_E_INPUT,
            ZC_T("有%zu个调查库，请用 -s 指定：%s", "there are %zu stores, name one with -s: %s"),
            n, zc_buf_cstr(&names));
    zc_buf_release(&names);
}

bool zc_known_stores_only(struct zc_buf *out, struct zc_err *err)
{
    struct zc_buf all = { 0 }, known = { 0 };
    struct zc_str rest, line;
    size_t n = 0;
    zc_known_stores_list(&all);
    for (rest = zc_buf_str(&all); zc_str_cut(&rest, '\n', &line);) {
        zc_buf_reset(out);
        zc_buf_add(out, line);
        if (line.len > 0 && !zc_known_stores_practice(zc_buf_cstr(out))) {
            zc_buf_printf(&known, "%.*s\n", ZC_ARG(line));
            n++;
        }
    }
    zc_buf_reset(out);
    if (n == 1)
        zc_buf_add(out, zc_str_head(zc_buf_str(&known), known.len - 1));
    else if (n == 0)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("还没有调查库；新建：zaoce init 文件夹 --group 组号 --by 姓名，或用 -s 指定",
                     "there is no store yet; make one: zaoce init STORE --group N --by NAME, or "
                     "name one with -s"));
    else
        fail_several(zc_buf_str(&known), n, err);
    zc_buf_release(&all);
    zc_buf_release(&known);
    return n == 1;
}

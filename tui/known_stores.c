#include "tui/known_stores.h"
#include "storage/folder.h"
#include <dirent.h>
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

static void add_line(struct zc_buf *out, const char *dir)
{
    struct zc_str rest = zc_buf_str(out), line;
    struct zc_buf file = { 0 };
    bool known = false;
    while (zc_str_cut(&rest, '\n', &line))
        known |= zc_str_is(line, dir);
    zc_buf_printf(&file, "%s/data.mdb", dir);
    if (!known && *dir && access(zc_buf_cstr(&file), F_OK) == 0)
        zc_buf_printf(out, "%s\n", dir);
    zc_buf_release(&file);
}

static void add_folders(const char *home, struct zc_buf *out)
{
    struct zc_buf path = { 0 };
    DIR *folder = opendir(home);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        zc_buf_reset(&path);
        zc_buf_printf(&path, "%s/%s", home, entry->d_name);
        add_line(out, zc_buf_cstr(&path));
    }
    if (folder)
        closedir(folder);
    zc_buf_release(&path);
}

void zc_known_stores_list(struct zc_buf *out)
{
    struct zc_buf home = { 0 }, path = { 0 };
    char line[4096];
    zc_known_stores_home(&home);
    if (home.len > 0) {
        add_folders(zc_buf_cstr(&home), out);
        zc_buf_printf(&path, "%s/stores", zc_buf_cstr(&home));
        FILE *file = fopen(zc_buf_cstr(&path), "r");
        while (file && fgets(line, sizeof line, file)) {
            line[strcspn(line, "\r\n")] = '\0';
            add_line(out, line);
        }
        if (file)
            fclose(file);
    }
    zc_buf_release(&home);
    zc_buf_release(&path);
}

void zc_known_stores_add(const char *dir)
{
    struct zc_buf home = { 0 }, known = { 0 }, path = { 0 };
    char *full = realpath(dir, NULL);
    zc_known_stores_home(&home);
    zc_known_stores_list(&known);
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

bool zc_known_stores_only(struct zc_buf *out, struct zc_err *err)
{
    struct zc_buf known = { 0 };
    struct zc_str rest, line, first = { 0 };
    size_t n = 0;
    zc_known_stores_list(&known);
    for (rest = zc_buf_str(&known); zc_str_cut(&rest, '\n', &line);) {
        if (line.len > 0 && n++ == 0)
            first = line;
    }
    if (n == 1)
        zc_buf_add(out, first);
    else if (n == 0)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("还没有调查库；新建：zaoce init 文件夹 --group 组号 --by 姓名，或用 -s 指定",
                     "there is no store yet; make one: zaoce init STORE --group N --by NAME, or "
                     "name one with -s"));
    else
        zc_fail(err, ZC_E_INPUT,
                ZC_T("有%zu个调查库，请用 -s 指定：%.300s",
                     "there are %zu stores, name one with -s: %.300s"),
                n, zc_buf_cstr(&known));
    zc_buf_release(&known);
    return n == 1;
}

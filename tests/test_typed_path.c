#include "tests/check.h"
#include "tests/temp_dir.h"
#include "tui/typed_path.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Paths as they are typed, pasted and dragged, and how far Tab gets with them. */

static struct zc_arena arena;
static const char *dir;

static const struct {
    const char *name;
    struct zc_str typed;
    const char *want;
} paths[] = {
    { "as it stands", ZC_LIT("a b/c.jpg"), "a b/c.jpg" },
    { "blanks at the ends go", ZC_LIT("  a.jpg "), "a.jpg" },
    { "quotes around it go", ZC_LIT("'/x/a b.jpg'"), "/x/a b.jpg" },
    { "double ones too", ZC_LIT("\"a.jpg\""), "a.jpg" },
    { "one quote stays", ZC_LIT("'a.jpg"), "'a.jpg" },
    { "only a quote", ZC_LIT("'"), "'" },
    { "the home folder", ZC_LIT("~/a.jpg"), "/home/li/a.jpg" },
    { "dragged", ZC_LIT("file:///x/%E9%97%A8%20a.jpg"), "/x/门 a.jpg" },
    { "what is no escape stays", ZC_LIT("file:///x/100%/a%2"), "/x/100%/a%2" },
    { "nothing", ZC_LIT(""), "" },
};

static void make(const char *name)
{
    FILE *file = fopen(zc_arena_printf(&arena, "%s/%s", dir, name).ptr, "w");

    if (file)
        fclose(file);
}

static void tab(const char *name, const char *typed, const char *want, size_t n)
{
    struct zc_buf out = { 0 }, names = { 0 };
    struct zc_str path = zc_arena_printf(&arena, "%s/%s", dir, typed);
    struct zc_str whole = zc_arena_printf(&arena, "%s/%s", dir, want);
    size_t found = zc_typed_path_complete(path, &out, &names);

    zc_checkf(found == n && zc_str_eq(zc_buf_str(&out), whole), "%s: %zu, %s", name, found,
              zc_buf_cstr(&out));
    zc_buf_release(&out);
    zc_buf_release(&names);
}

int main(void)
{
    setenv("HOME", "/home/li", 1);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        zc_checkf(!strcmp(zc_typed_path(paths[i].typed, &arena), paths[i].want), "%s",
                  paths[i].name);
    dir = zc_temp_dir_new();
    mkdir(zc_arena_printf(&arena, "%s/照片", dir).ptr, 0700);
    make("照片/门头.jpg");
    make("照片/门口.jpg");
    make("notes.txt");
    make(".hidden");
    make("bad\xff");
    tab("a folder that is certain", "照", "照片/", 1);
    tab("as far as all agree", "照片/", "照片/门", 2);
    tab("one of them", "照片/门头", "照片/门头.jpg", 1);
    tab("whole already", "notes.txt", "notes.txt", 1);
    tab("nothing begins so", "x", "x", 0);
    tab("no such folder", "x/y", "x/y", 0);
    tab("hidden ones are asked for", ".h", ".hidden", 1);
    tab("and not found without", "", "", 2);
    zc_temp_dir_remove(dir);
    zc_arena_release(&arena);
    return zc_check_done();
}

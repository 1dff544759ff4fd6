#include "core/lang.h"
#include "storage/attach.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that answers name: names by content, nothing half done, messages for what cannot be. */

static struct zc_arena arena;
static const char *dir;
static struct zc_rid rid = { 'e', { 1, 2, 3 } }, other = { 'e', { 4, 5, 6 } };

static const char *file(const char *name, const char *bytes)
{
    const char *path = zc_arena_printf(&arena, "%s/%s", dir, name).ptr;
    FILE *out = fopen(path, "w");

    if (out) {
        fputs(bytes, out);
        fclose(out);
    }
    return path;
}

static struct zc_str put(struct zc_rid to, const char *path)
{
    struct zc_str name = { 0 };
    struct zc_err err = { 0 };

    zc_checkf(zc_attach_put(dir, to, path, &arena, &name, &err), "%s is taken: %s", path, err.msg);
    return name;
}

static void refused(const char *what, const char *path, const char *word)
{
    struct zc_str name = { 0 };
    struct zc_err err = { 0 };
    bool ok = zc_attach_put(dir, rid, path, &arena, &name, &err);

    zc_checkf(!ok && strstr(err.msg, word), "%s is refused: %s", what, err.msg);
}

static bool has_mode(const char *path, mode_t mode)
{
    struct stat st;

    return path && stat(path, &st) == 0 && (st.st_mode & 0777) == mode;
}

static void copies(void)
{
    uint64_t bytes;
    struct zc_str one = put(rid, file("门头.jpg", "one")), two = put(rid, file("门头.jpg", "two!"));

    zc_check("the name stays in view",
             zc_str_starts(one, ZC_STR("门头-")) && zc_str_ends(one, ZC_STR(".jpg")));
    zc_check("two files of one name keep apart", !zc_str_eq(one, two));
    zc_check("the same file is the same name", zc_str_eq(two, put(rid, file("门头.jpg", "two!"))));
    zc_check("for another record as well", zc_str_eq(two, put(other, file("门头.jpg", "two!"))));
    const char *kept = zc_attach_path(dir, rid, one, &arena);
    zc_check("it is there for its owner only", has_mode(kept, 0600));
    zc_check("taken in again it keeps its name", zc_str_eq(one, put(other, kept)));
    zc_check("four files are counted", zc_attach_count(dir, &bytes) == 4 && bytes == 14);
    FILE *half = fopen(zc_arena_printf(&arena, "%s.tmp-AbCdEf", kept).ptr, "w");
    zc_check("what a crash left is none",
             half && fclose(half) == 0 && zc_attach_count(dir, &bytes) == 4);
}

static void follows(void)
{
    struct zc_rid third = { 'k', { 7 } };
    struct zc_err err = { 0 };
    struct zc_str name = put(rid, file("a.txt", "follow"));

    zc_check("a file follows its record", zc_attach_follow(dir, rid, third, name, &err) &&
                                              zc_attach_path(dir, third, name, &arena));
    zc_check("twice is once", zc_attach_follow(dir, rid, third, name, &err));
    zc_check("what is not here is passed over",
             zc_attach_follow(dir, rid, third, ZC_STR("none-0123456789abc.txt"), &err));
}

static void hostile(void)
{
    zc_check("a path is no name", !zc_attach_path(dir, rid, ZC_STR("../../data.mdb"), &arena));
    zc_check("nor a folder", !zc_attach_path(dir, rid, ZC_STR(".."), &arena));
    zc_check("nor nothing", !zc_attach_path(dir, rid, (struct zc_str){ 0 }, &arena));
}

static void refusals(void)
{
    const char *large = file("film.mp4", "x"), *pipe = zc_arena_printf(&arena, "%s/pipe", dir).ptr;

    refused("a missing file", "nowhere/a.jpg", "no file");
    refused("a folder", dir, "folder");
    refused("an empty file", file("empty.jpg", ""), "empty");
    if (mkfifo(pipe, 0600) == 0)
        refused("a pipe", pipe, "ordinary");
    if (truncate(large, (off_t)(ZC_ATTACH_MAX_MIB + 1) * 1024 * 1024) == 0)
        refused("a film", large, "smaller");
    const char *secret = file("secret.jpg", "s");
    chmod(secret, 0);
    if (access(secret, R_OK) != 0) /* root reads everything */
        refused("what may not be read", secret, "may not be read");
}

int main(void)
{
    dir = zc_temp_dir_new();
    zc_lang_set(ZC_LANG_EN);
    copies();
    follows();
    hostile();
    refusals();
    zc_temp_dir_remove(dir);
    zc_arena_release(&arena);
    return zc_check_done();
}

#include "tui/demo.h"
#include "core/alloc.h"
#include "core/hash.h"
#include "storage/file.h"
#include "storage/folder.h"
#include "tui/demo_impl.h"
#include "tui/known_stores.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Says what the folder is, to people and to the program; written last. */

/* splitmix64: a good mixer of a counter, all that fixed ids need. */
static uint64_t next_random(void *ctx)
{
    uint64_t *state = ctx, z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

void zc_demo_store(const char *dir, unsigned group, struct zc_buf *out)
{
    if (group == DISTRICT)
        zc_buf_printf(out, "%s/district", dir);
    else
        zc_buf_printf(out, "%s/g%u", dir, group);
}

void zc_demo_home(struct zc_buf *out)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data)
        zc_buf_printf(out, "%s/zaoce-practice", data);
    else if (home && *home)
        zc_buf_printf(out, "%s/.local/share/zaoce-practice", home);
}

bool zc_demo_is_there(const char *dir)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/" ZC_PRACTICE_MARK, dir);
    bool there = access(zc_buf_cstr(&path), F_OK) == 0;
    zc_buf_release(&path);
    return there;
}

/* Stores */

static bool make_store(struct demo *demo, unsigned group, struct zc_err *err)
{
    struct zc_store_identity identity = { .group = group, .dev = "d" };
    struct zc_person nobody = { 0 };
    struct zc_findings findings = { 0 };
    struct zc_buf path = { 0 };
    demo->random[group] = group;
    uint64_t bits = next_random(&demo->random[group]);
    zc_base32_put((const uint8_t *)&bits, 5, identity.dev + 1);
    zc_demo_store(demo->dir, group, &path);
    bool ok = zc_survey_create_as(zc_buf_cstr(&path), demo->pack_dir, &identity, &nobody,
                                  demo->clock, &findings, err);
    zc_findings_release(&findings);
    zc_buf_release(&path);
    return ok;
}

bool demo_use_store(struct demo *demo, unsigned group, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    if (demo->survey && demo->group == group)
        return true;
    zc_survey_close(demo->survey);
    zc_demo_store(demo->dir, group, &path);
    demo->group = group;
    demo->survey = zc_survey_open(zc_buf_cstr(&path), false, demo->clock, err);
    zc_buf_release(&path);
    if (!demo->survey)
        return false;
    demo->survey->random = next_random;
    demo->survey->random_ctx = &demo->random[group];
    return true;
}

/* Making */

static bool read_pack(struct demo *demo, struct zc_err *err)
{
    struct zc_source source = zc_source_folder(demo->pack_dir);
    struct zc_findings findings = { 0 };
    bool found = true;
    demo->pack = zc_pack_load(&source, &findings);
    if (demo->pack)
        demo->practice = zc_practice_load(&source, demo->pack, &found, &findings);
    if (!found)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("调查方案“%s”没有练习数据（practice.csv）",
                     "survey pack '%s' has no practice data (practice.csv)"),
                demo->pack_dir);
    else if (!demo->practice)
        zc_findings_fail(&findings, err);
    zc_findings_release(&findings);
    return demo->practice != NULL;
}

static bool make_stores(struct demo *demo, struct zc_err *err)
{
    demo->groups = 1u << DISTRICT;
    for (uint32_t i = 0; i < demo->pack->ngroups; i++)
        demo->groups |= 1u << demo->pack->groups[i].number;
    for (unsigned g = 1; g <= DISTRICT; g++) {
        if ((demo->groups & 1u << g) && !make_store(demo, g, err))
            return false;
    }
    return true;
}

static bool put_marker(const struct demo *demo, struct zc_err *err)
{
    static const struct zc_str text =
        ZC_LIT("练习调查：数据都是编的，不要了就删除整个文件夹。\n"
               "Practice survey: all data are invented; remove the whole folder when done.\n");
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/" ZC_PRACTICE_MARK, demo->dir);
    struct zc_outfile *file = zc_outfile_open(zc_buf_cstr(&path), err);
    bool ok = file && zc_outfile_write(file, text, err);
    if (ok)
        ok = zc_outfile_commit(file, err);
    else
        zc_outfile_abort(file);
    zc_buf_release(&path);
    return ok;
}

static bool make_all(struct demo *demo, void (*progress)(void *ctx, unsigned done, unsigned total),
                     void *ctx, struct zc_err *err)
{
    demo->units = zc_alloc_zeroed(demo->practice->nunits + 1, sizeof *demo->units);
    return zc_folder_make(demo->dir, err) && make_stores(demo, err) &&
           demo_play(demo, progress, ctx, err) && put_marker(demo, err);
}

static void release(struct demo *demo)
{
    zc_practice_free(demo->practice);
    zc_pack_free(demo->pack);
    zc_free(demo->units);
    zc_arena_release(&demo->arena);
}

/* Beside the folder, and like no name that somebody gives: what is there was left by an
 * interrupted run. */
static void name_half_made(const char *dir, struct zc_buf *out)
{
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    zc_buf_bytes(out, dir, len);
    zc_buf_text(out, ".half-made-practice");
}

bool zc_demo_make(const char *dir, const char *pack_dir, const struct zc_clock *clock,
                  void (*progress)(void *ctx, unsigned done, unsigned total), void *ctx,
                  struct zc_err *err)
{
    struct zc_buf beside = { 0 };
    name_half_made(dir, &beside);
    struct demo demo = { .dir = zc_buf_cstr(&beside), .pack_dir = pack_dir, .clock = clock };
    demo.now_ms = zc_clock_ms(clock);
    bool ok = zc_folder_is_free(dir, err) && read_pack(&demo, err);
    if (ok) {
        zc_folder_remove(demo.dir);
        ok = make_all(&demo, progress, ctx, err);
        zc_survey_close(demo.survey);
        demo.survey = NULL;
        ok = ok && zc_folder_rename(demo.dir, dir, err);
        if (!ok)
            zc_folder_remove(demo.dir);
    }
    release(&demo);
    zc_buf_release(&beside);
    return ok;
}

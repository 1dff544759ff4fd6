#include "tui/report_save.h"
#include "storage/file.h"
#include "storage/folder.h"
#include "tui/report_print.h"

static const struct zc_site *home_site(const struct zc_world *world, struct zc_arena *arena)
{
    size_t n;
    const struct zc_site *sites = zc_sites_find(world, arena, &n);
    for (size_t i = 0; i < n; i++) {
        if (sites[i].kind == ZC_SITE_HOME)
            return &sites[i];
    }
    return NULL;
}

static void add_name(const struct zc_report *report, enum zc_report_file file,
                     const struct zc_survey *survey, struct zc_buf *path)
{
    zc_buf_printf(path, "/%.*s-g%u-", ZC_ARG(survey->pack->id), zc_survey_group(survey));
    zc_date_format(zc_clock_moment(&survey->clock), ZC_STR("%Y%m%d-%H%M%S"), ZC_LANG_EN, path);
    zc_buf_printf(path, "-%s%s", report->kind->name, file == ZC_REPORT_TXT ? ".txt" : ".csv");
}

bool zc_report_save(const struct zc_report *report, enum zc_report_file file,
                    const struct zc_survey *survey, const struct zc_world *world,
                    struct zc_buf *shown, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf path = { 0 }, bytes = { 0 };
    const struct zc_site *site = home_site(world, &arena);
    bool ok = site != NULL;
    if (!ok)
        zc_fail(err, ZC_E_SYSTEM,
                ZC_T("没有个人文件夹（HOME），不知道写到哪里",
                     "there is no home folder (HOME) to write to"));
    if (file == ZC_REPORT_TXT)
        zc_report_page(report, zc_pack_title(survey->pack), &bytes);
    else
        zc_report_sheet(report, &bytes);
    if (ok) {
        zc_buf_text(&path, site->dir);
        add_name(report, file, survey, &path);
        ok = zc_folder_make(site->dir, err) &&
             zc_outfile_put(zc_buf_cstr(&path), zc_buf_str(&bytes), err);
    }
    if (ok)
        zc_buf_add(shown, zc_site_shown(world, zc_buf_cstr(&path), &arena));
    zc_buf_release(&path);
    zc_buf_release(&bytes);
    zc_arena_release(&arena);
    return ok;
}

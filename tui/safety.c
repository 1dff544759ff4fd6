#include "tui/safety.h"
#include "storage/backup.h"
#include <string.h>

bool zc_safety_leave(struct zc_survey *survey, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_backup_report report;
    bool ok = !survey || zc_store_is_readonly(survey->store) ||
              zc_backup_make(survey->store, zc_survey_now(survey, &arena), &report, err);
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return ok;
}

bool zc_safety_undo_import(struct zc_survey *survey, struct zc_restored *out, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    bool ok = zc_undo_import(survey->store, zc_survey_now(survey, &arena), survey->person.name, out,
                             err) &&
              zc_survey_reread(survey, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_safety_newest(struct zc_str dir, struct zc_arena *arena, struct zc_str *path,
                      struct zc_str *at)
{
    const char *folder = zc_arena_cstr(arena, dir);
    struct zc_backup *all;
    struct zc_buf full = { 0 };
    size_t n;
    zc_backup_list(folder, arena, &all, &n);
    if (n == 0)
        return false;
    unsigned day = (unsigned)(all[0].second / 1000000), time = (unsigned)(all[0].second % 1000000);
    zc_backup_path(folder, all[0].name, &full);
    *path = zc_arena_copy(arena, zc_buf_str(&full));
    *at = zc_arena_printf(arena, "%04u-%02u-%02uT%02u:%02u:%02u", day / 10000, day / 100 % 100,
                          day % 100, time / 10000, time / 100 % 100, time % 100);
    zc_buf_release(&full);
    return true;
}

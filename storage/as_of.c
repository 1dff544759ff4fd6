#include "storage/as_of.h"
#include "core/date.h"
#include "core/fold.h"
#include "storage/revs.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, MINUTE_MS = 60 * 1000, SURVEY_OFFSET = 480 };

int64_t zc_as_of_end(int64_t day, int offset_min)
{
    return (day + 1) * (int64_t)DAY_MS - offset_min * (int64_t)MINUTE_MS - 1;
}

static int64_t time_of(const struct zc_rev *rev)
{
    struct zc_moment moment;
    return zc_moment_parse(zc_rev_attr(rev, "at"), SURVEY_OFFSET, &moment) ? moment.ms : INT64_MIN;
}

bool zc_as_of_get(struct zc_txn *txn, struct zc_rid rid, int64_t until_ms, struct zc_arena *arena,
                  struct zc_state *out, bool *found, struct zc_err *err)
{
    struct zc_rev *revs;
    size_t n, kept = 0;
    if (!zc_revs_load(txn, rid, arena, &revs, &n, err))
        return false;
    uint32_t *order = ZC_NEW(arena, uint32_t, n + 1);
    int64_t *times = ZC_NEW(arena, int64_t, n + 1);
    struct zc_rev *then = ZC_NEW(arena, struct zc_rev, n + 1);
    zc_fold_order(revs, n, arena, order);
    for (size_t i = 0; i < n; i++) { /* parents come first */
        const struct zc_rev *rev = &revs[order[i]];
        int64_t time = time_of(rev);
        for (uint32_t p = 0; p < rev->nparents; p++) {
            size_t parent = zc_revs_place(revs, n, &rev->parents[p]);
            if (parent != SIZE_MAX && times[parent] > time)
                time = times[parent];
        }
        times[order[i]] = time;
        if (time <= until_ms)
            then[kept++] = *rev;
    }
    *found = kept > 0;
    if (*found)
        zc_fold(then, kept, arena, out);
    return true;
}

#include "tui/rid_list.h"
#include "core/alloc.h"
#include <stdlib.h>
#include <string.h>

void zc_rid_list_release(struct zc_rid_list *list)
{
    zc_free(list->rids);
    *list = (struct zc_rid_list){ 0 };
}

void zc_rid_list_add(struct zc_rid_list *list, struct zc_rid rid)
{
    list->rids = zc_grow(list->rids, list->n, &list->cap, sizeof *list->rids);
    list->rids[list->n++] = rid;
}

bool zc_rid_list_add_view(struct zc_rid_list *list, struct zc_txn *txn,
                          const struct zc_view_spec *spec, struct zc_err *err)
{
    struct zc_rid rid;
    struct zc_view *view = zc_view_open(txn, spec, err);
    for (bool more = view && zc_view_first(view, &rid); more; more = zc_view_next(view, &rid))
        zc_rid_list_add(list, rid);
    zc_view_close(view);
    return view != NULL;
}

struct zc_rid *zc_rid_list_take(struct zc_rid_list *list, struct zc_arena *arena)
{
    struct zc_rid *rids = ZC_NEW(arena, struct zc_rid, list->n + 1);
    if (list->n > 0)
        memcpy(rids, list->rids, list->n * sizeof *rids);
    zc_rid_list_release(list);
    return rids;
}

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

void zc_rid_list_order(struct zc_rid_list *list)
{
    size_t kept = 0;
    if (list->n > 1)
        qsort(list->rids, list->n, sizeof *list->rids, cmp_rid);
    for (size_t i = 0; i < list->n; i++) {
        if (i == 0 || zc_rid_cmp(list->rids[i - 1], list->rids[i]) != 0)
            list->rids[kept++] = list->rids[i];
    }
    list->n = kept;
}

bool zc_rid_list_has(const struct zc_rid_list *set, struct zc_rid rid)
{
    return set->n > 0 && bsearch(&rid, set->rids, set->n, sizeof rid, cmp_rid) != NULL;
}

bool zc_rid_list_toggle(struct zc_rid_list *set, struct zc_rid rid)
{
    size_t at = 0;
    while (at < set->n && zc_rid_cmp(set->rids[at], rid) < 0)
        at++;
    if (at < set->n && zc_rid_eq(set->rids[at], rid)) {
        memmove(&set->rids[at], &set->rids[at + 1], (--set->n - at) * sizeof rid);
        return false;
    }
    zc_rid_list_add(set, rid);
    memmove(&set->rids[at + 1], &set->rids[at], (set->n - 1 - at) * sizeof rid);
    set->rids[at] = rid;
    return true;
}

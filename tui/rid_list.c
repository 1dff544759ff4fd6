#include "tui/rid_list.h"
#include <string.h>

void zc_rid_list_add(struct zc_rid_list *list, struct zc_rid rid)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 64;
        struct zc_rid *rids = ZC_NEW(list->arena, struct zc_rid, cap);
        if (list->n)
            memcpy(rids, list->rids, list->n * sizeof *rids);
        list->rids = rids;
        list->cap = cap;
    }
    list->rids[list->n++] = rid;
}

bool zc_rid_list_add_view(struct zc_rid_list *list, struct zc_txn *txn,
                          const struct zc_view_spec *spec, struct zc_err *err)
{
    struct zc_view *view = zc_view_open(txn, spec, err);
    struct zc_rid rid;
    for (bool more = view && zc_view_first(view, &rid); more; more = zc_view_next(view, &rid))
        zc_rid_list_add(list, rid);
    zc_view_close(view);
    return view != NULL;
}

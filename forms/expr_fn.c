#include "forms/expr_impl.h"

static const struct zc_fn *const tables[] = {
    zc_fns_logic, zc_fns_text,   zc_fns_number, zc_fns_date,
    zc_fns_nodes, zc_fns_digest, zc_fns_geo,    zc_fns_domain,
};

const struct zc_fn *zc_fn_find(struct zc_str name)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        for (const struct zc_fn *fn = tables[i]; fn->name; fn++)
            if (zc_str_is(name, fn->name))
                return fn;
    return NULL;
}

#include "forms/entity.h"
#include "tests/check.h"

/* Entities of the rows of a repeat: each row says its own, rows that do not apply say none. What
 * becomes of them in a store is tried by entities.sh. */

static const char survey[] = "type,name,label,relevant,save_to\n"
                             "text,owner,Owner,,\n"
                             "begin_repeat,tree,Tree,${owner} != 'nobody',\n"
                             "text,kind,Kind,,species\n"
                             "integer,girth,Girth,${kind} != 'bush',girth\n"
                             "end_repeat,,,,\n";
static const char entities[] =
    "list_name,label,repeat,create_if\n"
    "trees,\"concat(${kind}, ' of ', ${owner}, ' ', position(..))\",${tree},${kind} != ''\n";

static bool read_memory(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                        struct zc_err *err)
{
    (void)ctx, (void)err;
    *found = zc_str_is(path, "survey.csv") || zc_str_is(path, "entities.csv");
    if (*found)
        zc_buf_text(out, zc_str_is(path, "survey.csv") ? survey : entities);
    return true;
}

static void answer(struct zc_fill *fill, const struct zc_node *row, const char *name,
                   const char *text)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_str field =
        row ? zc_arena_printf(&arena, "%.*s/%s", ZC_ARG(zc_fill_path(row, &arena)), name)
            : zc_str_of(name);

    zc_checkf(zc_fill_set(fill, zc_fill_node(fill, field), zc_str_of(text), &err), "%.*s = %s",
              ZC_ARG(field), text);
    zc_arena_release(&arena);
}

static const struct zc_node *add_row(struct zc_fill *fill, const struct zc_form *form)
{
    struct zc_err err = { 0 };

    return zc_fill_add_row(fill, zc_fill_root(fill), zc_form_field(form, ZC_STR("tree")), &err);
}

static void rows(struct zc_fill *fill, const struct zc_form *form)
{
    struct zc_arena arena = { 0 };
    struct zc_entity_now *all;
    size_t n;

    const struct zc_node *oak = add_row(fill, form), *bush = add_row(fill, form);
    answer(fill, NULL, "owner", "Li");
    answer(fill, oak, "kind", "oak");
    answer(fill, oak, "girth", "40");
    answer(fill, bush, "kind", "bush");
    zc_fill_entities(fill, &arena, &all, &n);
    zc_check("rows without a kind make none", n == 2);
    zc_check("the label reads its own row", n == 2 && zc_str_is(all[0].label, "oak of Li 2") &&
                                                zc_str_is(all[1].label, "bush of Li 3"));
    zc_check("each is known by its row",
             n == 2 && zc_str_eq(all[0].item, oak->item) && zc_str_eq(all[1].item, bush->item));
    zc_check("values of its own row", n == 2 && zc_str_is(all[0].values[0].value, "oak") &&
                                          zc_str_is(all[0].values[1].value, "40"));
    zc_check("what is not asked is marked", n == 2 && !all[1].values[1].asked);
    answer(fill, NULL, "owner", "nobody");
    zc_fill_entities(fill, &arena, &all, &n);
    zc_check("rows that do not apply make none", n == 0);
    zc_arena_release(&arena);
}

int main(void)
{
    struct zc_source source = { .name = ZC_LIT("memory"), .read = read_memory };
    struct zc_findings findings = { 0 };
    struct zc_clock now;
    struct zc_err err = { 0 };
    struct zc_fill_env env = { .clock = &now };
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &now, &err);
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, NULL, &findings);

    zc_check("the form loads without a word", form != NULL && findings.n == 0);
    if (form) {
        struct zc_fill *fill = zc_fill_new(form, &env);
        rows(fill, form);
        zc_fill_free(fill);
    }
    zc_form_free(form);
    zc_findings_release(&findings);
    return zc_check_done();
}

#include "core/alloc.h"
#include "forms/load_impl.h"
#include "forms/names.h"

/* The growing array of questions and lists moves into the arena, with the rest of the form. */
static void settle(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct zc_question **questions = ZC_NEW(&form->arena, struct zc_question *, form->nquestions);

    memcpy(questions, form->questions, form->nquestions * sizeof(struct zc_question *));
    zc_free(form->questions);
    form->questions = questions;
}

static void settle_lists(struct zc_form *form)
{
    struct zc_list **lists = ZC_NEW(&form->arena, struct zc_list *, form->nlists);

    if (form->nlists)
        memcpy(lists, form->lists, form->nlists * sizeof(struct zc_list *));
    zc_free(form->lists);
    form->lists = lists;
}

/* Each part can go on after findings of the one before, except that expressions need names. */
static void load(struct zc_loader *loader)
{
    if (!zc_load_sheets(loader))
        return;
    zc_load_settings(loader);
    zc_load_tree(loader);
    settle(loader);
    zc_names_make(loader->form);
    zc_load_lists(loader);
    zc_load_expressions(loader);
    zc_load_entities(loader);
    zc_load_check(loader);
    zc_load_graph(loader);
}

struct zc_form *zc_form_load(const struct zc_source *source, struct zc_str dir,
                             const struct zc_form_context *context, struct zc_findings *findings)
{
    struct zc_form *form = zc_alloc_zeroed(1, sizeof *form);
    struct zc_loader loader = {
        .source = source, .dir = dir, .context = context, .findings = findings, .form = form
    };
    uint32_t before = findings->nerrors;

    zc_hash_init(&loader.content);
    form->dir = zc_arena_copy(&form->arena, dir);
    load(&loader);
    zc_hash_end(&loader.content, form->content);
    settle_lists(form);
    zc_free(loader.origins);
    zc_arena_release(&loader.scratch);
    zc_findings_sort(findings);
    if (findings->nerrors == before)
        return form;
    zc_form_free(form);
    return NULL;
}

void zc_form_free(struct zc_form *form)
{
    struct zc_arena arena;

    if (!form)
        return;
    for (uint32_t i = 0; i < form->nlists; i++)
        if (!form->lists[i]->records) /* the pack's own */
            zc_list_release(form->lists[i]);
    arena = form->arena;
    zc_arena_release(&arena);
    zc_free(form);
}

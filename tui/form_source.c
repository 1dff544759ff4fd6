#include "tui/form_source.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_file(const char *dir, const char *name)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/%s", dir, name);
    bool found = access(zc_buf_cstr(&path), R_OK) == 0;
    zc_buf_release(&path);
    return found;
}

bool zc_form_source_is_form(const char *dir)
{
    return has_file(dir, "survey.csv");
}

/* Only a pack lies above: groups.csv or lists/ tell it from a folder of unrelated forms. */
static bool is_pack(const char *dir)
{
    return has_file(dir, "settings.csv") && (has_file(dir, "groups.csv") || has_file(dir, "lists"));
}

static void load_in_pack(char *dir, struct zc_form_source *out, struct zc_findings *findings)
{
    char *slash = strrchr(dir, '/');
    *slash = '\0';
    struct zc_source source = zc_source_folder(dir);
    out->pack = zc_pack_load(&source, findings);
    for (uint32_t i = 0; out->pack && i < out->pack->nforms; i++)
        if (zc_str_is(out->pack->forms[i]->dir, slash + 1))
            out->form = out->pack->forms[i];
}

void zc_form_source_load(const char *dir, struct zc_form_source *out, struct zc_findings *findings)
{
    char *real = realpath(dir, NULL);
    struct zc_buf above = { 0 };
    *out = (struct zc_form_source){ 0 };
    zc_buf_printf(&above, "%s/..", real ? real : dir);
    if (real && strlen(real) > 1 && is_pack(zc_buf_cstr(&above))) {
        load_in_pack(real, out, findings);
    } else {
        struct zc_source source = zc_source_folder(dir);
        struct zc_form_context context = { 0 };
        out->form = out->own = zc_form_load(&source, (struct zc_str){ 0 }, &context, findings);
    }
    zc_buf_release(&above);
    free(real);
}

void zc_form_source_release(struct zc_form_source *source)
{
    zc_form_free(source->own);
    zc_pack_free(source->pack);
    *source = (struct zc_form_source){ 0 };
}

#pragma once
#include "forms/pack.h"

/* A form from a folder on disk, as `form check` and `form play` take it: DIR is a folder with
 * survey.csv, alone or inside a pack, whose lists, rules and other forms it then sees. */

struct zc_form_source {
    const struct zc_form *form; /* NULL: there were errors */
    struct zc_form *own;        /* loaded alone */
    struct zc_pack *pack;       /* or with the pack around it */
};

/* All errors and warnings of the form (of the whole pack, where it lies in one) go to
 * `findings`. */
void zc_form_source_load(const char *dir, struct zc_form_source *out, struct zc_findings *findings);
void zc_form_source_release(struct zc_form_source *source);
/* True for a folder with survey.csv: a form, else it is taken for a pack. */
bool zc_form_source_is_form(const char *dir);

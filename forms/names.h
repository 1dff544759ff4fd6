#pragma once
#include "forms/form.h"

/* Names of a form's questions: the look-ups behind zc_form_question and zc_form_field, and the
 * pseudo fields that every record has (DOMAIN.md 14.6). Private to forms/. */

enum zc_pseudo {
    ZC_PSEUDO_ID,
    ZC_PSEUDO_FORM,
    ZC_PSEUDO_STATUS,
    ZC_PSEUDO_FLAGS,
    ZC_PSEUDO_GROUP,
    ZC_PSEUDO_BY,
    ZC_PSEUDO_LAST_BY,
    ZC_PSEUDO_CREATED,
    ZC_PSEUDO_SUBMITTED,
    ZC_PSEUDO_CHANGED,
    ZC_PSEUDO_SEED,
    ZC_PSEUDO_WARNINGS,
    ZC_PSEUDO_DEV,
    ZC_PSEUDO_LISTS, /* names of the lists that have the unit, blank-parted */
    ZC_PSEUDO_COUNT
};

struct zc_name_slot {
    uint32_t scope; /* 0: names of the sheet; else 1 + index of the repeat: stored fields there */
    uint32_t hash;
    struct zc_str name;
    struct zc_question *q; /* NULL: free */
    bool again, was;       /* the name stands for several; it is an earlier name */
};
struct zc_names {
    uint32_t cap, n; /* cap is a power of two */
    struct zc_name_slot *slots;
    struct zc_question *pseudo[ZC_PSEUDO_COUNT];
};

/* Makes the look-ups and the pseudo questions; the tree and the stored names are complete. */
void zc_names_make(struct zc_form *form);
/* Stored field in a repeat (NULL or the root: outside repeats), by its name there or one it had
 * before. NULL: the form does not know it. */
struct zc_question *zc_names_field(const struct zc_form *form, const struct zc_question *repeat,
                                   struct zc_str field, bool *was);
struct zc_question *zc_names_pseudo(const struct zc_form *form, struct zc_str name);
/* The question at /data/a/b, NULL: none. */
struct zc_question *zc_names_path(const struct zc_form *form, struct zc_str path);

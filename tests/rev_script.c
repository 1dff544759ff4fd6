#include "tests/rev_script.h"
#include <stdio.h>
#include <stdlib.h>

static void add_one(struct rev_script *script, struct zc_str text)
{
    struct zc_str word, field;
    struct zc_revid parents[8];
    struct zc_pair attrs[2] = { { ZC_LIT("role"), { 0 } }, { ZC_LIT("at"), ZC_LIT("2026") } };
    struct zc_pair writes[16];
    size_t nparents = 0, nwrites = 0;
    struct zc_err err = { 0 };
    zc_str_word(&text, &word);
    char name = word.ptr[0];
    for (size_t i = 2; i < word.len; i++) {
        struct zc_revid unknown = { { 0xee } };
        parents[nparents] = unknown;
        for (size_t k = 0; k < script->n; k++) {
            if (script->names[k] == word.ptr[i])
                parents[nparents] = script->revs[k].id;
        }
        nparents++;
    }
    zc_str_word(&text, &word);
    attrs[0].value = zc_str_of(zc_rank_role((enum zc_rank)(word.ptr[0] - '0')));
    while (zc_str_word(&text, &word)) {
        zc_str_cut(&word, '=', &field);
        writes[nwrites++] = (struct zc_pair){ field, word };
    }
    struct zc_rid rid = { .kind = 'e' };
    if (!zc_rev_make(rid, parents, nparents, attrs, 2, writes, nwrites, &script->arena,
                     &script->revs[script->n], &err)) {
        printf("Bail out! a revision of the script is wrong: %s\n", err.msg);
        exit(99);
    }
    script->names[script->n++] = name;
}

void rev_script_add(struct rev_script *script, const char *text)
{
    struct zc_str rest = zc_str_of(text), one;
    while (zc_str_cut(&rest, ';', &one))
        add_one(script, one);
}

char rev_script_name(const struct rev_script *script, const struct zc_rev *rev)
{
    for (size_t i = 0; i < script->n; i++)
        if (zc_revid_cmp(&script->revs[i].id, &rev->id) == 0)
            return script->names[i];
    return '?';
}

#include "forms/fill_merge.h"
#include "tests/check.h"
#include <stdio.h>

/* Two lists of answers made from one: NAME=VALUE parted by blanks, sorted by name. */

static const struct {
    const char *name, *base, *ours, *theirs, *merged, *clashes;
} cases[] = {
    { "nobody did anything", "a=1", "a=1", "a=1", "a=1", "" },
    { "another field on each side", "a=1", "a=1 b=2", "a=1 c=3", "a=1 b=2 c=3", "" },
    { "ours alone", "a=1 b=1", "a=1 b=2", "a=1 b=1", "a=1 b=2", "" },
    { "theirs alone", "a=1 b=1", "a=1 b=1", "a=1 b=2", "a=1 b=2", "" },
    { "both the same", "a=1", "a=2", "a=2", "a=2", "" },
    { "both, not the same: theirs stands, ours is told", "a=1", "a=2", "a=3", "a=3", "a=2" },
    { "cleared here", "a=1 b=1", "b=1", "a=1 b=1", "a= b=1", "" },
    { "cleared there", "a=1", "a=1", "a=", "a=", "" },
    { "cleared here, changed there", "a=1", "", "a=2", "a=2", "a=" },
    { "nothing at the beginning", "", "a=1", "b=1", "a=1 b=1", "" },
    { "confirmed here: no longer carried", "_carried:a=1 a=1", "a=1", "_carried:a=1 a=1", "a=1",
      "" },
    { "confirmed there", "_carried:a=1 a=1", "_carried:a=1 a=1", "a=1", "a=1", "" },
    { "a row here, a row there", "", "r/i1/_row=1 r/i1/a=1", "r/i2/_row=1 r/i2/a=2",
      "r/i1/_row=1 r/i1/a=1 r/i2/_row=1 r/i2/a=2", "" },
    { "a row removed here does not come back", "r/i1/_row=1 r/i1/a=1", "", "r/i1/_row=1 r/i1/a=1",
      "", "" },
    { "nor one removed there", "r/i1/_row=1 r/i1/a=1", "r/i1/_row=1 r/i1/a=1", "r/i1/_deleted=1",
      "r/i1/_deleted=1", "" },
    { "an answer cleared in a row that stays", "r/i1/_row=1 r/i1/a=1", "r/i1/_row=1",
      "r/i1/_row=1 r/i1/a=1", "r/i1/_row=1 r/i1/a=", "" },
};

static struct zc_answers parse(const char *text, struct zc_arena *arena)
{
    struct zc_str rest = zc_str_of(text), word;
    struct zc_pair *pairs = ZC_NEW(arena, struct zc_pair, rest.len + 1);
    struct zc_answers answers = { pairs, 0 };
    while (zc_str_word(&rest, &word)) {
        struct zc_str name;
        zc_str_cut(&word, '=', &name);
        pairs[answers.n++] = (struct zc_pair){ name, word };
    }
    return answers;
}

static struct zc_str print(struct zc_answers answers, struct zc_arena *arena)
{
    struct zc_str text = { 0 };
    for (size_t i = 0; i < answers.n; i++)
        text = zc_arena_printf(arena, "%.*s%s%.*s=%.*s", ZC_ARG(text), i ? " " : "",
                               ZC_ARG(answers.pairs[i].name), ZC_ARG(answers.pairs[i].value));
    return text;
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_arena arena = { 0 };
        struct zc_answers clashes;
        struct zc_answers merged =
            zc_answers_merge(parse(cases[i].base, &arena), parse(cases[i].ours, &arena),
                             parse(cases[i].theirs, &arena), &arena, &clashes);
        struct zc_str got = print(merged, &arena), unlike = print(clashes, &arena);
        if (!zc_check(cases[i].name,
                      zc_str_is(got, cases[i].merged) && zc_str_is(unlike, cases[i].clashes)))
            printf("# %.*s, clashes %.*s\n", ZC_ARG(got), ZC_ARG(unlike));
        zc_arena_release(&arena);
    }
    return zc_check_done();
}

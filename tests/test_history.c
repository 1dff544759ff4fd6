#include "core/history.h"
#include "tests/check.h"
#include "tests/rev_script.h"
#include <string.h>

/* The history of a record by cases: a script (tests/rev_script.h), and what each revision changed
 * as "NAME field:before|before>after", a side line with a stroke behind its name.
 * Revisions that stand side by side are listed by id, which the hash decides. */

static void print_history(const struct rev_script *script, const struct zc_history *history,
                          struct zc_buf *out)
{
    for (uint32_t i = 0; i < history->n; i++) {
        const struct zc_step *step = &history->steps[i];
        zc_buf_printf(out, "%s%c%s", i ? "; " : "", rev_script_name(script, step->rev),
                      step->side ? "/" : "");
        for (uint32_t c = 0; c < step->nchanges; c++) {
            const struct zc_change *change = &step->changes[c];
            zc_buf_printf(out, " %.*s:", ZC_ARG(change->field));
            for (uint32_t b = 0; b < change->nbefore; b++)
                zc_buf_printf(out, "%s%.*s", b ? "|" : "", ZC_ARG(change->before[b]));
            zc_buf_printf(out, ">%.*s", ZC_ARG(change->after));
        }
    }
}

static const struct {
    const char *name, *revs, *expect;
} cases[] = {
    { "one revision", "a< 1 x=1 y=2", "a x:>1 y:>2" },
    { "what stood before", "a< 1 x=1;b<a 1 x=2;c<b 1 x=", "a x:>1; b x:1>2; c x:2>" },
    { "a write that changes nothing is no change", "a< 1 x=1;b<a 1 x=1 y=2", "a x:>1; b y:>2" },
    { "a side line knows only its own past", "a< 1 x=1;b<a 1 x=2;c<b 1 y=1;d<a 1 x=3;e<d 1 x=4",
      "a x:>1; d x:1>3; b/ x:1>2; c y:>1; e/ x:3>4" },
    { "what settles a conflict stood on both", "a< 1 x=1;b<a 1 x=2;c<a 1 x=3;d<bc 1 x=4",
      "a x:>1; c x:1>3; b/ x:1>2; d x:2|3>4" },
    { "a check is an act each time", "a< 1 x=1;b<a 2 _status=group_ok;c<b 2 _status=group_ok",
      "a x:>1; b _status:>group_ok; c _status:group_ok>group_ok" },
    { "one that its role may not give is none", "a< 1 x=1;b<a 1 _status=town_ok", "a x:>1; b" },
    { "a parent that is not here", "a<? 1 x=1;b<a 1 x=2", "a x:>1; b x:1>2" },
};

static void check_case(size_t at)
{
    struct rev_script script = { 0 };
    struct zc_history history;
    struct zc_buf shown = { 0 };
    rev_script_add(&script, cases[at].revs);
    zc_history_make(script.revs, script.n, &script.arena, &history);
    print_history(&script, &history, &shown);
    zc_checkf(zc_str_is(zc_buf_str(&shown), cases[at].expect), "%s: %s", cases[at].name,
              zc_buf_cstr(&shown));
    zc_buf_release(&shown);
    zc_arena_release(&script.arena);
}

/* Partings: "x: b=2 c=3 before 1 from a", then the fields that one side alone changed. */

static void print_parting(const struct rev_script *script, const struct zc_history *history,
                          struct zc_str field, struct zc_arena *arena, struct zc_buf *out)
{
    struct zc_parting parting;
    const struct zc_taken *taken;
    size_t n;
    zc_history_parting(history, field, arena, &parting);
    for (uint32_t i = 0; i < parting.nsides; i++)
        zc_buf_printf(out, "%c=%.*s ",
                      rev_script_name(script, history->steps[parting.sides[i].step].rev),
                      ZC_ARG(parting.sides[i].value));
    zc_buf_text(out, "before");
    for (uint32_t i = 0; i < parting.nbefore; i++)
        zc_buf_printf(out, " %.*s", ZC_ARG(parting.before[i]));
    if (parting.common != ZC_NO_STEP)
        zc_buf_printf(out, " from %c", rev_script_name(script, history->steps[parting.common].rev));
    zc_history_taken(history, arena, &taken, &n);
    for (size_t i = 0; i < n; i++)
        zc_buf_printf(out, "; %c %.*s:%.*s>%.*s",
                      rev_script_name(script, history->steps[taken[i].step].rev),
                      ZC_ARG(taken[i].field), ZC_ARG(taken[i].before), ZC_ARG(taken[i].value));
}

static const struct {
    const char *name, *revs, *expect;
} partings[] = {
    { "two sides", "a< 1 x=1;b<a 1 x=2;c<a 1 x=3", "c=3 b=2 before 1 from a" },
    { "the nearest common past counts", "a< 1 x=1;b<a 1 x=2;c<b 1 x=3;d<b 1 x=4",
      "d=4 c=3 before 2 from b" },
    { "three sides", "a< 1 x=1;b<a 1 x=2;c<a 1 x=3;d<a 1 x=4;e<d 1 x=5",
      "c=3 b=2 e=5 before 1 from a" },
    { "no common past", "a< 1 x=1;b< 1 x=2", "a=1 b=2 before" },
    { "what was in conflict before", "a< 1 x=1;b<a 1 x=2;c<a 1 x=3;d<bc 1 x=4;e<bc 1 x=5",
      "d=4 e=5 before 2 3 from b" },
    { "what one side changed", "a< 1 x=1 y=1 z=1;b<a 1 x=2 y=2;c<a 1 x=3;d<c 1 z=2",
      "b=2 c=3 before 1 from a; b y:1>2; d z:1>2" },
    { "and changed back is not listed", "a< 1 x=1 y=1;b<a 1 x=2 y=2;c<b 1 y=1;d<a 1 x=3",
      "d=3 b=2 before 1 from a" },
    { "without a conflict nothing is", "a< 1 x=1 y=1;b<a 1 x=2;c<a 1 y=2", "b=2 before 1 from a" },
};

static void check_parting(size_t at)
{
    struct rev_script script = { 0 };
    struct zc_history history;
    struct zc_buf shown = { 0 };
    rev_script_add(&script, partings[at].revs);
    zc_history_make(script.revs, script.n, &script.arena, &history);
    print_parting(&script, &history, ZC_STR("x"), &script.arena, &shown);
    zc_checkf(zc_str_is(zc_buf_str(&shown), partings[at].expect), "%s: %s", partings[at].name,
              zc_buf_cstr(&shown));
    zc_buf_release(&shown);
    zc_arena_release(&script.arena);
}

/* The state after a step is the fold of what it stood on, not of what is listed above it. */
static void check_state(void)
{
    struct rev_script script = { 0 };
    struct zc_history history;
    struct zc_state state;
    rev_script_add(&script, "a< 1 x=1;b<a 1 x=2;c<b 1 y=2;d<a 1 z=3;e<d 1 z=4");
    zc_history_make(script.revs, script.n, &script.arena, &history);
    for (uint32_t i = 0; i < history.n; i++) {
        if (rev_script_name(&script, history.steps[i].rev) != 'e')
            continue;
        zc_history_state(&history, i, &script.arena, &state);
        zc_check("the state of a side line holds its own past only",
                 state.nrevs == 3 && zc_str_is(zc_state_value(&state, ZC_STR("x")), "1") &&
                     zc_str_is(zc_state_value(&state, ZC_STR("z")), "4") &&
                     !zc_state_field(&state, ZC_STR("y")));
    }
    zc_arena_release(&script.arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(i);
    for (size_t i = 0; i < sizeof partings / sizeof partings[0]; i++)
        check_parting(i);
    check_state();
    return zc_check_done();
}

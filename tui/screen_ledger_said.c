#include "tui/challenge.h"
#include "tui/screen_ledger_impl.h"

/* What the line under the table says of the record under the cursor: why it came back, what was
 * asked about it. */

/* The first open question, else the first that was answered. */
static const struct zc_challenge *first_of(const struct zc_challenge *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (all[i].answer.len == 0)
            return &all[i];
    }
    return n > 0 ? &all[0] : NULL;
}

static void take(struct zc_ledger_said *said, struct zc_survey *survey)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_state state;
    const struct zc_challenge *all, *first;
    size_t n = 0;
    if (zc_survey_state(survey, said->rid, &arena, &state, &err)) {
        zc_buf_add(&said->text, zc_returned_text(survey, &state, &arena));
        first =
            zc_challenges_load(survey, &state, &arena, &all, &n, &err) ? first_of(all, n) : NULL;
        if (first)
            zc_buf_printf(&said->text, "%s%.*s", said->text.len > 0 ? "  " : "",
                          ZC_ARG(zc_challenge_text(first, &arena)));
        if (n > 1)
            zc_buf_printf(&said->text, ZC_T(" 等 %zu 项", ", %zu in all"), n);
    }
    zc_arena_release(&arena);
}

void zc_ledger_said_load(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_ledger_said *said = &ledger->said;
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    if (row && zc_rid_eq(row->rid, said->rid) && said->number == ledger->view.number)
        return;
    zc_buf_reset(&said->text);
    said->rid = row ? row->rid : (struct zc_rid){ 0 };
    said->number = ledger->view.number;
    if (row && !row->broken)
        take(said, app->survey);
}

#include "tui/challenge_prompt.h"
#include "tui/popup.h"

bool zc_challenge_prompt(struct zc_app *app, const struct zc_state *shown, struct zc_str field,
                         struct zc_str label)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const struct zc_challenge *all, *there;
    size_t n = 0;
    bool ok = zc_challenge_may_ask(app->survey, shown, &err) &&
              zc_challenges_load(app->survey, shown, &arena, &all, &n, &err);
    there = ok ? zc_challenge_find(all, n, field) : NULL;
    struct zc_prompt prompt = {
        .title = label,
        .text = there ? zc_challenge_text(there, &arena)
                      : zc_str_of(ZC_T("质疑：问登记人什么？记录不退回，答复随交换文件回来",
                                       "What is its worker to say about it? The record is not "
                                       "returned; the reply comes with an exchange file")),
        .value = there ? there->ask : (struct zc_str){ 0 },
        .needed = !there,
    };
    ok = ok && zc_app_push(app, &zc_popup_prompt, &prompt);
    if (err.code != ZC_OK)
        zc_app_fail(app, &err);
    zc_arena_release(&arena);
    return ok;
}

void zc_challenge_said(struct zc_app *app, bool ok, struct zc_str text, const struct zc_err *err)
{
    if (!ok)
        zc_app_fail(app, err);
    else
        zc_app_say(app, ZC_SAY_DONE, "%s",
                   text.len > 0 ? ZC_T("已提出质疑。^Z 撤销", "asked; ^Z undoes it")
                                : ZC_T("已撤回质疑。^Z 撤销", "withdrawn; ^Z undoes it"));
}

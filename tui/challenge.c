#include "tui/challenge.h"
#include "storage/revs.h"
#include <string.h>

struct zc_str zc_challenge_field(struct zc_str said, struct zc_arena *arena)
{
    struct zc_str last = zc_field_last(said), word;
    struct zc_str path = zc_str_head(said, said.len - last.len);
    zc_str_cut(&last, ':', &word);
    return path.len == 0 ? last : zc_arena_printf(arena, "%.*s%.*s", ZC_ARG(path), ZC_ARG(last));
}

static struct zc_str ask_of(struct zc_str field, struct zc_arena *arena)
{
    struct zc_str last = zc_field_last(field);
    return zc_arena_printf(arena, "%.*s_ask%s%.*s",
                           ZC_ARG(zc_str_head(field, field.len - last.len)),
                           last.len > 0 ? ":" : "", ZC_ARG(last));
}

/* Loading */

static bool stands(const struct zc_state *shown, struct zc_str name)
{
    return zc_field_has_text(zc_state_field(shown, name));
}

/* The text that shows: of several that live side by side an empty one hides none. */
static struct zc_str text_of(const struct zc_state *shown, struct zc_str name)
{
    const struct zc_field *field = zc_state_field(shown, name);
    for (uint32_t i = 0; field && !field->gone && i < field->nvalues; i++) {
        if (field->values[i].len > 0)
            return field->values[i];
    }
    return (struct zc_str){ 0 };
}

/* Who wrote that text into that field last. */
static const struct zc_rev *writer_of(const struct zc_rev *revs, size_t n, struct zc_str name,
                                      struct zc_str text)
{
    const struct zc_rev *last = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct zc_pair *write = zc_rev_write(&revs[i], name);
        if (write && zc_str_eq(write->value, text) &&
            (!last || zc_str_cmp(zc_rev_attr(&revs[i], "at"), zc_rev_attr(last, "at")) > 0))
            last = &revs[i];
    }
    return last;
}

static struct zc_challenge make(const struct zc_state *shown, struct zc_str name,
                                const struct zc_rev *revs, size_t n, struct zc_arena *arena)
{
    struct zc_str answer = zc_field_answer_of(name, arena);
    struct zc_challenge made = { .field = zc_challenge_field(name, arena),
                                 .ask = text_of(shown, name),
                                 .answer = text_of(shown, answer) };
    const struct zc_rev *asked = writer_of(revs, n, name, made.ask);
    const struct zc_rev *answered =
        made.answer.len > 0 ? writer_of(revs, n, answer, made.answer) : NULL;
    if (asked) {
        made.asker = zc_rev_attr(asked, "by");
        made.asked_on = zc_day_of(zc_rev_attr(asked, "at"));
        made.rank = zc_rank_of(zc_rev_attr(asked, "role"));
    }
    if (answered) {
        made.answerer = zc_rev_attr(answered, "by");
        made.answered_on = zc_day_of(zc_rev_attr(answered, "at"));
    }
    return made;
}

static uint32_t count(const struct zc_state *shown)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < shown->nfields; i++)
        n += zc_field_is_ask(shown->fields[i].name) && zc_field_has_text(&shown->fields[i]);
    return n;
}

static bool load(struct zc_txn *txn, const struct zc_state *shown, struct zc_arena *arena,
                 const struct zc_challenge **out, size_t *n, struct zc_err *err)
{
    struct zc_challenge *all = ZC_NEW(arena, struct zc_challenge, count(shown) + 1);
    struct zc_rev *revs = NULL;
    size_t nrevs = 0;
    *out = all;
    *n = 0;
    if (!zc_revs_load(txn, shown->rid, arena, &revs, &nrevs, err))
        return false;
    for (uint32_t i = 0; i < shown->nfields; i++) {
        const struct zc_field *field = &shown->fields[i];
        if (zc_field_is_ask(field->name) && zc_field_has_text(field))
            all[(*n)++] = make(shown, field->name, revs, nrevs, arena);
    }
    return true;
}

bool zc_challenges_load(struct zc_survey *survey, const struct zc_state *shown,
                        struct zc_arena *arena, const struct zc_challenge **out, size_t *n,
                        struct zc_err *err)
{
    *out = NULL;
    *n = 0;
    if (count(shown) == 0)
        return true;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && load(txn, shown, arena, out, n, err);
    zc_txn_abort(txn);
    return ok;
}

const struct zc_challenge *zc_challenge_find(const struct zc_challenge *all, size_t n,
                                             struct zc_str field)
{
    for (size_t i = 0; i < n; i++) {
        if (zc_str_eq(all[i].field, field))
            return &all[i];
    }
    return NULL;
}

struct zc_str zc_challenge_text(const struct zc_challenge *challenge, struct zc_arena *arena)
{
    struct zc_str text = zc_arena_printf(
        arena, ZC_T("质疑：%.*s（%.*s %.*s）", "asked: %.*s (%.*s %.*s)"), ZC_ARG(challenge->ask),
        ZC_ARG(challenge->asker), ZC_ARG(challenge->asked_on));
    return challenge->answer.len == 0
               ? text
               : zc_arena_printf(
                     arena, ZC_T("%.*s；答复：%.*s（%.*s %.*s）", "%.*s; reply: %.*s (%.*s %.*s)"),
                     ZC_ARG(text), ZC_ARG(challenge->answer), ZC_ARG(challenge->answerer),
                     ZC_ARG(challenge->answered_on));
}

/* Asking and answering */

bool zc_challenge_may_ask(const struct zc_survey *survey, const struct zc_state *shown,
                          struct zc_err *err)
{
    if (survey->person.role < ZC_RANK_LEADER)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("质疑由组长以上提出", "questions are asked by the leader or above"));
    return zc_survey_may_edit(survey, shown, NULL, 0, err) &&
           zc_store_may_write(survey->store, err);
}

static bool is_answered_there(struct zc_survey *survey, const struct zc_state *shown,
                              struct zc_str field)
{
    struct zc_fill *fill = zc_survey_fill(survey, shown);
    const struct zc_node *node = fill ? zc_fill_node(fill, field) : NULL;
    bool there = node && node->q->kept && zc_fill_is_shown(fill, node);
    zc_fill_free(fill);
    return there;
}

static bool put(struct zc_survey *survey, const struct zc_state *shown,
                const struct zc_pair *writes, uint32_t n, struct zc_arena *arena,
                struct zc_err *err)
{
    const struct zc_form *form = zc_survey_form_of(survey, shown, err);
    struct zc_rev rev = { .rid = shown->rid,
                          .nparents = shown->nheads,
                          .parents = shown->heads,
                          .nwrites = n,
                          .writes = writes };
    struct zc_txn *txn = form ? zc_txn_begin(survey->store, ZC_TXN_WRITE, err) : NULL;
    return txn && zc_txn_end(txn, zc_survey_put(survey, txn, form, arena, &rev, err), err);
}

bool zc_challenge_ask(struct zc_survey *survey, const struct zc_state *shown, struct zc_str field,
                      struct zc_str text, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str ask = ask_of(field, &arena), answer = zc_field_answer_of(ask, &arena);
    struct zc_pair writes[2] = { { ask, zc_str_trim(text) }, { answer, { 0 } } };
    bool ok = zc_challenge_may_ask(survey, shown, err);
    if (ok && field.len > 0 && !is_answered_there(survey, shown, field))
        ok = zc_fail(err, ZC_E_INPUT,
                     ZC_T("这张表没有“%.*s”这一项，或它没有回答",
                          "this form has no field '%.*s' with an answer"),
                     ZC_ARG(field));
    if (ok && writes[0].value.len == 0 && !stands(shown, ask))
        ok = zc_fail(err, ZC_E_INPUT, "%s", ZC_T("写明要问什么", "say what the question is"));
    ok = ok && put(survey, shown, writes, stands(shown, answer) ? 2 : 1, &arena, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_challenge_answer(struct zc_survey *survey, const struct zc_state *shown,
                         struct zc_str field, struct zc_str text, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str ask = ask_of(field, &arena);
    struct zc_pair write = { zc_field_answer_of(ask, &arena), zc_str_trim(text) };
    bool ok = zc_survey_may_edit(survey, shown, NULL, 0, err);
    if (ok && !stands(shown, ask))
        ok = zc_fail(err, ZC_E_INPUT, ZC_T("没有人质疑“%.*s”", "nobody has asked about '%.*s'"),
                     ZC_ARG(field));
    if (ok && write.value.len == 0)
        ok = zc_fail(err, ZC_E_INPUT, "%s", ZC_T("写明答复", "say what the reply is"));
    ok = ok && put(survey, shown, &write, 1, &arena, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_challenges_settle(struct zc_txn *txn, const struct zc_state *shown, enum zc_rank rank,
                          struct zc_arena *arena, struct zc_pair **writes, size_t *n,
                          struct zc_err *err)
{
    const struct zc_challenge *all = NULL;
    size_t nall = 0;
    *n = 0;
    if (count(shown) > 0 && !load(txn, shown, arena, &all, &nall, err))
        return false;
    *writes = ZC_NEW(arena, struct zc_pair, 2 * nall + 1);
    for (size_t i = 0; i < nall; i++) {
        struct zc_str ask = ask_of(all[i].field, arena);
        if (all[i].answer.len == 0 || all[i].rank > rank)
            continue;
        (*writes)[(*n)++] = (struct zc_pair){ ask, { 0 } };
        (*writes)[(*n)++] = (struct zc_pair){ zc_field_answer_of(ask, arena), { 0 } };
    }
    return true;
}

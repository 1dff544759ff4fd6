#include "tui/record_search.h"
#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/uscc.h"
#include <string.h>

void zc_record_search_release(struct zc_record_search *search)
{
    zc_buf_release(&search->folded);
    zc_buf_release(&search->code);
    zc_name_key_release(&search->name);
}

void zc_record_search_begin(struct zc_record_search *search, struct zc_survey *survey,
                            struct zc_str typed)
{
    search->places = zc_store_gazetteer(survey->store);
    zc_buf_reset(&search->folded);
    zc_buf_reset(&search->code);
    zc_fold_text(zc_str_trim(typed), &search->folded);
    zc_code_clean(typed, &search->code);
}

static struct zc_str value_of(const struct zc_form *form, const struct zc_state *state,
                              enum zc_role role)
{
    const struct zc_question *q = form->by_role[role];
    return q && !q->repeat ? zc_state_value(state, q->field) : (struct zc_str){ 0 };
}

/* A text without a sign of its own is no code. */
static bool has_start(struct zc_str value, struct zc_str code)
{
    return code.len > 0 && zc_str_starts(value, code);
}

static bool is_number(const struct zc_state *state, struct zc_str code)
{
    char number[6];
    zc_rid_number(state->rid, number);
    return zc_str_is(code, number);
}

static bool ends_phone(struct zc_str phone, struct zc_str code)
{
    enum { TAIL = 4 };
    bool digits = code.len >= TAIL;
    for (size_t i = 0; i < code.len && digits; i++)
        digits = code.ptr[i] >= '0' && code.ptr[i] <= '9';
    return digits && zc_str_ends(phone, code);
}

static enum zc_search_rank rank_name(struct zc_record_search *search, struct zc_str name,
                                     struct zc_str typed)
{
    if (!zc_pinyin_match(name, typed))
        return ZC_SEARCH_NONE;
    zc_name_key_set(&search->name, search->places, name);
    if (zc_pinyin_starts(zc_buf_str(&search->name.loose), typed))
        return ZC_SEARCH_TRADE_NAME;
    return zc_pinyin_starts(name, typed) ? ZC_SEARCH_NAME : ZC_SEARCH_INSIDE;
}

static bool is_told_by_role(const struct zc_question *q)
{
    return q->role == ZC_ROLE_NAME || q->role == ZC_ROLE_SIGN || q->role == ZC_ROLE_CODE ||
           q->role == ZC_ROLE_ALTCODE || q->role == ZC_ROLE_PHONE || q->role == ZC_ROLE_ADDR;
}

bool zc_record_search_field(const struct zc_form *form, const struct zc_state *state,
                            struct zc_str folded)
{
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if ((q->use & ZC_USE_SEARCH) && !q->repeat && !is_told_by_role(q) &&
            zc_pinyin_match(zc_state_value(state, q->field), folded))
            return true;
    }
    return false;
}

enum zc_search_rank zc_record_search_rank(struct zc_record_search *search,
                                          const struct zc_form *form, const struct zc_state *state)
{
    struct zc_str typed = zc_buf_str(&search->folded), code = zc_buf_str(&search->code);
    if (typed.len == 0)
        return ZC_SEARCH_NONE;
    if (is_number(state, code))
        return ZC_SEARCH_NUMBER;
    if (has_start(value_of(form, state, ZC_ROLE_CODE), code) ||
        has_start(value_of(form, state, ZC_ROLE_ALTCODE), code))
        return ZC_SEARCH_CODE;
    if (ends_phone(value_of(form, state, ZC_ROLE_PHONE), code))
        return ZC_SEARCH_PHONE;
    enum zc_search_rank rank = rank_name(search, value_of(form, state, ZC_ROLE_NAME), typed);
    if (rank != ZC_SEARCH_NONE)
        return rank;
    if (zc_pinyin_match(value_of(form, state, ZC_ROLE_SIGN), typed))
        return ZC_SEARCH_SIGN;
    if (zc_pinyin_match(value_of(form, state, ZC_ROLE_ADDR), typed))
        return ZC_SEARCH_ADDR;
    return zc_record_search_field(form, state, typed) ? ZC_SEARCH_FIELD : ZC_SEARCH_NONE;
}

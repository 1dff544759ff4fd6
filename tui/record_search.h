#pragma once
#include "core/name_key.h"
#include "tui/survey.h"

/* Looking for a record by what somebody remembers of it (查找): the start of a code, a part of the
 * name, of the name on the door or of the address, as characters or as pinyin (core/pinyin.h), the
 * end of a telephone number (four digits or more), the number (编号), a part of any other field that
 * its form marks with `use` search. The better the hit the smaller its rank. Source: DOMAIN.md 11. */

enum zc_search_rank {
    ZC_SEARCH_NUMBER,     /* the number, whole */
    ZC_SEARCH_CODE,       /* start of a code */
    ZC_SEARCH_PHONE,      /* end of the telephone number */
    ZC_SEARCH_TRADE_NAME, /* start of the name, 青海, 西宁市 … left out */
    ZC_SEARCH_NAME,       /* start of the name as it is written */
    ZC_SEARCH_INSIDE,     /* somewhere in the name */
    ZC_SEARCH_SIGN,
    ZC_SEARCH_ADDR,
    ZC_SEARCH_FIELD,
    ZC_SEARCH_NONE
};

struct zc_record_search {
    const struct zc_gazetteer *places; /* borrowed from the store */
    struct zc_buf folded, code;        /* what is typed, for texts and for codes */
    struct zc_name_key name;
};

/* A zeroed search is fine to be begun or released. */
void zc_record_search_begin(struct zc_record_search *search, struct zc_survey *survey,
                            struct zc_str typed);
void zc_record_search_release(struct zc_record_search *search);
/* Whether one of the fields of `use` search holds it that have no role of those above. */
bool zc_record_search_field(const struct zc_form *form, const struct zc_state *state,
                            struct zc_str folded);
/* How a record of the form fits. Nothing typed fits nothing. */
enum zc_search_rank zc_record_search_rank(struct zc_record_search *search,
                                          const struct zc_form *form, const struct zc_state *state);

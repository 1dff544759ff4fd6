#pragma once
#include "tui/record_search.h"

/* Looking for the record that a link is to name (找关联的记录), among any number of records. What
 * an index has is there at once: the whole id, the start of a code, the start of the name. The
 * names in which the text stands elsewhere, also as pinyin, come from the sorted view of names,
 * then what else tui/record_search.h finds by (sign, address, end of the telephone number) from the
 * records themselves: both in slices, between keys, until there are ZC_LINK_HITS.
 *
 * Hits stay in the order in which they were found, so that none moves under the cursor. With
 * nothing typed they are the records that changed last. */

enum { ZC_LINK_HITS = 100 };

struct zc_link_search {
    struct zc_survey *survey;
    const struct zc_form *form; /* whose records are looked for */
    /* Does the question take this record? NULL: any. */
    bool (*offers)(void *ctx, struct zc_str id);
    void *ctx;
    struct zc_rid hits[ZC_LINK_HITS];
    uint32_t n;
    enum { ZC_LINK_NAMES, ZC_LINK_RECORDS, ZC_LINK_ALL_SEEN } stage;
    struct zc_record_search by;
    struct zc_buf typed, from; /* from: where the walk over names or records goes on */
};

void zc_link_search_release(struct zc_link_search *search); /* zeroed is fine */
/* Begins with what an index has. */
void zc_link_search_begin(struct zc_link_search *search, struct zc_str typed);
/* One slice of about `ms`; true while there is more to do. */
bool zc_link_search_step(struct zc_link_search *search, int ms);

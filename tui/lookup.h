#pragma once
#include "core/route.h"
#include "tui/record_search.h"
#include "tui/rid_list.h"

/* Looking a unit up before a new form is opened for it (先查后登), without a terminal: what stands
 * behind this door, then what fits what is typed (tui/record_search.h) — the start of a code by the
 * stored view of codes, the records of this community, all others. The nearest of equal hits come
 * first. Read in slices; between two slices no transaction is open. */

enum zc_near { ZC_NEAR_DOOR, ZC_NEAR_COMMUNITY, ZC_NEAR_ELSEWHERE };
struct zc_lookup_hit {
    struct zc_rid rid;
    enum zc_search_rank rank;
    enum zc_near near;
};
enum { ZC_LOOKUP_HITS = 200 }; /* kept; whoever has more types another character */

struct zc_lookup {
    struct zc_survey *survey;
    struct zc_str community;
    struct zc_route_key door; /* road empty: of no door */
    struct zc_route_maker maker;
    struct zc_record_search search;
    struct zc_buf typed;
    struct zc_rid_list near, all;
    bool has_all; /* `all` is filled; not before it is needed */
    size_t at;    /* read so far of both, one after the other */
    uint32_t nhits, nmore;
    struct zc_lookup_hit hits[ZC_LOOKUP_HITS];
    struct zc_arena arena;
};

/* `door` NULL: of no door. */
bool zc_lookup_init(struct zc_lookup *lookup, struct zc_survey *survey, struct zc_str community,
                    const struct zc_route_key *door, struct zc_err *err);
void zc_lookup_release(struct zc_lookup *lookup);
/* Another text; nothing typed finds what stands behind the door. */
bool zc_lookup_typed(struct zc_lookup *lookup, struct zc_str text, struct zc_err *err);
/* One slice; false: everything is read, or it failed. */
bool zc_lookup_step(struct zc_lookup *lookup, int ms, struct zc_err *err);
/* Is this community read through? A new form is offered from then on. */
bool zc_lookup_has_near(const struct zc_lookup *lookup);
bool zc_lookup_is_complete(const struct zc_lookup *lookup);

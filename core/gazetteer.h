#pragma once
#include "core/str.h"

/* Names of places (地名) as they stand in names of units and in addresses, to be cut off or to be
 * recognised: 西宁市城中区人民街街道… The provinces, cities and districts are those of
 * core/division.h; streets, towns, communities and villages are data of the survey pack and are
 * added one by one, so that C knows none of them. All texts are kept folded (core/fold_text.h). */

enum zc_gazetteer_kind {
    ZC_GAZETTEER_OWN = 1 << 0, /* the survey's own district and what lies above it: 青海省, 青海,
                              西宁市, 西宁, 城中区 */
    ZC_GAZETTEER_DIVISION = 1 << 1,  /* any province, city or district */
    ZC_GAZETTEER_STREET = 1 << 2,    /* street office, town, park: 人民街街道, 总寨镇 */
    ZC_GAZETTEER_COMMUNITY = 1 << 3, /* 水井巷社区, 水井巷社区居委会 */
    ZC_GAZETTEER_VILLAGE = 1 << 4,   /* 逯家寨村 */
    ZC_GAZETTEER_SHORT = 1 << 5      /* a name without its class word: 水井巷, 城中, 南滩 */
};
enum { ZC_GAZETTEER_ANY = 63 };

struct zc_gazetteer;
struct zc_gazetteer *zc_gazetteer_new(void);
void zc_gazetteer_free(struct zc_gazetteer *places); /* NULL is fine */
/* One row of the survey's areas: code 630103001, name 人民街街道, other names parted by '|'. The
 * first two, four and six digits of the code tell which divisions are the survey's own. */
void zc_gazetteer_add(struct zc_gazetteer *places, struct zc_str code, struct zc_str name,
                      struct zc_str aliases);
/* Bytes of the longest name of these kinds that a folded text begins with; 0: none. `places` may be
 * NULL: no name is known. */
size_t zc_gazetteer_at(const struct zc_gazetteer *places, struct zc_str text, unsigned kinds);
/* The same for the end of the text. */
size_t zc_gazetteer_before(const struct zc_gazetteer *places, struct zc_str text, unsigned kinds);
/* True if the whole text is such a name. */
bool zc_gazetteer_is(const struct zc_gazetteer *places, struct zc_str text, unsigned kinds);

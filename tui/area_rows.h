#pragma once
#include "forms/pack.h"

/* The rows of a table by place (小组、街镇、社区): which row a record counts in, and how many units
 * are to be registered there (应查). Home and reports make the same rows of the same records.
 *
 * A record belongs to the group that walks its community, else to the group of its first revision;
 * to the street above its community; to its community. What lies in no row is counted in the last
 * one: 未填, or 其他 where one group's own ground has the rows. */

enum zc_area_level { ZC_AREA_GROUP, ZC_AREA_STREET, ZC_AREA_COMMUNITY, ZC_AREA_LEVELS };

struct zc_area_row {
    struct zc_str label; /* in the current language */
    struct zc_str code;  /* of areas.csv; empty for a group */
    unsigned group;      /* rows of groups; 0: rows of areas */
    bool has_target;
    uint64_t target; /* of areas.csv */
    bool covered;    /* it has none, but is in that of its street, which is no row */
};
struct zc_area_rows {
    const struct zc_pack *pack;
    enum zc_area_level level;
    uint32_t nrows; /* with the last one, 未填 */
    struct zc_area_row *rows;
    uint64_t target; /* of the whole ground of the store, of areas.csv */
};

/* `group` of the store; 9: everything. Rows lie in `arena`. */
void zc_area_rows_init(struct zc_area_rows *rows, const struct zc_pack *pack,
                       enum zc_area_level level, unsigned group, struct zc_arena *arena);
/* How people call an area, by its code: the short name in Chinese; the code where it is none. */
struct zc_str zc_area_label(const struct zc_pack *pack, struct zc_str code);
/* The row of a record by its area and the group of its first revision. */
uint32_t zc_area_rows_find(const struct zc_area_rows *rows, struct zc_str area, unsigned group);
/* 应查 of the whole: the targets, and the seeds of those rows that no target is about. */
uint64_t zc_area_rows_target(const struct zc_area_rows *rows, const uint64_t *seeds);

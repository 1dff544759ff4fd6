#include "tui/area_rows.h"

static struct zc_str cell(const struct zc_pack *pack, uint32_t row, const char *column)
{
    return zc_list_cell(pack->areas, row, zc_list_col(pack->areas, zc_str_of(column)));
}

static struct zc_str label_of(const struct zc_pack *pack, uint32_t row)
{
    struct zc_str abbr = cell(pack, row, "short");
    return zc_lang_get() == ZC_LANG_ZH && abbr.len > 0 ? abbr : cell(pack, row, ZC_T("zh", "en"));
}

struct zc_str zc_area_label(const struct zc_pack *pack, struct zc_str code)
{
    uint32_t row = zc_pack_area(pack, code);
    return row == UINT32_MAX ? code : label_of(pack, row);
}

static bool is_street(const struct zc_pack *pack, uint32_t row)
{
    return zc_str_is(cell(pack, row, "level"), "4");
}

static bool is_community(const struct zc_pack *pack, uint32_t row)
{
    return zc_str_is(cell(pack, row, "level"), "5");
}

/* Does the group walk this community, or a community of this street? */
static bool walks(const struct zc_pack *pack, uint32_t row, unsigned group)
{
    struct zc_str code = cell(pack, row, "code");
    if (group == 9 || zc_pack_group_of(pack, code) == group)
        return true;
    for (uint32_t i = 0; is_street(pack, row) && i < pack->areas->nrows; i++) {
        if (zc_str_eq(cell(pack, i, "parent"), code) &&
            zc_pack_group_of(pack, cell(pack, i, "code")) == group)
            return true;
    }
    return false;
}

static void add_row(struct zc_area_rows *rows, struct zc_area_row row)
{
    rows->rows[rows->nrows++] = row;
}

static void add_groups(struct zc_area_rows *rows, unsigned group)
{
    for (uint32_t i = 0; i < rows->pack->ngroups; i++) {
        const struct zc_pack_group *one = &rows->pack->groups[i];
        if (group == 9 || one->number == group)
            add_row(rows, (struct zc_area_row){ .label = one->abbr, .group = one->number });
    }
}

static void add_areas(struct zc_area_rows *rows, unsigned group)
{
    const struct zc_pack *pack = rows->pack;
    for (uint32_t i = 0; i < pack->areas->nrows; i++) {
        bool right = rows->level == ZC_AREA_STREET ? is_street(pack, i) : is_community(pack, i);
        if (right && walks(pack, i, group))
            add_row(rows, (struct zc_area_row){ .label = label_of(pack, i),
                                                .code = cell(pack, i, "code") });
    }
}

/* Targets stand at communities, or at streets where none of their communities has one. */
static bool target_of(const struct zc_pack *pack, uint32_t row, uint64_t *target)
{
    uint64_t other;
    if (!zc_str_to_u64(cell(pack, row, "target"), target))
        return false;
    for (uint32_t i = 0; is_street(pack, row) && i < pack->areas->nrows; i++) {
        if (zc_str_eq(cell(pack, i, "parent"), cell(pack, row, "code")) &&
            zc_str_to_u64(cell(pack, i, "target"), &other))
            return false;
    }
    return is_street(pack, row) || is_community(pack, row);
}

static void cover(struct zc_area_rows *rows, struct zc_str street)
{
    for (uint32_t i = 0; i + 1 < rows->nrows; i++) {
        uint32_t area = zc_pack_area(rows->pack, rows->rows[i].code);
        if (area != UINT32_MAX && zc_str_eq(cell(rows->pack, area, "parent"), street))
            rows->rows[i].covered = true;
    }
}

static void add_targets(struct zc_area_rows *rows, unsigned group)
{
    const struct zc_pack *pack = rows->pack;
    uint64_t target;
    for (uint32_t i = 0; i < pack->areas->nrows; i++) {
        if (!walks(pack, i, group) || !target_of(pack, i, &target))
            continue;
        uint32_t at = zc_area_rows_find(rows, cell(pack, i, "code"), 0);
        rows->target += target;
        if (at + 1 < rows->nrows) {
            rows->rows[at].has_target = true;
            rows->rows[at].target += target;
        } else {
            cover(rows, cell(pack, i, "code"));
        }
    }
}

void zc_area_rows_init(struct zc_area_rows *rows, const struct zc_pack *pack,
                       enum zc_area_level level, unsigned group, struct zc_arena *arena)
{
    *rows = (struct zc_area_rows){ .pack = pack, .level = level };
    rows->rows = ZC_NEW(arena, struct zc_area_row, pack->ngroups + pack->areas->nrows + 1);
    if (level == ZC_AREA_GROUP)
        add_groups(rows, group);
    else
        add_areas(rows, group);
    add_row(rows, (struct zc_area_row){ .label = zc_str_of(group == 9 ? ZC_T("未填", "none")
                                                                      : ZC_T("其他", "other")) });
    add_targets(rows, group);
}

/* The street that an area is or lies in; empty: none. */
static struct zc_str street_of(const struct zc_pack *pack, struct zc_str area)
{
    uint32_t row = zc_pack_area(pack, area);
    if (row == UINT32_MAX)
        return (struct zc_str){ 0 };
    return is_street(pack, row) ? area : cell(pack, row, "parent");
}

uint32_t zc_area_rows_find(const struct zc_area_rows *rows, struct zc_str area, unsigned group)
{
    uint32_t last = rows->nrows - 1;
    unsigned owner = rows->level == ZC_AREA_GROUP ? zc_pack_group_of(rows->pack, area) : 0;
    if (rows->level == ZC_AREA_STREET)
        area = street_of(rows->pack, area);
    for (uint32_t i = 0; i < last; i++) {
        if (rows->level == ZC_AREA_GROUP ? rows->rows[i].group == (owner ? owner : group)
                                         : area.len > 0 && zc_str_eq(rows->rows[i].code, area))
            return i;
    }
    return last;
}

uint64_t zc_area_rows_target(const struct zc_area_rows *rows, const uint64_t *seeds)
{
    uint64_t target = rows->target;
    for (uint32_t i = 0; i < rows->nrows; i++)
        target += rows->rows[i].has_target || rows->rows[i].covered ? 0 : seeds[i];
    return target;
}

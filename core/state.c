#include "core/state.h"
#include <assert.h>
#include <string.h>

static const struct {
    const char *name;
    struct zc_text label;
    enum zc_rank rank;
} statuses[] = {
    [ZC_STATUS_SEED] = { "seed", { "底册", "seed" }, ZC_RANK_NONE },
    [ZC_STATUS_DRAFT] = { "draft", { "草稿", "draft" }, ZC_RANK_WORKER },
    [ZC_STATUS_SUBMITTED] = { "submitted", { "待核", "submitted" }, ZC_RANK_WORKER },
    [ZC_STATUS_GROUP_OK] = { "group_ok", { "组核", "group ok" }, ZC_RANK_LEADER },
    [ZC_STATUS_TOWN_OK] = { "town_ok", { "街镇核", "town ok" }, ZC_RANK_OFFICE },
    [ZC_STATUS_LOCKED] = { "locked", { "锁定", "locked" }, ZC_RANK_DISTRICT },
    [ZC_STATUS_RETURNED] = { "returned", { "退回", "returned" }, ZC_RANK_LEADER },
    [ZC_STATUS_CHANGED] = { "changed", { "改后待核", "changed" }, ZC_RANK_NONE },
    [ZC_STATUS_VOID] = { "void", { "作废", "void" }, ZC_RANK_NONE },
};
static_assert(sizeof statuses / sizeof statuses[0] == ZC_STATUS_COUNT, "a line for each status");

static const char *const flags[] = { "partial",        "status?",   "del?",  "dup?",
                                     "long",           "asked",     "doubt", "dangling",
                                     "dup-of-deleted", "dup-edited" };
static_assert(sizeof flags / sizeof flags[0] == ZC_FLAG_COUNT, "a name for each flag");

/* The bits in the order of their names, for printing. */
static const unsigned char flags_by_name[ZC_FLAG_COUNT] = { 5, 7, 2, 6, 9, 8, 3, 4, 0, 1 };

const char *zc_status_name(enum zc_status status)
{
    return statuses[status].name;
}

struct zc_text zc_status_label(enum zc_status status)
{
    return statuses[status].label;
}

enum zc_rank zc_status_rank(enum zc_status status)
{
    return statuses[status].rank;
}

bool zc_status_parse(struct zc_str name, enum zc_status *out)
{
    for (int i = 0; i < ZC_STATUS_COUNT; i++) {
        if (zc_str_is(name, statuses[i].name)) {
            *out = (enum zc_status)i;
            return true;
        }
    }
    return false;
}

const char *zc_flag_name(unsigned bit)
{
    return bit < ZC_FLAG_COUNT ? flags[bit] : "";
}

void zc_flags_print(unsigned set, struct zc_buf *out)
{
    size_t start = out->len;
    for (size_t i = 0; i < ZC_FLAG_COUNT; i++) {
        if (!(set & 1u << flags_by_name[i]))
            continue;
        if (out->len > start)
            zc_buf_char(out, ' ');
        zc_buf_text(out, flags[flags_by_name[i]]);
    }
}

enum zc_status zc_state_level(const struct zc_state *state)
{
    const struct zc_field *field = zc_state_field(state, ZC_STR("_status"));
    enum zc_status level = ZC_STATUS_SEED, status;
    for (uint32_t i = 0; field && i < field->nvalues; i++) {
        if (zc_status_parse(field->values[i], &status) && status <= ZC_STATUS_RETURNED &&
            status > level)
            level = status;
    }
    return level;
}

const struct zc_field *zc_state_field(const struct zc_state *state, struct zc_str name)
{
    size_t low = 0, high = state->nfields;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = zc_str_cmp(state->fields[mid].name, name);
        if (order == 0)
            return &state->fields[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

struct zc_str zc_state_value(const struct zc_state *state, struct zc_str name)
{
    const struct zc_field *field = zc_state_field(state, name);
    return field && !field->gone ? field->values[0] : (struct zc_str){ 0 };
}

bool zc_field_in_conflict(const struct zc_field *field)
{
    return field->nvalues > 1 && !field->gone && !zc_field_is_system(field->name);
}

bool zc_field_is_ask(struct zc_str name)
{
    struct zc_str last = zc_field_last(name);
    return zc_str_is(last, "_ask") || zc_str_starts(last, ZC_STR("_ask:"));
}

struct zc_str zc_field_answer_of(struct zc_str ask, struct zc_arena *arena)
{
    struct zc_str last = zc_field_last(ask);
    return zc_arena_printf(arena, "%.*s_answer%.*s", ZC_ARG(zc_str_head(ask, ask.len - last.len)),
                           ZC_ARG(zc_str_from(last, strlen("_ask"))));
}

bool zc_field_has_text(const struct zc_field *field)
{
    for (uint32_t i = 0; field && !field->gone && i < field->nvalues; i++) {
        if (field->values[i].len > 0)
            return true;
    }
    return false;
}

bool zc_state_is_answered(const struct zc_state *state)
{
    struct zc_arena arena = { 0 };
    bool answered = false;
    for (uint32_t i = 0; i < state->nfields && !answered; i++) {
        const struct zc_field *field = &state->fields[i];
        if (zc_field_is_ask(field->name) && zc_field_has_text(field))
            answered =
                zc_field_has_text(zc_state_field(state, zc_field_answer_of(field->name, &arena)));
    }
    zc_arena_release(&arena);
    return answered;
}

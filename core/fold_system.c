#include "core/fold_impl.h"
#include <string.h>

/* Readings of the system fields (MERGE.md 6). Three of them ask the same question: did the
 * authors of some writes (checkers, deleters, linkers) have every counting data write in front
 * of them? `seen` is the set of what they had, their own revisions included. */

static uint64_t *seen_by(const struct fold *fold, const struct fold_register *reg,
                         bool (*asks)(struct zc_str value, struct zc_str want), struct zc_str want)
{
    uint64_t *seen = ZC_NEW(fold->arena, uint64_t, fold->words + 1);
    for (uint32_t i = 0; i < reg->nlive; i++) {
        const struct fold_entry *entry = &reg->entries[reg->live[i]];
        if (!asks(entry->value, want))
            continue;
        const uint64_t *above = fold->ancestors + (size_t)entry->at * fold->words;
        for (uint32_t w = 0; w < fold->words; w++)
            seen[w] |= above[w];
        seen[entry->at / 64] |= (uint64_t)1 << entry->at % 64;
    }
    return seen;
}

/* True if every counting data write of the fields under `prefix` ("" = all) is in `seen`. */
static bool all_seen(const struct fold *fold, struct zc_str prefix, const uint64_t *seen)
{
    for (uint32_t i = 0; i < fold->nregisters; i++) {
        const struct fold_register *reg = &fold->registers[i];
        if (reg->system || !zc_str_starts(reg->name, prefix))
            continue;
        for (uint32_t e = 0; e < reg->nentries; e++) {
            uint32_t at = reg->entries[e].at;
            if (!(seen[at / 64] >> at % 64 & 1))
                return false;
        }
    }
    return true;
}

static bool is_wanted(struct zc_str value, struct zc_str want)
{
    return zc_str_eq(value, want);
}

static bool any(struct zc_str value, struct zc_str want)
{
    (void)value, (void)want;
    return true;
}

static bool is_checked(enum zc_status status)
{
    return status == ZC_STATUS_GROUP_OK || status == ZC_STATUS_TOWN_OK ||
           status == ZC_STATUS_LOCKED;
}

/* Nobody writes seed, changed or void: such a value reads as none. */
static enum zc_status written_status(struct zc_str value)
{
    enum zc_status status;
    if (!zc_status_parse(value, &status) || status > ZC_STATUS_RETURNED)
        return ZC_STATUS_SEED;
    return status;
}

static void read_status(const struct fold *fold, struct zc_state *out)
{
    const struct fold_register *reg = fold_find(fold, ZC_STR("_status"));
    bool checked = false, returned = false;
    if (!reg)
        return;
    for (uint32_t i = 0; i < reg->nlive; i++) {
        enum zc_status status = written_status(reg->entries[reg->live[i]].value);
        if (status > out->status)
            out->status = status;
        checked |= is_checked(status);
        returned |= status == ZC_STATUS_RETURNED;
    }
    for (uint32_t i = 0; i < reg->nentries && out->submitted.len == 0; i++) {
        if (zc_str_is(reg->entries[i].value, "submitted"))
            out->submitted = zc_rev_attr(fold_rev(fold, reg->entries[i].at), "at");
    }
    if (checked && returned)
        out->flags |= ZC_FLAG_STATUS;
    if (!is_checked(out->status))
        return;
    /* A check covers what the checker saw. */
    uint64_t *seen = seen_by(fold, reg, is_wanted, zc_str_of(zc_status_name(out->status)));
    if (!all_seen(fold, (struct zc_str){ 0 }, seen))
        out->status = ZC_STATUS_CHANGED;
}

/* A tombstone: 1 when everything under `prefix` is deleted, 0 when not, -1 when somebody wants
 * it deleted who had not seen an edit. */
static int read_tombstone(const struct fold *fold, const struct fold_register *reg,
                          struct zc_str prefix)
{
    uint32_t ones = 0;
    for (uint32_t i = 0; i < reg->nlive; i++)
        ones += zc_str_is(reg->entries[reg->live[i]].value, "1");
    if (ones == 0)
        return 0;
    if (ones < reg->nlive)
        return -1;
    return all_seen(fold, prefix, seen_by(fold, reg, is_wanted, ZC_STR("1"))) ? 1 : -1;
}

static void read_deleted(struct fold *fold, struct zc_state *out)
{
    const struct zc_str last = ZC_STR("/_deleted");
    for (uint32_t i = 0; i < fold->nregisters; i++) {
        const struct fold_register *reg = &fold->registers[i];
        bool record = zc_str_is(reg->name, "_deleted");
        if (!record && !zc_str_ends(reg->name, last))
            continue;
        struct zc_str prefix = { 0 };
        if (!record)
            prefix = zc_str_head(reg->name, reg->name.len - last.len + 1);
        int deleted = read_tombstone(fold, reg, prefix);
        if (deleted < 0)
            out->flags |= ZC_FLAG_DEL;
        else if (deleted && record)
            out->deleted = true;
        else if (deleted) {
            for (uint32_t k = 0; k < fold->nregisters; k++) {
                struct fold_register *under = &fold->registers[k];
                if (under != reg && zc_str_starts(under->name, prefix))
                    under->gone = true;
            }
        }
    }
    if (out->deleted)
        out->status = ZC_STATUS_VOID;
}

static void read_link(const struct fold *fold, struct zc_state *out)
{
    const struct fold_register *reg = fold_find(fold, ZC_STR("_dup_of"));
    struct zc_str smallest = { 0 };
    bool unlinked = false, differ = false;
    if (!reg)
        return;
    for (uint32_t i = 0; i < reg->nlive; i++) {
        struct zc_str value = reg->entries[reg->live[i]].value;
        unlinked |= value.len == 0;
        differ |= i > 0 && !zc_str_eq(value, reg->entries[reg->live[0]].value);
        if (i == 0 || zc_str_cmp(value, smallest) < 0)
            smallest = value;
    }
    if (differ)
        out->flags |= ZC_FLAG_DUP;
    if (unlinked || !zc_rid_parse(smallest, &out->dup_of))
        out->dup_of = (struct zc_rid){ 0 };
    uint64_t *seen = seen_by(fold, reg, any, (struct zc_str){ 0 });
    out->link_unseen = zc_rid_is_set(out->dup_of) && !all_seen(fold, (struct zc_str){ 0 }, seen);
}

static bool has_live_text(const struct fold_register *reg)
{
    for (uint32_t i = 0; i < reg->nlive; i++) {
        if (reg->entries[reg->live[i]].value.len > 0)
            return true;
    }
    return false;
}

/* `_ask:F` without a text in `_answer:F` (5 letters longer than `_ask`, same path). */
static bool is_open_question(const struct fold *fold, const struct fold_register *reg)
{
    if (!zc_field_is_ask(reg->name) || reg->gone || !has_live_text(reg))
        return false;
    const struct fold_register *answer =
        fold_find(fold, zc_field_answer_of(reg->name, fold->arena));
    return !answer || !has_live_text(answer);
}

static void read_remarks(const struct fold *fold, struct zc_state *out)
{
    for (uint32_t i = 0; i < fold->nregisters; i++) {
        const struct fold_register *reg = &fold->registers[i];
        if (!reg->system)
            continue;
        if (is_open_question(fold, reg))
            out->flags |= ZC_FLAG_ASKED;
        if (zc_str_is(reg->name, "_doubt") && has_live_text(reg))
            out->flags |= ZC_FLAG_DOUBT;
    }
}

void fold_read_system(struct fold *fold, struct zc_state *out)
{
    read_status(fold, out);
    read_deleted(fold, out);
    read_link(fold, out);
    read_remarks(fold, out);
}

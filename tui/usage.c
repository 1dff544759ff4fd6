#include "tui/usage.h"
#include <string.h>

/* Settings `pick:LIST:PERSON`, a value a line, and `pick:LIST`, lines of count and value. */

enum { FEW_ROWS = 10, LIST_BYTES = 128 /* of a list's name; keys of the store are short */ };

bool zc_usage_counts(const struct zc_question *q)
{
    return q->type == ZC_TYPE_SELECT_ONE && q->list && q->list->nrows >= FEW_ROWS;
}

static struct zc_str recent_name(struct zc_str list, struct zc_str person, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "pick:%.*s:%.*s", ZC_ARG(zc_str_head(list, LIST_BYTES)),
                           ZC_ARG(person));
}

static struct zc_str counts_name(struct zc_str list, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "pick:%.*s", ZC_ARG(zc_str_head(list, LIST_BYTES)));
}

void zc_usage_load(struct zc_txn *txn, struct zc_str list, struct zc_str person,
                   struct zc_arena *arena, struct zc_usage *out)
{
    struct zc_str recent = zc_setting_get(txn, recent_name(list, person, arena), arena), line;
    struct zc_str counts = zc_setting_get(txn, counts_name(list, arena), arena), word;
    uint64_t count;
    *out = (struct zc_usage){ 0 };
    while (out->nrecent < ZC_USAGE_RECENT && zc_str_cut(&recent, '\n', &line)) {
        if (line.len > 0)
            out->recent[out->nrecent++] = line;
    }
    while (out->ncounted < ZC_USAGE_COUNTED && zc_str_cut(&counts, '\n', &line)) {
        if (zc_str_cut(&line, ' ', &word) && zc_str_to_u64(word, &count) && line.len > 0)
            out->counted[out->ncounted++] = (struct zc_usage_count){ line, count };
    }
}

static bool put_recent(struct zc_txn *txn, const struct zc_usage *usage, struct zc_str name,
                       struct zc_str value, struct zc_err *err)
{
    struct zc_buf lines = { 0 };
    zc_buf_printf(&lines, "%.*s\n", ZC_ARG(value));
    for (uint32_t i = 0, n = 1; i < usage->nrecent && n < ZC_USAGE_RECENT; i++) {
        if (zc_str_eq(usage->recent[i], value))
            continue;
        zc_buf_printf(&lines, "%.*s\n", ZC_ARG(usage->recent[i]));
        n++;
    }
    bool ok = zc_setting_put(txn, name, zc_buf_str(&lines), err);
    zc_buf_release(&lines);
    return ok;
}

/* A full table gives up its rarest value. */
static void count_value(struct zc_usage *usage, struct zc_str value)
{
    uint32_t at = 0, rarest = 0;
    while (at < usage->ncounted && !zc_str_eq(usage->counted[at].value, value)) {
        if (usage->counted[at].count < usage->counted[rarest].count)
            rarest = at;
        at++;
    }
    if (at == ZC_USAGE_COUNTED)
        at = rarest;
    else if (at < usage->ncounted) {
        usage->counted[at].count++;
        return;
    } else
        usage->ncounted++;
    usage->counted[at] = (struct zc_usage_count){ value, 1 };
}

bool zc_usage_note(struct zc_txn *txn, struct zc_str list, struct zc_str person,
                   struct zc_str value, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf lines = { 0 };
    struct zc_usage *usage = ZC_NEW(&arena, struct zc_usage, 1);
    if (memchr(value.ptr, '\n', value.len)) {
        zc_arena_release(&arena);
        return true; /* would be two lines */
    }
    zc_usage_load(txn, list, person, &arena, usage);
    bool ok = put_recent(txn, usage, recent_name(list, person, &arena), value, err);
    count_value(usage, value);
    for (uint32_t i = 0; i < usage->ncounted; i++)
        zc_buf_printf(&lines, "%llu %.*s\n", (unsigned long long)usage->counted[i].count,
                      ZC_ARG(usage->counted[i].value));
    ok = ok && zc_setting_put(txn, counts_name(list, &arena), zc_buf_str(&lines), err);
    zc_buf_release(&lines);
    zc_arena_release(&arena);
    return ok;
}

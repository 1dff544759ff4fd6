#include "storage/count.h"
#include "storage/contrib.h"
#include "storage/store_impl.h"
#include <string.h>

enum zc_walk zc_walk_of(const struct zc_index_walk *plan, const struct zc_state *state)
{
    if (plan->outcome.len == 0)
        return ZC_WALK_NONE;
    struct zc_str outcome = zc_state_value(state, plan->outcome);
    if (outcome.len == 0 || zc_str_has_word(plan->open, outcome))
        return ZC_WALK_OPEN;
    return zc_str_has_word(plan->again, outcome) ? ZC_WALK_AGAIN : ZC_WALK_DONE;
}

const struct zc_index_walk *zc_walk_plan(struct zc_txn *txn, struct zc_str form)
{
    static const struct zc_index_walk none;
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), form);
    return plan ? &plan->walk : &none;
}

struct tally_text {
    struct zc_str form, area;
    const uint8_t *tail;
};

static bool split_count(struct zc_str key, size_t tail, struct tally_text *out)
{
    const char *nul = memchr(key.ptr + 1, '\0', key.len - 1);
    if (!nul || (size_t)(key.ptr + key.len - nul) < tail + 2)
        return false;
    out->form = (struct zc_str){ key.ptr + 1, (size_t)(nul - key.ptr - 1) };
    out->area = (struct zc_str){ nul + 1, (size_t)(key.ptr + key.len - nul) - tail - 2 };
    out->tail = (const uint8_t *)key.ptr + key.len - tail;
    return true;
}

static bool each_count(struct zc_txn *txn, char kind, size_t tail,
                       bool (*take_one)(void *ctx, const struct tally_text *text, uint64_t count),
                       void *ctx)
{
    struct zc_str start = { &kind, 1 }, key, value;
    struct tally_text text;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_COUNT);
    bool ok = true;
    for (bool more = zc_cursor_seek(cursor, start, &key, &value);
         ok && more && zc_str_starts(key, start); more = zc_cursor_next(cursor, &key, &value)) {
        uint64_t count;
        if (value.len == sizeof count && split_count(key, tail, &text)) {
            memcpy(&count, value.ptr, sizeof count);
            ok = take_one(ctx, &text, count);
        }
    }
    zc_cursor_close(cursor);
    return ok;
}

struct tally_each {
    bool (*each)(void *ctx, const struct zc_tally_key *key, uint64_t count);
    bool (*day)(void *ctx, struct zc_str form, struct zc_str area, unsigned group, int64_t day,
                uint64_t count);
    int64_t from, to;
    void *ctx;
};

static bool one_tally(void *ctx, const struct tally_text *text, uint64_t count)
{
    const struct tally_each *each = ctx;
    struct zc_tally_key key = { text->form,
                                text->area,
                                text->tail[0],
                                (enum zc_status)text->tail[1],
                                text->tail[2] & 1,
                                text->tail[2] & 2,
                                (enum zc_walk)(text->tail[2] >> 2) };
    return each->each(each->ctx, &key, count);
}

bool zc_count_each(struct zc_txn *txn,
                   bool (*each)(void *ctx, const struct zc_tally_key *key, uint64_t count),
                   void *ctx, struct zc_err *err)
{
    struct tally_each all = { .each = each, .ctx = ctx };
    (void)err;
    each_count(txn, 't', 3, one_tally, &all);
    return true;
}

static int64_t day_of(const uint8_t bytes[4])
{
    uint32_t bits = 0;
    for (int i = 0; i < 4; i++)
        bits = bits << 8 | bytes[i];
    return (int64_t)bits - INT32_MAX;
}

static bool one_day(void *ctx, const struct tally_text *text, uint64_t count)
{
    const struct tally_each *each = ctx;
    int64_t day = day_of(text->tail + 1);
    if (day < each->from || day > each->to)
        return true;
    return each->day(each->ctx, text->form, text->area, text->tail[0], day, count);
}

bool zc_count_each_day(struct zc_txn *txn, int64_t from_day, int64_t to_day,
                       bool (*each)(void *ctx, struct zc_str form, struct zc_str area,
                                    unsigned group, int64_t day, uint64_t count),
                       void *ctx, struct zc_err *err)
{
    struct tally_each all = { .day = each, .from = from_day, .to = to_day, .ctx = ctx };
    (void)err;
    each_count(txn, 'd', 5, one_day, &all);
    return true;
}

bool zc_count_each_visit(struct zc_txn *txn,
                         bool (*each)(void *ctx, struct zc_str form, struct zc_str area,
                                      unsigned group, int64_t day, uint64_t count),
                         void *ctx, struct zc_err *err)
{
    struct tally_each all = { .day = each, .from = INT64_MIN, .to = INT64_MAX, .ctx = ctx };
    (void)err;
    each_count(txn, 'v', 5, one_day, &all);
    return true;
}

bool zc_count_each_finished(struct zc_txn *txn, struct zc_str form, struct zc_str area,
                            bool (*each)(void *ctx, struct zc_str by, int64_t day, uint64_t count),
                            void *ctx, struct zc_err *err)
{
    enum { TAIL = 5 }; /* NUL and the day */
    struct zc_buf start = { 0 };
    struct zc_str key, value;
    (void)err;
    zc_buf_char(&start, 'w');
    zc_buf_add(&start, form);
    zc_buf_char(&start, '\0');
    zc_buf_add(&start, zc_sort_key(area));
    zc_buf_char(&start, '\0');
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_COUNT);
    bool ok = true;
    for (bool more = zc_cursor_seek(cursor, zc_buf_str(&start), &key, &value);
         ok && more && zc_str_starts(key, zc_buf_str(&start));
         more = zc_cursor_next(cursor, &key, &value)) {
        uint64_t count;
        struct zc_str by = zc_str_from(key, start.len);
        if (value.len != sizeof count || by.len < TAIL)
            continue;
        memcpy(&count, value.ptr, sizeof count);
        ok = each(ctx, zc_str_head(by, by.len - TAIL),
                  day_of((const uint8_t *)key.ptr + key.len - 4), count);
    }
    zc_cursor_close(cursor);
    zc_buf_release(&start);
    return ok;
}

uint64_t zc_count_queue(struct zc_txn *txn, struct zc_str form, struct zc_str queue)
{
    struct zc_buf key = { 0 };
    uint64_t value;
    zc_buf_char(&key, 'q');
    zc_buf_add(&key, form);
    zc_buf_char(&key, '\0');
    zc_buf_add(&key, queue);
    zc_kv_get_u64(txn, ZC_DB_COUNT, zc_buf_str(&key), &value);
    zc_buf_release(&key);
    return value;
}

uint64_t zc_count_conflicts(struct zc_txn *txn)
{
    uint64_t value;
    zc_kv_get_u64(txn, ZC_DB_COUNT, ZC_STR("c"), &value);
    return value;
}

uint64_t zc_count_unexported(struct zc_txn *txn)
{
    uint64_t value;
    zc_kv_get_u64(txn, ZC_DB_COUNT, ZC_STR("u"), &value);
    return value;
}

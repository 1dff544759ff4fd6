#include "storage/gaps.h"
#include "core/alloc.h"
#include "storage/revs.h"
#include <stdlib.h>

/* A numbered revision: whose, which, and where its time stands among `times`. */
struct number {
    uint32_t device, at;
    uint64_t n;
};

struct pass {
    struct zc_arena *arena;
    struct zc_device *devices;
    size_t ndevices, devices_cap;
    struct number *numbers;
    size_t nnumbers, numbers_cap;
    struct zc_buf times; /* `.at` of every number, NUL between */
};

/* A survey has some hundred devices; revisions of one stand together. */
static uint32_t device_of(struct pass *pass, struct zc_str dev, unsigned group, uint32_t last)
{
    if (last < pass->ndevices && zc_str_eq(pass->devices[last].dev, dev))
        return last;
    for (uint32_t i = 0; i < pass->ndevices; i++)
        if (zc_str_eq(pass->devices[i].dev, dev))
            return i;
    pass->devices =
        zc_grow(pass->devices, pass->ndevices, &pass->devices_cap, sizeof *pass->devices);
    pass->devices[pass->ndevices] =
        (struct zc_device){ .dev = zc_arena_copy(pass->arena, dev), .group = group };
    return (uint32_t)pass->ndevices++;
}

static void take_rev(struct pass *pass, const struct zc_rev *rev, uint32_t *last)
{
    uint64_t n, group = 0;
    struct zc_str dev = zc_rev_attr(rev, "dev");
    if (dev.len == 0 || !zc_str_to_u64(zc_rev_attr(rev, "n"), &n) || n == 0)
        return;
    if (!zc_str_to_u64(zc_rev_attr(rev, "g"), &group) || group > 9)
        group = 0;
    *last = device_of(pass, dev, (unsigned)group, *last);
    pass->numbers =
        zc_grow(pass->numbers, pass->nnumbers, &pass->numbers_cap, sizeof *pass->numbers);
    pass->numbers[pass->nnumbers++] = (struct number){ *last, (uint32_t)pass->times.len, n };
    zc_buf_add(&pass->times, zc_rev_attr(rev, "at"));
    zc_buf_char(&pass->times, '\0');
}

static bool read_all(struct pass *pass, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_rid rid = { 0 };
    struct zc_rev *revs;
    uint32_t last = UINT32_MAX;
    size_t n;
    bool ok = true;
    while (ok && zc_revs_next(txn, rid, &rid)) {
        zc_arena_reset(&arena);
        ok = zc_revs_load(txn, rid, &arena, &revs, &n, err);
        for (size_t i = 0; ok && i < n; i++)
            take_rev(pass, &revs[i], &last);
    }
    zc_arena_release(&arena);
    return ok;
}

static int cmp_number(const void *a, const void *b)
{
    const struct number *x = a, *y = b;
    if (x->device != y->device)
        return x->device < y->device ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

static struct zc_str time_of(const struct pass *pass, const struct number *number)
{
    return zc_arena_copy(pass->arena, zc_str_of(pass->times.ptr + number->at));
}

/* The numbers of one device, ascending. */
static void find_gaps(struct pass *pass, const struct number *numbers, size_t n)
{
    struct zc_device *device = &pass->devices[numbers[0].device];
    struct zc_gap *gaps = ZC_NEW(pass->arena, struct zc_gap, n + 1);
    uint64_t expected = 1;
    for (size_t i = 0; i < n; i++) {
        if (numbers[i].n > expected) {
            gaps[device->ngaps++] = (struct zc_gap){
                .first = expected,
                .last = numbers[i].n - 1,
                .before = i > 0 ? time_of(pass, &numbers[i - 1]) : (struct zc_str){ 0 },
                .after = time_of(pass, &numbers[i]),
            };
            device->missing += numbers[i].n - expected;
        }
        device->revisions += numbers[i].n >= expected;
        if (numbers[i].n >= expected)
            expected = numbers[i].n + 1;
    }
    device->gaps = gaps;
    device->highest = numbers[n - 1].n;
    device->last = time_of(pass, &numbers[n - 1]);
}

static int cmp_device(const void *a, const void *b)
{
    const struct zc_device *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return zc_str_cmp(x->dev, y->dev);
}

bool zc_gaps_find(struct zc_txn *txn, struct zc_arena *arena, const struct zc_device **out,
                  size_t *n, struct zc_err *err)
{
    struct pass pass = { .arena = arena };
    bool ok = read_all(&pass, txn, err);
    if (pass.nnumbers > 1)
        qsort(pass.numbers, pass.nnumbers, sizeof *pass.numbers, cmp_number);
    for (size_t i = 0, run; i < pass.nnumbers; i += run) {
        for (run = 1;
             i + run < pass.nnumbers && pass.numbers[i + run].device == pass.numbers[i].device;)
            run++;
        find_gaps(&pass, &pass.numbers[i], run);
    }
    struct zc_device *all = ZC_NEW(arena, struct zc_device, pass.ndevices + 1);
    for (size_t i = 0; i < pass.ndevices; i++)
        all[i] = pass.devices[i];
    qsort(all, pass.ndevices, sizeof *all, cmp_device);
    *out = all;
    *n = pass.ndevices;
    zc_free(pass.devices);
    zc_free(pass.numbers);
    zc_buf_release(&pass.times);
    return ok;
}

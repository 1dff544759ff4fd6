#pragma once
#include "core/dup.h"

/* All candidate pairs of many units. Units that share a blocking key are compared, each pair once;
 * a key that more than ZC_DUP_BLOCK_MAX units share (the telephone of a property manager) says
 * nothing and is left out. Memory: about 190 bytes a unit, and 32 more while one kind of key is
 * sorted; the time grows with units, not with their square. */

enum { ZC_DUP_BLOCK_MAX = 40 };

struct zc_dup_set;
/* Pairs up to tier `worst`. */
struct zc_dup_set *zc_dup_set_new(const struct zc_gazetteer *places, int worst);
void zc_dup_set_free(struct zc_dup_set *set); /* NULL is fine */
/* Gives them numbers from 0 in the order of coming. The unit is copied. */
void zc_dup_set_add(struct zc_dup_set *set, const struct zc_unit *unit);
uint32_t zc_dup_set_count(const struct zc_dup_set *set);

/* A piece of work after all are in: some thousand comparisons, or one kind of key sorted. Pairs go
 * to `each`, a < b, in no order. False when all is done. */
typedef void (*zc_dup_fn)(void *ctx, uint32_t a, uint32_t b, const struct zc_dup *dup);
bool zc_dup_set_step(struct zc_dup_set *set, zc_dup_fn each, void *ctx);
/* How far the work is, 0 to 1. */
double zc_dup_set_done(const struct zc_dup_set *set);

#pragma once
#include "core/err.h"
#include "core/id.h"

/* A sample (抽样): some of many records, drawn by a seed. The same seed and the same set of ids
 * give the same sample on every machine, in whatever order the ids come: each id is hashed
 * together with the seed, and the smallest hashes are taken. So a record that is added later
 * changes the sample by little, and nobody can steer a draw whose seed was named before.
 *
 * What must be in is in; of the others the share is taken in each stratum (社区, 调查员, 行业),
 * rounded up, so that a small stratum is not forgotten; then the smallest hashes of all until the
 * sample has its least size. Nothing here is random or asks a clock. */

enum { ZC_SAMPLE_WHOLE = 10000 }; /* a share of 100 % */

struct zc_sample_rule {
    struct zc_str seed;
    unsigned share; /* of ZC_SAMPLE_WHOLE: 500 is 5 % */
    size_t least;   /* records, if there are so many */
};
struct zc_sample_unit {
    struct zc_rid rid;
    struct zc_str stratum; /* empty: all in one */
    bool always;           /* in without being drawn */
    bool drawn;            /* the answer */
    uint8_t order[20];     /* private */
};

/* Sets `drawn`, leaves the units in the order of their ids and gives the size of the sample. No
 * id may stand twice. */
size_t zc_sample_draw(const struct zc_sample_rule *rule, struct zc_sample_unit *units, size_t n);

/* Reads a share: 5%, 2.5%, 100%; at most two decimals. Fails with ZC_E_INPUT. */
bool zc_sample_share(struct zc_str text, unsigned *share, struct zc_err *err);
/* Appends a share as it is read: 5%, 2.5%. */
void zc_sample_share_put(unsigned share, struct zc_buf *out);

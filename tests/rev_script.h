#pragma once
#include "core/rev.h"
#include "tests/slow_fold.h"

/* Revisions of one record in a small notation, parted by ';': NAME<PARENTS ROLE field=value …,
 * where NAME is a letter, PARENTS letters without blanks, ROLE a rank 0 to 4. A parent that never
 * was made is written '?'. */

struct rev_script {
    struct zc_arena arena;
    struct zc_rev revs[SLOW_MAX];
    char names[SLOW_MAX];
    size_t n;
};

/* Adds the revisions of the text; a fault of the notation ends the test. */
void rev_script_add(struct rev_script *script, const char *text);
/* The letter of a revision; '?' for one that is not of the script. */
char rev_script_name(const struct rev_script *script, const struct zc_rev *rev);

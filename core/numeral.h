#pragma once
#include "core/str.h"

/* Chinese numerals (中文数字) as they stand in house numbers: 九 is 9, 十二 12, 二十 20, 一二 12.
 */

/* Takes a run of them off the front of *rest. -1: there is none. */
int zc_numeral_take(struct zc_str *rest);

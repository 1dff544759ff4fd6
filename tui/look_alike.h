#pragma once
#include "tui/survey.h"

/* While a form is filled in: is there a record already that may be the same unit (可能已登记)?
 * Asked after an answer that tells units apart (name, sign, code, telephone, address). A look at
 * the index and at the few records that share a key with it; it never stands in the way. */

/* "7K2QD 昆仑伤贸公司（电话相同 + 门牌相同）" in `arena`: the likeliest other record, up to the
 * last tier that is not on demand (core/dup.h). Empty when there is none, when the node is of no
 * such question, or when its answer is not sound. */
struct zc_str zc_look_alike(const struct zc_entry *entry, const struct zc_node *node,
                            struct zc_arena *arena);

#pragma once
#include "core/str.h"

/* Size of an enterprise by the statistical rule of 2017 (统计上大中小微型企业划分办法), DOMAIN.md
 * 5.5, and whether it is above the statistical threshold (规模、限额以上), 5.6.
 * Tables: core/data/size-rules-2017.csv and above-scale.csv. Money in 万元. */

struct zc_size_facts { /* NAN: not known */
    double staff, revenue_wan, assets_wan;
};

/* '1' large, '2' medium, '3' small, '4' micro; the worst level of the indicators of the rule.
 * '?': one of them is missing, or the industry code is too short to choose the rule.
 * 0: the rule leaves this industry out, or the code is none. */
char zc_size_class(struct zc_str industry, const struct zc_size_facts *facts);

/* ZC_ABOVE_ASK: to be asked, because the revenue is missing, because a qualification decides, or
 * because the code is too short. ZC_ABOVE_NONE: no threshold for this industry. */
enum zc_above { ZC_ABOVE_NONE, ZC_ABOVE_NO, ZC_ABOVE_YES, ZC_ABOVE_ASK };
enum zc_above zc_above_scale(struct zc_str industry, double revenue_wan);

#include "core/size_class.h"
#include "core/industry.h"
#include <math.h>

static const struct rule {
    const char *industries, *except; /* blank-parted, zc_industry_in */
    const char *indicator;           /* X staff, Y revenue, Z assets; one line each */
    double large_min, medium_min, small_min;
} rules[] = {
#include "size_class.inc"
};

static const struct threshold {
    const char *industries;
    const char *decided_by; /* an indicator; "all": every unit; "asked": not by figures */
    double min_wan;
} thresholds[] = {
#include "above_scale.inc"
};

static double fact(const struct zc_size_facts *facts, char indicator)
{
    return indicator == 'X'   ? facts->staff
           : indicator == 'Y' ? facts->revenue_wan
                              : facts->assets_wan;
}

static char level(const struct rule *rule, double value)
{
    return value >= rule->large_min    ? '1'
           : value >= rule->medium_min ? '2'
           : value >= rule->small_min  ? '3'
                                       : '4';
}

static enum zc_industry_fit rule_fit(const struct rule *rule, struct zc_str industry)
{
    enum zc_industry_fit out = zc_industry_in(industry, zc_str_of(rule->except));
    enum zc_industry_fit in = zc_industry_in(industry, zc_str_of(rule->industries));
    if (out == ZC_INDUSTRY_IN)
        return ZC_INDUSTRY_OUT;
    return out == ZC_INDUSTRY_PARTLY && in == ZC_INDUSTRY_IN ? ZC_INDUSTRY_PARTLY : in;
}

char zc_size_class(struct zc_str industry, const struct zc_size_facts *facts)
{
    char worst = 0;
    bool missing = false;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        enum zc_industry_fit fit = rule_fit(&rules[i], industry);
        if (fit == ZC_INDUSTRY_OUT)
            continue;
        double value = fact(facts, rules[i].indicator[0]);
        if (fit == ZC_INDUSTRY_PARTLY || isnan(value)) {
            missing = true;
            continue;
        }
        char now = level(&rules[i], value);
        if (now > worst)
            worst = now;
    }
    return missing ? '?' : worst;
}

enum zc_above zc_above_scale(struct zc_str industry, double revenue_wan)
{
    for (size_t i = 0; i < sizeof thresholds / sizeof thresholds[0]; i++) {
        const struct threshold *threshold = &thresholds[i];
        enum zc_industry_fit fit = zc_industry_in(industry, zc_str_of(threshold->industries));
        if (fit == ZC_INDUSTRY_OUT)
            continue;
        if (fit == ZC_INDUSTRY_PARTLY || zc_str_is(zc_str_of(threshold->decided_by), "asked"))
            return ZC_ABOVE_ASK;
        if (zc_str_is(zc_str_of(threshold->decided_by), "all"))
            return ZC_ABOVE_YES;
        if (isnan(revenue_wan))
            return ZC_ABOVE_ASK;
        return revenue_wan >= threshold->min_wan ? ZC_ABOVE_YES : ZC_ABOVE_NO;
    }
    return ZC_ABOVE_NONE;
}

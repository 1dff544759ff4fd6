#include "tui/period.h"
#include "core/date.h"

/* Days since 1970 of the first day and the length; false without a start. */
static bool read_rules(const struct zc_pack *pack, int64_t *start, int *days)
{
    struct zc_str text;
    struct zc_date date;
    *days = (int)zc_pack_number(pack, "period_days", 20);
    if (!zc_pack_rule(pack, ZC_STR("start_date"), &text) || !zc_date_parse(text, &date))
        return false;
    *start = zc_date_days(date);
    return *days >= 1;
}

static struct zc_period period(int64_t start, int days, int number)
{
    return (struct zc_period){ .number = number,
                               .days = days,
                               .first = start + (int64_t)(number - 1) * days,
                               .last = start + (int64_t)number * days - 1 };
}

struct zc_period zc_period_at(const struct zc_pack *pack, int64_t day)
{
    int64_t start;
    int days;
    if (!read_rules(pack, &start, &days) || day < start)
        return (struct zc_period){ .days = days };
    return period(start, days, (int)((day - start) / days) + 1);
}

struct zc_period zc_period_of(const struct zc_pack *pack, int number)
{
    int64_t start;
    int days;
    if (!read_rules(pack, &start, &days) || number < 1)
        return (struct zc_period){ .days = days };
    return period(start, days, number);
}

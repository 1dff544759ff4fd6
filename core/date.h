#pragma once
#include "core/lang.h"
#include "core/str.h"

/* Dates and times. A day is a number of days since 1970-01-01; a moment is milliseconds since
 * 1970 in UTC, shown with the offset of the survey's zone. Proleptic Gregorian calendar, years
 * 1 to 9999. Sources: ISO 8601 as RFC 3339 writes it; partial dates: DOMAIN.md 5.7. */

struct zc_date {
    int year, month, day; /* a partial date has day 0, or month and day 0 */
};
enum { ZC_DATE_TEXT = 11, ZC_DATETIME_TEXT = 30 };

bool zc_date_is_valid(struct zc_date date); /* exists; whole dates only */
int64_t zc_date_days(struct zc_date date);
struct zc_date zc_date_of_days(int64_t days);
int zc_date_month_days(int year, int month);
int zc_date_weekday(int64_t days); /* 0 Sunday … 6 Saturday */

/* YYYY-MM-DD that exists, nothing else. */
bool zc_date_parse(struct zc_str text, struct zc_date *out);
/* Also unpadded (2024-3-5), with '/' or '.', 2024年3月5日, full-width digits folded before. */
bool zc_date_read(struct zc_str text, struct zc_date *out);
/* YYYY, YYYY-MM or YYYY-MM-DD that exist, 1840 to 2100. */
bool zc_date_parse_partial(struct zc_str text, struct zc_date *out);
/* As zc_date_read, and 2013年5月, 2013.5, 201305, 20130512. */
bool zc_date_read_partial(struct zc_str text, struct zc_date *out);
struct zc_date zc_date_first(struct zc_date partial); /* first day it can mean */
struct zc_date zc_date_last(struct zc_date partial);
/* Prints the parts that are set: "2013", "2013-05", "2013-05-12". Gives the length. */
size_t zc_date_print(struct zc_date date, char out[ZC_DATE_TEXT]);

/* A moment with its offset, as `.at` and now() have it. */
struct zc_moment {
    int64_t ms;     /* since 1970, UTC */
    int offset_min; /* of the text it came from */
};
/* YYYY-MM-DDTHH:MM[:SS[.mmm]](Z|±HH:MM); without offset `offset_min` counts. */
bool zc_moment_parse(struct zc_str text, int offset_min, struct zc_moment *out);
/* 2026-11-23T18:42:00+08:00; with `millis` …00.000+08:00. Gives the length. */
size_t zc_moment_print(struct zc_moment moment, bool millis, char out[ZC_DATETIME_TEXT]);
/* The local day of a moment. */
int64_t zc_moment_day(struct zc_moment moment);
/* Milliseconds since local midnight. */
int64_t zc_moment_time(struct zc_moment moment);

/* format-date() of XLSFORM.md 9: %Y %y %m %n %b %d %e %a %H %h %M %S %3 %W %% in the language,
 * other text as it is. */
void zc_date_format(struct zc_moment moment, struct zc_str format, enum zc_lang lang,
                    struct zc_buf *out);

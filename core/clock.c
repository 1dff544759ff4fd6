#include "core/clock.h"
#include <string.h>
#include <time.h>

static int64_t system_ms(void *ctx)
{
    struct timespec now;
    (void)ctx;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* "+08:00" and the like; anything else is asked of the C library, which reads TZ. */
static int offset_of(const char *zone)
{
    enum { SHANGHAI = 480 };
    struct zc_moment moment;
    struct zc_buf text = { 0 };
    int offset = SHANGHAI;
    if (!zone || !*zone || !strcmp(zone, "Asia/Shanghai"))
        return SHANGHAI;
    if (!strcmp(zone, "UTC") || !strcmp(zone, "Z"))
        return 0;
    zc_buf_printf(&text, "1970-01-01T00:00%s", zone);
    if (zc_moment_parse(zc_buf_str(&text), 0, &moment)) {
        offset = moment.offset_min;
    } else {
        time_t now = time(NULL);
        struct tm local;
        tzset();
        if (localtime_r(&now, &local))
            offset = (int)(local.tm_gmtoff / 60);
    }
    zc_buf_release(&text);
    return offset;
}

struct zc_clock zc_clock_system(const char *zone)
{
    return (struct zc_clock){ .now_ms = system_ms, .offset_min = offset_of(zone) };
}

bool zc_clock_fixed(struct zc_str at, struct zc_clock *out, struct zc_err *err)
{
    struct zc_moment moment;
    if (!zc_moment_parse(at, 480, &moment))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是时间，应如 2026-11-23T18:42:00+08:00",
                            "'%.*s' is no time; write it as 2026-11-23T18:42:00+08:00"),
                       ZC_ARG(at));
    *out = (struct zc_clock){ .fixed_ms = moment.ms, .offset_min = moment.offset_min };
    return true;
}

int64_t zc_clock_ms(const struct zc_clock *clock)
{
    return clock->now_ms ? clock->now_ms(clock->ctx) : clock->fixed_ms;
}

struct zc_moment zc_clock_moment(const struct zc_clock *clock)
{
    return (struct zc_moment){ zc_clock_ms(clock), clock->offset_min };
}

int64_t zc_clock_today(const struct zc_clock *clock)
{
    return zc_moment_day(zc_clock_moment(clock));
}

struct zc_str zc_clock_now(const struct zc_clock *clock, struct zc_arena *arena)
{
    char text[ZC_DATETIME_TEXT];
    size_t len = zc_moment_print(zc_clock_moment(clock), false, text);
    return zc_arena_copy(arena, (struct zc_str){ text, len });
}

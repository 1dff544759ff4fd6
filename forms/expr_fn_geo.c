#include "core/number.h"
#include "forms/expr_impl.h"
#include <math.h>

/* Places on the earth (XLSFORM.md 9): a sphere, points "lat lon alt acc" in degrees, traces and
 * shapes of points parted by ';'. Metres are rounded to centimetres, as Web Forms and Enketo do. */

enum { MAX_POINTS = 10000, MAX_PARTS = 4 };
static const double earth_radius_m = 6378100;

struct point {
    double lat, lon;
};
struct points {
    uint32_t n, cap;
    struct point *all;
    bool wrong; /* something among them is no point */
};

static bool read_point(struct zc_str text, struct point *out)
{
    double parts[MAX_PARTS];
    struct zc_str word;
    size_t n = 0;

    for (; zc_str_word(&text, &word); n++)
        if (n == MAX_PARTS || !zc_number_parse(word, &parts[n]))
            return false;
    if (n < 2 || fabs(parts[0]) > 90 || fabs(parts[1]) > 180)
        return false;
    *out = (struct point){ parts[0], parts[1] };
    return true;
}

/* One text: a point, a trace or a shape. Marks at its end say nothing. */
static bool add_points(struct zc_eval *ev, struct zc_str text, struct points *points)
{
    struct zc_str part;

    text = zc_str_trim(text);
    while (zc_str_ends(text, ZC_STR(";")))
        text = zc_str_trim(zc_str_head(text, text.len - 1));
    while (zc_str_cut(&text, ';', &part)) {
        struct point point;
        if (!read_point(part, &point)) {
            points->wrong = true;
            continue;
        }
        if (points->n == MAX_POINTS)
            return zc_fail(ev->err, ZC_E_LIMIT, ZC_T("超过%d个点", "more than %d points"),
                           MAX_POINTS);
        if (points->n == points->cap) {
            struct point *more = ZC_NEW(ev->arena, struct point, points->cap * 2 + 8);
            if (points->n)
                memcpy(more, points->all, points->n * sizeof *more);
            points->all = more;
            points->cap = points->cap * 2 + 8;
        }
        points->all[points->n++] = point;
    }
    return true;
}

struct reading {
    struct zc_eval *ev;
    struct points *points;
};

static bool add_one(void *ctx, const struct zc_value *one)
{
    struct reading *reading = ctx;

    return add_points(reading->ev, zc_eval_text(reading->ev, one), reading->points);
}

/* The points of all arguments, node-sets node by node. */
static bool read_points(const struct zc_call *call, struct points *points)
{
    struct reading reading = { call->ev, points };

    return zc_arg_each(call, 0, add_one, &reading) && zc_eval_spend(call->ev, points->n);
}

static double radians(double degrees)
{
    return degrees * M_PI / 180;
}

static double centimetres(double metres)
{
    return fabs(floor(metres * 100 + 0.5)) / 100;
}

static double distance_m(struct point a, struct point b)
{
    double lat_a = radians(a.lat), lat_b = radians(b.lat);
    double cosine = sin(lat_a) * sin(lat_b) + cos(lat_a) * cos(lat_b) * cos(radians(a.lon - b.lon));

    return acos(fmax(-1, fmin(1, cosine))) * earth_radius_m; /* rounding may pass 1 */
}

static bool fn_distance(const struct zc_call *call, struct zc_value *out)
{
    struct points points = { 0 };
    double sum = 0;

    if (!read_points(call, &points))
        return false;
    if (points.wrong)
        return zc_give_number(out, NAN);
    for (uint32_t i = 1; i < points.n; i++)
        sum += distance_m(points.all[i - 1], points.all[i]);
    return zc_give_number(out, centimetres(sum));
}

static bool fn_area(const struct zc_call *call, struct zc_value *out)
{
    struct points points = { 0 };
    double sum = 0;

    if (!read_points(call, &points))
        return false;
    if (points.wrong)
        return zc_give_number(out, NAN);
    for (uint32_t i = 0; points.n > 2 && i < points.n; i++) {
        struct point a = points.all[i], b = points.all[(i + 1) % points.n];
        sum += radians(b.lon - a.lon) * (2 + sin(radians(a.lat)) + sin(radians(b.lat)));
    }
    return zc_give_number(out, centimetres(sum * earth_radius_m * earth_radius_m / 2));
}

static bool is_closed(const struct points *points)
{
    struct point first = points->all[0], last = points->all[points->n - 1];

    return first.lat == last.lat && first.lon == last.lon;
}

/* Even-odd rule; what is no point or no closed shape holds nothing. */
static bool fn_geofence(const struct zc_call *call, struct zc_value *out)
{
    struct points shape = { 0 };
    struct point at;
    bool inside = false;

    if (!add_points(call->ev, zc_arg_text(call, 1), &shape) || !zc_eval_spend(call->ev, shape.n))
        return false;
    if (!read_point(zc_arg_text(call, 0), &at) || shape.wrong || shape.n < 2 || !is_closed(&shape))
        return zc_give_truth(out, false);
    for (uint32_t i = 1; i < shape.n; i++) {
        struct point a = shape.all[i - 1], b = shape.all[i];
        if ((a.lat > at.lat) != (b.lat > at.lat) &&
            at.lon < (a.lon - b.lon) * (at.lat - b.lat) / (a.lat - b.lat) + b.lon)
            inside = !inside;
    }
    return zc_give_truth(out, inside);
}

/* On which side of the line a-b the point c lies: sign of the cross product. */
static int side(struct point a, struct point b, struct point c)
{
    double cross = (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);

    return (cross > 0) - (cross < 0);
}

static bool lies_between(struct point a, struct point b, struct point c)
{
    return c.lat >= fmin(a.lat, b.lat) && c.lat <= fmax(a.lat, b.lat) &&
           c.lon >= fmin(a.lon, b.lon) && c.lon <= fmax(a.lon, b.lon);
}

static bool lines_meet(struct point a, struct point b, struct point c, struct point d)
{
    int abc = side(a, b, c), abd = side(a, b, d), cda = side(c, d, a), cdb = side(c, d, b);

    return (abc != abd && cda != cdb) || (!abc && lies_between(a, b, c)) ||
           (!abd && lies_between(a, b, d)) || (!cda && lies_between(c, d, a)) ||
           (!cdb && lies_between(c, d, b));
}

/* Whether a trace or shape meets itself elsewhere than where one line goes on into the next. */
static bool fn_intersects(const struct zc_call *call, struct zc_value *out)
{
    struct points points = { 0 };
    bool meets = false;

    if (!read_points(call, &points) || !zc_eval_spend(call->ev, (uint64_t)points.n * points.n / 64))
        return false;
    if (points.wrong || points.n < 4)
        return zc_give_truth(out, false);
    for (uint32_t i = 1; i < points.n && !meets; i++)
        for (uint32_t k = i + 2; k < points.n && !meets; k++) {
            if (i == 1 && k == points.n - 1 && is_closed(&points))
                continue; /* the last line of a shape ends where the first begins */
            meets = lines_meet(points.all[i - 1], points.all[i], points.all[k - 1], points.all[k]);
        }
    return zc_give_truth(out, meets);
}

const struct zc_fn zc_fns_geo[] = {
    { "area", 1, 1, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_area },
    { "distance", 1, ZC_FN_MANY, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_distance },
    { "geofence", 2, 2, 0, ZC_GIVES_VALUE, fn_geofence },
    { "intersects", 1, 1, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_intersects },
    { 0 },
};

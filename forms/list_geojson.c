#include "core/json.h"
#include "core/utf8.h"
#include "forms/list_draft.h"
#include "forms/list_impl.h"

/* Numbers of a position are longitude, latitude and perhaps altitude; ours are latitude first. */
static bool add_position(const struct zc_json *position, struct zc_arena *arena, struct zc_buf *out)
{
    const struct zc_json *lon = position->kind == ZC_JSON_ARRAY ? position->first : NULL;
    const struct zc_json *lat = lon ? lon->next : NULL, *alt = lat ? lat->next : NULL;
    struct zc_str texts[3] = { { 0 }, { 0 }, ZC_LIT("0") };

    if (!lat || lon->kind != ZC_JSON_NUMBER || lat->kind != ZC_JSON_NUMBER ||
        (alt && alt->kind != ZC_JSON_NUMBER))
        return false;
    zc_json_plain(lon, arena, &texts[0]);
    zc_json_plain(lat, arena, &texts[1]);
    if (alt)
        zc_json_plain(alt, arena, &texts[2]);
    zc_buf_printf(out, "%s%.*s %.*s %.*s 0", out->len ? "; " : "", ZC_ARG(texts[1]),
                  ZC_ARG(texts[0]), ZC_ARG(texts[2]));
    return true;
}

static bool add_geometry(const struct zc_json *geometry, struct zc_arena *arena, struct zc_buf *out)
{
    const struct zc_json *type = zc_json_get(geometry, "type");
    const struct zc_json *points = zc_json_get(geometry, "coordinates");

    if (!type || type->kind != ZC_JSON_TEXT || !points || points->kind != ZC_JSON_ARRAY)
        return false;
    if (zc_str_is(type->text, "Point"))
        return add_position(points, arena, out);
    if (zc_str_is(type->text, "Polygon"))
        points = points->first; /* the outer ring */
    else if (!zc_str_is(type->text, "LineString"))
        return false;
    if (!points || points->kind != ZC_JSON_ARRAY || !points->first)
        return false;
    for (const struct zc_json *each = points->first; each; each = each->next)
        if (!add_position(each, arena, out))
            return false;
    return true;
}

static bool read_properties(struct zc_list_draft *draft, const struct zc_json *feature,
                            struct zc_err *err)
{
    const struct zc_json *properties = zc_json_get(feature, "properties");
    const struct zc_json *id = zc_json_get(feature, "id");
    struct zc_str text;

    for (const struct zc_json *each = properties ? properties->first : NULL; each;
         each = each->next)
        if (!zc_str_is(each->name, "geometry") && zc_json_plain(each, &draft->arena, &text) &&
            !zc_list_draft_put(draft, each->name, text, err))
            return false;
    if (!id || zc_list_draft_has(draft, ZC_STR("id")) || !zc_json_plain(id, &draft->arena, &text))
        return true;
    return zc_list_draft_put(draft, ZC_STR("id"), text, err);
}

static bool read_feature(struct zc_list_draft *draft, const struct zc_json *feature,
                         struct zc_err *err)
{
    const struct zc_json *geometry = zc_json_get(feature, "geometry");
    struct zc_buf points = { 0 };
    bool ok = zc_list_draft_row(draft, err) && read_properties(draft, feature, err);

    if (ok && geometry && geometry->kind != ZC_JSON_NULL) {
        ok = add_geometry(geometry, &draft->arena, &points) ||
             zc_fail(err, ZC_E_INPUT,
                     ZC_T("geometry 应为 Point、LineString 或 Polygon",
                          "the geometry must be a Point, LineString or Polygon"));
        ok = ok && zc_list_draft_put(draft, ZC_STR("geometry"), zc_buf_str(&points), err);
    }
    zc_buf_release(&points);
    return ok;
}

static bool read_features(struct zc_list_draft *draft, const struct zc_json *json,
                          struct zc_err *err)
{
    const struct zc_json *features = zc_json_get(json, "features");

    if (!features || features->kind != ZC_JSON_ARRAY)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("应为 FeatureCollection：{\"features\": […]}",
                            "must be a FeatureCollection: {\"features\": […]}"));
    for (const struct zc_json *each = features->first; each; each = each->next)
        if (!read_feature(draft, each, err))
            return zc_fail_in(err, ZC_T("第%u个 feature", "feature %u"),
                              draft->nrows ? draft->nrows : 1);
    return true;
}

struct zc_list *zc_list_read_geojson(struct zc_str name, struct zc_str bytes,
                                     struct zc_arena *arena, struct zc_err *err)
{
    struct zc_list_draft draft = { 0 };
    struct zc_list *list = NULL;
    const struct zc_json *json = NULL;

    if (zc_str_starts(bytes, ZC_STR("\xef\xbb\xbf")))
        bytes = zc_str_from(bytes, 3);
    if (zc_utf8_valid(bytes))
        json = zc_json_read(bytes, &draft.arena, err);
    else
        zc_fail(err, ZC_E_INPUT, ZC_T("不是 UTF-8", "not UTF-8"));
    if (json && read_features(&draft, json, err))
        list = zc_list_draft_make(&draft, name, arena);
    zc_list_draft_release(&draft);
    return list;
}

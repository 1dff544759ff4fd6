#include "core/json.h"
#include "core/number.h"
#include "core/utf8.h"
#include <cjson/cJSON.h>

static struct zc_str copy_of(const char *text, struct zc_arena *arena)
{
    return zc_arena_copy(arena, zc_str_of(text));
}

/* Nesting is bounded by cJSON. */
static struct zc_json *take(const cJSON *from, struct zc_arena *arena)
{
    struct zc_json *value = ZC_NEW(arena, struct zc_json, 1), **end = &value->first;

    value->name = copy_of(from->string, arena);
    if (cJSON_IsNumber(from)) {
        value->kind = ZC_JSON_NUMBER;
        value->number = from->valuedouble;
    } else if (cJSON_IsString(from)) {
        value->kind = ZC_JSON_TEXT;
        value->text = copy_of(from->valuestring, arena);
    } else if (cJSON_IsBool(from)) {
        value->kind = ZC_JSON_BOOL;
        value->truth = cJSON_IsTrue(from);
    } else if (cJSON_IsArray(from) || cJSON_IsObject(from)) {
        value->kind = cJSON_IsArray(from) ? ZC_JSON_ARRAY : ZC_JSON_OBJECT;
        for (const cJSON *child = from->child; child; child = child->next, end = &(*end)->next)
            *end = take(child, arena);
    }
    return value;
}

const struct zc_json *zc_json_read(struct zc_str text, struct zc_arena *arena, struct zc_err *err)
{
    const char *whole = zc_arena_cstr(arena, text), *end = whole;
    cJSON *root = zc_utf8_valid(text) ? cJSON_ParseWithOpts(whole, &end, true) : NULL;
    struct zc_json *value = NULL;

    if (root)
        value = take(root, arena);
    else
        zc_fail(err, ZC_E_INPUT, ZC_T("JSON 第%zu字节有错", "the JSON is wrong at byte %zu"),
                (size_t)(end - whole) + 1);
    cJSON_Delete(root);
    return value;
}

const struct zc_json *zc_json_get(const struct zc_json *object, const char *name)
{
    const struct zc_json *member = object && object->kind == ZC_JSON_OBJECT ? object->first : NULL;

    while (member && !zc_str_is(member->name, name))
        member = member->next;
    return member;
}

bool zc_json_plain(const struct zc_json *value, struct zc_arena *arena, struct zc_str *out)
{
    char text[ZC_NUMBER_TEXT];

    *out = (struct zc_str){ 0 };
    switch (value->kind) {
    case ZC_JSON_NULL:
        return true;
    case ZC_JSON_BOOL:
        *out = value->truth ? ZC_STR("true") : ZC_STR("false");
        return true;
    case ZC_JSON_NUMBER:
        *out = zc_arena_copy(arena, (struct zc_str){ text, zc_number_print(value->number, text) });
        return true;
    case ZC_JSON_TEXT:
        *out = value->text;
        return true;
    default:
        return false;
    }
}

void zc_json_put(struct zc_buf *out, struct zc_str text)
{
    zc_buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            zc_buf_printf(out, "\\%c", c);
        else if (c < 0x20)
            zc_buf_printf(out, "\\u%04x", c);
        else
            zc_buf_char(out, (char)c);
    }
    zc_buf_char(out, '"');
}

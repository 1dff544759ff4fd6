#include "forms/list_draft.h"
#include "forms/list_impl.h"
#include <expat.h>
#include <limits.h>

/* The one door to expat. */

enum { LEVEL_ROOT = 1, LEVEL_ITEM, LEVEL_COLUMN };

struct reading {
    XML_Parser parser;
    struct zc_list_draft draft;
    unsigned depth;
    struct zc_buf column, text; /* of the cell at hand */
    struct zc_err err;          /* what made us stop, else empty */
};

static void stop(struct reading *reading)
{
    XML_StopParser(reading->parser, XML_FALSE);
}

static void begin_element(void *ctx, const char *name, const char **attributes)
{
    static const char *const wanted[] = { [LEVEL_ROOT] = "root", [LEVEL_ITEM] = "item" };
    struct reading *reading = ctx;

    (void)attributes;
    reading->depth++;
    if (reading->depth < LEVEL_COLUMN && strcmp(name, wanted[reading->depth]) != 0) {
        zc_fail(&reading->err, ZC_E_INPUT,
                ZC_T("这里应为 <%s>，不是 <%s>：列表写成 <root><item>…</item></root>",
                     "<%s> must stand here, not <%s>: a list is <root><item>…</item></root>"),
                wanted[reading->depth], name);
        stop(reading);
    } else if (reading->depth == LEVEL_ITEM && !zc_list_draft_row(&reading->draft, &reading->err)) {
        stop(reading);
    } else if (reading->depth == LEVEL_COLUMN) {
        zc_buf_reset(&reading->column);
        zc_buf_text(&reading->column, name);
        zc_buf_reset(&reading->text);
    }
}

static void end_element(void *ctx, const char *name)
{
    struct reading *reading = ctx;

    (void)name;
    if (reading->depth-- == LEVEL_COLUMN &&
        !zc_list_draft_put(&reading->draft, zc_buf_str(&reading->column),
                           zc_str_trim(zc_buf_str(&reading->text)), &reading->err))
        stop(reading);
}

static void take_text(void *ctx, const char *text, int len)
{
    struct reading *reading = ctx;

    if (reading->depth >= LEVEL_COLUMN)
        zc_buf_add(&reading->text, (struct zc_str){ text, (size_t)len });
}

static void refuse_doctype(void *ctx, const char *name, const char *system, const char *public,
                           int internal)
{
    struct reading *reading = ctx;

    (void)name, (void)system, (void)public, (void)internal;
    zc_fail(&reading->err, ZC_E_INPUT,
            ZC_T("列表里不能有 DOCTYPE，请删去", "a list must have no DOCTYPE: remove it"));
    stop(reading);
}

static bool parse(struct reading *reading, struct zc_str bytes, struct zc_err *err)
{
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reading->parser, take_text);
    XML_SetStartDoctypeDeclHandler(reading->parser, refuse_doctype);
    if (XML_Parse(reading->parser, bytes.ptr, (int)bytes.len, XML_TRUE) == XML_STATUS_OK)
        return true;
    unsigned long line = XML_GetCurrentLineNumber(reading->parser);
    if (!reading->err.code)
        zc_fail(&reading->err, ZC_E_INPUT, ZC_T("不是 XML：%s", "no XML: %s"),
                XML_ErrorString(XML_GetErrorCode(reading->parser)));
    *err = reading->err;
    return zc_fail_in(err, ZC_T("第%lu行", "line %lu"), line);
}

struct zc_list *zc_list_read_xml(struct zc_str name, struct zc_str bytes, struct zc_arena *arena,
                                 struct zc_err *err)
{
    struct reading reading = { .parser = XML_ParserCreate(NULL) };
    struct zc_list *list = NULL;

    if (!reading.parser)
        zc_fail(err, ZC_E_SYSTEM, ZC_T("内存不足", "out of memory"));
    else if (bytes.len > INT_MAX)
        zc_fail(err, ZC_E_LIMIT, ZC_T("文件太大", "the file is too large"));
    else if (parse(&reading, bytes, err))
        list = zc_list_draft_make(&reading.draft, name, arena);
    XML_ParserFree(reading.parser);
    zc_list_draft_release(&reading.draft);
    zc_buf_release(&reading.column);
    zc_buf_release(&reading.text);
    return list;
}

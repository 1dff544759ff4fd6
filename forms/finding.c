#include "forms/finding.h"
#include "core/alloc.h"
#include <stdarg.h>

/* A sheet that is wrong in every cell need not be told so a million times. */
enum { MAX_FINDINGS = 10000 };

void zc_findings_release(struct zc_findings *findings)
{
    if (!findings)
        return;
    zc_free(findings->all);
    zc_arena_release(&findings->arena);
    *findings = (struct zc_findings){ 0 };
}

void zc_finding_put(struct zc_findings *findings, bool warning, struct zc_str file, uint32_t row,
                    struct zc_str column, struct zc_text what)
{
    size_t cap = findings->cap;

    findings->nerrors += !warning;
    if (findings->n >= MAX_FINDINGS)
        return;
    findings->all = zc_grow(findings->all, findings->n, &cap, sizeof *findings->all);
    findings->cap = (uint32_t)cap;
    findings->all[findings->n++] = (struct zc_finding){
        .warning = warning,
        .file = zc_arena_copy(&findings->arena, file),
        .row = row,
        .column = zc_arena_copy(&findings->arena, column),
        .what = { zc_arena_cstr(&findings->arena, zc_str_of(what.zh)),
                  zc_arena_cstr(&findings->arena, zc_str_of(what.en)) },
    };
}

void zc_finding_add(struct zc_findings *findings, bool warning, struct zc_str file, uint32_t row,
                    struct zc_str column, const char *zh, const char *en, ...)
{
    char text[2][1024];
    va_list args;

    va_start(args, en);
    vsnprintf(text[0], sizeof text[0], zh, args);
    va_end(args);
    va_start(args, en);
    vsnprintf(text[1], sizeof text[1], en, args);
    va_end(args);
    zc_finding_put(findings, warning, file, row, column, (struct zc_text){ text[0], text[1] });
}

static int in_order(const void *a, const void *b)
{
    const struct zc_finding *x = a, *y = b;
    int order = zc_str_cmp(x->file, y->file);

    if (order == 0)
        order = (x->row > y->row) - (x->row < y->row);
    if (order == 0)
        order = zc_str_cmp(x->column, y->column);
    return order ? order : strcmp(x->what.en, y->what.en);
}

void zc_findings_sort(struct zc_findings *findings)
{
    uint32_t n = 0;

    if (findings->n)
        qsort(findings->all, findings->n, sizeof *findings->all, in_order);
    /* What several questions read is told once. */
    for (uint32_t i = 0; i < findings->n; i++) {
        if (!n || in_order(&findings->all[n - 1], &findings->all[i]) != 0)
            findings->all[n++] = findings->all[i];
        else
            findings->nerrors -= !findings->all[i].warning;
    }
    findings->n = n;
}

void zc_finding_print(const struct zc_finding *finding, struct zc_buf *out)
{
    zc_buf_add(out, finding->file);
    if (finding->row)
        zc_buf_printf(out, ZC_T(" 第%u行", " row %u"), finding->row);
    if (finding->column.len)
        zc_buf_printf(out, ZC_T(" %.*s 列", " column %.*s"), ZC_ARG(finding->column));
    zc_buf_text(out, finding->warning ? ZC_T("：提醒：", ": warning: ") : ZC_T("：", ": "));
    zc_buf_text(out, zc_text_get(finding->what));
}

bool zc_findings_fail(const struct zc_findings *findings, struct zc_err *err)
{
    struct zc_buf text = { 0 };

    for (uint32_t i = 0; i < findings->n; i++)
        if (!findings->all[i].warning) {
            zc_finding_print(&findings->all[i], &text);
            break;
        }
    zc_fail(err, ZC_E_INPUT, ZC_T("调查方案有%u处错误：%s", "the survey pack has %u errors: %s"),
            findings->nerrors, zc_buf_cstr(&text));
    zc_buf_release(&text);
    return false;
}

#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screen_import_impl.h"
#include "tui/store_card.h"
#include <stdio.h>

/* Words */

/* Messages name files by their whole path, which says nothing here: the name does. */
static void put_message(const struct zc_merge_file *file, struct zc_str message, struct zc_buf *out)
{
    size_t at = zc_str_find(message, file->path);
    if (at == SIZE_MAX) {
        zc_buf_add(out, message);
        return;
    }
    zc_buf_add(out, zc_str_head(message, at));
    zc_buf_add(out, file->name);
    zc_buf_add(out, zc_str_from(message, at + file->path.len));
}

static void put_notice(const struct zc_list_notice *notice, struct zc_buf *out)
{
    zc_buf_printf(out, ZC_T("第 %llu 行", "line %llu"), (unsigned long long)notice->line);
    if (notice->column.len > 0)
        zc_buf_printf(out, ZC_T(" “%.*s”", " '%.*s'"), ZC_ARG(notice->column));
    if (notice->value.len > 0)
        zc_buf_printf(out, " %.*s", ZC_ARG(notice->value));
    zc_buf_printf(out, ZC_T("：%.*s", ": %.*s"), ZC_ARG(notice->reason));
    if (notice->proposal.len > 0)
        zc_buf_printf(out, " %s %.*s", zc_glyph(ZC_GLYPH_CRUMB), ZC_ARG(notice->proposal));
}

static const struct zc_list_notice *first_refused(const struct zc_merge_file *file)
{
    for (size_t i = 0; i < file->nnotices; i++)
        if (file->notices[i].refused)
            return &file->notices[i];
    return NULL;
}

static bool is_cut(const struct zc_merge_file *file)
{
    return file->done && file->kind == ZC_INTAKE_EXCHANGE && !file->complete;
}

static bool is_known(const struct zc_merge_file *file)
{
    return file->done && file->counts.same > 0 &&
           file->counts.same == zc_merge_records(&file->counts);
}

void zc_import_put_reason(const struct zc_merge *merge, const struct zc_merge_file *file,
                          struct zc_buf *out)
{
    const struct zc_intake_counts *n = &file->counts;
    const struct zc_list_notice *refused = first_refused(file);
    if (file->err.code != ZC_OK) {
        put_message(file, zc_str_of(file->err.msg), out);
    } else if (n->damaged > 0) {
        zc_buf_printf(out,
                      ZC_T("第 %llu 行起有 %llu 行损坏，其余照收：%.*s",
                           "from line %llu on %llu lines are damaged, the others are taken: %.*s"),
                      (unsigned long long)file->first_damaged, (unsigned long long)n->damaged,
                      ZC_ARG(file->reason));
    } else if (is_cut(file)) {
        zc_buf_text(out, ZC_T("不完整：缺结尾（文件被截断或改动），完好的可先合并，请对方重新导出",
                              "cut off: the end line is missing; what is whole can be merged, ask "
                              "for the file again"));
    } else if (refused) {
        zc_buf_printf(out, ZC_T("%llu 行不收，其余照收：", "%llu rows refused, the others taken: "),
                      (unsigned long long)n->refused);
        put_notice(refused, out);
    } else if (n->conflict > 0) {
        zc_buf_printf(out,
                      merge->dry_run
                          ? ZC_T("%llu 条会有冲突，由组长裁定，两边的值都留着",
                                 "there will be conflicts in %llu, for the leader to decide")
                          : ZC_T("%llu 条有冲突，由组长裁定，两边的值都留着",
                                 "conflicts in %llu, for the leader to decide"),
                      (unsigned long long)n->conflict);
    } else if (is_known(file)) {
        zc_buf_text(out, ZC_T("内容都已有，再合并一次也不会重复",
                              "all of it is here already; merging it again changes nothing"));
    } else if (!file->done && !merge->dry_run && merge->job.state == ZC_JOB_STOPPED) {
        zc_buf_text(out, ZC_T("没有做完，再导入一次即补齐", "not done; import it again"));
    } else if (file->nnotices > 0) {
        put_notice(&file->notices[0], out);
    }
}

static const char *kind_label(enum zc_intake_kind kind)
{
    static const struct zc_text labels[] = { { "交换包", "exchange" },
                                             { "台账", "table" },
                                             { "名单", "list" } };
    return zc_text_get(labels[kind]);
}

void zc_import_put_details(const struct zc_merge *merge, const struct zc_merge_file *file,
                           struct zc_buf *out)
{
    const struct zc_intake_counts *n = &file->counts;
    size_t before;
    zc_buf_printf(out, "%.*s  %s\n\n", ZC_ARG(file->name), kind_label(file->kind));
    zc_buf_printf(out,
                  ZC_T("条数 %llu  新增 %llu  更新 %llu  相同 %llu  冲突 %llu  疑重 %llu  拒收 "
                       "%llu\n\n",
                       "records %llu: new %llu, changed %llu, same %llu, conflict %llu, perhaps "
                       "twice %llu, refused %llu\n\n"),
                  (unsigned long long)zc_merge_records(n), (unsigned long long)n->new_records,
                  (unsigned long long)n->changed, (unsigned long long)n->same,
                  (unsigned long long)n->conflict, (unsigned long long)n->dup,
                  (unsigned long long)n->refused);
    before = out->len;
    zc_import_put_reason(merge, file, out);
    if (out->len > before)
        zc_buf_text(out, "\n\n");
    for (size_t i = 0; i < file->nnotices; i++) {
        put_notice(&file->notices[i], out);
        zc_buf_char(out, '\n');
    }
    if (file->nmore > 0)
        zc_buf_printf(out,
                      ZC_T("另有 %zu 处；命令 zaoce import --report 文件.csv 列出全部",
                           "%zu more; zaoce import --report FILE.csv lists all"),
                      file->nmore);
}

/* Drawing */

static void draw_tabs(const struct zc_import_screen *import, struct zc_canvas *canvas)
{
    static const struct zc_text names[IMPORT_STEPS] = {
        { "选包", "files" }, { "预览", "preview" }, { "合并", "merge" }, { "结果", "result" }
    };
    static const struct zc_text next[] = {
        { "F2 预览", "F2 previews" }, { "F2 开始合并", "F2 merges" }, { "", "" }, { "", "" }
    };
    zc_frame_steps(canvas, names, IMPORT_STEPS, import->step);
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_DIM,
                        zc_str_of(zc_text_get(next[import->step - 1])));
}

static void draw_focus(struct zc_canvas *canvas, int row)
{
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

static void draw_file(const struct zc_import_screen *import, struct zc_canvas *canvas, int row,
                      size_t i)
{
    const struct zc_incoming *file = &import->files[i];
    struct zc_arena arena = { 0 };
    struct zc_buf size = { 0 };
    struct zc_moment moment = { file->written_ms, import->survey->clock.offset_min };
    char at[ZC_DATETIME_TEXT];
    int right = canvas->cols - 1, kind = right - 32;
    zc_moment_print(moment, false, at);
    zc_bytes_print(file->bytes, &size);
    if (file->marked)
        zc_canvas_text(canvas, row, 2, ZC_STYLE_STRONG, zc_glyph(ZC_GLYPH_MARKED));
    zc_canvas_fit(canvas, row, 4, kind - 5, ZC_STYLE_NORMAL, file->name, false);
    zc_canvas_text(canvas, row, kind, ZC_STYLE_NORMAL, kind_label(file->kind));
    zc_canvas_put_right(canvas, row, kind + 18, ZC_STYLE_NORMAL, zc_buf_str(&size));
    zc_canvas_put_right(canvas, row, right, ZC_STYLE_NORMAL,
                        zc_card_time(zc_str_of(at), &import->survey->clock, &arena));
    if (i == import->focus)
        draw_focus(canvas, row);
    zc_buf_release(&size);
    zc_arena_release(&arena);
}

static void draw_site(const struct zc_import_screen *import, struct zc_canvas *canvas)
{
    const struct zc_site *site = &import->site;
    struct zc_buf text = { 0 };
    zc_canvas_text(canvas, 3, 1, ZC_STYLE_DIM, ZC_T("从", "from"));
    if (!site->from)
        zc_buf_text(&text, ZC_T("还没有选位置", "no folder chosen yet"));
    else if (site->kind == ZC_SITE_STICK)
        zc_buf_printf(&text, ZC_T("U 盘 %.*s", "stick %.*s"), ZC_ARG(site->name));
    else if (site->kind == ZC_SITE_HOME)
        zc_buf_text(&text, ZC_T("本机 ~/zaoce", "this machine ~/zaoce"));
    else
        zc_buf_add(&text, site->name);
    zc_canvas_fit(canvas, 3, 7, canvas->cols - 22, ZC_STYLE_STRONG, zc_buf_str(&text), false);
    zc_canvas_put_right(canvas, 3, canvas->cols - 1, ZC_STYLE_DIM,
                        zc_str_of(ZC_T("F4 换位置", "F4 another")));
    zc_buf_release(&text);
}

static void draw_pick(const struct zc_import_screen *import, struct zc_canvas *canvas)
{
    int bottom = canvas->rows - 5, fit = bottom - 5;
    size_t first = import->focus >= (size_t)fit ? import->focus - (size_t)fit + 1 : 0, marked = 0;
    draw_site(import, canvas);
    zc_canvas_rule(canvas, 4);
    for (size_t i = 0; i < import->nfiles; i++)
        marked += import->files[i].marked;
    for (size_t i = first; i < import->nfiles && i < first + (size_t)fit; i++)
        draw_file(import, canvas, 5 + (int)(i - first), i);
    if (import->nfiles == 0) {
        zc_canvas_text(
            canvas, 6, 3, ZC_STYLE_NORMAL,
            ZC_T("这里没有交换包、台账或名单。", "no exchange file, table or list here."));
        zc_canvas_text(canvas, 7, 3, ZC_STYLE_DIM,
                       ZC_T("插上 U 盘后按 F4 换位置，或写一个文件夹",
                            "plug in a stick and press F4, or name a folder"));
        zc_canvas_cursor(canvas, 6, 3);
    }
    zc_canvas_printf(canvas, bottom + 1, 3, ZC_STYLE_DIM,
                     ZC_T("已选 %zu / %zu 个。合并不分先后，同一个包再合并也不会重复",
                          "%zu of %zu chosen; any order gives the same result"),
                     marked, import->nfiles);
}

/* Columns from the right: their ends, and whether 60 columns have room for them. */
static const struct {
    struct zc_text head;
    int end;    /* from the right edge */
    int narrow; /* the same in a narrow window, 0: not shown */
} columns[] = {
    { { "条数", "all" }, 47, 31 },   { { "新增", "new" }, 40, 24 },
    { { "更新", "change" }, 33, 0 }, { { "相同", "same" }, 26, 17 },
    { { "冲突", "confl" }, 19, 10 }, { { "疑重", "twice" }, 13, 0 },
    { { "拒收", "refuse" }, 6, 3 },
};
enum { COLUMNS = sizeof columns / sizeof columns[0], REASONS = 3 };

static int column_end(const struct zc_canvas *canvas, size_t i)
{
    int from_right = canvas->cols < 80 ? columns[i].narrow : columns[i].end;
    return from_right > 0 ? canvas->cols - from_right + 2 : 0;
}

/* From 100,000 on the commas have no room. */
static void draw_count(struct zc_canvas *canvas, int row, int end, uint64_t n)
{
    char text[24];
    if (n < 100000) {
        zc_canvas_number(canvas, row, end, ZC_STYLE_NORMAL, n);
        return;
    }
    snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    zc_canvas_put_right(canvas, row, end, ZC_STYLE_NORMAL, zc_str_of(text));
}

static void draw_counts(struct zc_canvas *canvas, int row, const struct zc_intake_counts *n)
{
    const uint64_t numbers[COLUMNS] = { zc_merge_records(n), n->new_records, n->changed, n->same,
                                        n->conflict,         n->dup,         n->refused };
    for (size_t i = 0; i < COLUMNS; i++)
        if (column_end(canvas, i) > 0)
            draw_count(canvas, row, column_end(canvas, i), numbers[i]);
}

/* The ending says nothing that the kind does not. */
static struct zc_str short_name(const struct zc_merge_file *file)
{
    static const struct zc_str ending = ZC_LIT(".zc1.csv");
    return zc_str_ends(file->name, ending) ? zc_str_head(file->name, file->name.len - ending.len)
                                           : file->name;
}

static void draw_mark(const struct zc_import_screen *import, struct zc_canvas *canvas, int row,
                      size_t i)
{
    const struct zc_merge_file *file = &import->merge->files[i];
    enum zc_glyph glyph = ZC_GLYPH_DONE;
    enum zc_style style = ZC_STYLE_GOOD;
    if (import->left_out && import->left_out[i]) {
        glyph = ZC_GLYPH_OFF;
        style = ZC_STYLE_DIM;
    } else if (file->err.code != ZC_OK || is_cut(file) || file->counts.refused > 0 ||
               file->counts.damaged > 0 || !file->done) {
        glyph = ZC_GLYPH_ERROR;
        style = ZC_STYLE_ERROR;
    } else if (is_known(file)) {
        glyph = ZC_GLYPH_CARRIED;
        style = ZC_STYLE_DIM;
    }
    zc_canvas_text(canvas, row, 2, style, zc_glyph(glyph));
}

/* A paragraph each for the files that there is something to say of, the focused one first. */
static void draw_reasons(const struct zc_import_screen *import, struct zc_canvas *canvas, int row,
                         int end)
{
    const struct zc_merge *merge = import->merge;
    struct zc_buf text = { 0 };
    for (size_t i = 0; i < merge->n && row < end; i++) {
        const struct zc_merge_file *file = &merge->files[(import->row + i) % merge->n];
        struct zc_str rest, line;
        zc_buf_reset(&text);
        zc_import_put_reason(merge, file, &text);
        if (text.len == 0)
            continue;
        zc_canvas_fit(canvas, row, 2, 21, ZC_STYLE_STRONG, short_name(file), false);
        rest = zc_buf_str(&text);
        while (row < end && zc_text_wrap(&rest, (unsigned)canvas->cols - 25, &line))
            zc_canvas_put(canvas, row++, 24, ZC_STYLE_NORMAL, line);
    }
    zc_buf_release(&text);
}

/* Where to go on; the duplicates are those of the whole ledger now. */
static void draw_next(const struct zc_import_screen *import, struct zc_canvas *canvas, int row)
{
    const struct zc_merge *merge = import->merge;
    struct zc_buf text = { 0 };
    size_t npairs;
    if (import->step == IMPORT_PREVIEW)
        zc_buf_text(&text, ZC_T("还没有写入任何内容。合并前自动备份，其后可整批撤销",
                                "nothing is written yet; a backup comes first"));
    else if (merge->backup.report.few)
        zc_buf_text(&text, ZC_T("磁盘快满了，只留着最近的备份；^Z 整批撤销",
                                "disk nearly full: only the newest backup stays"));
    else if (zc_merge_pairs(merge, &npairs))
        zc_buf_printf(&text,
                      ZC_T("首页 4 定冲突，5 看疑似重复(现有 %zu 对)；Enter 看明细",
                           "at home 4 conflicts, 5 duplicates (%zu pairs); Enter: more"),
                      npairs);
    else
        zc_buf_text(&text, ZC_T("冲突、疑重在首页按 4、5；损坏和拒收的行 Enter 看明细",
                                "at home 4 conflicts, 5 duplicates; Enter: refused rows"));
    zc_canvas_put(canvas, row, 3, ZC_STYLE_DIM, zc_buf_str(&text));
    zc_buf_release(&text);
}

static void draw_table(const struct zc_import_screen *import, struct zc_canvas *canvas)
{
    const struct zc_merge *merge = import->merge;
    struct zc_intake_counts sum;
    int bottom = canvas->rows - 5, row = 5;
    int fit = bottom - 8 > REASONS ? bottom - 8 - REASONS : 1; /* the file in focus always shows */
    size_t first = import->row >= (size_t)fit ? import->row - (size_t)fit + 1 : 0;
    int name = column_end(canvas, 0) - 11;
    zc_canvas_text(canvas, 3, 4, ZC_STYLE_STRONG, ZC_T("文件", "file"));
    for (size_t i = 0; i < COLUMNS; i++)
        if (column_end(canvas, i) > 0)
            zc_canvas_put_right(canvas, 3, column_end(canvas, i), ZC_STYLE_STRONG,
                                zc_str_of(zc_text_get(columns[i].head)));
    zc_canvas_rule(canvas, 4);
    for (size_t i = first; i < merge->n && i < first + (size_t)fit; i++, row++) {
        draw_mark(import, canvas, row, i);
        zc_canvas_fit(canvas, row, 4, name, ZC_STYLE_NORMAL, short_name(&merge->files[i]), false);
        if (merge->files[i].begun && merge->files[i].err.code == ZC_OK)
            draw_counts(canvas, row, &merge->files[i].counts);
        if (i == import->row)
            draw_focus(canvas, row);
    }
    zc_canvas_rule(canvas, row);
    zc_merge_sum(merge, &sum);
    zc_canvas_printf(canvas, row + 1, 4, ZC_STYLE_NORMAL,
                     merge->n > 1 ? ZC_T("合计 %zu 个", "%zu files") : ZC_T("合计", "total"),
                     merge->n);
    draw_counts(canvas, row + 1, &sum);
    draw_reasons(import, canvas, row + 3, bottom);
    draw_next(import, canvas, bottom + 1);
}

void zc_import_screen_draw(const void *state, struct zc_canvas *canvas)
{
    const struct zc_import_screen *import = state;
    char right[64];
    snprintf(right, sizeof right, ZC_T("第 %d 步 / 共 %d 步", "step %d of %d"), import->step,
             IMPORT_STEPS);
    zc_screens_title(canvas, import->survey, ZC_T("合并导入", "merge"), zc_str_of(right));
    draw_tabs(import, canvas);
    zc_canvas_rule(canvas, 2);
    zc_canvas_rule(canvas, canvas->rows - 5);
    if (import->step == IMPORT_PICK) {
        draw_pick(import, canvas);
    } else if (import->step == IMPORT_MERGE) {
        import->merge->job.ops->draw(&import->merge->job, canvas, 4, 3, canvas->cols - 6);
        zc_canvas_cursor(canvas, 4, 3);
    } else {
        draw_table(import, canvas);
    }
}

#include "tui/glyph.h"
#include "tui/screen_ledger_impl.h"

/* The pane at the right of a wide ledger (预览): the record under the cursor, what is answered in
 * it and what was noted on it. */

void zc_ledger_preview_release(struct zc_ledger_preview *preview)
{
    zc_record_view_release(&preview->record);
    zc_arena_release(&preview->arena);
    *preview = (struct zc_ledger_preview){ 0 };
}

static void add_line(struct zc_ledger_preview *preview, struct zc_str label, struct zc_str value,
                     enum zc_style style)
{
    preview->lines[preview->n++] = (struct zc_ledger_preview_line){ label, value, style };
}

static void take_lines(struct zc_ledger_preview *preview)
{
    const struct zc_record_view *record = &preview->record;
    struct zc_arena *arena = &preview->arena;
    uint32_t changes = record->dossier.history.n;
    preview->title = zc_dossier_heading(&record->dossier, arena);
    preview->lines =
        ZC_NEW(arena, struct zc_ledger_preview_line, record->nitems + record->nnotes + 1);
    for (uint32_t i = 0; i < record->nitems; i++) {
        const struct zc_record_item *item = &record->items[i];
        if (!item->empty)
            add_line(preview, item->label, item->value,
                     item->conflict ? ZC_STYLE_CONFLICT : ZC_STYLE_NORMAL);
    }
    for (uint32_t i = 0; i < record->nnotes; i++)
        add_line(preview, record->notes[i].label, record->notes[i].text, ZC_STYLE_INFO);
    add_line(preview, zc_str_of(ZC_T("历史", "history")),
             zc_arena_printf(arena, ZC_T("%u 次修改", "%u change(s)"), changes), ZC_STYLE_DIM);
}

void zc_ledger_preview_load(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_ledger_preview *preview = &ledger->preview;
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    bool focused = preview->focused;
    struct zc_err err = { 0 };
    if (row && zc_rid_eq(row->rid, preview->rid) && preview->number == ledger->view.number)
        return;
    zc_ledger_preview_release(preview);
    preview->focused = focused;
    if (!row || row->broken)
        return;
    preview->rid = row->rid;
    preview->number = ledger->view.number;
    if (zc_record_view_load(&preview->record, app->survey, row->rid, &err))
        take_lines(preview);
}

void zc_ledger_preview_draw(const struct zc_ledger_preview *preview, struct zc_canvas *canvas)
{
    enum { LABEL = 16 };
    int edge = ZC_LEDGER_TABLE_COLS, col = edge + 2, last = canvas->rows - 6;
    int room = canvas->cols - col - 1;
    for (int row = 1; row <= last; row++)
        zc_canvas_text(canvas, row, edge, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_V));
    int at = zc_canvas_text(canvas, 1, col, ZC_STYLE_STRONG, ZC_T("预览  ", "preview  "));
    zc_canvas_fit(canvas, 1, at, canvas->cols - 1 - at,
                  preview->focused ? ZC_STYLE_TITLE : ZC_STYLE_STRONG, preview->title, false);
    for (uint32_t i = preview->top; i < preview->n; i++) {
        int row = 4 + (int)(i - preview->top);
        if (row > last)
            break;
        zc_canvas_fit(canvas, row, col, LABEL, ZC_STYLE_DIM, preview->lines[i].label, false);
        zc_canvas_fit(canvas, row, col + LABEL + 1, room - LABEL - 1, preview->lines[i].style,
                      preview->lines[i].value, false);
    }
}

bool zc_ledger_preview_scroll(struct zc_ledger_preview *preview, int by)
{
    enum { REST = 4 }; /* lines that stay in sight */
    if (!preview->focused)
        return false;
    if (by < 0)
        preview->top -= preview->top > 0;
    else
        preview->top += preview->top + REST < preview->n;
    return true;
}

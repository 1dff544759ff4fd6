#include "tests/check.h"
#include "tui/canvas.h"
#include "tui/glyph.h"
#include "tui/keys.h"

static const struct {
    const char *name;
    int col;
    const char *first, *second;
    int second_col;
    const char *row;
} overlaps[] = {
    { "a narrow one over the left half", 0, "甲乙", "x", 0, "x 乙" },
    { "a narrow one over the right half", 0, "甲乙", "x", 1, " x乙" },
    { "a wide one between two", 0, "甲乙", "丙", 1, " 丙" },
    { "does not fit at the edge", 0, "abcdefg", "丙", 9, "abcdefg" },
    { "fits at the edge", 0, "a", "丙", 8, "a       丙" },
    { "an escape sequence shows", 0, "", "\x1b[2J", 0, "^[[2J" },
};

static void check_overlaps(void)
{
    struct zc_canvas canvas = { 0 };
    struct zc_buf row = { 0 };
    for (size_t i = 0; i < sizeof overlaps / sizeof overlaps[0]; i++) {
        zc_canvas_resize(&canvas, 2, 10);
        zc_canvas_text(&canvas, 0, overlaps[i].col, ZC_STYLE_NORMAL, overlaps[i].first);
        zc_canvas_text(&canvas, 0, overlaps[i].second_col, ZC_STYLE_NORMAL, overlaps[i].second);
        zc_buf_reset(&row);
        zc_canvas_row(&canvas, 0, &row);
        zc_checkf(zc_str_is(zc_buf_str(&row), overlaps[i].row), "%s: '%s'", overlaps[i].name,
                  zc_buf_cstr(&row));
        zc_checkf(zc_canvas_row_is_whole(&canvas, 0), "%s: the row is whole", overlaps[i].name);
    }
    zc_buf_release(&row);
    zc_canvas_release(&canvas);
}

static void check_keys(void)
{
    struct zc_str script = ZC_STR("a<F2>甲<C-n><lt><S-Tab>");
    const int want[] = { 'a', ZC_KEY_F2, 0x7532, ZC_KEY_CTRL('N'), '<', ZC_KEY_BACKTAB };
    char buf[8];
    int key;
    bool ok = true;
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        ok &= zc_key_parse(&script, &key) && key == want[i];
    zc_check("a script of keys", ok && !zc_key_parse(&script, &key));
    zc_check("^S is F2, ^C is Esc", zc_key_alias(ZC_KEY_CTRL('S')) == ZC_KEY_F2 &&
                                        zc_key_alias(ZC_KEY_CTRL('C')) == ZC_KEY_ESC);
    zc_check("names", zc_str_is(zc_str_of(zc_key_name(ZC_KEY_CTRL('N'), buf)), "^N") &&
                          zc_str_is(zc_str_of(zc_key_name('n', buf)), "n"));
}

int main(void)
{
    struct zc_canvas canvas = { 0 };
    struct zc_buf row = { 0 };
    check_overlaps();
    check_keys();
    zc_canvas_resize(&canvas, 4, 12);
    zc_canvas_box(&canvas, 0, 0, 4, 12, ZC_STR("标题"), ZC_STR("Esc关"));
    zc_canvas_row(&canvas, 0, &row);
    zc_checkf(zc_str_is(zc_buf_str(&row), "┌─ 标题 ───┐"), "a box: %s", zc_buf_cstr(&row));
    zc_glyph_set_ascii(true);
    for (int i = 0; i < ZC_GLYPH_COUNT; i++)
        if (zc_glyph((enum zc_glyph)i)[0] & 0x80)
            zc_checkf(false, "glyph %d is not ASCII", i);
    zc_check("every sign has an ASCII form", zc_glyph_is_ascii());
    zc_buf_release(&row);
    zc_canvas_release(&canvas);
    return zc_check_done();
}

#include "tests/check.h"
#include "tui/edit.h"
#include "tui/keys.h"
#include "tui/term_probe.h"
#include <string.h>

/* Scripts of keys (tui/keys.h) on a value; '|' in the expectation is the cursor. */
static const struct {
    const char *name, *value, *keys, *expect;
} cases[] = {
    { "the first key replaces", "old", "新", "新|" },
    { "an arrow keeps", "old", "<Left>x", "olx|d" },
    { "backspace takes a character with its mark", "ae\xCC\x81", "<BS>", "a|" },
    { "delete takes a Han character", "甲乙", "<Home><Del>", "|乙" },
    { "^U clears", "甲乙", "<C-u>", "|" },
    { "^K clears to the end", "甲乙丙", "<Home><Right><C-k>", "甲|" },
    { "^W takes a run of Han", "A 西宁", "<End><C-w>", "A |" },
    { "word left stops between kinds", "莫家街27号", "<C-Left><C-Left>", "莫家街|27号" },
    { "word right", "ab 甲乙", "<Home><C-Right>", "ab |甲乙" },
    { "typing in the middle", "甲丙", "<Left>乙", "甲乙|丙" },
};

static void check_case(size_t at)
{
    struct zc_edit edit = { 0 };
    struct zc_buf got = { 0 };
    struct zc_str script = zc_str_of(cases[at].keys), expect = zc_str_of(cases[at].expect);
    int key;
    zc_edit_set(&edit, zc_str_of(cases[at].value));
    while (zc_key_parse(&script, &key))
        zc_edit_key(&edit, key);
    zc_buf_add(&got, zc_str_head(zc_edit_text(&edit), edit.at));
    zc_buf_char(&got, '|');
    zc_buf_add(&got, zc_str_from(zc_edit_text(&edit), edit.at));
    zc_checkf(zc_str_eq(zc_buf_str(&got), expect), "%s: %s", cases[at].name, zc_buf_cstr(&got));
    zc_buf_release(&got);
    zc_edit_release(&edit);
}

static void check_paste(void)
{
    struct zc_edit edit = { .max_chars = 10 };
    zc_edit_set(&edit, ZC_STR(""));
    zc_edit_insert(&edit, ZC_STR("一\r\n二\x1b[2J\t三"));
    zc_check("a paste in one line: blanks for line ends, no controls",
             zc_str_is(zc_edit_text(&edit), "一 二[2J 三"));
    zc_edit_insert(&edit, ZC_STR("四五六七八"));
    zc_check("what does not fit is left out whole",
             edit.full && zc_str_is(zc_edit_text(&edit), "一 二[2J 三"));
    edit.multiline = true;
    zc_edit_set(&edit, ZC_STR(""));
    zc_edit_insert(&edit, ZC_STR("一\r\n二"));
    zc_check("several lines", zc_str_is(zc_edit_text(&edit), "一\n二"));
    zc_edit_release(&edit);
}

static void check_scroll(void)
{
    struct zc_edit edit = { 0 };
    struct zc_canvas canvas = { 0 };
    struct zc_buf row = { 0 };
    zc_canvas_resize(&canvas, 1, 12);
    zc_edit_set(&edit, ZC_STR("一二三四五六七"));
    zc_edit_draw(&edit, &canvas, 0, 1, 7, true, false);
    zc_canvas_row(&canvas, 0, &row);
    zc_checkf(zc_str_is(zc_buf_str(&row), " 五六七") && canvas.cursor_col == 7 &&
                  zc_canvas_row_is_whole(&canvas, 0),
              "a long value scrolls: '%s' cursor %d", zc_buf_cstr(&row), canvas.cursor_col);
    zc_edit_draw(&edit, &canvas, 0, 1, 7, false, true);
    zc_buf_reset(&row);
    zc_canvas_row(&canvas, 0, &row);
    zc_check("masked", zc_str_is(zc_buf_str(&row), " *******"));
    zc_buf_release(&row);
    zc_canvas_release(&canvas);
    zc_edit_release(&edit);
}

static void check_probe(void)
{
    struct zc_probe probe = { 0 };
    static const char narrow[] = "\033[1;2R\033[?2026;2$y\033[?62;c";
    static const char wide[] = "\033[1;3R\033[?62;c";
    static const char typed[] = "ab\033[1;2R\033[A\033[?1;2c";
    zc_check("a narrow line sign, frames held back",
             zc_probe_read(&probe, narrow, sizeof narrow - 1) && !probe.ascii &&
                 probe.synchronized);
    zc_check("a wide line sign: ASCII",
             zc_probe_read(&probe, wide, sizeof wide - 1) && probe.ascii);
    zc_check("keys typed in between are kept", zc_probe_read(&probe, typed, sizeof typed - 1) &&
                                                   probe.ntyped == 5 &&
                                                   !memcmp(probe.typed, "ab\033[A", 5));
    zc_check("half an answer is none", !zc_probe_read(&probe, "\033[1;", 4));
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(i);
    check_paste();
    check_scroll();
    check_probe();
    return zc_check_done();
}

#include "core/file_name.h"
#include "core/utf8.h"
#include "tests/check.h"
#include <string.h>

static const struct {
    const char *name;
    struct zc_str path, want;
} cases[] = {
    { "a name", ZC_LIT("门头.jpg"), ZC_LIT("门头.jpg") },
    { "the last part of a path", ZC_LIT("/home/a/照片/1.JPG"), ZC_LIT("1.JPG") },
    { "of a path of Windows", ZC_LIT("C:\\photos\\1.jpg"), ZC_LIT("1.jpg") },
    { "a slash behind", ZC_LIT("photos/"), ZC_LIT("photos") },
    { "the way up", ZC_LIT("../../etc/passwd"), ZC_LIT("passwd") },
    { "only the way up", ZC_LIT("../.."), ZC_LIT("file") },
    { "nothing", ZC_LIT(""), ZC_LIT("file") },
    { "a slash", ZC_LIT("/"), ZC_LIT("file") },
    { "dots in front", ZC_LIT("...rc"), ZC_LIT("rc") },
    { "characters with a meaning elsewhere", ZC_LIT("a:b*c?d\"e<f>g|h.txt"),
      ZC_LIT("a_b_c_d_e_f_g_h.txt") },
    { "control characters go", ZC_LIT("a\001b\033[31mc\x7f.txt"), ZC_LIT("ab[31mc.txt") },
    { "a line end", ZC_LIT("a\nb.txt"), ZC_LIT("a_b.txt") },
    { "a bidi control goes", ZC_LIT("gpj.\xe2\x80\xaetxt"), ZC_LIT("gpj.txt") },
    { "bad bytes end it", ZC_LIT("ab\xff.txt"), ZC_LIT("ab") },
    { "blanks at the ends", ZC_LIT("  a b .jpg "), ZC_LIT("a b.jpg") },
    { "no ending", ZC_LIT("a.b c"), ZC_LIT("a.b c") },
};

int main(void)
{
    struct zc_buf out = { 0 }, path = { 0 };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zc_buf_reset(&out);
        zc_file_name_put(cases[i].path, &out);
        zc_checkf(zc_str_eq(zc_buf_str(&out), cases[i].want), "%s: %.*s", cases[i].name,
                  ZC_ARG(zc_buf_str(&out)));
        zc_checkf(zc_file_name_is(zc_buf_str(&out)), "%s: stays as it is", cases[i].name);
    }
    for (size_t i = 0; i < 100; i++)
        zc_buf_text(&path, "长");
    zc_buf_text(&path, ".jpeg");
    zc_buf_reset(&out);
    zc_file_name_put(zc_buf_str(&path), &out);
    zc_check("a long name keeps its ending and whole characters",
             out.len <= ZC_FILE_NAME_MAX && out.len > ZC_FILE_NAME_MAX - 3 &&
                 zc_utf8_valid(zc_buf_str(&out)) &&
                 zc_str_ends(zc_buf_str(&out), ZC_STR("长.jpeg")));
    zc_check("and is one", zc_file_name_is(zc_buf_str(&out)));
    zc_check("a path is none", !zc_file_name_is(ZC_STR("a/b")));
    zc_buf_release(&out);
    zc_buf_release(&path);
    return zc_check_done();
}

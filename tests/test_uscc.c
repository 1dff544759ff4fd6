#include "core/csv.h"
#include "core/uscc.h"
#include "tests/check.h"
#include <string.h>

/* Vectors of codes: kind, input, cleaned form, verdict, why. `lost-precision` is judged as an
 * import does, everything else as at entry. */

static void check_row(struct zc_str kind, struct zc_str input, struct zc_str clean,
                      struct zc_str verdict)
{
    struct zc_buf code = { 0 };
    zc_code_clean(input, &code);
    bool as_import = zc_str_is(verdict, "lost-precision");
    const char *got = zc_verdict_name(zc_uscc_judge(input, as_import));
    bool ok;
    if (zc_str_is(kind, "orgcode"))
        ok = zc_orgcode_ok(zc_buf_str(&code)) == zc_str_is(verdict, "valid");
    else if (zc_str_is(kind, "regno"))
        ok = zc_regno_ok(zc_buf_str(&code)) ==
             (zc_str_is(verdict, "valid") || zc_str_is(verdict, "legacy-13"));
    else
        ok = zc_str_is(verdict, got);
    zc_checkf(ok, "%.*s %.*s: %.*s (%s)", ZC_ARG(kind), ZC_ARG(input), ZC_ARG(verdict), got);
    if (clean.len > 0 && !as_import)
        zc_checkf(zc_str_eq(clean, zc_buf_str(&code)), "%.*s cleaned: %s", ZC_ARG(input),
                  zc_buf_cstr(&code));
    zc_buf_release(&code);
}

static bool take(void *ctx, const struct zc_csv_row *row)
{
    (void)ctx;
    if (row->line > 1 && row->ncells >= 4)
        check_row(row->cells[0], row->cells[1], row->cells[2], row->cells[3]);
    return true;
}

static bool repairs(const char *damaged, const char *code)
{
    enum { MOST = 16 };
    char found[MOST][ZC_USCC_LEN + 1];
    size_t n = zc_uscc_repair(zc_str_of(damaged), found, MOST);
    bool ok = !code;
    for (size_t i = 0; code && i < n && i < MOST; i++)
        ok = ok || !strcmp(found[i], code);
    return code ? ok : n == 0;
}

static void repairing(void)
{
    zc_check("15 digits in scientific notation",
             repairs("9.16300007104493E+17", "916300007104492831"));
    zc_check("with a longer exponent", repairs("9.16300007104493E+017", "916300007104492831"));
    zc_check("15 digits and zeros", repairs("916300007104492000", "916300007104492831"));
    zc_check("a binary double", repairs("916300007104492800", "916300007104492831"));
    zc_check("six digits are too few", repairs("9.1630E+17", NULL));
    zc_check("a code with letters was never a number", repairs("91350100M000100Y43", NULL));
    zc_check("other text", repairs("没有", NULL));
}

static void mending(void)
{
    struct zc_buf out = { 0 };
    zc_check("the check character of a code",
             zc_uscc_check_char(ZC_STR("91350100M000100Y43")) == '3');
    zc_check("of its first 17", zc_uscc_check_char(ZC_STR("91350100M000100Y4")) == '3');
    zc_check("none for 16", zc_uscc_check_char(ZC_STR("91350100M000100Y")) == 0);
    zc_check("none with a letter that is not used",
             zc_uscc_check_char(ZC_STR("9I350100M000100Y43")) == 0);
    zc_check("O and I were meant as 0 and 1",
             zc_uscc_mend(ZC_STR("9I3501O0M0001OOY43"), &out) &&
                 zc_str_is(zc_buf_str(&out), "91350100M000100Y43"));
    zc_buf_reset(&out);
    zc_check("no guess when the checks still fail",
             !zc_uscc_mend(ZC_STR("9I3501O0M0001OOY44"), &out) && out.len == 0);
    zc_buf_release(&out);
}

int main(int argc, char **argv)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
    if (zc_check("the vectors are there", file != NULL)) {
        bytes.len = fread(zc_buf_room(&bytes, 1 << 16), 1, 1 << 16, file);
        fclose(file);
        zc_check("and read", zc_csv_read(zc_buf_str(&bytes), ',', take, NULL, NULL, &err));
    }
    mending();
    repairing();
    zc_buf_release(&bytes);
    return zc_check_done();
}

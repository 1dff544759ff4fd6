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
    zc_buf_release(&bytes);
    return zc_check_done();
}

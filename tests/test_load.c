#include "forms/pack.h"
#include "tests/check.h"

/* Case folders with expect.txt, the findings of the loader in order, one a line: sheets of a form
 * in tests/forms, whole packs in tests/packs. A line may stop before the wording of an expression's
 * error; what it has must be there. */

static void compare(struct zc_str name, struct zc_str expect, const struct zc_findings *findings)
{
    struct zc_buf shown = { 0 };
    struct zc_str line;
    size_t i = 0, wanted;

    while (zc_str_cut(&expect, '\n', &line)) {
        if (!line.len)
            continue;
        zc_buf_reset(&shown);
        if (i < findings->n)
            zc_finding_print(&findings->all[i], &shown);
        zc_checkf(i < findings->n && zc_str_starts(zc_buf_str(&shown), line),
                  "%.*s: %.*s (found: %.*s)", ZC_ARG(name), ZC_ARG(line),
                  ZC_ARG(zc_buf_str(&shown)));
        i++;
    }
    wanted = i;
    for (; i < findings->n; i++) {
        zc_buf_reset(&shown);
        zc_finding_print(&findings->all[i], &shown);
        zc_checkf(false, "%.*s: not expected: %.*s", ZC_ARG(name), ZC_ARG(zc_buf_str(&shown)));
    }
    zc_checkf(findings->n == wanted, "%.*s: %zu findings", ZC_ARG(name), wanted);
    zc_buf_release(&shown);
}

static bool has_both_languages(const struct zc_findings *findings)
{
    for (uint32_t i = 0; i < findings->n; i++)
        if (!findings->all[i].what.zh[0] || !findings->all[i].what.en[0])
            return false;
    return true;
}

static void run_case(const struct zc_source *source, struct zc_str dir)
{
    struct zc_findings findings = { 0 };
    struct zc_buf expect = { 0 }, path = { 0 };
    struct zc_err err = { 0 };
    bool found = false;

    zc_buf_printf(&path, "%.*s/expect.txt", ZC_ARG(dir));
    source->read(source->ctx, zc_buf_str(&path), &expect, &found, &err);
    struct zc_form *form = zc_form_load(source, dir, NULL, &findings);
    zc_checkf((form != NULL) == (findings.nerrors == 0), "%.*s: a form without errors, none with",
              ZC_ARG(dir));
    zc_checkf(has_both_languages(&findings), "%.*s: both languages", ZC_ARG(dir));
    compare(dir, zc_buf_str(&expect), &findings);
    zc_form_free(form);
    zc_findings_release(&findings);
    zc_buf_release(&expect);
    zc_buf_release(&path);
}

/* The same of a whole pack: only what lies above its forms is expected. */
static void run_pack(const struct zc_source *packs, struct zc_str dir)
{
    struct zc_findings findings = { 0 };
    struct zc_buf expect = { 0 }, path = { 0 };
    struct zc_err err = { 0 };
    bool found = false;

    zc_buf_printf(&path, "%.*s/expect.txt", ZC_ARG(dir));
    packs->read(packs->ctx, zc_buf_str(&path), &expect, &found, &err);
    zc_buf_reset(&path);
    zc_buf_printf(&path, "%.*s/%.*s", ZC_ARG(packs->name), ZC_ARG(dir));
    struct zc_source source = zc_source_folder(zc_buf_cstr(&path));
    struct zc_pack *pack = zc_pack_load(&source, &findings);
    zc_checkf((pack != NULL) == (findings.nerrors == 0), "%.*s: a pack without errors, none with",
              ZC_ARG(dir));
    zc_checkf(has_both_languages(&findings), "%.*s: both languages", ZC_ARG(dir));
    compare(dir, zc_buf_str(&expect), &findings);
    zc_pack_free(pack);
    zc_findings_release(&findings);
    zc_buf_release(&expect);
    zc_buf_release(&path);
}

struct walk {
    const struct zc_source *source;
    void (*run)(const struct zc_source *source, struct zc_str dir);
};

static bool each_file(void *ctx, struct zc_str path)
{
    const struct walk *walk = ctx;
    struct zc_str tail = ZC_STR("/expect.txt");

    if (zc_str_ends(path, tail))
        walk->run(walk->source, zc_str_head(path, path.len - tail.len));
    return true;
}

static void paths(void)
{
    static const struct {
        struct zc_str path;
        bool ok;
    } tries[] = {
        { ZC_LIT("survey.csv"), true },   { ZC_LIT("a/b/c.csv"), true },  { ZC_LIT("../x"), false },
        { ZC_LIT("/etc/passwd"), false }, { ZC_LIT("a/../../x"), false }, { ZC_LIT("a//b"), false },
        { ZC_LIT("./a"), false },         { ZC_LIT("a\\b"), false },      { ZC_LIT(""), false },
        { ZC_LIT("a/"), false },          { ZC_LIT("nul\0byte"), false },
    };

    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++)
        zc_checkf(zc_source_path_ok(tries[i].path) == tries[i].ok, "path '%.*s'",
                  ZC_ARG(tries[i].path));
}

int main(int argc, char **argv)
{
    struct zc_source forms = zc_source_folder(argc > 1 ? argv[1] : "");
    struct zc_source packs = zc_source_folder(argc > 2 ? argv[2] : "");
    struct walk walks[] = { { &forms, run_case }, { &packs, run_pack } };
    struct zc_err err = { 0 };

    zc_lang_set(ZC_LANG_EN);
    paths();
    zc_check("the forms are read", forms.list(forms.ctx, each_file, &walks[0], &err));
    zc_check("the packs are read", packs.list(packs.ctx, each_file, &walks[1], &err));
    return zc_check_done();
}

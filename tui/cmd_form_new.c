#include "tui/cmd.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* form new DIR: a small survey pack to begin with. It is complete: `form check` finds nothing in
 * it, and `init --survey DIR` makes a store of it. */

static const struct {
    const char *path, *text;
} files[] = {
    { "settings.csv", "id,version,zh,en,zone,forms\n"
                      "survey,1,新调查,New survey,Asia/Shanghai,unit\n" },
    { "unit/settings.csv",
      "form_title::中文 (zh),form_title::English (en),form_id,version,default_language,"
      "instance_name,ledger\n"
      "登记表,Registration,unit,1,中文 (zh),${title},yes\n" },
    { "unit/choices.csv", "list_name,name,label::中文 (zh),label::English (en)\n"
                          "kind,1,企业,Enterprise\n"
                          "kind,2,社会组织,Social organisation\n" },
    { "unit/survey.csv",
      "type,name,label::中文 (zh),label::English (en),required,relevant,constraint,"
      "constraint_message::中文 (zh),constraint_message::English (en),default,role,use\n"
      "select_one kind,kind,单位类型,Kind of unit,yes,,,,,,kind,list\n"
      "text,title,名称,Name,yes,,,,,,name,list search own\n"
      "integer,people,从业人数,Staff,,${kind} = 1,. >= 0,人数不能小于0,"
      "Staff is not less than 0,,staff,list\n"
      "date,seen_on,走访日期,Visited on,yes,,. <= today(),不能晚于今天,Not after today,"
      "today(),,\n" },
};

static bool write_file(const char *dir, const char *path, const char *text, struct zc_err *err)
{
    struct zc_buf full = { 0 };
    zc_buf_printf(&full, "%s/%s", dir, path);
    const char *name = zc_buf_cstr(&full);
    size_t len = strlen(text);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool ok = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    if (!ok)
        zc_fail(err, ZC_E_SYSTEM, ZC_T("无法写“%s”：%s", "cannot write '%s': %s"), name,
                strerror(errno));
    if (fd >= 0)
        close(fd);
    zc_buf_release(&full);
    return ok;
}

static bool make_folders(const char *dir, struct zc_err *err)
{
    struct zc_buf form = { 0 };
    zc_buf_printf(&form, "%s/unit", dir);
    bool ok = mkdir(dir, 0755) == 0 && mkdir(zc_buf_cstr(&form), 0755) == 0;
    zc_buf_release(&form);
    return ok || zc_fail(err, ZC_E_SYSTEM, ZC_T("不能建立文件夹“%s”：%s", "cannot make '%s': %s"),
                         dir, strerror(errno));
}

int zc_cmd_form_new(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_err err = { 0 };
    (void)env;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc != 2)
        return zc_cmd_usage(ZC_T("用法：zaoce form new 文件夹", "usage: zaoce form new DIR"));
    bool ok = make_folders(argv[1], &err);
    for (size_t i = 0; ok && i < sizeof files / sizeof files[0]; i++)
        ok = write_file(argv[1], files[i].path, files[i].text, &err);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

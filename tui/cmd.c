#include "tui/cmd.h"
#include "core/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct zc_cmd zc_cmds[] = {
    { "demo",
      "[DIR] [--no-screen]",
      { "练习调查：八个组和区级，数据都是编的", "practice survey: eight groups and the district" },
      false,
      zc_cmd_demo },
    { "init",
      "STORE [--survey DIR] --group N --by NAME [--role worker|leader|office|district]",
      { "新建调查库", "make a store" },
      false,
      zc_cmd_init },
    { "who", "[--by NAME] [--role R]", { "谁在登记", "who works here" }, true, zc_cmd_who },
    { "forms",
      "[add DIR]",
      { "本库的调查表；收下新版方案", "forms of the store; take a newer pack in" },
      true,
      zc_cmd_forms },
    { "add",
      "FORM FIELD=VALUE… [--draft] [--reason FIELD=TEXT]",
      { "登记一条，打印编号；照片等附件题写文件路径",
        "register a record, print its id; a question that keeps a file takes its path" },
      true,
      zc_cmd_add },
    { "set",
      "ID FIELD=VALUE… [--as-of BASE] [--reason FIELD=TEXT]",
      { "修改一条", "edit a record" },
      true,
      zc_cmd_set },
    { "get", "ID [--json]", { "查看一条", "show a record" }, true, zc_cmd_get },
    { "list",
      "[FORM] [--where EXPR] [--fields A,B] [--sort F,-G] [--limit N] [--status S] [--queue Q] "
      "[--csv|--json]",
      { "列出记录", "list records" },
      true,
      zc_cmd_list },
    { "find",
      "TEXT [--limit N] [--csv|--json]",
      { "按代码开头、名称、拼音、地址、电话末几位或编号查找",
        "by the start of a code, name, pinyin, address, end of the telephone, number" },
      true,
      zc_cmd_find },
    { "review",
      "[submit|pass|return|unlock|void|take-back ID… [--reason TEXT] [--into ID]] | "
      "ask|answer ID FIELD TEXT | undo [N] | "
      "sample [FORM] [--rate 5%] [--min N] [--seed S] [--where EXPR] [--always EXPR] [--by FIELD] "
      "[--keep] | found|gone|missed ID… [--batch NAME] | rates [FORM] [--batch NAME] [--csv|--json]",
      { "核实：列出待办；交核、通过、退回、解锁、作废、恢复；ask 就一项提出质疑，answer 答复；"
        "undo 撤销本人最近的操作；抽样；"
        "复查走访找到、没找到、漏登的；差错率",
        "what waits for you; submit, pass, return, unlock, void, take back; ask about a field, and "
        "answer; undo takes back what you did last; draw a sample; what a re-walk found, did not find, or was never registered; error "
        "rates" },
      true,
      zc_cmd_review },
    { "conflicts",
      "[--csv|--json] | take ID FIELD VALUE [--reason TEXT]",
      { "冲突：列出，或裁定一项", "fields in conflict; or decide one" },
      true,
      zc_cmd_conflicts },
    { "dups",
      "[ID] [--tier N] [--csv|--json] | link ID SURVIVOR | unlink ID | distinct ID ID [--reason "
      "TEXT]",
      { "疑似重复：列出；并入、拆开、不是同一家",
        "units that may be registered twice: list them; link, unlink, not the same" },
      true,
      zc_cmd_dups },
    { "import",
      "FILE… [--dry-run] [--form F] [--key FIELD] [--list NAME] [--accept] [--map FILE] [--encoding E] "
      "[--report FILE] [--no-backup] | --undo",
      { "导入交换文件、改过的台账，或按代码导入名单（底册）；--undo 整批撤销上一次导入",
        "take in exchange files, edited ledgers, or lists by their key; --undo takes the last "
        "import back" },
      true,
      zc_cmd_import },
    { "export",
      "[FORM] [--to exchange|table] [-o FILE] [--encoding gb18030] [--labels]",
      { "导出", "give files out" },
      true,
      zc_cmd_export },
    { "report",
      "[NAME] [--by group|street|community] [--period K] [--at DATE] [--daily] "
      "[--to text|csv]",
      { "报表：列出，或打印一张", "reports: list them, or print one" },
      true,
      zc_cmd_report },
    { "diff",
      "STORE STORE | --at DATE --at DATE [--csv|--json]",
      { "两个库逐条比较，或一个库的两个日期", "compare two stores, or a store at two dates" },
      false,
      zc_cmd_diff },
    { "missing", "", { "缺哪些组和设备的改动", "what has not arrived" }, true, zc_cmd_missing },
    { "log",
      "[ID]",
      { "一条记录的历史，或本库的日志", "history of a record, or the log of the store" },
      true,
      zc_cmd_log },
    { "digest", "", { "台账的短指纹", "short digest of the ledger" }, true, zc_cmd_digest },
    { "stat", "", { "条数和大小", "counts and sizes" }, true, zc_cmd_stat },
    { "backup",
      "[FILE] [--compact]",
      { "备份到本库的 backup/ 或指定文件；--compact 另把调查库文件压小",
        "a backup into the store's backup/ or to FILE; --compact also makes the store's file "
        "small" },
      true,
      zc_cmd_backup },
    { "restore",
      "FILE STORE",
      { "用备份恢复（原来的调查库改名留存）",
        "a store from a backup; what was there is kept under another name" },
      false,
      zc_cmd_restore },
    { "check",
      "[--repair] [--salvage FILE] | --forms",
      { "检查调查库，--salvage 把能证实的改动写成交换文件；或每条记录是否合表",
        "check the store, --salvage writes every provable change to an exchange file; or every "
        "record by its form" },
      true,
      zc_cmd_check },
    { "form",
      "check DIR | check OLD NEW | new DIR | eval [--why] [FILE] | play [--all] DIR SCRIPT",
      { "检查调查表或整个方案；新建一个方案；试算算式（每行：算式 制表符 JSON）；试填",
        "lint a form or a whole pack; begin a pack; try expressions (lines of EXPR, TAB, JSON); "
        "play a form" },
      false,
      zc_cmd_form },
    { 0 },
};

const struct zc_cmd_option zc_cmd_options[] = {
    { "-s", "STORE", { "调查库的文件夹", "folder of the store" }, false },
    { "-q", "", { "不显示进度", "no progress" }, false },
    { "--lang", "zh|en", { "语言", "language" }, false },
    { "--help",
      "",
      { "命令和选项；在命令后面只说那一个命令",
        "commands and options; behind a command, about that one" },
      false },
    { "-h", "", { "同 --help", "the same as --help" }, true },
    { "--version", "", { "版本", "version" }, false },
    { 0 },
};

static void drop(int *argc, char **argv, int at, int n)
{
    memmove(argv + at, argv + at + n, (size_t)(*argc - at - n + 1) * sizeof *argv);
    *argc -= n;
}

const char *zc_opt_value(int *argc, char **argv, const char *name)
{
    size_t len = strlen(name);
    for (int i = 1; i < *argc; i++) {
        const char *value = NULL;
        if (!strcmp(argv[i], "--"))
            break;
        if (!strcmp(argv[i], name) && i + 1 < *argc) {
            value = argv[i + 1];
            drop(argc, argv, i, 2);
            return value;
        }
        if (len > 2 && !strncmp(argv[i], name, len) && argv[i][len] == '=') {
            value = argv[i] + len + 1;
            drop(argc, argv, i, 1);
            return value;
        }
    }
    return NULL;
}

bool zc_opt_flag(int *argc, char **argv, const char *name)
{
    for (int i = 1; i < *argc && strcmp(argv[i], "--"); i++) {
        if (!strcmp(argv[i], name)) {
            drop(argc, argv, i, 1);
            return true;
        }
    }
    return false;
}

bool zc_opt_rest(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-' && argv[i][1] && strcmp(argv[i], "--")) {
            zc_cmd_usage(ZC_T("不认识的选项“%s”，见 zaoce %s --help",
                              "unknown option '%s'; see zaoce %s --help"),
                         argv[i], argv[0]);
            return false;
        }
    }
    return true;
}

int zc_cmd_fail(const struct zc_err *err)
{
    return zc_cmd_usage("%s", err->msg);
}

static void say(const char *fmt, va_list args)
{
    char text[1200];
    struct zc_buf shown = { 0 };
    vsnprintf(text, sizeof text, fmt, args);
    zc_text_show(zc_str_of(text), &shown);
    fprintf(stderr, "zaoce: %s\n", zc_buf_cstr(&shown));
    zc_buf_release(&shown);
}

int zc_cmd_usage(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    return ZC_EXIT_FAILED;
}

void zc_cmd_say(const struct zc_cmd_env *env, const char *fmt, ...)
{
    va_list args;
    if (env->quiet || !isatty(STDERR_FILENO))
        return;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
}

void zc_print_text(struct zc_str text)
{
    struct zc_buf shown = { 0 };
    if (isatty(STDOUT_FILENO)) {
        zc_text_show(text, &shown);
        text = zc_buf_str(&shown);
    }
    fwrite(text.ptr ? text.ptr : "", 1, text.len, stdout);
    zc_buf_release(&shown);
}

#include "tui/cmd.h"
#include <string.h>

/* What the options of each command take and do. Every option of a usage line stands here, and the
 * other way round (tests/manual.py). */

#define CSV_JSON                                                                                   \
    { "--csv", "", { "打印 CSV（UTF-8，有表头）", "print CSV (UTF-8, with a header)" }, false },   \
    {                                                                                              \
        "--json", "", { "每行打印一个 JSON 对象", "print one JSON object a line" }, false          \
    }
#define REASON(zh, en)                                                                             \
    {                                                                                              \
        "--reason", "TEXT", { zh, en }, false                                                      \
    }

static const struct zc_cmd_option none[] = { { 0 } };

static const struct zc_cmd_option demo[] = {
    { "--no-screen", "", { "只建库，不打开界面", "only make the stores" }, false },
    { 0 },
};

static const struct zc_cmd_option init[] = {
    { "--survey",
      "DIR",
      { "调查方案的文件夹；不写时用两新组织摸底",
        "folder of the survey pack; without it the one that "
        "comes with the program" },
      false },
    { "--group",
      "N",
      { "组号1到8，9是街镇或区；建库后不变", "survey group 1 to 8, 9 is an office or the district; "
                                             "fixed for the store" },
      false },
    { "--by", "NAME", { "在这台机器上登记的人", "who works here" }, false },
    { "--role",
      "worker|leader|office|district",
      { "身份：登记员（不写时）、组长、街镇、区", "role; a worker where it is left out" },
      false },
    { 0 },
};

static const struct zc_cmd_option who[] = {
    { "--by", "NAME", { "换人登记", "another person works here now" }, false },
    { "--role",
      "R",
      { "身份：worker leader office district", "worker, leader, office, district" },
      false },
    { 0 },
};

static const struct zc_cmd_option add[] = {
    { "--draft", "", { "有错也收下，存为草稿", "keep it as a draft in spite of errors" }, false },
    { "--reason",
      "FIELD=TEXT",
      { "待说明的一项的原因，可写几次", "reason for a field that asks for one; may be repeated" },
      false },
    { 0 },
};

static const struct zc_cmd_option set[] = {
    { "--as-of",
      "BASE",
      { "依据的版本：台账 _rev 列的值，或用点连起来的版本号",
        "the version it is based on: the cell _rev of a ledger row, or revision ids joined by "
        "dots" },
      false },
    { "--reason",
      "FIELD=TEXT",
      { "待说明的一项的原因，可写几次", "reason for a field that asks for one; may be repeated" },
      false },
    { 0 },
};

static const struct zc_cmd_option get[] = {
    { "--json", "", { "打印 JSON", "print JSON" }, false },
    { 0 },
};

static const struct zc_cmd_option list[] = {
    { "--where",
      "EXPR",
      { "条件，用调查表的算式，如 ${staff} > 20", "condition in the form language, such as "
                                                  "${staff} > 20" },
      false },
    { "--fields",
      "A,B",
      { "打印这些字段；编号总在最前", "these fields; the id always comes first" },
      false },
    { "--sort",
      "F,-G",
      { "按字段排，-倒序；数按大小", "by fields, - descending; numbers by value" },
      false },
    { "--limit",
      "N",
      { "最多几条，0全部；屏幕上不写是100", "at most so many, 0 all; 100 on a terminal" },
      false },
    { "--status",
      "S",
      { "某一状态：seed draft submitted group_ok town_ok locked returned changed void",
        "one status: seed draft submitted group_ok town_ok locked returned changed void" },
      false },
    { "--queue",
      "Q",
      { "某一待办：conflict changed asked answered status? del? doubt returned 等，写错时列出全部",
        "one queue: conflict changed asked answered status? del? doubt returned …; a wrong word lists all" },
      false },
    CSV_JSON,
    { 0 },
};

static const struct zc_cmd_option review[] = {
    REASON("原因；退回、解锁、作废必须写", "why; needed to return, unlock, void"),
    { "--into",
      "ID",
      { "因重复作废时，保留的那一条", "the record that stays, when one is void as a duplicate" },
      false },
    { "--rate",
      "5%",
      { "sample：比例；不写时照方案的规则",
        "sample: the share; that of the survey's rules where it "
        "is left out" },
      false },
    { "--min",
      "N",
      { "sample：至少几条；不写时照方案的规则", "sample: the least number; that of the survey's "
                                                "rules where it is left out" },
      false },
    { "--seed",
      "S",
      { "sample：种子；同一种子、同一批记录总是抽出同一批，不写时是今天的日期",
        "sample: the same seed and records always give the same sample; today's date where it is "
        "left out" },
      false },
    { "--where", "EXPR", { "sample：只从合条件的里抽", "sample: draw from these only" }, false },
    { "--always",
      "EXPR",
      { "sample：合条件的必抽", "sample: these are in without a draw" },
      false },
    { "--by",
      "FIELD",
      { "sample：按这一项的值分层，每层各抽一份；_by 是登记人",
        "sample: the share of each value of this field; _by is who registered the record" },
      false },
    { "--keep",
      "",
      { "sample：记为一个批次，核实界面照它核", "sample: keep it as a batch that the check screen "
                                                "walks" },
      false },
    { "--batch",
      "NAME",
      { "rates：只算这个批次；复查走访：记在哪个批次（不写时是本库留着的）",
        "rates: of this batch only; re-walk: which batch (else the one that is kept)" },
      false },
    CSV_JSON,
    { 0 },
};

static const struct zc_cmd_option conflicts[] = {
    REASON("为什么这样裁定；定为别的值时必须写",
           "why; needed for a value that none of the sides has"),
    CSV_JSON,
    { 0 },
};

static const struct zc_cmd_option find[] = {
    { "--limit",
      "N",
      { "最多几条，0全部；屏幕上不写是100", "at most so many, 0 all; 100 on a terminal" },
      false },
    CSV_JSON,
    { 0 },
};

static const struct zc_cmd_option dups[] = {
    { "--tier",
      "N",
      { "列到哪一档：0、1代码相同，2组织机构代码相同，3名称相同，4可能（不写时），5另加代码不同的",
        "list up to this tier: 0 and 1 same code, 2 same organisation code, 3 same name, 4 possible "
        "(where it is left out), 5 also those with two different codes" },
      false },
    CSV_JSON,
    REASON("原因", "why"),
    { 0 },
};

static const struct zc_cmd_option import[] = {
    { "--dry-run",
      "",
      { "只说会怎样，什么都不改", "say what would happen, change nothing" },
      false },
    { "--form",
      "F",
      { "名单进哪张表；不写是第一张", "form that a list goes into; the first one "
                                      "where it is left out" },
      false },
    { "--key",
      "FIELD",
      { "名单按哪个字段认记录，一般是代码", "field by which a list names records, "
                                            "normally the code" },
      false },
    { "--list",
      "NAME",
      { "名单的名字，底册报表按它分；不写时用文件名",
        "what a list is called in the reports about base lists; its file name where it is left "
        "out" },
      false },
    { "--accept",
      "",
      { "名单与本库不同时以名单为准，记为你的修改；不写时只作为待裁定的提议",
        "where a list differs from the store it is right, as edits of yours; else they are "
        "proposals to be decided" },
      false },
    { "--map",
      "FILE",
      { "对列的CSV文件，表头一行 column,field,from,to；字段写 - 的列不收，from、to 换值",
        "CSV file with the header column,field,from,to: field - leaves a column out, from and to "
        "turn one value into another" },
      false },
    { "--encoding",
      "E",
      { "utf-8 gb18030 utf-16le utf-16be；不写时自己认",
        "utf-8, gb18030, utf-16le, utf-16be; found out where it is left out" },
      false },
    { "--report",
      "FILE",
      { "没有照收的每一处写一行：文件、行、列、值、原因、建议",
        "a line for everything that was not simply taken: file, line, column, value, reason, "
        "proposal" },
      false },
    { "--no-backup",
      "",
      { "之前不备份；这次导入不能整批撤销",
        "no backup before it; this import cannot be taken back as a whole" },
      false },
    { "--undo",
      "",
      { "不导入，而是整批撤销上一次导入；之后本机又登记过的不能撤销",
        "take in nothing, take the last import back as a whole; not when somebody registered here "
        "since" },
      false },
    { 0 },
};

static const struct zc_cmd_option export[] = {
    { "--to",
      "exchange|table",
      { "交换文件（不写时），给别的库；表格，给人看和改",
        "an exchange file for other stores (where it "
        "is left out), or a table for people" },
      false },
    { "-o",
      "FILE",
      { "写到哪里，- 是标准输出；不写时自动起名", "where to, - is standard output; a name "
                                                  "is made where it is left out" },
      false },
    { "--encoding",
      "gb18030",
      { "表格的编码；不写时是带标记的 UTF-8", "of a table; UTF-8 with a mark "
                                              "where it is left out" },
      false },
    { "--labels",
      "",
      { "表格里写选项的名称，不写代码；改后照样收得回来",
        "of a table: choices in words, not codes; it can be taken back all the same" },
      false },
    { 0 },
};

static const struct zc_cmd_option report[] = {
    { "--by",
      "group|street|community",
      { "按小组、街镇还是社区；不写时区级按小组，小组按社区",
        "rows by group, street or community; groups for the district and communities for a group "
        "where it is left out" },
      false },
    { "--period",
      "K",
      { "第几轮；不写是现在这一轮", "which period; the running one where it is left out" },
      false },
    { "--at",
      "DATE",
      { "方案定义的报表：到那一天为止的台账", "reports of the survey: the ledger of that day" },
      false },
    { "--daily",
      "",
      { "chart 和 heat：逐日登记", "chart and heat: what was registered each day" },
      false },
    { "--to",
      "text|csv",
      { "文字（不写时）或 CSV（UTF-8，有表头，不知道的数空着）",
        "text (where it is left out) or CSV (UTF-8, with a header, empty where a figure is not "
        "known)" },
      false },
    { 0 },
};

static const struct zc_cmd_option diff[] = {
    { "--at",
      "DATE",
      { "一个库的两个日期，写两次", "two dates of one store, given twice" },
      false },
    CSV_JSON,
    { 0 },
};

static const struct zc_cmd_option backup[] = {
    { "--compact",
      "",
      { "备份之后把调查库自己的文件也压小；别的程序正开着时不行",
        "makes the store's own file small as well; not while another program has it open" },
      false },
    { 0 },
};

static const struct zc_cmd_option check[] = {
    { "--repair", "", { "能重建的重建", "make anew what can be made anew" }, false },
    { "--salvage",
      "FILE",
      { "能证实的改动全部写成交换文件，可导入新库；损坏的库也行",
        "write every change that proves itself to an exchange file for a new store, also from a "
        "damaged one" },
      false },
    { "--forms", "", { "每条记录按表检查一遍", "every record by its form" }, false },
    { 0 },
};

static const struct zc_cmd_option form[] = {
    { "--why", "", { "eval：算不出时写明原因", "eval: why an expression is refused" }, false },
    { "--all",
      "",
      { "play：每一步后打印全部，不只是变了的",
        "play: everything after each step, not what changed" },
      false },
    { 0 },
};

static const struct {
    const char *command;
    const struct zc_cmd_option *options;
} tables[] = {
    { "demo", demo },     { "init", init },
    { "who", who },       { "add", add },
    { "set", set },       { "get", get },
    { "list", list },     { "find", find },
    { "review", review }, { "conflicts", conflicts },
    { "dups", dups },     { "import", import },
    { "export", export }, { "report", report },
    { "diff", diff },     { "backup", backup },
    { "check", check },   { "form", form },
};

const struct zc_cmd_option *zc_cmd_options_of(const char *command)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (!strcmp(tables[i].command, command))
            return tables[i].options;
    }
    return none;
}

#include "tui/cmd.h"
#include "tui/keys.h"
#include "tui/screens.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Writes the manual page and the shell completion when the program is built: manual man|bash zh|en.
 * Commands and options come from the table of commands, keys from the bindings of the screens: what
 * is not in them is in neither. */

/* Text for roff: no minus becomes a hyphen, no line begins with a request. */
static void put(const char *text)
{
    bool line_start = true;
    for (; text && *text; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
        line_start = *text == '\n';
    }
}

static void section(const char *name)
{
    printf(".SH %s\n", name);
}

static void paragraph(const char *text)
{
    puts(".PP");
    put(text);
    putchar('\n');
}

static void item(const char *term, const char *text)
{
    puts(".TP");
    fputs(".B ", stdout);
    put(term);
    putchar('\n');
    put(text);
    putchar('\n');
}

/* Words of a usage line: "[--role worker|leader]" gives "--role" and "worker|leader". */

static bool next_word(const char **usage, char *word, size_t size)
{
    size_t len = 0;
    while (**usage && strchr(" []", **usage))
        ++*usage;
    for (; **usage && !strchr(" []", **usage); ++*usage) {
        if (len + 1 < size)
            word[len++] = **usage;
    }
    word[len] = '\0';
    return len > 0;
}

static bool is_choice(const char *word)
{
    if (*word == '-' || !strchr(word, '|'))
        return false;
    for (; *word; word++) {
        if (!islower((unsigned char)*word) && !isdigit((unsigned char)*word) &&
            !strchr("|_-", *word))
            return false;
    }
    return true;
}

static bool is_path(const char *word)
{
    return !strncmp(word, "FILE", 4) || !strncmp(word, "DIR", 3) || !strncmp(word, "STORE", 5);
}

/* The manual */

static void put_options(const struct zc_cmd_option *option)
{
    for (; option->name; option++) {
        fputs(".TP\n\\fB", stdout);
        put(option->name);
        printf("\\fR%s", *option->value ? " \\fI" : "");
        put(option->value);
        puts(*option->value ? "\\fR" : "");
        put(zc_text_get(option->help));
        putchar('\n');
    }
}

static void put_commands(void)
{
    section(ZC_T("命令", "COMMANDS"));
    paragraph(ZC_T("不带命令时打开界面。", "Without a command the screens open."));
    for (const struct zc_cmd *cmd = zc_cmds; cmd->name; cmd++) {
        puts(".TP");
        fputs(".B ", stdout);
        put(cmd->name);
        puts("");
        if (*cmd->usage) {
            put(cmd->usage);
            puts("\n.br");
        }
        put(zc_text_get(cmd->help));
        putchar('\n');
        puts(".RS");
        put_options(zc_cmd_options_of(cmd->name));
        puts(".RE");
    }
}

static void put_key_name(int key, bool first)
{
    char name[8];
    if (!first)
        put(", ");
    put(zc_key_name(key, name));
    for (int other = 1; other < ' '; other++) { /* control keys that do the same */
        if (other != key && key >= ZC_KEY_FIRST && zc_key_alias(other) == key)
            printf(", ^%c", other + 64);
    }
}

static void put_key(const struct zc_binding *bindings, const struct zc_binding *labelled)
{
    puts(".TP");
    fputs("\\fB", stdout);
    put_key_name(labelled->key, true);
    for (const struct zc_binding *other = bindings; other->key; other++) {
        if (other->action == labelled->action && other != labelled && !zc_text_get(other->label))
            put_key_name(other->key, false);
    }
    fputs("\\fR\n", stdout);
    put(zc_text_get(labelled->label));
    putchar('\n');
}

static void put_keys(void)
{
    static const struct zc_screen_ops *const screens[] = {
        &zc_screen_home,     &zc_screen_ledger, &zc_popup_filter, &zc_popup_columns,
        &zc_screen_form,     &zc_popup_pick,    &zc_popup_points, &zc_screen_route,
        &zc_screen_lookup,   &zc_screen_assign, &zc_screen_today, &zc_screen_report,
        &zc_screen_settings,
    };
    static const int everywhere[] = { ZC_KEY_F1, ZC_KEY_F9, ZC_KEY_F10 };
    section(ZC_T("按键", "KEYS"));
    printf(".SS %s\n", ZC_T("处处可用", "Everywhere"));
    for (size_t i = 0; i < sizeof everywhere / sizeof everywhere[0]; i++) {
        puts(".TP");
        fputs("\\fB", stdout);
        put_key_name(everywhere[i], true);
        printf("\\fR\n%s\n", everywhere[i] == ZC_KEY_F10
                                 ? ZC_T("回首页，在首页退出", "home; from home: quit")
                                 : zc_text_get(zc_key_bar_label(everywhere[i])));
    }
    item("^N", ZC_T("新登记", "new record"));
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        printf(".SS %s\n", zc_text_get(screens[i]->title));
        for (const struct zc_binding *b = screens[i]->bindings; b->key; b++) {
            if (zc_text_get(b->label))
                put_key(screens[i]->bindings, b);
        }
    }
}

static void put_files(void)
{
    section(ZC_T("文件", "FILES"));
    item("STORE/", ZC_T("调查库：一个只有本人能读的文件夹，内有 data.mdb、audit.log、keys、backup",
                        "a store: a folder that only its owner can read, with data.mdb, audit.log, "
                        "keys, backup"));
    item("STORE/backup/",
         ZC_T("备份，按日期和时间起名：导入前和离开界面时自动做，留最近7天、4周各一份，"
              "磁盘不足时只留最近一份；replaced-… 是恢复时换下来的库，不会自动删",
              "backups, named by date and time: made before an import and when the screens are "
              "left; one of each of the latest 7 days and 4 weeks stays, only the newest where "
              "the disk is short of room; replaced-… is what a restore took the place of, it is "
              "never removed"));
    item("$XDG_DATA_HOME/zaoce/", ZC_T("不用 -s 时在这里找调查库（默认 ~/.local/share/zaoce）",
                                       "where stores are looked for without -s (by default "
                                       "~/.local/share/zaoce)"));
    item("$XDG_DATA_HOME/zaoce/stores",
         ZC_T("别处的已知调查库，一行一个", "known stores elsewhere, one a line"));
    item(ZAOCE_DATA_DIR "/forms/liangxin", ZC_T("随程序安装的调查方案", "the shipped survey pack"));
}

static void put_environment(void)
{
    section(ZC_T("环境变量", "ENVIRONMENT"));
    item("ZAOCE_STORE", ZC_T("不用 -s 时打开的调查库", "the store to open without -s"));
    item("ZAOCE_DATA", ZC_T("数据文件夹，其中 forms/liangxin 是 init 的默认方案",
                            "data folder; forms/liangxin in it is the default pack of init"));
    item("ZAOCE_NOW", ZC_T("固定时钟，如 2026-11-23T18:42:00+08:00，用于测试",
                           "fixes the clock, as in 2026-11-23T18:42:00+08:00; for tests"));
    item("ZAOCE_GLYPHS",
         ZC_T("ascii：界面只用 ASCII 符号；其他值：用制表符号，不再探测终端",
              "ascii: only ASCII signs on the screens; anything else: line drawing, "
              "whatever the terminal answers"));
    item("ZAOCE_ANY_DISK", ZC_T("在不适合的文件系统上也打开调查库（后果自负）",
                                "open stores also on file systems that do not suit them, at your "
                                "own risk"));
    item("NO_COLOR", ZC_T("不用颜色", "no colours"));
    item("LC_ALL, LC_MESSAGES, LANG", ZC_T("语言：zh 中文，en 英文；都没有时用中文",
                                           "language: zh or en; Chinese without them"));
    item("XDG_DATA_HOME, HOME, TERM, TZ", ZC_T("通常的含义", "as usual"));
}

static void put_examples(void)
{
    section(ZC_T("示例", "EXAMPLES"));
    puts(".nf");
    put("zaoce init group1 --group 1 --by 李某\n"
        "zaoce -s group1\n"
        "zaoce -s group1 export -o group1.zc1.csv\n"
        "zaoce init district --group 9 --by 赵某 --role district\n"
        "zaoce -s district import group1.zc1.csv\n"
        "zaoce -s district digest\n");
    puts(".fi");
}

static void put_manual(void)
{
    puts(".TH ZAOCE 1 \"\" \"zaoce " ZAOCE_VERSION "\" \"\"\n"
         ".ad l"); /* Chinese has no blanks that could be stretched */
    section(ZC_T("名称", "NAME"));
    fputs("zaoce \\- ", stdout);
    puts(ZC_T("没有网络的入户摸底登记", "field surveys without network"));
    section(ZC_T("用法", "SYNOPSIS"));
    fputs(".B zaoce\n", stdout);
    for (const struct zc_cmd_option *option = zc_cmd_options; option->name; option++) {
        if (option->is_short_form)
            continue;
        putchar('[');
        put(option->name);
        printf("%s%s]\n", *option->value ? " " : "", option->value);
    }
    puts(ZC_T("[命令 …]", "[COMMAND …]"));
    section(ZC_T("说明", "DESCRIPTION"));
    put(ZC_T(
        "各摸底组逐户登记，一户一表；记录存在本组的调查库里，断电、关窗口都不丢。\n"
        "各组、街镇和区级互相传递 CSV 交换文件，次序不限，次数不限；看过同样文件的人，台账一字不差。\n"
        "两个人改了同一项，就成为看得见的冲突，谁的都不会悄悄丢掉。\n",
        "Survey groups register every unit of a district, one form a unit. Records lie in the "
        "group's own store and outlive power cuts and closed windows.\n"
        "Groups, offices and the district pass CSV exchange files to each other, in any order, "
        "any number of times; whoever saw the same files has the same ledger, byte for byte.\n"
        "Two edits of one field become a visible conflict; nothing is lost silently.\n"));
    section(ZC_T("选项", "OPTIONS"));
    put_options(zc_cmd_options);
    put_commands();
    put_keys();
    put_files();
    put_environment();
    section(ZC_T("退出码", "EXIT STATUS"));
    item("0", ZC_T("完成", "done"));
    item("1", ZC_T("完成，但有事要人处理", "done, but something needs a person"));
    item("2", ZC_T("未完成", "not done"));
    put_examples();
}

/* Completion for bash: words by command, values by option. */

static void put_words(const char *usage)
{
    char word[200];
    bool after_option = false;
    while (next_word(&usage, word, sizeof word)) {
        char *rest = word, *part;
        bool option = *word == '-';
        if (!option && (after_option || !islower((unsigned char)*word))) {
            after_option = false;
            continue;
        }
        while ((part = strsep(&rest, "|")))
            printf("%s ", part);
        after_option = option;
    }
}

/* One line of `case` for an option whose value is a word of a few, or a path. */
static void put_value(const char *option, const char *value)
{
    if (is_choice(value)) {
        printf("    %s) choices='", option);
        for (; *value; value++)
            putchar(*value == '|' ? ' ' : *value);
        puts("' ;;");
    } else if (is_path(value)) {
        printf("    %s) paths=1 ;;\n", option);
    } else {
        printf("    %s) return ;;\n", option); /* a name, a number: nothing to offer */
    }
}

static void put_values(const char *command, const char *usage)
{
    char word[200], option[200] = "", pattern[420];
    while (next_word(&usage, word, sizeof word)) {
        if (*option && *word != '-') {
            snprintf(pattern, sizeof pattern, "%s:%s", command, option);
            put_value(pattern, word);
        }
        /* "--csv|--json" and what may be repeated take no value */
        snprintf(option, sizeof option, "%s", *word == '-' && !strchr(word, '|') ? word : "");
    }
}

static void put_completion(void)
{
    puts("# bash completion of zaoce; made from its table of commands.\n"
         "_zaoce()\n{\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    local command='' choices='' paths='' at skip=''\n"
         "    for ((at = 1; at < COMP_CWORD; at++)); do\n"
         "        if [ -n \"$skip\" ]; then skip=; continue; fi\n"
         "        case ${COMP_WORDS[at]} in");
    fputs("        ", stdout);
    const char *bar = "";
    for (const struct zc_cmd_option *option = zc_cmd_options; option->name; option++) {
        if (*option->value) {
            printf("%s%s", bar, option->name);
            bar = "|";
        }
    }
    puts(") skip=1 ;;\n"
         "        -*) ;;\n"
         "        *) command=${COMP_WORDS[at]}; break ;;\n"
         "        esac\n    done\n"
         "    COMPREPLY=()\n"
         "    case $command:$before in");
    for (const struct zc_cmd_option *option = zc_cmd_options; option->name; option++) {
        char pattern[40];
        snprintf(pattern, sizeof pattern, "*:%s", option->name);
        if (*option->value)
            put_value(pattern, option->value);
    }
    for (const struct zc_cmd *cmd = zc_cmds; cmd->name; cmd++)
        put_values(cmd->name, cmd->usage);
    puts("    esac\n"
         "    if [ -z \"$choices$paths\" ]; then\n"
         "        case $command in");
    fputs("        '') choices='", stdout);
    for (const struct zc_cmd *cmd = zc_cmds; cmd->name; cmd++)
        printf("%s ", cmd->name);
    for (const struct zc_cmd_option *option = zc_cmd_options; option->name; option++)
        printf("%s ", option->name);
    puts("' ;;");
    for (const struct zc_cmd *cmd = zc_cmds; cmd->name; cmd++) {
        printf("        %s) choices='", cmd->name);
        put_words(cmd->usage);
        puts("' paths=1 ;;");
    }
    puts("        esac\n    fi\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$word\")\n"
         "    if [ -n \"$paths\" ] && [ ${#COMPREPLY[@]} -eq 0 ]; then\n"
         "        compopt -o filenames 2>/dev/null\n"
         "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "    fi\n}\n"
         "complete -F _zaoce zaoce");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return zc_cmd_usage("usage: manual man|bash zh|en");
    zc_lang_set(!strcmp(argv[2], "en") ? ZC_LANG_EN : ZC_LANG_ZH);
    if (!strcmp(argv[1], "man"))
        put_manual();
    else
        put_completion();
    return fflush(stdout) == 0 ? ZC_EXIT_DONE : ZC_EXIT_FAILED;
}

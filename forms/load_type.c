#include "core/alloc.h"
#include "forms/list_file.h"
#include "forms/load_impl.h"
#include <math.h>

/* The cell `type`, `appearance` and `parameters`. Sources: XLSFORM.md 4, 5 and 3. */

struct type_word {
    const char *word;
    enum zc_row_kind kind;
    enum zc_type type;
};
static const struct type_word type_words[] = {
    { "text", ROW_QUESTION, ZC_TYPE_TEXT },
    { "string", ROW_QUESTION, ZC_TYPE_TEXT },
    { "integer", ROW_QUESTION, ZC_TYPE_INTEGER },
    { "int", ROW_QUESTION, ZC_TYPE_INTEGER },
    { "decimal", ROW_QUESTION, ZC_TYPE_DECIMAL },
    { "range", ROW_QUESTION, ZC_TYPE_RANGE },
    { "note", ROW_QUESTION, ZC_TYPE_NOTE },
    { "date", ROW_QUESTION, ZC_TYPE_DATE },
    { "time", ROW_QUESTION, ZC_TYPE_TIME },
    { "dateTime", ROW_QUESTION, ZC_TYPE_DATETIME },
    { "datetime", ROW_QUESTION, ZC_TYPE_DATETIME },
    { "date time", ROW_QUESTION, ZC_TYPE_DATETIME },
    { "geopoint", ROW_QUESTION, ZC_TYPE_GEOPOINT },
    { "gps", ROW_QUESTION, ZC_TYPE_GEOPOINT },
    { "location", ROW_QUESTION, ZC_TYPE_GEOPOINT },
    { "geotrace", ROW_QUESTION, ZC_TYPE_GEOTRACE },
    { "geoshape", ROW_QUESTION, ZC_TYPE_GEOSHAPE },
    { "acknowledge", ROW_QUESTION, ZC_TYPE_ACKNOWLEDGE },
    { "trigger", ROW_QUESTION, ZC_TYPE_ACKNOWLEDGE },
    { "barcode", ROW_QUESTION, ZC_TYPE_BARCODE },
    { "calculate", ROW_QUESTION, ZC_TYPE_CALCULATE },
    { "hidden", ROW_QUESTION, ZC_TYPE_HIDDEN },
    { "start", ROW_QUESTION, ZC_TYPE_START },
    { "end", ROW_QUESTION, ZC_TYPE_END },
    { "today", ROW_QUESTION, ZC_TYPE_TODAY },
    { "username", ROW_QUESTION, ZC_TYPE_USERNAME },
    { "deviceid", ROW_QUESTION, ZC_TYPE_DEVICEID },
    { "email", ROW_QUESTION, ZC_TYPE_EMAIL },
    { "phonenumber", ROW_QUESTION, ZC_TYPE_PHONENUMBER },
    { "audit", ROW_QUESTION, ZC_TYPE_AUDIT },
    { "image", ROW_QUESTION, ZC_TYPE_FILE },
    { "photo", ROW_QUESTION, ZC_TYPE_FILE },
    { "audio", ROW_QUESTION, ZC_TYPE_FILE },
    { "video", ROW_QUESTION, ZC_TYPE_FILE },
    { "file", ROW_QUESTION, ZC_TYPE_FILE },
    { "begin_group", ROW_BEGIN, ZC_TYPE_GROUP },
    { "begin group", ROW_BEGIN, ZC_TYPE_GROUP },
    { "end_group", ROW_END, ZC_TYPE_GROUP },
    { "end group", ROW_END, ZC_TYPE_GROUP },
    { "begin_repeat", ROW_BEGIN, ZC_TYPE_REPEAT },
    { "begin repeat", ROW_BEGIN, ZC_TYPE_REPEAT },
    { "begin lgroup", ROW_BEGIN, ZC_TYPE_REPEAT },
    { "begin looped group", ROW_BEGIN, ZC_TYPE_REPEAT },
    { "end_repeat", ROW_END, ZC_TYPE_REPEAT },
    { "end repeat", ROW_END, ZC_TYPE_REPEAT },
    { "end lgroup", ROW_END, ZC_TYPE_REPEAT },
    { "end looped group", ROW_END, ZC_TYPE_REPEAT },
    { "csv-external", ROW_LIST_FILE, ZC_TYPE_SELECT_ONE },
    { "xml-external", ROW_LIST_FILE, ZC_TYPE_SELECT_ONE },
};

/* As the question types of pyxform have them. */
static const struct {
    const char *word;
    enum zc_type type;
    struct zc_builtin builtin;
} legacy_words[] = {
    { "percentage",
      ZC_TYPE_INTEGER,
      { ". >= 0 and . <= 100", { "填0到100的整数", "Enter a number 0-100." } } },
    { "phone number",
      ZC_TYPE_TEXT,
      { "regex(., '^\\d*$')", { "只填数字", "Enter numbers only." } } },
    { "number of days in last month",
      ZC_TYPE_INTEGER,
      { ". >= 0 and . <= 31", { "填0到31的整数", "Enter a number 0-31." } } },
    { "number of days in last six months",
      ZC_TYPE_INTEGER,
      { ". >= 0 and . <= 183", { "填0到183的整数", "Enter a number 0-183." } } },
    { "number of days in last year",
      ZC_TYPE_INTEGER,
      { ". >= 0 and . <= 365", { "填0到365的整数", "Enter a number 0-365." } } },
};

/* The first words of a select; a list name follows. Longer ones stand first. */
static const struct {
    const char *words;
    enum zc_type type;
    bool from_file;
} select_words[] = {
    { "select_one_from_file ", ZC_TYPE_SELECT_ONE, true },
    { "select_multiple_from_file ", ZC_TYPE_SELECT_MULTIPLE, true },
    { "select one from file ", ZC_TYPE_SELECT_ONE, true },
    { "select multiple from file ", ZC_TYPE_SELECT_MULTIPLE, true },
    { "select all that apply from ", ZC_TYPE_SELECT_MULTIPLE, false },
    { "select one from ", ZC_TYPE_SELECT_ONE, false },
    { "select_one ", ZC_TYPE_SELECT_ONE, false },
    { "select one ", ZC_TYPE_SELECT_ONE, false },
    { "select1 ", ZC_TYPE_SELECT_ONE, false },
    { "select_multiple ", ZC_TYPE_SELECT_MULTIPLE, false },
    { "select multiple ", ZC_TYPE_SELECT_MULTIPLE, false },
    { "rank ", ZC_TYPE_RANK, false },
};

/* Known to other tools, not possible or not there in a terminal: with what to use instead. */
static const struct {
    const char *word;
    struct zc_text instead;
} unsupported[] = {
    { "start-geopoint",
      { "终端没有定位，请删去这一行", "a terminal has no sensor: remove the row" } },
    { "background-geopoint",
      { "终端没有定位，请删去这一行", "a terminal has no sensor: remove the row" } },
    { "background-audio",
      { "终端没有录音，请删去这一行", "a terminal has no microphone: remove the row" } },
    { "osm", { "请改用 text", "use text" } },
    { "select_one_external",
      { "请改用 select_one 加 choice_filter", "use select_one with choice_filter" } },
    { "begin loop", { "请改用 begin_repeat", "use begin_repeat" } },
    { "number of days in last",
      { "能用的是 … month、… six months、… year",
        "the known ones end in month, six months, year" } },
    { "simserial", { "这是手机才有的，请删去这一行", "only phones have it: remove the row" } },
    { "subscriberid", { "这是手机才有的，请删去这一行", "only phones have it: remove the row" } },
    { "imei", { "这是手机才有的，请删去这一行", "only phones have it: remove the row" } },
};

static struct zc_row_type bad_type(struct zc_loader *loader, struct zc_str cell, uint32_t row)
{
    struct zc_str rest = cell, word;

    if (zc_str_word(&rest, &word))
        for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
            const struct zc_text *instead = &unsupported[i].instead;
            if (!zc_str_is(word, unsupported[i].word) &&
                !zc_str_starts(cell, zc_str_of(unsupported[i].word)))
                continue;
            zc_finding_put(
                loader->findings, false, loader->survey.file, row, ZC_STR("type"),
                (struct zc_text){
                    zc_load_printf(loader, "不支持类型“%.*s”：%s", ZC_ARG(cell), instead->zh),
                    zc_load_printf(loader, "type '%.*s' is not supported: %s", ZC_ARG(cell),
                                   instead->en) });
            return (struct zc_row_type){ .kind = ROW_BAD };
        }
    zc_survey_error(
        loader, row, "type", "没有“%.*s”这种类型，请写 text、integer、select_one 列表名 等",
        "there is no type '%.*s': write text, integer, select_one LIST and the like", ZC_ARG(cell));
    return (struct zc_row_type){ .kind = ROW_BAD };
}

static struct zc_row_type select_type(struct zc_loader *loader, uint32_t row, struct zc_str list,
                                      enum zc_type type, bool from_file)
{
    struct zc_row_type out = {
        .kind = ROW_QUESTION, .type = type, .list = list, .from_file = from_file
    };
    static const char *const others[] = { " or_other", " or specify other", " or other" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (zc_str_ends(out.list, zc_str_of(others[i]))) {
            out.list = zc_str_trim(zc_str_head(out.list, out.list.len - strlen(others[i])));
            out.or_other = true;
        }
    if (!from_file && zc_str_starts(out.list, ZC_STR("${")) && zc_str_ends(out.list, ZC_STR("}"))) {
        out.list = zc_str_trim(zc_str_head(zc_str_from(out.list, 2), out.list.len - 3));
        out.from_answers = true;
    }
    if (out.or_other && (from_file || out.from_answers)) {
        zc_survey_error(loader, row, "type", "or_other 只能用于 choices.csv 里的列表",
                        "or_other goes with lists of choices.csv only");
        out.or_other = false;
    }
    if (from_file && !zc_list_file_id(out.list).len) {
        zc_survey_error(loader, row, "type", "列表文件“%.*s”应以 .csv、.xml 或 .geojson 结尾",
                        "the list file '%.*s' must end in .csv, .xml or .geojson",
                        ZC_ARG(out.list));
        return (struct zc_row_type){ .kind = ROW_BAD };
    }
    return out;
}

struct zc_row_type zc_load_type(struct zc_loader *loader, struct zc_str cell, uint32_t row)
{
    for (size_t i = 0; i < sizeof type_words / sizeof type_words[0]; i++)
        if (zc_str_is(cell, type_words[i].word))
            return (struct zc_row_type){ .kind = type_words[i].kind, .type = type_words[i].type };
    for (size_t i = 0; i < sizeof legacy_words / sizeof legacy_words[0]; i++)
        if (zc_str_is(cell, legacy_words[i].word))
            return (struct zc_row_type){ .kind = ROW_QUESTION,
                                         .type = legacy_words[i].type,
                                         .builtin = &legacy_words[i].builtin };
    for (size_t i = 0; i < sizeof select_words / sizeof select_words[0]; i++) {
        struct zc_str words = zc_str_of(select_words[i].words);
        if (zc_str_starts(cell, words))
            return select_type(loader, row, zc_str_trim(zc_str_from(cell, words.len)),
                               select_words[i].type, select_words[i].from_file);
    }
    return bad_type(loader, cell, row);
}

static const struct {
    const char *word;
    enum zc_appearance look;
} look_words[] = {
    { "multiline", ZC_LOOK_MULTILINE },
    { "numbers", ZC_LOOK_NUMBERS },
    { "thousands-sep", ZC_LOOK_THOUSANDS },
    { "masked", ZC_LOOK_MASKED },
    { "minimal", ZC_LOOK_MINIMAL },
    { "search", ZC_LOOK_SEARCH },
    { "autocomplete", ZC_LOOK_SEARCH },
    { "quick", ZC_LOOK_QUICK },
    { "field-list", ZC_LOOK_FIELD_LIST },
    { "table-list", ZC_LOOK_FIELD_LIST },
    { "month-year", ZC_LOOK_MONTH_YEAR },
    { "year", ZC_LOOK_YEAR },
    { "counter", ZC_LOOK_COUNTER },
    { "partial-date", ZC_LOOK_PARTIAL_DATE },
    { "url", ZC_LOOK_URL },
    { "code", ZC_LOOK_CODE },
    { "no-paste", ZC_LOOK_NO_PASTE },
    { "columns", ZC_LOOK_COLUMNS },
    { "columns-pack", ZC_LOOK_COLUMNS },
    { "compact", ZC_LOOK_COLUMNS },
    { "horizontal", ZC_LOOK_COLUMNS },
    { "horizontal-compact", ZC_LOOK_COLUMNS },
    { "likert", ZC_LOOK_COLUMNS },
};

void zc_load_appearance(struct zc_str cell, struct zc_question *q)
{
    struct zc_str word;

    while (zc_str_word(&cell, &word)) {
        if (zc_str_starts(word, ZC_STR("columns-")))
            q->look |= ZC_LOOK_COLUMNS;
        for (size_t i = 0; i < sizeof look_words / sizeof look_words[0]; i++)
            if (zc_str_is(word, look_words[i].word))
                q->look |= look_words[i].look;
    }
}

/* Which keys a type takes. `geo` and media keys steer phones and change nothing here. */
static const struct {
    const char *types; /* t text, r range, s select, f select from a file, g geo, m a file */
    const char *key;
} parameter_keys[] = {
    { "t", "rows" },
    { "r", "start" },
    { "r", "end" },
    { "r", "step" },
    { "r", "tick_interval" },
    { "r", "placeholder" },
    { "r", "tick_labelset" },
    { "sf", "randomize" },
    { "sf", "seed" },
    { "f", "value" },
    { "f", "label" },
    { "g", "capture-accuracy" },
    { "g", "warning-accuracy" },
    { "g", "allow-mock-accuracy" },
    { "g", "incremental" },
    { "m", "max-pixels" },
    { "m", "quality" },
    { "m", "app" },
};

static char type_letter(const struct zc_loader *loader, const struct zc_question *q)
{
    switch (q->type) {
    case ZC_TYPE_TEXT:
        return 't';
    case ZC_TYPE_RANGE:
        return 'r';
    case ZC_TYPE_SELECT_ONE:
    case ZC_TYPE_SELECT_MULTIPLE:
    case ZC_TYPE_RANK:
        return loader->origins[q->index].from_file      ? 'f'
               : loader->origins[q->index].from_answers ? '-'
                                                        : 's';
    case ZC_TYPE_GEOPOINT:
    case ZC_TYPE_GEOTRACE:
    case ZC_TYPE_GEOSHAPE:
        return 'g';
    case ZC_TYPE_FILE:
        return 'm';
    default:
        return '-';
    }
}

static bool key_is_known(char letter, struct zc_str key)
{
    for (size_t i = 0; i < sizeof parameter_keys / sizeof parameter_keys[0]; i++)
        if (zc_str_is(key, parameter_keys[i].key) && strchr(parameter_keys[i].types, letter))
            return true;
    return false;
}

static void read_number(struct zc_loader *loader, const struct zc_question *q, struct zc_str key,
                        struct zc_str value, double *out)
{
    const char *text = zc_arena_cstr(&loader->scratch, value);
    char *end;
    double number = strtod(text, &end);

    if (!value.len || *end || !isfinite(number))
        zc_survey_error(loader, q->line, "parameters", "“%.*s=%.*s”：应是数字",
                        "'%.*s=%.*s': a number is needed", ZC_ARG(key), ZC_ARG(value));
    else
        *out = number;
}

static void read_parameter(struct zc_loader *loader, struct zc_question *q, struct zc_str key,
                           struct zc_str value)
{
    struct zc_origin *origin = &loader->origins[q->index];
    double rows = 0;

    if (zc_str_is(key, "start"))
        read_number(loader, q, key, value, &q->range_start);
    else if (zc_str_is(key, "end"))
        read_number(loader, q, key, value, &q->range_end);
    else if (zc_str_is(key, "step"))
        read_number(loader, q, key, value, &q->range_step);
    else if (zc_str_is(key, "value"))
        origin->value_col = value;
    else if (zc_str_is(key, "label"))
        origin->label_col = value;
    else if (zc_str_is(key, "rows")) {
        read_number(loader, q, key, value, &rows);
        if (rows < 1 || rows > 100)
            zc_survey_error(loader, q->line, "parameters", "rows 应为1到100", "rows is 1 to 100");
        else
            q->rows = (uint32_t)rows;
    } else if (zc_str_is(key, "randomize") && !zc_sheet_truth(value, &origin->randomize)) {
        zc_survey_error(loader, q->line, "parameters", "randomize 应为 true 或 false",
                        "randomize is true or false");
    } else if (zc_str_is(key, "seed")) {
        origin->seed = value;
        if (!zc_load_is_reference(value))
            read_number(loader, q, key, value, &rows);
    }
}

static void check_range(struct zc_loader *loader, const struct zc_question *q, bool has_start)
{
    double width = fabs(q->range_end - q->range_start);

    if (!has_start)
        zc_survey_warning(loader, q->line, "parameters", "range 没写 start，按1算（有的工具按0）",
                          "range without start begins at 1 (some tools take 0)");
    if (q->range_step == 0 || fabs(q->range_step) > width)
        zc_survey_error(loader, q->line, "parameters", "step=%g 应不为0且不大于区间宽度%g",
                        "step=%g must be neither 0 nor larger than the width %g", q->range_step,
                        width);
}

static struct zc_str lower(struct zc_str s, struct zc_arena *arena)
{
    char *out = zc_arena_alloc(arena, s.len + 1, 1);

    for (size_t i = 0; i < s.len; i++)
        out[i] = (char)(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] - 'A' + 'a' : s.ptr[i]);
    return (struct zc_str){ out, s.len };
}

/* Pairs are parted by blanks, commas or semicolons. */
static bool next_pair(struct zc_str *rest, struct zc_str *pair)
{
    static const char seps[] = " ,;\t\n";
    size_t i = 0, end;

    while (i < rest->len && strchr(seps, rest->ptr[i]))
        i++;
    for (end = i; end < rest->len && !strchr(seps, rest->ptr[end]);)
        end++;
    *pair = zc_str_head(zc_str_from(*rest, i), end - i);
    *rest = zc_str_from(*rest, end);
    return pair->len != 0;
}

void zc_load_parameters(struct zc_loader *loader, struct zc_question *q, struct zc_str cell)
{
    char letter = type_letter(loader, q);
    struct zc_str rest = cell, pair;
    bool has_start = false;

    q->range_start = 1;
    q->range_end = 10;
    q->range_step = 1;
    while (next_pair(&rest, &pair)) {
        struct zc_str key = { 0 };
        bool has_value = memchr(pair.ptr, '=', pair.len) != NULL;
        zc_str_cut(&pair, '=', &key);
        key = lower(key, &loader->scratch);
        if (!has_value || !key_is_known(letter, key)) {
            zc_survey_error(loader, q->line, "parameters", "这种类型没有参数“%.*s”",
                            "this type takes no parameter '%.*s'", ZC_ARG(key));
            continue;
        }
        bool as_is = zc_str_is(key, "value") || zc_str_is(key, "label") || zc_str_is(key, "seed");
        read_parameter(loader, q, key, as_is ? pair : lower(pair, &loader->scratch));
        has_start |= zc_str_is(key, "start");
    }
    if (letter == 'r')
        check_range(loader, q, has_start);
}

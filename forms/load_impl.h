#pragma once
#include "forms/finding.h"
#include "forms/form.h"
#include "forms/sheet.h"

/* What the parts of the loader share: sheets → tree of questions → lists → expressions →
 * dependency graph. Each part goes on after a finding, so that one pass tells everything. */

enum zc_survey_col {
    SURVEY_TYPE,
    SURVEY_NAME,
    SURVEY_LABEL,
    SURVEY_HINT,
    SURVEY_GUIDANCE,
    SURVEY_REQUIRED,
    SURVEY_REQUIRED_MESSAGE,
    SURVEY_CONSTRAINT,
    SURVEY_CONSTRAINT_MESSAGE,
    SURVEY_WARNING,
    SURVEY_WARNING_MESSAGE,
    SURVEY_RELEVANT,
    SURVEY_READONLY,
    SURVEY_CALCULATION,
    SURVEY_DEFAULT,
    SURVEY_TRIGGER,
    SURVEY_CHOICE_FILTER,
    SURVEY_REPEAT_COUNT,
    SURVEY_APPEARANCE,
    SURVEY_PARAMETERS,
    SURVEY_ROLE,
    SURVEY_USE,
    SURVEY_WAS,
    SURVEY_LABELS,
    SURVEY_SAVE_TO,
    SURVEY_DISABLED,
    SURVEY_IGNORED, /* pictures, sound, Android: this and all behind it */
};
enum zc_choices_col {
    CHOICES_LIST,
    CHOICES_NAME,
    CHOICES_LABEL,
    CHOICES_ALIASES,
    CHOICES_IGNORED,
};
enum zc_entities_col {
    ENTITIES_LIST,
    ENTITIES_LABEL,
    ENTITIES_ID,
    ENTITIES_CREATE_IF,
    ENTITIES_UPDATE_IF,
    ENTITIES_REPEAT,
};
enum zc_settings_col {
    SETTINGS_TITLE,
    SETTINGS_ID,
    SETTINGS_VERSION,
    SETTINGS_INSTANCE_NAME,
    SETTINGS_DEFAULT_LANGUAGE,
    SETTINGS_DUPLICATES,
    SETTINGS_CLEAN,
    SETTINGS_KEY_FIELD,
    SETTINGS_LEDGER,
    SETTINGS_BY_HAND,
    SETTINGS_NAME,
    SETTINGS_IGNORED,
};

/* Types of older converters (`percentage`, `phone number` …): a type of today with a rule and a
 * hint of its own, each of which a filled cell of the row replaces. */
struct zc_builtin {
    const char *constraint;
    struct zc_text hint; /* the message of the constraint too */
};

/* Where a question comes from. */
struct zc_origin {
    const struct zc_sheet_row *row; /* NULL: the root, or made by the loader */
    struct zc_str list;             /* list name or file name of a select */
    bool from_file;
    bool from_answers;                  /* `list` is the name of a question in a repeat */
    struct zc_str value_col, label_col; /* parameters of a select from a file */
    struct zc_str seed;                 /* parameter of a select whose choices are shuffled */
    bool randomize;
    struct zc_str relevant, count;    /* of a made question: or_other, number of rows */
    const struct zc_builtin *builtin; /* NULL: the type has no rule of its own */
};

struct zc_loader {
    const struct zc_source *source;
    struct zc_str dir;
    const struct zc_form_context *context;
    struct zc_findings *findings;
    struct zc_form *form;
    struct zc_arena scratch; /* sheets and texts that the form does not keep */
    struct zc_hash content;  /* of the files read so far */
    struct zc_sheet survey, choices, settings, entities;
    struct zc_origin *origins; /* by question index */
    size_t question_cap, origin_cap, list_cap;
    bool duplicates; /* settings allow_choice_duplicates */
    const struct zc_template *no_texts, *other_label;
};

/* A finding about a row of survey.csv: row, column, the text in both languages, arguments. */
#define zc_survey_error(loader, row, column, ...)                                                  \
    zc_finding_add((loader)->findings, false, (loader)->survey.file, (row), zc_str_of(column),     \
                   __VA_ARGS__)
#define zc_survey_warning(loader, row, column, ...)                                                \
    zc_finding_add((loader)->findings, true, (loader)->survey.file, (row), zc_str_of(column),      \
                   __VA_ARGS__)

/* Formats into the scratch arena, with a NUL. */
__attribute__((format(printf, 2, 3), nonnull(2))) const char *
zc_load_printf(struct zc_loader *loader, const char *fmt, ...);

/* load_sheets.c: reads the sheets; false when there is no survey to go on with. */
bool zc_load_sheets(struct zc_loader *loader);
/* Collects the languages and reads the settings row that needs no expressions. */
void zc_load_settings(struct zc_loader *loader);
/* Number of a column's language, -1 for a column that has none of the form's. */
int zc_load_lang(const struct zc_loader *loader, const struct zc_sheet_col *col);
/* True if the language is "… (CODE)" or "CODE". */
bool zc_load_lang_is(const struct zc_loader *loader, uint32_t lang, const char *code);
struct zc_str zc_load_path(const struct zc_loader *loader, struct zc_str file);
/* Reads a file of the form's folder; what is there counts as the form's content. False when it
 * could not be read, which is told. */
bool zc_load_file(struct zc_loader *loader, struct zc_str file, struct zc_buf *bytes, bool *found);

/* load_type.c: what the cell `type` says. */
enum zc_row_kind {
    ROW_QUESTION,
    ROW_BEGIN, /* group or repeat */
    ROW_END,
    ROW_LIST_FILE, /* csv-external, xml-external */
    ROW_BAD
};
struct zc_row_type {
    enum zc_row_kind kind;
    enum zc_type type;
    struct zc_str list;
    bool from_file, from_answers, or_other;
    const struct zc_builtin *builtin;
};
/* Reports what it cannot read and gives ROW_BAD. */
struct zc_row_type zc_load_type(struct zc_loader *loader, struct zc_str cell, uint32_t row);
void zc_load_appearance(struct zc_str cell, struct zc_question *q);
void zc_load_parameters(struct zc_loader *loader, struct zc_question *q, struct zc_str cell);

/* load_tree.c: rows → questions. */
bool zc_load_name_is_good(struct zc_str name);
void zc_load_tree(struct zc_loader *loader);
/* load_list.c: choices and files → lists of the questions. */
void zc_load_lists(struct zc_loader *loader);
/* The list of instance('ID') and pulldata(): one of the form, of a file, of another form. NULL:
 * there is none. */
struct zc_list *zc_load_list(struct zc_loader *loader, struct zc_str id);
/* Reading the cells of a row that hold expressions: `here` asks, bare names stand at `focus`,
 * current() is `asker` (NULL: both are `here`, forms/expr.h). */
struct zc_reader {
    struct zc_loader *loader;
    const struct zc_question *here, *focus, *asker;
    bool quiet;  /* warnings are not told */
    bool pseudo; /* `_id` and its like may be read */
    struct zc_str file;
    uint32_t row;
    const char *column;
};

/* load_choice.c: a filter is asked of each row of the list, or of the repeat whose answers are the
 * choices; then what else only selects have. `filter` is its cell. */
const struct zc_expr *zc_load_filter(struct zc_reader *reader, struct zc_question *q,
                                     struct zc_str cell);
void zc_load_choices(struct zc_reader *reader, struct zc_question *q, struct zc_str filter);

/* load_expr.c: expressions, defaults, texts with ${}, triggers. */
/* NULL with a finding when the text is no expression. */
const struct zc_expr *zc_load_expr(struct zc_reader *reader, struct zc_str text);
/* A text cell: literal parts and computed ones. */
void zc_load_template(struct zc_reader *reader, struct zc_str text, struct zc_template *out);
/* True for `${name}` and nothing else. */
bool zc_load_is_reference(struct zc_str cell);
void zc_load_expressions(struct zc_loader *loader);
/* load_entity.c: entities.csv and column save_to. */
void zc_load_entities(struct zc_loader *loader);
/* check.c: what only the whole form shows. */
void zc_load_check(struct zc_loader *loader);
/* graph.c: dependants and order; refuses cycles. */
void zc_load_graph(struct zc_loader *loader);

#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/hash.h"
#include "forms/expr.h"
#include "forms/list.h"
#include "forms/source.h"

/* A form (调查表), compiled from the sheets survey.csv, choices.csv, settings.csv and
 * entities.csv of a form folder. Read-only after loading; everything lies in the form's own arena.
 * Source: XLSFORM.md.
 *
 * Texts exist once per language of the form: `label[lang]`, lang < form->nlangs. A text that
 * contains ${…} is a template of literal and expression parts. */

enum zc_type {
    ZC_TYPE_ROOT,
    ZC_TYPE_GROUP,
    ZC_TYPE_REPEAT, /* with children */
    ZC_TYPE_TEXT,
    ZC_TYPE_INTEGER,
    ZC_TYPE_DECIMAL,
    ZC_TYPE_RANGE,
    ZC_TYPE_SELECT_ONE,
    ZC_TYPE_SELECT_MULTIPLE,
    ZC_TYPE_RANK,
    ZC_TYPE_NOTE,
    ZC_TYPE_DATE,
    ZC_TYPE_TIME,
    ZC_TYPE_DATETIME,
    ZC_TYPE_GEOPOINT,
    ZC_TYPE_GEOTRACE,
    ZC_TYPE_GEOSHAPE,
    ZC_TYPE_ACKNOWLEDGE,
    ZC_TYPE_BARCODE,
    ZC_TYPE_CALCULATE,
    ZC_TYPE_HIDDEN,
    ZC_TYPE_START,
    ZC_TYPE_END,
    ZC_TYPE_TODAY,
    ZC_TYPE_USERNAME,
    ZC_TYPE_DEVICEID,
    ZC_TYPE_EMAIL,
    ZC_TYPE_PHONENUMBER,
    ZC_TYPE_AUDIT,
    ZC_TYPE_FILE,   /* image, audio, video, file: the name of a file kept beside the records */
    ZC_TYPE_PSEUDO, /* `_id`, `_status` …: only for --where, reports and live calculates */
    ZC_TYPE_COUNT
};

/* Rows of one repeat, and of all repeats of a record together. */
enum { ZC_FORM_MAX_ROWS = 1000, ZC_FORM_MAX_ALL_ROWS = 10000 };

/* What a question is to the program (column `role`), at most once a form. The second part makes a
 * form one that the program itself writes (tui/recheck.h): samples that were drawn and what came
 * of checking a record. The third part belongs to the walk from door to door:
 *
 * outcome     of units and doors alike: what came of going there. Its list may have a column `walk`
 *             that says `open` of choices that mean nobody was there yet (an empty answer always
 *             does) and `again` of those that mean somebody has to come again; all others settle it
 * visited     the day of it; attempts: how often nobody was met
 * place       name of the building, market or park; place-kind: what kind of place it is
 * expected    units that should be behind a door
 *
 * The form of doors (tui/route.h) is the one outside the ledger that has community, road, number
 * and outcome; assignments (tui/assignment.h) are the records of the form that has worker, of-form,
 * community and target, with from, due and done; explanations of places where nobody was
 * (tui/gap.h) those of the form that has of-area, day and explanation. */
enum zc_role {
    ZC_ROLE_NONE,
    ZC_ROLE_NAME,
    ZC_ROLE_SIGN,
    ZC_ROLE_CODE,
    ZC_ROLE_ALTCODE,
    ZC_ROLE_PHONE,
    ZC_ROLE_ADDR,
    ZC_ROLE_STREET,
    ZC_ROLE_COMMUNITY,
    ZC_ROLE_ROAD,
    ZC_ROLE_NUMBER,
    ZC_ROLE_INDUSTRY,
    ZC_ROLE_STAFF,
    ZC_ROLE_MEMBERS,
    ZC_ROLE_CONTACT,
    ZC_ROLE_KIND,
    ZC_ROLE_OUTCOME,
    ZC_ROLE_BATCH,
    ZC_ROLE_OF_FORM,
    ZC_ROLE_OF_RECORD,
    ZC_ROLE_RULE,
    ZC_ROLE_SHARE,
    ZC_ROLE_SEED,
    ZC_ROLE_FOUND,
    ZC_ROLE_BLIND,
    ZC_ROLE_FIELD,
    ZC_ROLE_REGISTERED,
    ZC_ROLE_SECOND,
    ZC_ROLE_WAY,
    ZC_ROLE_VERDICT,
    ZC_ROLE_VISITED,
    ZC_ROLE_ATTEMPTS,
    ZC_ROLE_PLACE,
    ZC_ROLE_PLACE_KIND,
    ZC_ROLE_EXPECTED,
    ZC_ROLE_WORKER,
    ZC_ROLE_TARGET,
    ZC_ROLE_FROM,
    ZC_ROLE_DUE,
    ZC_ROLE_DONE,
    ZC_ROLE_OF_AREA,
    ZC_ROLE_DAY,
    ZC_ROLE_EXPLANATION,
    ZC_ROLE_COUNT
};
const char *zc_role_name(enum zc_role role);
bool zc_role_parse(struct zc_str name, enum zc_role *out); /* "none" is not one */

/* Words of column `use`. */
enum zc_use {
    ZC_USE_CARRY = 1 << 0,
    ZC_USE_OWN = 1 << 1,
    ZC_USE_LIST = 1 << 2,
    ZC_USE_INDEX = 1 << 3,
    ZC_USE_SEARCH = 1 << 4,
    ZC_USE_LIVE = 1 << 5,
    ZC_USE_SECRET = 1 << 6
};

/* Words of column `appearance` that the program knows (XLSFORM.md 5). */
enum zc_appearance {
    ZC_LOOK_MULTILINE = 1 << 0,
    ZC_LOOK_NUMBERS = 1 << 1,
    ZC_LOOK_THOUSANDS = 1 << 2,
    ZC_LOOK_MASKED = 1 << 3,
    ZC_LOOK_MINIMAL = 1 << 4,
    ZC_LOOK_SEARCH = 1 << 5,
    ZC_LOOK_QUICK = 1 << 6,
    ZC_LOOK_FIELD_LIST = 1 << 7,
    ZC_LOOK_MONTH_YEAR = 1 << 8,
    ZC_LOOK_YEAR = 1 << 9,
    ZC_LOOK_COUNTER = 1 << 10,
    ZC_LOOK_PARTIAL_DATE = 1 << 11,
    ZC_LOOK_URL = 1 << 12,
    ZC_LOOK_COLUMNS = 1 << 13,
    ZC_LOOK_CODE = 1 << 14,    /* ours: a text that is cleaned like a code (core/uscc.h); the roles
                                 `code` and `altcode` imply it */
    ZC_LOOK_NO_PASTE = 1 << 15 /* ours: to be typed by hand (a code that is typed twice) */
};

/* A text with ${…}: parts in order; `expr` NULL means the literal text. */
struct zc_template {
    uint32_t nparts;
    struct zc_template_part {
        struct zc_str text;
        const struct zc_expr *expr;
    } * parts;
};

struct zc_question {
    enum zc_type type;
    struct zc_str name;               /* as in the sheet */
    struct zc_str field;              /* how it is stored: name, or group.name where names repeat
                                         (XLSFORM.md 2); without the path of repeats */
    struct zc_question *parent;       /* group, repeat or root; NULL for the root */
    struct zc_question *first, *next; /* children in form order */
    struct zc_question *repeat;       /* nearest enclosing repeat, NULL: none (a repeat's own is the
                                         one outside it) */
    uint32_t index;                   /* in form->questions; the root is 0 */
    uint32_t line;                    /* of survey.csv, for messages */
    enum zc_role role;
    unsigned use, look;     /* zc_use, zc_appearance */
    struct zc_list *list;   /* selects, rank */
    struct zc_list *labels; /* ours, column `labels` of a calculate: how its results read */
    const struct zc_expr
        *choices_of;             /* select_one ${q}: the answers of q are the choices; no list */
    const struct zc_expr *order; /* parameter randomize: rows of the list in another order */
    bool seeded;                 /* it has a seed, and only the rows that pass the filter */
    const struct zc_template *choice_texts; /* labels of the list that hold ${}, all languages of
                                               row 0, then of row 1 …; NULL: plain labels */
    bool or_other, required_cell;
    bool editable; /* a calculation that people may overwrite: it comes again when it changes */
    const struct zc_template *label, *hint, *guidance, *constraint_message, *required_message,
        *warning_message;               /* arrays of form->nlangs; nparts 0: none */
    struct zc_str default_text;         /* static default */
    const struct zc_expr *default_expr; /* dynamic default */
    const struct zc_expr *relevant, *required, *readonly, *constraint, *warning, *calculation,
        *choice_filter, *repeat_count;
    const struct zc_expr *filter_key; /* choice_filter asks that filter_col equals this: the rows
                                         are found by a hash; NULL: it asks for something else */
    int filter_col;
    uint32_t ntriggers;
    struct zc_question **triggers; /* whose answers set this one off */
    struct zc_str was;             /* earlier names, blank-parted */
    double range_start, range_end, range_step;
    uint32_t rows;      /* parameter rows of a text, 0: one line */
    uint32_t max_chars; /* most characters that the constraint lets pass, 0: it sets no bound */
    bool kept;          /* written into revisions: not a note, not a calculate that
                           depends only on the record, not live (MERGE.md 7.4) */
    struct zc_edges {   /* dependency graph (forms/graph.c): whom a change touches */
        uint32_t n;
        const uint32_t *to; /* question indexes in evaluation order, direct ones only */
    } dependants, fires;    /* fires: whom an answer sets off, in form order */
};

/* A condition over the records of a form that the survey gives a name: is('NAME') wherever
 * zc_form_where reads. */
struct zc_form_set {
    struct zc_str name;
    const struct zc_expr *expr;
};

struct zc_form {
    struct zc_str dir;            /* folder in the pack, empty: the source's root */
    uint8_t content[ZC_HASH_LEN]; /* digest of its sheets and of the lists in its folder */
    struct zc_str id, version, key_field;
    bool in_ledger; /* settings `ledger` = yes */
    bool by_hand;   /* settings `by_hand` is not no: people fill it in, not the program */
    uint32_t nlangs;
    const struct zc_str *langs; /* "中文 (zh)", "English (en)"; [0] is the default language */
    const struct zc_template *title; /* per language; settings form_title[::lang] */
    const struct zc_expr *instance_name;
    uint32_t nquestions;
    struct zc_question **questions; /* [0] the root, then form order (depth first) */
    uint32_t nlists;
    struct zc_list **lists;
    const uint32_t *order; /* evaluation order of all questions */
    const uint32_t *rank;  /* place of each question in `order` */
    bool counts_itself; /* repeat_count of some repeat reads its own rows: one more as long as … */
    struct zc_question *by_role[ZC_ROLE_COUNT]; /* NULL: the form lacks it */
    uint32_t nsets;
    const struct zc_form_set *sets; /* put in by the pack (forms/pack_reports.h) */
    uint32_t nentities;
    const struct zc_entity *entities; /* rows of entities.csv (forms/entity.h) */
    struct zc_arena arena;
    void *names; /* private: hash of names */
};

/* One finding of the loader or the lint (XLSFORM.md 10). */
struct zc_finding {
    bool warning;
    struct zc_str file;   /* path in the pack */
    uint32_t row;         /* row of the sheet, the header is 1; 0: the file as a whole */
    struct zc_str column; /* may be empty */
    struct zc_text what;  /* both languages: the cause and what to write instead */
};
struct zc_findings {
    uint32_t n, cap, nerrors;
    struct zc_finding *all; /* in file and row order after loading */
    struct zc_arena arena;
};
void zc_findings_release(struct zc_findings *findings);
/* "survey.csv 第12行 relevant 列：…" in the current language. */
void zc_finding_print(const struct zc_finding *finding, struct zc_buf *out);

/* Lists that lie outside the form folder: the pack's lists/, its root, other forms' records.
 * NULL: unknown. `records` is set for a list made of records of a form. */
struct zc_form_context {
    void *ctx;
    struct zc_list *(*list)(void *ctx, struct zc_str file, bool *records, struct zc_err *err);
    bool (*rule)(void *ctx, struct zc_str name, struct zc_str *value); /* rules.csv */
};

/* Loads the folder `dir` of `source` ("" = the source's root). All errors and warnings go to
 * `findings` in one pass; NULL when there was an error. */
struct zc_form *zc_form_load(const struct zc_source *source, struct zc_str dir,
                             const struct zc_form_context *context, struct zc_findings *findings);
void zc_form_free(struct zc_form *form); /* NULL is fine */

const struct zc_question *zc_form_question(const struct zc_form *form, struct zc_str name,
                                           bool *ambiguous);
/* By stored field name, the path of repeats and items left out; NULL: the form does not know it. */
const struct zc_question *zc_form_field(const struct zc_form *form, struct zc_str field);
/* Stored name of the field that tells records apart in lists: settings `key_field`, else the
 * question of role `code`; empty when the form has neither. */
struct zc_str zc_form_key_field(const struct zc_form *form);
const char *zc_type_name(enum zc_type type); /* as in column `type`: "select_one" */
bool zc_type_has_answer(enum zc_type type);  /* can hold a value that somebody gives or computes */
bool zc_type_is_shown(enum zc_type type);    /* has a line on the form screen */
bool zc_type_is_select(enum zc_type type);
/* "中文 (zh)" → "zh"; a name without brackets is its own code. */
struct zc_str zc_lang_code(struct zc_str lang);
/* Whether it is a way of writing Chinese or English: zh, "中文 (zh)", Chinese, zh-CN … */
bool zc_lang_is(struct zc_str lang, enum zc_lang wanted);
/* Language of the form that fits the program's language; 0 when there is none. */
unsigned zc_form_lang(const struct zc_form *form);
/* The text of one language, else of the default language, else of any; NULL: there is none. */
const struct zc_template *zc_template_in(const struct zc_form *form,
                                         const struct zc_template *texts, unsigned lang);
/* Label without ${} evaluated (they print as ‹name›); falls back to the default language, then
 * to the name (D21). */
struct zc_str zc_question_label(const struct zc_form *form, const struct zc_question *q,
                                unsigned lang, struct zc_arena *arena);
/* Title of the form, ${} left out. */
struct zc_str zc_form_title(const struct zc_form *form, unsigned lang, struct zc_arena *arena);
/* Reads an expression over the records of this form for --where, saved views and reports; the
 * pseudo fields of DOMAIN.md 14.6 are allowed. Lies in `arena`. */
const struct zc_expr *zc_form_where(const struct zc_form *form, struct zc_str text,
                                    struct zc_arena *arena, struct zc_err *err);

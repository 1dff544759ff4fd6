#pragma once
#include "core/id.h"
#include "forms/list.h"

/* Records of another form as rows (记录作选项; XLSFORM.md 6.13). A form may have a million records,
 * so they are not in memory: a list with a source asks it for rows when something asks for them,
 * and keeps what it got until it is told to forget. To everybody else it is a list like others, but
 *
 *   - it has no number of rows (nrows is ZC_LIST_LAZY): whoever wants all of them calls
 *     zc_list_all, which says no when they are more than ZC_ROWS_FEW;
 *   - rows with a certain cell are found where the store has an index (`ways` of the list): `name`
 *     (the id), questions that choose records of a form, questions with `use` = index. Any other
 *     column is looked for among all records, if they are few;
 *   - rows are in the order of ids, not in that of their numbers.
 *
 * So an expression such as instance('unit')/root/item[LINK = ${_id}] costs what it finds, whatever
 * the size of the form; one without such an equality is for forms of at most ZC_ROWS_FEW records
 * and fails (reads as empty) over more. `form check` warns of it where the form is one of the
 * ledger. Wanting what equals the empty text is no such equality.
 *
 * The id of a duplicate that is hidden behind another record means that record, as a key and as a
 * cell. What a record has as a row does not look at third records: where its own calculations read
 * records of other forms, its cells read none. Nothing goes round in circles then. */

enum { ZC_ROWS_FEW = 10000 };
#define ZC_LIST_LAZY UINT32_MAX

struct zc_rids {
    struct zc_rid *all;
    size_t n, cap;
};
void zc_rids_add(struct zc_rids *rids, struct zc_rid rid);
void zc_rids_release(struct zc_rids *rids);

enum zc_rows_answer {
    ZC_ROWS_EXACT,   /* these rows and no others */
    ZC_ROWS_MAYBE,   /* no others; each is to be looked at */
    ZC_ROWS_TOO_MANY /* only a look at all records could tell */
};
enum zc_record_kind {
    ZC_RECORD_HERE,  /* visible, or hidden behind one that is */
    ZC_RECORD_VOID,  /* 作废 */
    ZC_RECORD_AWAY,  /* not here (yet) */
    ZC_RECORD_OTHER, /* a record of another form */
    ZC_RECORD_NONE   /* the text is no id */
};

/* Who knows the records. Ids are given in their order. */
struct zc_list_source {
    void *ctx;
    const bool *busy; /* a row is being read: until it is, lists have no rows */
    /* Visible records whose cell in `col` (not 0, the id) is `value`, which is not empty. `word`:
     * is one of the words of the cell. */
    enum zc_rows_answer (*find)(void *ctx, const struct zc_list *list, int col, struct zc_str value,
                                bool word, struct zc_rids *out);
    /* All visible records, EXACT, or TOO_MANY. */
    enum zc_rows_answer (*all)(void *ctx, const struct zc_list *list, struct zc_rids *out);
    enum zc_record_kind (*look)(void *ctx, const struct zc_list *list, struct zc_rid rid,
                                struct zc_rid *root);
    /* All cells but the first, in `arena`. */
    void (*load)(void *ctx, const struct zc_list *list, struct zc_rid rid, struct zc_str *cells,
                 struct zc_arena *arena);
    /* Visible records that people call so: whole code, or name but for place, brackets and legal
     * form. At most `max`; gives their number. */
    size_t (*named)(void *ctx, const struct zc_list *list, struct zc_str text, struct zc_rid *out,
                    size_t max);
};

/* From now on rows come from the source, which is borrowed. The columns stay. */
void zc_list_attach(struct zc_list *list, const struct zc_list_source *source);
bool zc_list_is_lazy(const struct zc_list *list);
/* A record changed, or (none given) any may have: what is known of it goes. Rows lose their numbers
 * only when everything goes. */
void zc_list_forget(struct zc_list *list, const struct zc_rid *rid);
/* Forgets everything when that is a lot: to be called where nobody holds a row. */
void zc_list_trim(struct zc_list *list);

/* The rows with that cell, until the next call for this list. False: not to be known without a look
 * at too many records. */
bool zc_list_match(const struct zc_list *list, int col, struct zc_str value, bool word,
                   const uint32_t **rows, uint32_t *n);
/* All rows, in the order of ids, until the next call for this list. */
bool zc_list_all(const struct zc_list *list, const uint32_t **rows, uint32_t *n);
struct zc_rid zc_list_row_id(const struct zc_list *list, uint32_t row);
struct zc_str zc_list_row_cell(const struct zc_list *list, uint32_t row, int col);

/* What an id in an answer leads to. *root is the record that it means. */
enum zc_record_kind zc_list_look(const struct zc_list *list, struct zc_str value,
                                 struct zc_rid *root);
/* How it reads: the record's label; "… （作废）" for a void one; its number where it is not here or
 * of another form. */
struct zc_str zc_list_record_label(const struct zc_list *list, struct zc_str value,
                                   struct zc_arena *arena);
/* The one record that people call so; *n tells how many there are (2: or more). */
struct zc_rid zc_list_named(const struct zc_list *list, struct zc_str text, size_t *n);

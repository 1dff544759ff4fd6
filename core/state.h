#pragma once
#include "core/rev.h"

/* The state of a record (状态): what the set of its revisions says. Made by zc_fold
 * (core/fold.h), cached by the store, can always be made again. Source: MERGE.md 5 and 6. */

/* The review status shown (MERGE.md 6.1, DOMAIN.md 7.1). The order is the order in which live
 * values are read; the first and the last two are never written. */
enum zc_status {
    ZC_STATUS_SEED,      /* 底册: nobody has visited yet */
    ZC_STATUS_DRAFT,     /* 草稿 */
    ZC_STATUS_SUBMITTED, /* 待核 */
    ZC_STATUS_GROUP_OK,  /* 组核 */
    ZC_STATUS_TOWN_OK,   /* 街镇核 */
    ZC_STATUS_LOCKED,    /* 锁定 */
    ZC_STATUS_RETURNED,  /* 退回 */
    ZC_STATUS_CHANGED,   /* 改后待核: a checked record with an edit its checker had not seen */
    ZC_STATUS_VOID,      /* 作废: deleted */
    ZC_STATUS_COUNT
};
const char *zc_status_name(enum zc_status status); /* "seed", "draft" … */
struct zc_text zc_status_label(enum zc_status status);
bool zc_status_parse(struct zc_str name, enum zc_status *out); /* those nine words */
/* Lowest rank that may write the status; NONE for those nobody writes. */
enum zc_rank zc_status_rank(enum zc_status status);

/* Flags (MERGE.md 5 and 6). The last three need other records: the store adds them. */
enum zc_flag {
    ZC_FLAG_PARTIAL = 1 << 0,        /* a parent is missing here */
    ZC_FLAG_STATUS = 1 << 1,         /* status?: returned and checked at once */
    ZC_FLAG_DEL = 1 << 2,            /* del?: deleted by somebody who had not seen an edit */
    ZC_FLAG_DUP = 1 << 3,            /* dup?: linked to two different records */
    ZC_FLAG_LONG = 1 << 4,           /* history too long to fold */
    ZC_FLAG_ASKED = 1 << 5,          /* asked: an _ask without _answer */
    ZC_FLAG_DOUBT = 1 << 6,          /* doubt: finished with hard errors */
    ZC_FLAG_DANGLING = 1 << 7,       /* linked to a record that is not here */
    ZC_FLAG_DUP_OF_DELETED = 1 << 8, /* linked to a deleted record */
    ZC_FLAG_DUP_EDITED = 1 << 9,     /* somebody still edits a duplicate of it */
    ZC_FLAG_COUNT = 10
};
const char *zc_flag_name(unsigned bit); /* bit number 0 to ZC_FLAG_COUNT - 1 */
/* Names of the set flags by name, one blank between (column `_flags`). */
void zc_flags_print(unsigned flags, struct zc_buf *out);

/* A field and its live values. More than one: conflict (of data fields only). The first is the
 * provisional value, the others follow by bytes. `gone`: the field lies under a deleted item
 * of a repeat, is not shown and not in conflict. */
struct zc_field {
    struct zc_str name;
    uint32_t nvalues; /* at least 1; a lone "" is a cleared field */
    bool gone;
    const struct zc_str *values;
};

struct zc_state {
    struct zc_rid rid;
    struct zc_str form, version; /* empty form: kept under "other forms" */
    enum zc_status status;
    unsigned flags;
    bool deleted;         /* shown as void */
    bool seed;            /* one of its revisions came from a list */
    bool link_unseen;     /* a data write that its live links had not seen */
    struct zc_rid dup_of; /* target of _dup_of, or none (kind 0) */
    uint32_t nrevs, nheads, nfields, nconflicts;
    const struct zc_revid *heads;          /* ascending */
    const struct zc_field *fields;         /* data and system, by name */
    struct zc_str group, by, dev, created; /* .g .by .dev .at, each of the first revision by
                                              (gen, id) that has it */
    struct zc_str last_by, changed;        /* .by .at of the last one that has it */
    struct zc_str submitted;               /* .at of the first counting _status=submitted */
};

/* The greatest live value of `_status`: the level that a changed or void record stands on. */
enum zc_status zc_state_level(const struct zc_state *state);
const struct zc_field *zc_state_field(const struct zc_state *state, struct zc_str name);
/* Provisional value; empty when there is none or the field is gone. */
struct zc_str zc_state_value(const struct zc_state *state, struct zc_str name);
bool zc_field_in_conflict(const struct zc_field *field);

/* Questions of checkers (质疑, MERGE.md 6.5): `_ask:F` with a text is one about F, `_answer:F` of
 * the same path what was said to it; without `:F` they are about the whole record or row. */
bool zc_field_is_ask(struct zc_str name);
struct zc_str zc_field_answer_of(struct zc_str ask, struct zc_arena *arena); /* its `_answer` */
bool zc_field_has_text(const struct zc_field *field); /* NULL, gone or only cleared: no */
/* Has something been said to one of its questions? The checker who passes the record takes it away
 * with that (tui/challenge.h). */
bool zc_state_is_answered(const struct zc_state *state);

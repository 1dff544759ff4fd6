#pragma once
#include "core/history.h"
#include "tui/canvas.h"
#include "tui/glyph.h"
#include "tui/survey.h"

/* The dossier of a record (案卷): its state, its history and its form, read at one moment, and how
 * all of it reads for people. The screens that show, compare and decide stand on it. A record of a
 * form that the survey lacks has one too: fields then go by their stored names.
 *
 * Phones and whatever looks like an identity number are masked, 138****0000, until `revealed`
 * (UX.md P11); phones not at all where a setting says so. Texts are borrowed from the dossier or
 * lie in the given arena. */

struct zc_dossier {
    struct zc_survey *survey;
    struct zc_state state;
    struct zc_history history;
    const struct zc_form *form; /* NULL: not in this survey */
    struct zc_fill *fill;       /* NULL likewise */
    bool revealed;
    uint32_t damaged; /* first step whose content does not fit its id; ZC_NO_STEP: none */
    uint64_t number;  /* zc_txn_number that it was read at */
    struct zc_arena arena;
};

/* Fails when the record is not in the store. */
bool zc_dossier_open(struct zc_dossier *dossier, struct zc_survey *survey, struct zc_rid rid,
                     struct zc_err *err);
void zc_dossier_release(struct zc_dossier *dossier);
/* True when records changed since it was read. */
bool zc_survey_moved_on(struct zc_survey *survey, uint64_t number);

/* The name of the record; empty where it has none. */
struct zc_str zc_dossier_title(const struct zc_dossier *dossier, struct zc_arena *arena);
/* 从业人员; a field of a repeat with its row: 走访日期 2; a system field in words: 备注(从业人员).
 */
struct zc_str zc_dossier_label(const struct zc_dossier *dossier, struct zc_str field,
                               struct zc_arena *arena);
/* A value of that field as people read it: labels of choices, masked, "(空)" for an empty one. */
struct zc_str zc_dossier_value(const struct zc_dossier *dossier, struct zc_str field,
                               struct zc_str value, struct zc_arena *arena);
/* Several, as of a field in conflict: 3 | 4. */
struct zc_str zc_dossier_values(const struct zc_dossier *dossier, struct zc_str field,
                                const struct zc_str *values, uint32_t n, struct zc_arena *arena);
/* From now on phones and their like are shown; looking is written to the audit log first, and not
 * done where that fails. */
bool zc_dossier_reveal(struct zc_dossier *dossier, struct zc_err *err);
/* True for fields whose values are covered. */
bool zc_dossier_is_masked(const struct zc_dossier *dossier, struct zc_str field);
/* The same cover for an answer as it reads, where there is no dossier: in a list. */
struct zc_str zc_answer_covered(const struct zc_survey *survey, const struct zc_question *q,
                                struct zc_str shown, struct zc_arena *arena);

/* "11-23 18:29"; a dash where the revision names no time. */
struct zc_str zc_step_when(const struct zc_step *step, struct zc_arena *arena);
/* "李某", with the group in front where it is not that of this store: "2组 王某". */
struct zc_str zc_dossier_who(const struct zc_dossier *dossier, const struct zc_step *step,
                             struct zc_arena *arena);
/* How it came about: 录入 合并 核实 核实退回 查重 作废 名单导入 表格导入. */
const char *zc_step_source(const struct zc_step *step);

/* The sign of a status, 冲突 and 存疑 before all others (UX.md 3.1), and the word that goes with
 * it. */
enum zc_glyph zc_state_sign(const struct zc_state *state, enum zc_style *style, const char **word);
/* "7K2QD 城中区老马手抓羊肉馆" */
struct zc_str zc_dossier_heading(const struct zc_dossier *dossier, struct zc_arena *arena);

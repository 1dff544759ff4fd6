#pragma once
#include "forms/finding.h"
#include "forms/pack.h"

/* Practice data (练习数据) of a survey pack: `practice.csv`, one line a step that somebody in one
 * of the groups took, in the order in which they are played. The command `demo` makes stores from
 * it in which everything can be tried. A pack may do without the file.
 *
 * Columns that begin with '_' say who does what to which unit, the others are fields of the
 * forms, each of those that have it (`why:FIELD`: the reason for keeping a value against a soft
 * rule; `REPEAT/FIELD`: of the repeat's row that nobody has answered yet, of a new row where there
 * is none; so a step adds one row). A link is written as what the other record is called:
 *
 * _group   1 to 8, 9 = district. Of `seed` also several, parted by blanks: each has the row.
 * _day     days before today, at most 60; today is 0
 * _at      HH:MM. Within a group time does not run backwards, but what is today and later than
 *          now happens now.
 * _by      person, and _role: worker leader office district
 * _act     seed      a row of a list of offices (底册); nobody's act. It has its code, or its
 *                    form calculates it.
 *          draft submit doubt edit keep
 *                    saved as draft; finished; finished as doubtful (_reason); data only, without
 *                    a status; left unsaved on the form screen. The first line of a unit
 *                    registers it, later ones edit it.
 *          pass return unlock void take-back link unlink distinct
 *                    review acts; _reason where one is needed, _other for the last three
 *          merge     the district takes in the files of all groups; a group what the district has
 *                    of its area
 * _unit    a name of one's own, by which later lines mean the same record, in any store
 * _unseen  how many of the last steps on the unit in this store its author had not seen when he
 *          opened it; empty: none. So conflicts come about.
 * _other   unit of the other record
 * _reason  text
 * _form    form of a new record; empty: the first form of the ledger
 *
 * In a field `@` stands for the day of the step, `@-3` and `@+60` for days before and after it. An
 * empty cell says nothing about the field. */

enum zc_step_kind {
    ZC_STEP_SEED,
    ZC_STEP_DRAFT,
    ZC_STEP_SUBMIT,
    ZC_STEP_DOUBT,
    ZC_STEP_EDIT,
    ZC_STEP_KEEP,
    ZC_STEP_REVIEW, /* `act` says which */
    ZC_STEP_MERGE
};

struct zc_step_field {
    struct zc_str field, value;
    bool why; /* a reason, not an answer */
};
struct zc_step {
    uint32_t row; /* of practice.csv; the header is 1 */
    enum zc_step_kind kind;
    unsigned groups; /* a bit each: 1 << number */
    unsigned day, minute;
    struct zc_str by, role, act, reason;
    const struct zc_form *form;
    uint32_t unit, other; /* indexes; UINT32_MAX: none */
    uint32_t unseen, nfields;
    const struct zc_step_field *fields; /* in the order of the columns */
};
struct zc_practice {
    uint32_t nsteps, nunits;
    struct zc_step *steps;
    struct zc_arena arena;
};

/* Reads and checks the file; values are checked by the form when the steps are played. NULL with
 * findings when something is wrong, NULL and *found = false when the pack has no such file. */
struct zc_practice *zc_practice_load(const struct zc_source *source, const struct zc_pack *pack,
                                     bool *found, struct zc_findings *findings);
void zc_practice_free(struct zc_practice *practice); /* NULL is fine */
/* "practice.csv 第12行", to stand in front of a message about a step; in `arena`. */
struct zc_str zc_step_place(const struct zc_step *step, struct zc_arena *arena);

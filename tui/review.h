#pragma once
#include "storage/act_log.h"
#include "tui/survey.h"

/* Review acts (核实): what people do with a finished record beside editing it. Each is one revision
 * whose parents are the heads of the state that was shown, in one transaction; the merge settles
 * what others did meanwhile. Source: MERGE.md 7.8, here in our own words:
 *
 * act        who                          on                        writes
 * submit     worker                       anything not locked       _status=submitted
 * pass       leader, office, district     submitted, changed,       _status by one's own rank:
 *                                         checked but not higher    group_ok town_ok locked
 * return     leader, and at least the     submitted and later       _status=returned, _reason
 *            rank of the level shown
 * unlock     district                     locked                    _status=town_ok, _reason
 * void       leader; a worker his own     anything not locked       _deleted=1, _reason
 *            record up to a draft
 * take-back  as void                      void, or del?             _deleted empty
 * link       leader                       anything not locked       _dup_of=OTHER, _reason
 * unlink     leader                       a linked record           _dup_of empty
 * distinct   leader                       two records               _distinct:LARGER=1 on the
 *                                                                   smaller id
 *
 * A pass skips lower levels, is refused while a field is in conflict or the form has points that
 * must be mended (but for a record that was finished as doubtful) and never lowers a level. A
 * Questions that were answered (tui/challenge.h) are settled by a pass and go with it. A
 * returned record waits for its worker, unless a check made elsewhere stands beside the return
 * (flag status?): then a pass settles it. Void with the reason 重复 is a link: `other` names the
 * surviving record. Ranks of a changed record are those of the level that was changed. */

enum zc_act {
    ZC_ACT_SUBMIT,
    ZC_ACT_PASS,
    ZC_ACT_RETURN,
    ZC_ACT_UNLOCK,
    ZC_ACT_VOID,
    ZC_ACT_TAKE_BACK,
    ZC_ACT_LINK,
    ZC_ACT_UNLINK,
    ZC_ACT_DISTINCT,
    ZC_ACT_COUNT
};
const char *zc_act_name(enum zc_act act); /* "submit" … "take-back" … */
struct zc_text zc_act_label(enum zc_act act);
bool zc_act_parse(struct zc_str name, enum zc_act *out);
bool zc_act_needs_reason(enum zc_act act);

struct zc_review {
    enum zc_act act;
    struct zc_str reason; /* needed by return, unlock, void */
    struct zc_rid other;  /* link: the surviving record; distinct: the other of the pair */
};

/* Names of the statuses that wait for a person of this rank; ends with NULL. A worker mends what
 * was returned, everybody above checks what the level below has passed, and what changed since. */
const char *const *zc_review_waiting(enum zc_rank rank);

/* May the person at work do this to the record as it is shown? What depends on the reason, on
 * another record or on the form's open points is found out by zc_review_act only. */
bool zc_review_may(const struct zc_survey *survey, const struct zc_state *shown, enum zc_act act,
                   struct zc_err *err);
/* Does it. `shown`: the state that the person had in front of him (zc_survey_state). A submit
 * is refused while the form has open points; submitted again without a change makes no
 * revision. */
bool zc_review_act(struct zc_survey *survey, const struct zc_state *shown,
                   const struct zc_review *what, struct zc_err *err);

/* Why a record came back, by whom and when: "退回：电话停机（王某 11-21）", in `arena`. Empty where
 * `shown` is not returned. */
struct zc_str zc_returned_text(struct zc_survey *survey, const struct zc_state *shown,
                               struct zc_arena *arena);

/* Decides fields in conflict (MERGE.md 7.5), all in one revision: for leaders and above. Each is
 * a stored field with a value: one of those that stand, or a new one as a person types it; it is
 * written in any case, also where it is the one that shows already. `reason` (may be empty) goes
 * with the revision. Nothing is written when one of them cannot be decided. */
bool zc_review_decide_all(struct zc_survey *survey, const struct zc_state *shown,
                          const struct zc_pair *decisions, size_t n, struct zc_str reason,
                          struct zc_err *err);
/* The same for one field. */
bool zc_review_decide(struct zc_survey *survey, const struct zc_state *shown, struct zc_str field,
                      struct zc_str value, struct zc_str reason, struct zc_err *err);
/* The stored form of such a value; in `arena`. */
bool zc_review_read(struct zc_survey *survey, const struct zc_state *shown, struct zc_str field,
                    struct zc_str value, struct zc_arena *arena, struct zc_str *out,
                    struct zc_err *err);
/* May the person at work decide conflicts of this record at all? */
bool zc_review_may_decide(const struct zc_survey *survey, const struct zc_state *shown,
                          struct zc_err *err);

/* Undo (撤销) of what the person at work did last: a save, an act, or a batch of acts
 * (zc_survey_one_act). MERGE.md 7.8: per record one revision on the act's revision that writes back
 * what each field had before (nothing: empty). A field that was in conflict gets one revision per
 * former value, side by side; the value that the act had chosen stands on what was before the act,
 * since on top of it it would change nothing. A record that the act made gets _deleted=1. A check
 * of what had changed since an older check goes back to submitted.
 *
 * Only while the act's revision is the only head of its record, by the person who did it, with at
 * least the rank of then; a check that a higher rank had given is not written again. A batch is
 * undone whole or not at all. */

/* Revisions of the last act of the person at work in this store, in `arena`; *n = 0: none that is
 * still known. */
bool zc_review_last_act(struct zc_survey *survey, struct zc_arena *arena, struct zc_act_rev **revs,
                        size_t *n, struct zc_err *err);
/* Whether it can be undone now; the message says why not. */
bool zc_review_may_undo(struct zc_survey *survey, const struct zc_act_rev *revs, size_t n,
                        struct zc_err *err);
/* Does it; what is undone is off the log, so that the act before it is the last one. */
bool zc_review_undo(struct zc_survey *survey, const struct zc_act_rev *revs, size_t n,
                    struct zc_err *err);
/* All three for the last act; *rid: its record, or the first of them. */
bool zc_review_undo_last(struct zc_survey *survey, struct zc_rid *rid, struct zc_err *err);

#pragma once
#include "core/gazetteer.h"

/* Keys of unit names (名称键), for finding the same unit under two spellings; never shown, never
 * stored in a record. Source: DOMAIN.md 10.1 and 10.2.
 *
 * strict  half width, usual characters, lower case, no blanks, no signs; what brackets hold stays
 * loose   bracketed names of divisions dropped, then strict; 股份有限公司, 有限责任公司, 有限公司
 *         become 公司; 第三 becomes 第3; leading 青海(省), 西宁(市), 城中区 … dropped in any
 *         combination as long as four characters stay
 * bare    the start of the loose key without 公司, 股份, 有限责任, 有限 at its end
 * sound   the first reading of each character of the bare key, a blank behind each; characters that
 *         have none stand for themselves
 *
 * 青海省昆仑房地产（集团）有限责任公司: loose 昆仑房地产集团公司, bare 昆仑房地产集团, sound
 * "kun lun fang di chan ji tuan ". An equal key is a signal for a person and never proof. */

enum { ZC_NAME_MAX = 100 }; /* characters of a name that count */

struct zc_name_key {
    struct zc_buf strict, loose, sound;
    size_t bare_len; /* bytes of `loose` */
    struct zc_buf work;
};

/* A zeroed key is ready for use, and for any number of names one after another. */
void zc_name_key_set(struct zc_name_key *key, const struct zc_gazetteer *places,
                     struct zc_str name);
void zc_name_key_release(struct zc_name_key *key);
struct zc_str zc_name_key_bare(const struct zc_name_key *key);

/* True if two loose keys differ, and only in what tells branches of one unit apart: an ordinal,
 * digits, words such as 东 西 新 老, names of places, 分公司 门市部 …: 第1门市部 and 第3门市部.
 * However alike they look, such names are two units. */
bool zc_name_is_sibling(const struct zc_gazetteer *places, struct zc_str a, struct zc_str b);

/* How alike two loose keys are, 0 to 1: pairs of neighbouring characters that both have, twice,
 * over the pairs of both (Dice). */
double zc_name_dice(struct zc_str a, struct zc_str b);
/* Share of the longer one that stands in both as a common start and end: 0.86 where one of seven
 * characters is another or missing. *trade_name: other characters stand among the first three,
 * where the trade name (字号) is: 马氏牛肉面馆 and 丁氏牛肉面馆 are alike and have nothing in
 * common. */
double zc_name_overlap(struct zc_str a, struct zc_str b, bool *trade_name);

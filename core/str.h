#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text. `struct zc_str` is a borrowed view of UTF-8 without a NUL, passed by value;
 * `struct zc_buf` owns its bytes and grows. `len` is always bytes; `chars` would be code
 * points and `cols` terminal columns (core/text.h), and the three never mix.
 * A zeroed zc_str is the empty text; a zeroed zc_buf is an empty buffer, ready for use. */

struct zc_str {
    const char *ptr;
    size_t len;
};

#define ZC_LIT(s)                                                                                  \
    {                                                                                              \
        "" s, sizeof(s) - 1                                                                        \
    }                                        /* in an initialiser */
#define ZC_STR(s) ((struct zc_str)ZC_LIT(s)) /* in an expression */
#define ZC_ARG(s) (int)(s).len, (s).ptr      /* for "%.*s" */

struct zc_str zc_str_of(const char *text); /* NULL gives the empty text */
bool zc_str_eq(struct zc_str a, struct zc_str b);
int zc_str_cmp(struct zc_str a, struct zc_str b); /* by bytes */
bool zc_str_is(struct zc_str a, const char *text);
bool zc_str_starts(struct zc_str s, struct zc_str prefix);
bool zc_str_ends(struct zc_str s, struct zc_str suffix);
/* Offset of `part` in `s`, or SIZE_MAX. The empty part is at 0. */
size_t zc_str_find(struct zc_str s, struct zc_str part);
struct zc_str zc_str_from(struct zc_str s, size_t from);
struct zc_str zc_str_head(struct zc_str s, size_t len);
/* Without the ASCII blanks (space, tab, CR, LF) at both ends. */
struct zc_str zc_str_trim(struct zc_str s);

/* Takes the part before the next `sep` off the front of *rest. False when nothing is left:
 *     while (zc_str_cut(&rest, ',', &part)) ...
 * "a,b" gives a, b; "a," gives a and an empty part; a zeroed text gives none. */
bool zc_str_cut(struct zc_str *rest, char sep, struct zc_str *part);
/* The same for words parted by runs of ASCII blanks. */
bool zc_str_word(struct zc_str *rest, struct zc_str *word);
/* True if one of the blank-parted words of `list` is `word`. */
bool zc_str_has_word(struct zc_str list, struct zc_str word);

/* Plain decimal digits only, no sign, no blanks. False if anything else or too large. */
bool zc_str_to_u64(struct zc_str s, uint64_t *out);

struct zc_buf {
    char *ptr;
    size_t len, cap;
};

void zc_buf_release(struct zc_buf *buf);
void zc_buf_reset(struct zc_buf *buf);              /* empty, keeps the memory */
struct zc_str zc_buf_str(const struct zc_buf *buf); /* valid until the next change */
void zc_buf_add(struct zc_buf *buf, struct zc_str s);
void zc_buf_bytes(struct zc_buf *buf, const void *bytes, size_t len);
void zc_buf_char(struct zc_buf *buf, char c);
void zc_buf_text(struct zc_buf *buf, const char *text);
__attribute__((format(printf, 2, 3), nonnull(2))) void zc_buf_printf(struct zc_buf *buf,
                                                                     const char *fmt, ...);
/* Room for `len` more bytes behind the end, to be written by the caller, who then adds to
 * `buf->len` what was written. */
char *zc_buf_room(struct zc_buf *buf, size_t len);
/* The bytes with a NUL behind them; owned by the buffer, valid until the next change. */
const char *zc_buf_cstr(struct zc_buf *buf);

#include "tui/find_text.h"
#include "core/alloc.h"
#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/text.h"
#include "core/utf8.h"
#include <ctype.h>
#include <string.h>

static void release_lines(struct zc_find_lines *lines)
{
    zc_buf_release(&lines->text);
    zc_free(lines->starts);
}

void zc_find_text_release(struct zc_find_text *texts)
{
    release_lines(&texts->names);
    release_lines(&texts->codes);
    zc_free(texts->letters);
    *texts = (struct zc_find_text){ 0 };
}

size_t zc_find_text_bytes(const struct zc_find_text *texts)
{
    return texts->names.text.len + texts->codes.text.len + texts->n * sizeof *texts->letters;
}

/* Making lines */

/* Folded, without what nobody types between characters. */
static void add_name(struct zc_str name, struct zc_buf *folded, struct zc_buf *out,
                     uint32_t *letters)
{
    uint32_t cp;
    char bytes[4];
    zc_buf_reset(folded);
    zc_fold_text(name, folded);
    struct zc_str rest = zc_buf_str(folded);
    while (zc_utf8_next(&rest, &cp)) {
        if (zc_pinyin_is_silent(cp))
            continue;
        zc_buf_bytes(out, bytes, zc_utf8_put(cp, bytes));
        if (letters && cp < 0x80)
            *letters |= isalpha((int)cp) ? 1u << (cp - 'a') : 0;
        else if (letters)
            *letters |= zc_pinyin_initials(cp);
    }
}

static void add_code(struct zc_str code, struct zc_buf *out)
{
    for (size_t i = 0; i < code.len; i++)
        zc_buf_char(out, (unsigned char)code.ptr[i] < ' ' ? ' ' : code.ptr[i]);
}

static void begin_line(struct zc_find_lines *lines, size_t row)
{
    if (row % ZC_FIND_BLOCK == 0) {
        lines->starts = zc_grow(lines->starts, lines->nblocks, &lines->cap, sizeof *lines->starts);
        lines->starts[lines->nblocks++] = lines->text.len;
    }
}

void zc_find_text_add(struct zc_find_text *texts, const struct zc_find_row *row)
{
    struct zc_buf *names = &texts->names.text, *codes = &texts->codes.text, folded = { 0 };
    begin_line(&texts->names, texts->n);
    begin_line(&texts->codes, texts->n);
    texts->letters = zc_grow(texts->letters, texts->n, &texts->cap, sizeof *texts->letters);
    uint32_t *letters = &texts->letters[texts->n++];
    *letters = 0;
    add_name(row->name, &folded, names, letters);
    if (row->sign.len > 0 && !zc_str_eq(row->sign, row->name)) {
        zc_buf_char(names, '\t');
        add_name(row->sign, &folded, names, letters);
    }
    struct zc_str rest = row->others, other;
    while (zc_str_cut(&rest, '\t', &other)) {
        zc_buf_char(names, '\t');
        add_name(other, &folded, names, letters);
    }
    zc_buf_char(names, '\n');
    add_code(row->code, codes);
    zc_buf_char(codes, '\t');
    add_code(row->altcode, codes);
    zc_buf_char(codes, '\t');
    add_code(row->phone, codes);
    zc_buf_char(codes, '\n');
    zc_buf_release(&folded);
}

/* What is typed */

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

void zc_find_needle_set(struct zc_find_needle *needle, struct zc_str typed)
{
    struct zc_buf folded = { 0 };
    zc_buf_reset(&needle->text);
    zc_buf_reset(&needle->code);
    add_name(typed, &folded, &needle->text, NULL);
    zc_text_half_width(typed, &needle->code);
    for (size_t i = 0; i < needle->code.len; i++)
        needle->code.ptr[i] = (char)toupper((unsigned char)needle->code.ptr[i]);
    needle->plain = 0;
    while (needle->plain < needle->text.len && !is_letter(needle->text.ptr[needle->plain]))
        needle->plain++;
    needle->letters = needle->plain < needle->text.len;
    zc_buf_release(&folded);
}

void zc_find_needle_release(struct zc_find_needle *needle)
{
    zc_buf_release(&needle->text);
    zc_buf_release(&needle->code);
}

bool zc_find_needle_is_empty(const struct zc_find_needle *needle)
{
    return needle->text.len + needle->code.len == 0;
}

/* Looking */

static struct zc_str block_of(const struct zc_find_lines *lines, size_t block)
{
    size_t from = lines->starts[block],
           to = block + 1 < lines->nblocks ? lines->starts[block + 1] : lines->text.len;
    return zc_str_head(zc_str_from(zc_buf_str(&lines->text), from), to - from);
}

/* The first place in the block where the part stands; NULL: none. */
static const char *place_in(struct zc_str block, const char *from, struct zc_str part)
{
    return memmem(from, (size_t)(block.ptr + block.len - from), part.ptr, part.len);
}

/* The line around a place, and its bit, counted from the line before. */
static struct zc_str line_at(struct zc_str block, const char *place, const char **line,
                             uint64_t *bit)
{
    const char *end;
    while ((end = memchr(*line, '\n', (size_t)(block.ptr + block.len - *line))) && end < place) {
        *line = end + 1;
        *bit <<= 1;
    }
    return (struct zc_str){ *line, (size_t)((end ? end : block.ptr + block.len) - *line) };
}

static uint64_t rows_with(struct zc_str block, struct zc_str part)
{
    uint64_t found = 0, bit = 1;
    const char *line = block.ptr, *place = block.ptr;
    while ((place = place_in(block, place, part))) {
        struct zc_str whole = line_at(block, place, &line, &bit);
        found |= bit;
        place = whole.ptr + whole.len;
    }
    return found;
}

/* A telephone number is looked for by its end, from four digits on. */
static uint64_t rows_with_code(struct zc_str block, struct zc_str code)
{
    enum { TAIL = 4 };
    uint64_t found = 0, bit = 1;
    const char *line = block.ptr, *place = block.ptr;
    while ((place = place_in(block, place, code))) {
        struct zc_str whole = line_at(block, place, &line, &bit);
        const char *end = whole.ptr + whole.len;
        bool in_phone = !memchr(place, '\t', (size_t)(end - place));
        if (!in_phone || (code.len >= TAIL && place + code.len == end)) {
            found |= bit;
            place = end;
        } else {
            place++;
        }
    }
    return found;
}

static bool line_fits(struct zc_str line, struct zc_str typed)
{
    struct zc_str name;
    while (zc_str_cut(&line, '\t', &name))
        if (zc_pinyin_match(name, typed))
            return true;
    return false;
}

static uint64_t rows_by_sound(const struct zc_find_text *texts, size_t block,
                              const struct zc_find_needle *needle, uint64_t among)
{
    struct zc_str rest = block_of(&texts->names, block), line, typed = zc_buf_str(&needle->text);
    uint64_t found = 0;
    if (needle->plain > 0)
        among &= rows_with(rest, zc_str_head(typed, needle->plain));
    for (size_t i = 0; i < ZC_FIND_BLOCK && block * ZC_FIND_BLOCK + i < texts->n; i++) {
        uint64_t bit = UINT64_C(1) << i;
        uint32_t first = needle->plain > 0 ? 0 : 1u << (typed.ptr[0] - 'a');
        bool may = (texts->letters[block * ZC_FIND_BLOCK + i] & first) == first;
        if (!zc_str_cut(&rest, '\n', &line))
            break;
        if ((among & bit) && may && (typed.len == 1 || line_fits(line, typed)))
            found |= bit;
    }
    return found;
}

static bool is_code(struct zc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || (unsigned char)text.ptr[i] >= 0x80)
            return false;
    return text.len > 0;
}

uint64_t zc_find_block(const struct zc_find_text *texts, size_t block,
                       const struct zc_find_needle *needle, uint64_t among)
{
    struct zc_str text = zc_buf_str(&needle->text), code = zc_buf_str(&needle->code);
    uint64_t found = 0;
    if (needle->letters)
        found = rows_by_sound(texts, block, needle, among);
    else if (text.len > 0)
        found = rows_with(block_of(&texts->names, block), text);
    if (is_code(code))
        found |= rows_with_code(block_of(&texts->codes, block), code);
    return found;
}

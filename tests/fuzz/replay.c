#include "core/alloc.h"
#include "core/str.h"
#include "tests/check.h"
#include "tests/fuzz/fuzz.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* replay CORPUS: feeds every file of the folder to the target, whole, and then changed in a fixed
 * sequence of ways, among them parts of the other files. A crash ends the program, so that the
 * last line on standard error names the file. */

enum { CHANGES = 200, MAX_FILES = 1000, LONGEST = 64 * 1024 };

static uint64_t state = 0x9e3779b97f4a7c15u;

static size_t below(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return n ? (size_t)(state % n) : 0;
}

static bool read_file(const char *folder, const char *name, struct zc_buf *out)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/%s", folder, name);
    FILE *file = fopen(zc_buf_cstr(&path), "r");
    zc_buf_release(&path);
    if (!file)
        return false;
    for (size_t got = 1; got > 0; out->len += got)
        got = fread(zc_buf_room(out, 1 << 14), 1, 1 << 14, file);
    fclose(file);
    return true;
}

static void add_slice(struct zc_buf *out, struct zc_str from)
{
    size_t at = below(from.len + 1);
    zc_buf_add(out, zc_str_head(zc_str_from(from, at), below(24)));
}

/* `in` with a byte changed, a part left out, doubled, or put in from another file. */
static void change(struct zc_str in, struct zc_str other, struct zc_buf *out)
{
    size_t at = below(in.len + 1), len = below(16);
    zc_buf_add(out, zc_str_head(in, at));
    switch (below(5)) {
    case 0:
        zc_buf_char(out, (char)(1 + below(255)));
        break;
    case 1:
        zc_buf_char(out, "()[]/.*'\"|,-+<>=0${}\\"[below(21)]);
        at = at ? at - 1 : 0; /* before what stands there */
        break;
    case 2:
        len += 1;
        break;
    case 3:
        zc_buf_add(out, zc_str_head(zc_str_from(in, at > len ? at - len : 0), len));
        len = 0;
        break;
    default:
        add_slice(out, other);
        len = below(4);
    }
    zc_buf_add(out, zc_str_from(in, at + len < in.len ? at + len : in.len));
}

static void feed(struct zc_str input)
{
    /* A block of exactly this size, so that reading behind it is seen. */
    uint8_t *copy = zc_alloc(input.len + 1, 1);
    if (input.len)
        memcpy(copy + 1, input.ptr, input.len);
    LLVMFuzzerTestOneInput(copy + 1, input.len);
    zc_free(copy);
}

static void feed_changed(struct zc_str input, const struct zc_buf *files, size_t nfiles)
{
    struct zc_buf last = { 0 }, next = { 0 };
    zc_buf_add(&last, input);
    for (int i = 0; i < CHANGES; i++) {
        zc_buf_reset(&next);
        change(zc_buf_str(&last), zc_buf_str(&files[below(nfiles)]), &next);
        feed(zc_buf_str(&next));
        bool keep = next.len < LONGEST && below(8); /* else begin again with the file */
        zc_buf_reset(&last);
        zc_buf_add(&last, keep ? zc_buf_str(&next) : input);
    }
    zc_buf_release(&last);
    zc_buf_release(&next);
}

int main(int argc, char **argv)
{
    static struct zc_buf files[MAX_FILES];
    static const char *titles[MAX_FILES];
    struct dirent **names = NULL;
    size_t n = 0;
    int found = argc > 1 ? scandir(argv[1], &names, NULL, alphasort) : -1;
    for (int i = 0; i < found && n < MAX_FILES; i++) {
        titles[n] = names[i]->d_name;
        if (names[i]->d_name[0] != '.')
            n += read_file(argv[1], names[i]->d_name, &files[n]);
    }
    zc_check("the corpus is there", n > 0);
    for (size_t i = 0; i < n; i++) {
        struct zc_str input = zc_buf_str(&files[i]);
        fprintf(stderr, "%s\n", titles[i]);
        feed(input);
        feed_changed(input, files, n);
        zc_check(titles[i], true);
    }
    for (size_t i = 0; i < n; i++)
        zc_buf_release(&files[i]);
    for (int i = 0; i < found; i++)
        free(names[i]);
    free(names);
    return zc_check_done();
}

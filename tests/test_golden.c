#include "core/utf8.h"
#include "tests/check.h"
#include "tests/frame_rules.h"
#include "tests/stage.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Golden screens: test_golden PACK FOLDER [--update]. Each scene of FOLDER/scenes.txt is played
 * in both languages and painted in several sizes; the frames are compared with
 * FOLDER/frames/SCENE.txt. Every frame on the way also keeps the rules of tests/frame_rules.h.
 * With --update the files are written anew instead. FOLDER/README.md has the words of the scripts.
 */

struct size {
    int cols, rows;
};
static const struct size usual[] = { { 80, 24 }, { 60, 20 }, { 160, 50 } };

struct scene {
    struct zc_str name, store;
    struct zc_str steps[32]; /* lines: keys, paste, ask, again */
    size_t nsteps;
    struct size sizes[4];
    size_t nsizes;
    bool ascii; /* 80x24 in ASCII signs too */
};

static void say_lines(const struct zc_buf *text)
{
    enum { MOST = 10 };
    struct zc_str rest = zc_buf_str(text), line;
    for (int i = 0; i < MOST && zc_str_cut(&rest, '\n', &line) && line.len > 0; i++)
        printf("# %.*s\n", ZC_ARG(line));
}

/* Writing down a frame */

static const char style_letters[ZC_STYLE_COUNT] = {
    [ZC_STYLE_NORMAL] = '.', [ZC_STYLE_TITLE] = 'T',    [ZC_STYLE_EDIT] = 'E',
    [ZC_STYLE_GOOD] = 'g',   [ZC_STYLE_WARN] = 'w',     [ZC_STYLE_ERROR] = 'e',
    [ZC_STYLE_INFO] = 'i',   [ZC_STYLE_CONFLICT] = 'c', [ZC_STYLE_DIM] = 'd',
    [ZC_STYLE_STRONG] = 's', [ZC_STYLE_HEAT1] = '1',    [ZC_STYLE_HEAT2] = '2',
    [ZC_STYLE_HEAT3] = '3',  [ZC_STYLE_HEAT4] = '4',
};

/* "7 T0-79" and the like: the runs of a row that are not plain. */
static void put_styles(const struct zc_canvas *canvas, int row, struct zc_buf *out)
{
    const struct zc_cell *cells = canvas->cells + row * canvas->cols;
    bool any = false;
    for (int col = 0; col < canvas->cols;) {
        int end = col + 1;
        while (end < canvas->cols && cells[end].style == cells[col].style)
            end++;
        if (cells[col].style != ZC_STYLE_NORMAL) {
            if (!any)
                zc_buf_printf(out, "  %d", row);
            zc_buf_printf(out, " %c%d-%d", style_letters[cells[col].style], col, end - 1);
            any = true;
        }
        col = end;
    }
    if (any)
        zc_buf_char(out, '\n');
}

static void put_frame(const struct zc_canvas *canvas, struct zc_buf *out)
{
    zc_buf_printf(out, "=== %dx%d %s %s\n", canvas->cols, canvas->rows,
                  zc_lang_get() == ZC_LANG_ZH ? "zh" : "en",
                  zc_glyph_is_ascii() ? "ascii" : "unicode");
    for (int row = 0; row < canvas->rows; row++) {
        zc_canvas_row(canvas, row, out);
        zc_buf_char(out, '\n');
    }
    zc_buf_printf(out, "--- cursor %d,%d styles\n", canvas->cursor_row, canvas->cursor_col);
    for (int row = 0; row < canvas->rows; row++)
        put_styles(canvas, row, out);
}

/* Playing */

/* \u{202E} and \n in a pasted text. */
static void unescape(struct zc_str text, struct zc_buf *out)
{
    while (text.len > 0) {
        unsigned cp;
        if (zc_str_starts(text, ZC_STR("\\u{")) && sscanf(text.ptr + 3, "%x}", &cp) == 1) {
            char bytes[4];
            zc_buf_bytes(out, bytes, zc_utf8_put(cp, bytes));
            text = zc_str_from(text, zc_str_find(text, ZC_STR("}")) + 1);
        } else if (zc_str_starts(text, ZC_STR("\\n"))) {
            zc_buf_char(out, '\n');
            text = zc_str_from(text, 2);
        } else {
            zc_buf_char(out, text.ptr[0]);
            text = zc_str_from(text, 1);
        }
    }
}

/* TITLE|TEXT|ANSWER|ANSWER: the question of zc_app_ask, the first answer the safe one. */
static void ask(struct zc_stage *stage, struct zc_str line)
{
    struct zc_arena arena = { 0 };
    struct zc_dialog dialog = { .safe = 1 };
    struct zc_str answer;
    zc_str_cut(&line, '|', &dialog.title);
    zc_str_cut(&line, '|', &dialog.text);
    for (int i = 0; i < 3 && zc_str_cut(&line, '|', &answer); i++)
        dialog.answers[i] = zc_arena_cstr(&arena, answer);
    zc_app_ask(&stage->app, &dialog);
    zc_stage_paint(stage, stage->app.canvas.rows, stage->app.canvas.cols);
    zc_arena_release(&arena);
}

static void play_step(struct zc_stage *stage, struct zc_str step)
{
    struct zc_str word, rest = step;
    struct zc_buf text = { 0 };
    zc_str_word(&rest, &word);
    rest = zc_str_from(step, word.len + (step.len > word.len)); /* blanks are keys */
    if (zc_str_is(word, "keys")) {
        zc_stage_keys(stage, rest);
    } else if (zc_str_is(word, "paste")) {
        unescape(rest, &text);
        zc_stage_key(stage, ZC_KEY_PASTE, zc_buf_str(&text));
    } else if (zc_str_is(word, "ask")) {
        ask(stage, rest);
    } else if (zc_str_is(word, "stick") || zc_str_is(word, "stick-text")) {
        struct zc_str name = { 0 };
        zc_str_word(&rest, &name);
        unescape(zc_str_trim(rest), &text);
        if (zc_str_is(word, "stick"))
            zc_stage_stick(stage, name, zc_buf_str(&text));
        else
            zc_stage_stick_text(stage, name, zc_buf_str(&text));
    } else if (zc_str_is(word, "hold")) {
        stage->holds = true;
    } else if (zc_str_is(word, "again")) {
        zc_stage_again(stage);
    } else {
        zc_stage_bail("step '%.*s' is not understood", ZC_ARG(step));
    }
    zc_buf_release(&text);
}

static void play(struct zc_stage *stage, const struct scene *scene, struct zc_buf *frames)
{
    for (int lang = 0; lang < 2; lang++) {
        zc_lang_set(lang == 0 ? ZC_LANG_ZH : ZC_LANG_EN);
        zc_stage_open(stage, scene->store, usual[0].rows, usual[0].cols);
        for (size_t i = 0; i < scene->nsteps; i++)
            play_step(stage, scene->steps[i]);
        for (size_t i = 0; i < scene->nsizes; i++) {
            for (int ascii = 0; ascii <= (scene->ascii && i == 0); ascii++) {
                zc_glyph_set_ascii(ascii);
                zc_stage_paint(stage, scene->sizes[i].rows, scene->sizes[i].cols);
                put_frame(&stage->app.canvas, frames);
            }
            zc_glyph_set_ascii(false);
        }
        zc_stage_close(stage);
    }
}

/* Comparing */

/* The first rows that differ, under the heading of their frame. */
static void show_difference(struct zc_str got, struct zc_str want)
{
    enum { MOST = 8 };
    struct zc_str a = { 0 }, b = { 0 }, heading = { 0 };
    int shown = 0;
    for (int line = 1; shown < MOST; line++) {
        bool more = zc_str_cut(&got, '\n', &a), other = zc_str_cut(&want, '\n', &b);
        if (!more && !other)
            return;
        if (more && zc_str_starts(a, ZC_STR("===")))
            heading = a;
        if (more && other && zc_str_eq(a, b))
            continue;
        if (shown++ == 0)
            printf("# %.*s\n", ZC_ARG(heading));
        printf("# line %d is   |%.*s|\n#  instead of |%.*s|\n", line, more ? (int)a.len : 0, a.ptr,
               other ? (int)b.len : 0, b.ptr);
    }
}

static void frame_path(const char *folder, struct zc_str scene, struct zc_buf *out)
{
    zc_buf_reset(out);
    zc_buf_printf(out, "%s/frames/%.*s.txt", folder, ZC_ARG(scene));
}

static void compare(const char *folder, const struct scene *scene, const struct zc_buf *frames)
{
    struct zc_buf path = { 0 }, want = { 0 };
    frame_path(folder, scene->name, &path);
    bool there = access(zc_buf_cstr(&path), F_OK) == 0;
    if (there)
        zc_stage_read(zc_buf_cstr(&path), &want);
    bool same = there && zc_str_eq(zc_buf_str(frames), zc_buf_str(&want));
    zc_checkf(same, "%.*s looks as it did", ZC_ARG(scene->name));
    if (!there)
        printf("# %s is not there; --update writes it\n", zc_buf_cstr(&path));
    else if (!same)
        show_difference(zc_buf_str(frames), zc_buf_str(&want));
    zc_buf_release(&path);
    zc_buf_release(&want);
}

static void update(const char *folder, const struct scene *scene, const struct zc_buf *frames)
{
    struct zc_buf path = { 0 };
    frame_path(folder, scene->name, &path);
    FILE *file = fopen(zc_buf_cstr(&path), "wb");
    if (!file || fwrite(frames->ptr, 1, frames->len, file) != frames->len || fclose(file) != 0)
        zc_stage_bail("%s: %s", zc_buf_cstr(&path), strerror(errno));
    zc_buf_release(&path);
}

static void run_scene(struct zc_stage *stage, const char *folder, const struct scene *scene,
                      bool renew)
{
    struct zc_buf frames = { 0 };
    zc_buf_reset(&stage->faults);
    play(stage, scene, &frames);
    if (renew)
        update(folder, scene, &frames);
    else
        compare(folder, scene, &frames);
    zc_checkf(stage->faults.len == 0, "%.*s keeps the rules of frames", ZC_ARG(scene->name));
    say_lines(&stage->faults);
    zc_buf_release(&frames);
}

/* The script */

static void take_line(struct scene *scene, struct zc_str line)
{
    struct zc_str rest = line, word;
    char text[32];
    zc_str_word(&rest, &word);
    if (zc_str_is(word, "store")) {
        scene->store = zc_str_trim(rest);
    } else if (zc_str_is(word, "ascii")) {
        scene->ascii = true;
    } else if (zc_str_is(word, "size")) {
        scene->nsizes = 1;
        snprintf(text, sizeof text, "%.*s", ZC_ARG(zc_str_trim(rest)));
        if (sscanf(text, "%dx%d", &scene->sizes[0].cols, &scene->sizes[0].rows) != 2)
            zc_stage_bail("size '%s' is not COLSxROWS", text);
    } else if (scene->nsteps < sizeof scene->steps / sizeof scene->steps[0]) {
        scene->steps[scene->nsteps++] = line;
    }
}

static size_t read_scenes(struct zc_str script, struct scene *scenes, size_t most)
{
    struct zc_str line;
    size_t n = 0;
    while (zc_str_cut(&script, '\n', &line)) {
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (zc_str_starts(line, ZC_STR("scene "))) {
            if (n == most)
                zc_stage_bail("more than %zu scenes", most);
            scenes[n] = (struct scene){ .name = zc_str_trim(zc_str_from(line, 6)), .nsizes = 3 };
            memcpy(scenes[n++].sizes, usual, sizeof usual);
        } else if (n == 0) {
            zc_stage_bail("'%.*s' stands before the first scene", ZC_ARG(line));
        } else {
            take_line(&scenes[n - 1], line);
        }
    }
    return n;
}

/* Files of scenes that are no more: removed by --update. */
static size_t count_strangers(const char *folder, const struct scene *scenes, size_t n, bool renew)
{
    struct zc_buf path = { 0 };
    size_t strangers = 0;
    zc_buf_printf(&path, "%s/frames", folder);
    DIR *dir = opendir(zc_buf_cstr(&path));
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        struct zc_str name = zc_str_of(entry->d_name);
        if (!zc_str_ends(name, ZC_STR(".txt")))
            continue;
        name.len -= 4;
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known |= zc_str_eq(scenes[i].name, name);
        if (known)
            continue;
        frame_path(folder, name, &path);
        if (renew)
            unlink(zc_buf_cstr(&path));
        else
            printf("# %s belongs to no scene\n", zc_buf_cstr(&path));
        strangers += !renew;
    }
    if (dir)
        closedir(dir);
    zc_buf_release(&path);
    return strangers;
}

/* Letters and digits that mean one thing on their screen (UX.md 4.3). */
static const struct {
    const struct zc_screen_ops *ops;
    const char *keys;
} letters[] = {
    { &zc_screen_home, "nlvmxrscd12345" }, { &zc_screen_ledger, "nfocvxg /123456" },
    { &zc_screen_record, "dbp12345" },     { &zc_screen_import, "am " },
    { &zc_screen_conflict, "1203456][" },  { &zc_screen_dup, "12345][" },
    { &zc_screen_check, "1234g][" },       { &zc_screen_report, "12345gdtxp" },
    { &zc_screen_settings, "d/" },
};

/* What the menu (F9) lists of a screen are the bindings with a label. */
static bool menu_does(const struct zc_screen_ops *ops, int action)
{
    for (const struct zc_binding *b = ops->bindings; b->key; b++)
        if (b->action == action && b->label.zh)
            return true;
    return false;
}

static void check_letters(void)
{
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        for (const char *key = letters[i].keys; *key; key++) {
            int action = 0;
            for (const struct zc_binding *b = letters[i].ops->bindings; b->key; b++)
                action = b->key == *key ? b->action : action;
            zc_checkf(action && menu_does(letters[i].ops, action), "%s: '%c' is an act of the menu",
                      letters[i].ops->name, *key);
        }
    }
}

static void check_tables(void)
{
    struct zc_buf faults = { 0 };
    for (size_t i = 0; zc_screens_all[i]; i++) {
        zc_buf_reset(&faults);
        zc_table_faults(zc_screens_all[i], &faults);
        zc_checkf(faults.len == 0, "the keys of %s", zc_screens_all[i]->name);
        say_lines(&faults);
    }
    zc_buf_release(&faults);
}

int main(int argc, char **argv)
{
    static struct scene scenes[400];
    struct zc_stage stage;
    struct zc_buf path = { 0 }, script = { 0 };
    bool renew = argc > 3 && !strcmp(argv[3], "--update");
    if (argc < 3)
        zc_stage_bail("usage: %s PACK FOLDER [--update]", argv[0]);
    zc_buf_printf(&path, "%s/scenes.txt", argv[2]);
    zc_stage_read(zc_buf_cstr(&path), &script);
    zc_buf_reset(&path);
    zc_buf_printf(&path, "%s/stores.txt", argv[2]);
    zc_stage_init(&stage, argv[1], zc_buf_cstr(&path));
    size_t n = read_scenes(zc_buf_str(&script), scenes, sizeof scenes / sizeof scenes[0]);
    check_tables();
    check_letters();
    for (size_t i = 0; i < n; i++)
        run_scene(&stage, argv[2], &scenes[i], renew);
    zc_check("every file of frames belongs to a scene",
             count_strangers(argv[2], scenes, n, renew) == 0);
    zc_stage_release(&stage);
    zc_buf_release(&path);
    zc_buf_release(&script);
    return zc_check_done();
}

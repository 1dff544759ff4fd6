#include "tui/glyph.h"
#include <assert.h>

static bool ascii_only;

static const struct {
    const char *unicode, *ascii;
} glyphs[] = {
    [ZC_GLYPH_FOCUS] = { "►", ">" },    [ZC_GLYPH_MARKED] = { "*", "*" },
    [ZC_GLYPH_DONE] = { "✓", "v" },     [ZC_GLYPH_OPEN] = { "·", "." },
    [ZC_GLYPH_ERROR] = { "!", "!" },    [ZC_GLYPH_HARD] = { "✗", "x" },
    [ZC_GLYPH_DOUBT] = { "?", "?" },    [ZC_GLYPH_CARRIED] = { "=", "=" },
    [ZC_GLYPH_COMPUTED] = { "~", "~" }, [ZC_GLYPH_OFF] = { "-", "-" },
    [ZC_GLYPH_DRAFT] = { "~", "~" },    [ZC_GLYPH_CONFLICT] = { "#", "#" },
    [ZC_GLYPH_SIMILAR] = { "≈", "~=" }, [ZC_GLYPH_NOTE] = { "✎", "\"" },
    [ZC_GLYPH_BAR] = { "━", "=" },      [ZC_GLYPH_REST] = { "·", "." },
    [ZC_GLYPH_SEED] = { "○", "o" },     [ZC_GLYPH_LOCKED] = { "■", "L" },
    [ZC_GLYPH_CHANGED] = { "↻", "c" },  [ZC_GLYPH_VOID] = { "×", "X" },
    [ZC_GLYPH_ELLIPSIS] = { "…", "~" }, [ZC_GLYPH_H] = { "─", "-" },
    [ZC_GLYPH_V] = { "│", "|" },        [ZC_GLYPH_TL] = { "┌", "+" },
    [ZC_GLYPH_TR] = { "┐", "+" },       [ZC_GLYPH_BL] = { "└", "+" },
    [ZC_GLYPH_BR] = { "┘", "+" },       [ZC_GLYPH_LT] = { "├", "+" },
    [ZC_GLYPH_RT] = { "┤", "+" },       [ZC_GLYPH_UP] = { "↑", "^" },
    [ZC_GLYPH_DOWN] = { "↓", "v" },     [ZC_GLYPH_CRUMB] = { "›", ">" },
    [ZC_GLYPH_ARROW] = { "→", "->" },   [ZC_GLYPH_PLUS] = { "+", "+" },
    [ZC_GLYPH_ADD] = { "＋", "+" },     [ZC_GLYPH_TARGET] = { "┊", ":" },
    [ZC_GLYPH_UNKNOWN] = { "—", "-" },
};
static_assert(sizeof glyphs / sizeof glyphs[0] == ZC_GLYPH_COUNT, "both forms of each sign");

const char *zc_glyph(enum zc_glyph glyph)
{
    return ascii_only ? glyphs[glyph].ascii : glyphs[glyph].unicode;
}

const char *zc_glyph_narrow(struct zc_str character)
{
    if (character.len < 2)
        return NULL;
    for (int i = 0; i < ZC_GLYPH_COUNT; i++) {
        if (i != ZC_GLYPH_ADD && zc_str_is(character, glyphs[i].unicode))
            return i == ZC_GLYPH_SIMILAR ? "~" : i == ZC_GLYPH_ARROW ? ">" : glyphs[i].ascii;
    }
    return NULL;
}

const char *zc_glyph_spark(unsigned step)
{
    static const char *const unicode[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    static const char *const ascii[] = { ".", ":", "-", "=", "+", "*", "#", "@" };
    return ascii_only ? ascii[step % 8] : unicode[step % 8];
}

const char *zc_glyph_heat(unsigned shade)
{
    static const char *const unicode[] = { " ", "░", "▒", "▓", "█" };
    static const char *const ascii[] = { " ", ".", ":", "+", "#" };
    return ascii_only ? ascii[shade % 5] : unicode[shade % 5];
}

void zc_glyph_set_ascii(bool ascii)
{
    ascii_only = ascii;
}

bool zc_glyph_is_ascii(void)
{
    return ascii_only;
}

#include "core/pin.h"
#include "core/text.h"
#include "core/utf8.h"
#include <assert.h>
#include <sodium.h>
#include <string.h>

static_assert(ZC_PIN_SEAL >= crypto_pwhash_STRBYTES, "a seal has room for what libsodium writes");

bool zc_pin_seal(struct zc_str pin, char seal[ZC_PIN_SEAL], struct zc_err *err)
{
    struct zc_buf clean = { 0 };
    size_t chars = zc_utf8_chars(pin);
    if (chars < ZC_PIN_MIN || chars > ZC_PIN_MAX)
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("PIN 应为%d到%d位，现为%zu位", "a PIN has %d to %d characters, not %zu"),
            ZC_PIN_MIN, ZC_PIN_MAX, chars);
    zc_text_half_width(pin, &clean);
    bool ok = sodium_init() >= 0 &&
              crypto_pwhash_str(seal, clean.ptr, clean.len, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
    sodium_memzero(clean.ptr, clean.len);
    zc_buf_release(&clean);
    return ok || zc_fail(err, ZC_E_SYSTEM,
                         ZC_T("内存不足，PIN 没有设", "out of memory, the PIN was not set"));
}

bool zc_pin_fits(struct zc_str pin, struct zc_str seal)
{
    struct zc_buf clean = { 0 };
    char text[crypto_pwhash_STRBYTES] = { 0 };
    if (seal.len >= sizeof text || pin.len == 0 || sodium_init() < 0)
        return false;
    memcpy(text, seal.ptr, seal.len);
    zc_text_half_width(pin, &clean);
    bool fits = crypto_pwhash_str_verify(text, clean.ptr, clean.len) == 0;
    sodium_memzero(clean.ptr, clean.len);
    zc_buf_release(&clean);
    return fits;
}

#include "core/utf8.h"
#include "forms/expr_impl.h"
#include <nettle/nettle-meta.h>
#include <sodium.h>

/* Digests, base64 and signed messages (XLSFORM.md 9). The one door to nettle, which has the old
 * digests that libsodium leaves out. */

enum { MAX_DIGEST = 64 }; /* bytes of SHA-512 */

static const struct {
    const char *name;
    const struct nettle_hash *hash;
} algorithms[] = {
    { "MD5", &nettle_md5 },        { "SHA-1", &nettle_sha1 },     { "SHA-256", &nettle_sha256 },
    { "SHA-384", &nettle_sha384 }, { "SHA-512", &nettle_sha512 },
};

static bool same_ignoring_case(struct zc_str a, const char *b)
{
    return a.len == strlen(b) && !strncasecmp(a.ptr, b, a.len);
}

static const struct nettle_hash *find_hash(struct zc_str name)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
        if (name.len && same_ignoring_case(name, algorithms[i].name))
            return algorithms[i].hash;
    return NULL;
}

static bool fn_digest(const struct zc_call *call, struct zc_value *out)
{
    struct zc_eval *ev = call->ev;
    struct zc_str text = zc_arg_text(call, 0), name = zc_arg_text(call, 1);
    struct zc_str form = call->n > 2 ? zc_arg_text(call, 2) : ZC_STR("base64");
    const struct nettle_hash *hash = find_hash(name);
    bool hex = same_ignoring_case(form, "hex");
    uint8_t digest[MAX_DIGEST];
    char printed[2 * MAX_DIGEST + 1];

    if (!hash)
        return zc_fail(ev->err, ZC_E_INPUT,
                       ZC_T("digest() 没有算法“%.*s”，只有 MD5、SHA-1、SHA-256、SHA-384、SHA-512",
                            "digest() has no algorithm '%.*s', only MD5, SHA-1, SHA-256, SHA-384, "
                            "SHA-512"),
                       ZC_ARG(name));
    if (!hex && !same_ignoring_case(form, "base64"))
        return zc_fail(ev->err, ZC_E_INPUT,
                       ZC_T("digest() 的写法只能是 base64 或 hex，不是“%.*s”",
                            "digest() is written in base64 or hex, not '%.*s'"),
                       ZC_ARG(form));
    void *state = zc_arena_alloc(ev->arena, 1, hash->context_size);
    hash->init(state);
    hash->update(state, text.len, (const uint8_t *)(text.len ? text.ptr : ""));
    hash->digest(state, hash->digest_size, digest);
    if (hex)
        sodium_bin2hex(printed, sizeof printed, digest, hash->digest_size);
    else
        sodium_bin2base64(printed, sizeof printed, digest, hash->digest_size,
                          sodium_base64_VARIANT_ORIGINAL);
    return zc_give_text(out, zc_arena_copy(ev->arena, zc_str_of(printed)));
}

/* The bytes that a base64 text stands for; blanks inside are passed over, the padding may be left
 * out. False when it is none. */
static bool decode(struct zc_eval *ev, struct zc_str text, struct zc_str *out)
{
    static const int variants[] = { sodium_base64_VARIANT_ORIGINAL,
                                    sodium_base64_VARIANT_ORIGINAL_NO_PADDING };
    unsigned char *bytes = ZC_NEW(ev->arena, unsigned char, text.len + 1);
    size_t len;

    for (size_t i = 0; i < 2; i++)
        if (sodium_base642bin(bytes, text.len + 1, text.len ? text.ptr : "", text.len, " \t\r\n",
                              &len, NULL, variants[i]) == 0) {
            *out = (struct zc_str){ (const char *)bytes, len };
            return true;
        }
    return false;
}

/* Bytes that are no text would break what every text is: valid UTF-8 without NUL. */
static bool give_bytes(struct zc_value *out, struct zc_str bytes)
{
    bool is_text = zc_utf8_valid(bytes) && (!bytes.len || !memchr(bytes.ptr, 0, bytes.len));

    return zc_give_text(out, is_text ? bytes : (struct zc_str){ 0 });
}

static bool fn_base64_decode(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str bytes = { 0 };

    decode(call->ev, zc_arg_text(call, 0), &bytes);
    return give_bytes(out, bytes);
}

/* base64 of 64 bytes of signature and the message behind them, as JavaRosa has it; the key is the
 * base64 of 32 bytes. */
static bool fn_extract_signed(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str signed_text, key, message;

    zc_give_text(out, (struct zc_str){ 0 });
    if (!decode(call->ev, zc_arg_text(call, 0), &signed_text) ||
        !decode(call->ev, zc_arg_text(call, 1), &key) || key.len != crypto_sign_PUBLICKEYBYTES ||
        signed_text.len < crypto_sign_BYTES)
        return true;
    message = zc_str_from(signed_text, crypto_sign_BYTES);
    if (crypto_sign_verify_detached((const unsigned char *)signed_text.ptr,
                                    (const unsigned char *)message.ptr, message.len,
                                    (const unsigned char *)key.ptr) != 0)
        return true;
    return give_bytes(out, message);
}

const struct zc_fn zc_fns_digest[] = {
    { "digest", 2, 3, 0, ZC_GIVES_VALUE, fn_digest },
    { "base64-decode", 1, 1, 0, ZC_GIVES_VALUE, fn_base64_decode },
    { "extract-signed", 2, 2, 0, ZC_GIVES_VALUE, fn_extract_signed },
    { 0 },
};

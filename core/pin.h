#pragma once
#include "core/err.h"
#include "core/str.h"

/* A PIN and how it is kept: as Argon2id of libsodium (crypto_pwhash_str, 64 MiB, some 0.1 s), with
 * a salt of its own, so that whoever reads the store's file does not read the PIN. */

enum { ZC_PIN_MIN = 4, ZC_PIN_MAX = 64, ZC_PIN_SEAL = 128 };

/* `pin`: 4 to 64 characters of any kind, full-width digits and letters folded (somebody may have
 * an input method on). `seal` gets a text with NUL. Fails with ZC_E_INPUT for the length. */
bool zc_pin_seal(struct zc_str pin, char seal[ZC_PIN_SEAL], struct zc_err *err);
/* Is it the PIN of this seal? */
bool zc_pin_fits(struct zc_str pin, struct zc_str seal);

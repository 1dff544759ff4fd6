#pragma once
#include <stddef.h>
#include <stdint.h>

/* A fuzz target: one input, any bytes. It returns 0, or the program ends (abort, sanitizer).
 * tests/fuzz/replay.c runs it over the files of a corpus as an ordinary test; with libFuzzer:
 *     CC=clang meson setup .build/fuzz -Db_sanitize=address,undefined -Db_lundef=false \
 *         -Dc_args=-fsanitize=fuzzer-no-link -Dfuzz=true
 *     ninja -C .build/fuzz tests/fuzz_expr
 *     .build/fuzz/tests/fuzz_expr -max_total_time=300 SCRATCH tests/fuzz/corpus-expr
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

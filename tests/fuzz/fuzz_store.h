#pragma once
#include "storage/store.h"

/* For targets that need a store: a fixed one, made at the first call, with the record of the test
 * vectors of MERGE.md 16 (tests/exchange_lines.h). Its folder goes when the program ends. */
struct zc_store *fuzz_store(void);
/* A file in memory with these bytes, for readers that want a path. Each call replaces the one
 * before. */
const char *fuzz_file(const uint8_t *data, size_t size);

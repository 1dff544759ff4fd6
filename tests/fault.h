#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Calls to the system that fail, and calls that are written down. The program that links fault.c
 * defines write, pwrite, writev, fdatasync, fsync, open, rename, link and ftruncate itself, so that
 * those of LMDB pass through here as well. */

enum { ZC_FAULT_SHORT = -1 /* a write writes half of it */ };

/* From now on the nth of those calls fails once with this errno (ZC_FAULT_SHORT: see above; other
 * calls then go through). 0: none fails, they are only counted. */
void zc_fault_arm(uint64_t nth, int error);
/* Calls since then. */
uint64_t zc_fault_calls(void);
void zc_fault_disarm(void);

/* What happens to the files named data.mdb that are opened from now on. */
struct zc_event {
    enum { ZC_EVENT_WRITE, ZC_EVENT_SYNC, ZC_EVENT_ACK } kind;
    bool durable; /* through a descriptor of O_DSYNC */
    uint64_t at;
    size_t len;
    uint8_t *bytes;
};
void zc_record_begin(void);
void zc_record_ack(void); /* what was done so far was told as done */
void zc_record_end(void);
/* Events so far; they stay until zc_record_release. */
const struct zc_event *zc_record_events(size_t *n);
void zc_record_release(void);

#include "tests/fault.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* The copy of a store is written by a thread of LMDB, so the count is atomic. */
static _Atomic bool armed;
static _Atomic uint64_t calls;
static uint64_t fail_at;
static int fail_with;

void zc_fault_arm(uint64_t nth, int error)
{
    fail_at = nth;
    fail_with = error;
    calls = 0;
    armed = true;
}

void zc_fault_disarm(void)
{
    armed = false;
}

uint64_t zc_fault_calls(void)
{
    return calls;
}

/* The next call: 0 goes through, else its errno or ZC_FAULT_SHORT. */
static int next_call(void)
{
    return armed && ++calls == fail_at ? fail_with : 0;
}

static bool fails(void)
{
    int error = next_call();
    if (error > 0)
        errno = error;
    return error > 0;
}

/* The recorder */

enum { FDS = 256, EVENTS = 100000 };
static bool recording;
static enum { OTHER, STORE, STORE_DURABLE } kinds[FDS];
static struct zc_event *events;
static size_t nevents;

void zc_record_begin(void)
{
    events = calloc(EVENTS, sizeof *events);
    nevents = 0;
    recording = events != NULL;
}

void zc_record_end(void)
{
    recording = false;
}

void zc_record_release(void)
{
    for (size_t i = 0; i < nevents; i++)
        free(events[i].bytes);
    free(events);
    events = NULL;
    nevents = 0;
}

const struct zc_event *zc_record_events(size_t *n)
{
    *n = nevents;
    return events;
}

static struct zc_event *add_event(int kind)
{
    if (nevents == EVENTS)
        abort();
    struct zc_event *event = &events[nevents++];
    event->kind = kind;
    return event;
}

void zc_record_ack(void)
{
    add_event(ZC_EVENT_ACK);
}

static bool is_store(int fd)
{
    return recording && fd >= 0 && fd < FDS && kinds[fd] != OTHER;
}

static void record_write(int fd, const void *bytes, size_t len, uint64_t at)
{
    if (!is_store(fd))
        return;
    struct zc_event *event = add_event(ZC_EVENT_WRITE);
    event->durable = kinds[fd] == STORE_DURABLE;
    event->at = at;
    event->len = len;
    event->bytes = malloc(len);
    memcpy(event->bytes, bytes, len);
}

/* The calls. The real ones are the next ones on the way, a sanitizer's or the C library's. */

/* LMDB calls the ones without 64, this program, built for large files, the others; on a machine of
 * 64 bit they are the same. */
ssize_t pwrite_small(int fd, const void *bytes, size_t len, off_t at) __asm__("pwrite");
ssize_t pwrite_large(int fd, const void *bytes, size_t len, off_t at) __asm__("pwrite64");
int open_small(const char *path, int flags, int mode) __asm__("open");
int open_large(const char *path, int flags, int mode) __asm__("open64");
int ftruncate_small(int fd, off_t len) __asm__("ftruncate");
int ftruncate_large(int fd, off_t len) __asm__("ftruncate64");

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t len)
{
    static __typeof__(&write) real;
    int error = next_call();
    real = real ? real : REAL(write);
    if (error > 0) {
        errno = error;
        return -1;
    }
    if (error == ZC_FAULT_SHORT && len > 1)
        len /= 2;
    if (is_store(fd))
        record_write(fd, bytes, len, (uint64_t)lseek(fd, 0, SEEK_CUR));
    return real(fd, bytes, len);
}

static ssize_t pwrite_at(int fd, const void *bytes, size_t len, off_t at)
{
    static __typeof__(&pwrite) real;
    int error = next_call();
    real = real ? real : REAL(pwrite);
    if (error > 0) {
        errno = error;
        return -1;
    }
    if (error == ZC_FAULT_SHORT && len > 1)
        len /= 2;
    record_write(fd, bytes, len, (uint64_t)at);
    return real(fd, bytes, len, at);
}

ssize_t pwrite_small(int fd, const void *bytes, size_t len, off_t at)
{
    return pwrite_at(fd, bytes, len, at);
}

ssize_t pwrite_large(int fd, const void *bytes, size_t len, off_t at)
{
    return pwrite_at(fd, bytes, len, at);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
    static __typeof__(&writev) real;
    int error = next_call();
    real = real ? real : REAL(writev);
    if (error > 0) {
        errno = error;
        return -1;
    }
    if (error == ZC_FAULT_SHORT && n > 1)
        n /= 2;
    uint64_t at = is_store(fd) ? (uint64_t)lseek(fd, 0, SEEK_CUR) : 0;
    for (int i = 0; i < n; i++) {
        record_write(fd, parts[i].iov_base, parts[i].iov_len, at);
        at += parts[i].iov_len;
    }
    return real(fd, parts, n);
}

int fdatasync(int fd)
{
    static __typeof__(&fdatasync) real;
    real = real ? real : REAL(fdatasync);
    if (fails())
        return -1;
    if (is_store(fd))
        add_event(ZC_EVENT_SYNC);
    return real(fd);
}

int fsync(int fd)
{
    static __typeof__(&fsync) real;
    real = real ? real : REAL(fsync);
    if (fails())
        return -1;
    if (is_store(fd))
        add_event(ZC_EVENT_SYNC);
    return real(fd);
}

static int open_it(const char *path, int flags, int mode)
{
    static __typeof__(&open) real;
    real = real ? real : REAL(open);
    if (fails())
        return -1;
    int fd = real(path, flags, mode);
    const char *name = strrchr(path, '/');
    if (fd >= 0 && fd < FDS)
        kinds[fd] = !name || strcmp(name, "/data.mdb") != 0 ? OTHER
                    : flags & O_DSYNC                       ? STORE_DURABLE
                                                            : STORE;
    return fd;
}

/* The mode is there or is not looked at. */
int open_small(const char *path, int flags, int mode)
{
    return open_it(path, flags, mode);
}

int open_large(const char *path, int flags, int mode)
{
    return open_it(path, flags, mode);
}

int rename(const char *from, const char *to)
{
    static __typeof__(&rename) real;
    real = real ? real : REAL(rename);
    return fails() ? -1 : real(from, to);
}

int link(const char *from, const char *to)
{
    static __typeof__(&link) real;
    real = real ? real : REAL(link);
    return fails() ? -1 : real(from, to);
}

static int truncate_to(int fd, off_t len)
{
    static __typeof__(&ftruncate) real;
    real = real ? real : REAL(ftruncate);
    return fails() ? -1 : real(fd, len);
}

int ftruncate_small(int fd, off_t len)
{
    return truncate_to(fd, len);
}

int ftruncate_large(int fd, off_t len)
{
    return truncate_to(fd, len);
}

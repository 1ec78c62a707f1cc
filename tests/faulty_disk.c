/* A disk that breaks at a chosen write, for LD_PRELOAD: counts the calls that change regular files or folders,
 * and from the n-th on kills the process, writes half of it and kills the process, is full, or fails once. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { NONE, KILLED, TORN, FULL, BROKEN };

static int mode = NONE;
static long calls, breaks_at;

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

void faulty_disk_break(int how, long at) {
    mode = how;
    calls = 0;
    breaks_at = at;
}

void faulty_disk_mend(void) { mode = NONE; }

long faulty_disk_calls(void) { return calls; }

/* Return whether this call fails, with errno set. `grows` is false for calls that need no space. */
static int fails(int grows) {
    calls++;
    if (mode == NONE || calls < breaks_at)
        return 0;
    if (mode == KILLED || mode == TORN)
        kill(getpid(), SIGKILL);
    if (mode == FULL && !grows)
        return 0;
    if (mode == BROKEN && calls > breaks_at)
        return 0;
    errno = mode == FULL ? ENOSPC : EIO;
    return 1;
}

static int is_file(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/* Return whether half of this write gets through. */
static int is_torn(void) { return (mode == TORN || mode == FULL) && calls + 1 == breaks_at; }

ssize_t write(int descriptor, const void *bytes, size_t size) {
    if (is_file(descriptor)) {
        if (is_torn() && size > 1) {
            ssize_t written = REAL(write)(descriptor, bytes, size / 2);
            if (mode == TORN)
                fails(1);
            calls++;
            return written;
        }
        if (fails(1))
            return -1;
    }
    return REAL(write)(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t at) {
    if (is_torn() && size > 1) {
        ssize_t written = REAL(pwrite64)(descriptor, bytes, size / 2, at);
        if (mode == TORN)
            fails(1);
        calls++;
        return written;
    }
    return fails(1) ? -1 : REAL(pwrite64)(descriptor, bytes, size, at);
}

int ftruncate64(int descriptor, off64_t size) { return fails(0) ? -1 : REAL(ftruncate64)(descriptor, size); }

int fsync(int descriptor) { return fails(1) ? -1 : REAL(fsync)(descriptor); }

int fdatasync(int descriptor) { return fails(1) ? -1 : REAL(fdatasync)(descriptor); }

int unlink(const char *path) { return fails(0) ? -1 : REAL(unlink)(path); }

int rename(const char *from, const char *to) { return fails(0) ? -1 : REAL(rename)(from, to); }

int mkdir(const char *path, mode_t rights) {
    return access(path, F_OK) && fails(1) ? -1 : REAL(mkdir)(path, rights);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t rights = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (flags & O_CREAT && access(path, F_OK) && fails(1))
        return -1;
    return REAL(open64)(path, flags, rights);
}

int statvfs64(const char *path, struct statvfs64 *status) {
    int result = REAL(statvfs64)(path, status);
    if (mode == FULL && calls >= breaks_at)
        status->f_bavail = status->f_bfree = 0;
    return result;
}

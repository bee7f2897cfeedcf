/* SPDX-License-Identifier: GPL-2.0-only */
/* host.h - what the process that is our kernel asks of the host. Included on both sides: of the kernel and of libc. */
#ifndef UML_HOST_H
#define UML_HOST_H

/*
 * From here on the kernel is a copy of this one, which stays as it is itself. When a copy ends by host_again() or dies,
 * the next one returns from here; how it died is told on standard output, in a line that begins with @notice. When one
 * exits with status 0, so does this one. @memory is the file of physical memory.
 */
void host_copies(int memory, const char *notice);
void host_again(void) __attribute__((noreturn));

/*
 * Call @late, which does not return, once the process has used @seconds of CPU time or a little more since host_busy()
 * was called last, a quarter of them if @quick; after host_idle(), never.
 */
void host_watch(unsigned int seconds, void (*late)(unsigned long ip));
void host_busy(int quick);
void host_idle(void);

#endif

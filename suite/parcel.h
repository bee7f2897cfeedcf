/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * parcel.h - messages from a child to its parent through a pipe. A child that runs somebody's driver may die in the
 * middle of one, or write nonsense: a parcel has a length and a checksum, and reading one never leaves its bounds.
 */
#ifndef SUITE_PARCEL_H
#define SUITE_PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PARCEL_MAX	(1u << 20)	/* most bytes of a message: a larger one is garbage */

/* A parcel being packed; zeroed is empty. Out of memory ends the program. */
struct parcel {
	uint8_t *data;
	size_t len, room;
};
/* Start over with a message of that kind. */
void parcel_begin(struct parcel *p, uint8_t kind);
void parcel_u64(struct parcel *p, uint64_t n);
/* @s may be NULL, which is kept; a text that the message has no room for is cut. */
void parcel_text(struct parcel *p, const char *s);
void parcel_bytes(struct parcel *p, const void *data, size_t len);
/* Close the parcel and write it to @fd. Returns 0 or a negative errno. */
int parcel_send(struct parcel *p, int fd);
void parcel_free(struct parcel *p);

/* A parcel being unpacked. Whoever reads past its end gets 0 or NULL, and @bad is set. */
struct parcel_view {
	uint8_t kind;
	const uint8_t *at, *end;
	bool bad;
	const uint8_t *raw;	/* all of it, for who wants to open it once more later */
	size_t raw_len;
};
/*
 * Find the parcel at the start of @buf. Returns how many bytes it takes, 0 if more are needed, or -EBADMSG if this is
 * none. @v points into @buf.
 */
ptrdiff_t parcel_open(const uint8_t *buf, size_t len, struct parcel_view *v);
uint64_t parcel_get_u64(struct parcel_view *v);
/* @len bytes to @data; zeros if they are not there. */
void parcel_get_bytes(struct parcel_view *v, void *data, size_t len);
/* The text, NUL-terminated, in the buffer that the view points into. */
const char *parcel_get_text(struct parcel_view *v);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * parcel.c - pack and unpack messages, see parcel.h.
 *
 * A parcel is: magic, length of what follows, its checksum (32 bits each, in the byte order of the machine, for it
 * never leaves it), then the kind and the fields. A number is 8 bytes; a text is its length or NO_TEXT, its bytes, NUL.
 */
#include "suite/parcel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite/must.h"

#define NO_TEXT	UINT64_MAX

struct head {
	uint32_t magic, len, sum;
};
static const uint32_t magic = 0x4c435250;	/* "PRCL" */

/* FNV-1a */
static uint32_t checksum(const uint8_t *p, size_t len)
{
	uint32_t sum = 2166136261u;

	for (size_t i = 0; i < len; i++)
		sum = (sum ^ p[i]) * 16777619u;
	return sum;
}

static void append(struct parcel *p, const void *data, size_t len)
{
	if (p->room - p->len < len) {
		p->room = 2 * p->room + len + 1024;
		p->data = must(realloc(p->data, p->room));
	}
	memcpy(p->data + p->len, data, len);
	p->len += len;
}

void parcel_begin(struct parcel *p, uint8_t kind)
{
	static const struct head empty;

	p->len = 0;
	append(p, &empty, sizeof(empty));
	append(p, &kind, 1);
}

void parcel_u64(struct parcel *p, uint64_t n)
{
	append(p, &n, sizeof(n));
}

void parcel_text(struct parcel *p, const char *s)
{
	size_t len = s ? strlen(s) : 0;

	if (p->len + len > PARCEL_MAX)
		len = p->len < PARCEL_MAX ? PARCEL_MAX - p->len : 0;
	parcel_u64(p, s ? len : NO_TEXT);
	if (!s)
		return;
	append(p, s, len);
	append(p, "", 1);
}

void parcel_bytes(struct parcel *p, const void *data, size_t len)
{
	append(p, data, len);
}

int parcel_send(struct parcel *p, int fd)
{
	struct head head = { .magic = magic, .len = p->len - sizeof(head) };
	size_t done = 0;

	head.sum = checksum(p->data + sizeof(head), head.len);
	memcpy(p->data, &head, sizeof(head));
	while (done < p->len) {
		ssize_t n = write(fd, p->data + done, p->len - done);

		if (n < 0 && errno != EINTR)
			return -errno;
		done += n > 0 ? n : 0;
	}
	return 0;
}

void parcel_free(struct parcel *p)
{
	free(p->data);
	memset(p, 0, sizeof(*p));
}

ptrdiff_t parcel_open(const uint8_t *buf, size_t len, struct parcel_view *v)
{
	struct head head = { 0 };

	memcpy(&head, buf, len < sizeof(head) ? len : sizeof(head));
	if (len && memcmp(&head.magic, &magic, len < sizeof(magic) ? len : sizeof(magic)))
		return -EBADMSG;
	if (len < sizeof(head))
		return 0;
	if (!head.len || head.len > 2 * PARCEL_MAX)
		return -EBADMSG;
	if (len - sizeof(head) < head.len)
		return 0;
	if (checksum(buf + sizeof(head), head.len) != head.sum)
		return -EBADMSG;
	v->kind = buf[sizeof(head)];
	v->at = buf + sizeof(head) + 1;
	v->end = buf + sizeof(head) + head.len;
	v->bad = false;
	v->raw = buf;
	v->raw_len = sizeof(head) + head.len;
	return v->raw_len;
}

void parcel_get_bytes(struct parcel_view *v, void *data, size_t len)
{
	if ((size_t)(v->end - v->at) < len) {
		v->bad = true;
		v->at = v->end;
		memset(data, 0, len);
		return;
	}
	memcpy(data, v->at, len);
	v->at += len;
}

uint64_t parcel_get_u64(struct parcel_view *v)
{
	uint64_t n;

	parcel_get_bytes(v, &n, sizeof(n));
	return n;
}

const char *parcel_get_text(struct parcel_view *v)
{
	uint64_t len = parcel_get_u64(v);
	const char *s = (const char *)v->at;

	if (v->bad || len == NO_TEXT)
		return NULL;
	if (len >= (uint64_t)(v->end - v->at) || s[len]) {
		v->bad = true;
		v->at = v->end;
		return NULL;
	}
	v->at += len + 1;
	return s;
}

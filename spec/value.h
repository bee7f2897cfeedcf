/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * value.h - the values that the language speaks of. Shared by the compiler (planner, checks) and by the compiled rules.
 *
 * A value that depends on an address, taken over a range, is a list of pieces: `phys(D, R)` of a range with a hole has
 * three. A comparison with pieces holds if it holds for each byte. Numbers are wider than an address, so that nothing
 * wraps: `hi + 1` of a full aperture is 2^64.
 */
#ifndef SPEC_VALUE_H
#define SPEC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef __int128 number __attribute__((aligned(8)));	/* a value is a sixth smaller so */

enum value_kind {
	V_NONE,		/* the word `none` */
	V_UNKNOWN,	/* nobody can say: every predicate on it is unknown, and an unknown `given` does not hold */
	V_BOOL,		/* u.num is 0 or 1 */
	V_NUMBER,	/* u.num; an address is a number */
	V_NAME,		/* u.name: index into the names of the spec: read, rw, paging, never, EINVAL … */
	V_DEVICE,	/* u.id: index of the target's device */
	V_DOMAIN,	/* u.id: handle of harness/target.h: 0 default, 1 blocked, 2 identity, 3… slots */
	V_RANGE,	/* u.range: first byte and size; size may run past 2^64 */
	V_PIECES,	/* u.pieces: over size bytes; a run of physical memory is one too */
	V_SET,		/* u.set */
	V_EVERY,	/* the word `any`: matches everything */
};

struct piece;

struct value {
	enum value_kind kind;
	bool complement;		/* of V_SET: all values but these */
	union {
		number num;
		int name;
		int id;
		struct { number first, size; } range;
		struct { const struct piece *p; unsigned int n; } pieces;
		struct { const struct value *v; unsigned int n; } set;
	} u;
};

/*
 * @size bytes of one value. If @rises, a number grows by one a byte (an address), and a range is the first of many
 * side by side (leaves of one size): at each byte stands the one that the byte lies in.
 */
struct piece {
	number size;
	bool rises;
	struct value v;		/* never V_PIECES */
};

/* Memory for pieces and sets: released all at once. Zeroed is empty. */
struct arena {
	struct arena_block *blocks, *spare;
};
void *arena_alloc(struct arena *a, size_t size);	/* zeroed; never returns NULL (exits: out of memory) */
void arena_reset(struct arena *a);			/* forget everything, but keep the room for it */
void arena_free(struct arena *a);

/* Makers. */
static inline struct value v_none(void)
{
	return (struct value){ .kind = V_NONE };
}

static inline struct value v_unknown(void)
{
	return (struct value){ .kind = V_UNKNOWN };
}

static inline struct value v_every(void)
{
	return (struct value){ .kind = V_EVERY };
}

static inline struct value v_bool(bool b)
{
	return (struct value){ .kind = V_BOOL, .u.num = b };
}

static inline struct value v_number(number n)
{
	return (struct value){ .kind = V_NUMBER, .u.num = n };
}

static inline struct value v_name(int name)
{
	return (struct value){ .kind = V_NAME, .u.name = name };
}

static inline struct value v_device(int id)
{
	return (struct value){ .kind = V_DEVICE, .u.id = id };
}

static inline struct value v_domain(int id)
{
	return (struct value){ .kind = V_DOMAIN, .u.id = id };
}

struct value v_range(struct value first, struct value size);	/* `first size size` */
struct value v_run(struct arena *a, struct value first, struct value size);	/* contiguous; first may be none */
struct value v_set(struct arena *a, unsigned int n, const struct value *v);	/* sets among @v are merged in */
struct value v_complement(struct value set);
struct value v_copy(struct arena *a, struct value v);	/* with all that it points at */

/* Three-valued truth is a V_BOOL or V_UNKNOWN value. */
static inline bool v_true(struct value v)	/* true and known */
{
	return v.kind == V_BOOL && v.u.num;
}

/* A value that is one thing, of which two are the same or not: nobody need know what stands at which byte. */
static inline bool v_plain(const struct value *v)
{
	return v->kind == V_NONE || (v->kind >= V_NUMBER && v->kind <= V_DOMAIN);
}

/* Are two plain values equal? */
static inline bool v_same(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	return a->kind == V_NONE || (a->kind == V_NUMBER ? a->u.num == b->u.num : a->u.id == b->u.id);
}

struct value v_not(struct value a);
struct value v_and(struct value a, struct value b);
struct value v_or(struct value a, struct value b);

/* Comparisons; on pieces for each byte; unknown if a side is unknown and it matters. */
struct value v_eq(struct value a, struct value b);
struct value v_ne(struct value a, struct value b);
struct value v_lt(struct value a, struct value b);
struct value v_le(struct value a, struct value b);
struct value v_in(struct value a, struct value set);	/* element, or value within a range */
struct value v_within(struct value a, struct value b);	/* range a inside range b; `pieces within` for each byte */
struct value v_meets(struct value a, struct value b);	/* ranges or runs that share a byte */

/* Arithmetic on numbers; a run or range stands for its first byte; on sets v_add is the union. Unknown absorbs. */
struct value v_add(struct arena *a, struct value x, struct value y);
struct value v_sub(struct value x, struct value y);
struct value v_mul(struct value x, struct value y);
struct value v_div(struct value x, struct value y);	/* by zero: unknown */
struct value v_mod(struct value x, struct value y);

/* Functions of the language. */
struct value v_first(struct value v);		/* of a range or a run */
struct value v_last(struct value v);
struct value v_size(struct value v);
struct value v_min(struct value set);
struct value v_max(struct value set);
struct value v_align(struct value n, struct value to);	/* down */
/* The @i-th element of a set; V_NONE past the end. */
struct value v_element(struct value set, unsigned int i);
/* One run of several, in order; and a list without what has no address. */
struct value v_list(struct arena *a, unsigned int n, const struct value *runs);
struct value v_memory(struct arena *a, struct value list);
/* The value of the byte at @offset of pieces (a plain value is the same everywhere). */
struct value v_at(struct value v, number offset);
/* The set of powers of two whose bits are in @bitmap. */
struct value v_bits(struct arena *a, uint64_t bitmap);

/* Print for a human: "0x1000+0x2000", "none", "{ old, none }". Returns the length as snprintf() does. */
int v_print(struct value v, const char *const *names, char *buf, size_t len);

#endif

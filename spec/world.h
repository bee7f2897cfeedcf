/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world.h - the abstract state that the rules speak of: every state and fact of the spec for every device, domain and
 * address. The compiler searches through worlds; the suite keeps one as the shadow of its target.
 */
#ifndef SPEC_WORLD_H
#define SPEC_WORLD_H

#include "spec/value.h"

#define WORLD_DEVICES	8	/* as TARGET_DEVICES: indices of device values */
#define WORLD_DOMAINS	8	/* as TARGET_DOMAINS: handles of domain values */

/* A state or fact as the tables of the compiled spec carry it. */
struct var_desc {
	const char *name;
	bool fact;
	bool by_address;	/* last argument is an address: kept as intervals */
	bool plural;		/* a set; the value of an address with no interval is {} */
	bool per_group;		/* cur: one value for all devices of a group */
	int follows;		/* var that it copies whenever that one is assigned, or -1 */
	int with;		/* var with which it falls back to its start, or -1 */
	unsigned int nargs;	/* address included */
	unsigned int dim[2];	/* arguments but the address: how many values each has; unused ones are 1 */
	const int *names[2];	/* enumerations: the names in order; NULL for devices and domains */
	const char *seen_by;	/* probe that shows it, or NULL */
	const char *frame;	/* rule that is accused when it changes unasked, or NULL */
};

struct span {			/* one value over [first, last] */
	int var, index;
	number first, last;
	bool rises;		/* a number that grows with the address, or the first of many ranges side by side */
	struct value v;
};

/*
 * Which cells were looked at, in the order in which each first was, and which of all cells were assigned. All
 * of var i together is number ncells + i, and operand k of the step, neither a device nor a domain, number
 * ncells + nvars + k.
 */
struct world_notes {
	unsigned int *read, nreads;
	unsigned int *set, nsets;
	unsigned char *did;	/* of each number: */
#define NOTE_READ	1
#define NOTE_SET	2
};

struct world {
	const struct var_desc *var;
	unsigned int nvars;
	struct value *cell;	/* of var i from offset[i] */
	const unsigned int *offset;
	unsigned int ncells;
	struct span *span;	/* no order; those of a plural var may overlap */
	unsigned int nspans, room;
	struct world_notes *notes;	/* shared with its copies; or NULL */
};

/* Set up @w for the variables @var; @offset has nvars + 1 entries. All cells V_NONE, no spans. */
void world_init(struct world *w, const struct var_desc *var, unsigned int nvars, const unsigned int *offset);
void world_free(struct world *w);
/* @to becomes equal to @from; @to is zeroed or was initialised before. */
void world_copy(struct world *to, const struct world *from);

/* @w has the @n intervals @span besides those that it has. */
void world_add_spans(struct world *w, const struct span *span, unsigned int n);

/* Cell @cell of @var, or all of it, was looked at. */
static inline void world_note_read(const struct world *w, unsigned int var, unsigned int cell)
{
	struct world_notes *notes = w->notes;

	if (!notes || (notes->did[cell] | notes->did[w->ncells + var]) & NOTE_READ)
		return;
	notes->did[cell] |= NOTE_READ;
	notes->read[notes->nreads++] = cell;
}

static inline void world_note_all(const struct world *w, unsigned int var)
{
	world_note_read(w, var, w->ncells + var);
}

static inline void world_note_operand(const struct world *w, unsigned int k)
{
	struct world_notes *notes = w->notes;
	unsigned int number = w->ncells + w->nvars + k;

	if (!notes || notes->did[number])
		return;
	notes->did[number] = NOTE_READ;
	notes->read[notes->nreads++] = number;
}

/* The cell of var @var for one device or domain; NULL if that is not all that is asked: world_get() has it. */
static inline const struct value *world_cell(const struct world *w, int var, const struct value *arg)
{
	const struct var_desc *d = &w->var[var];

	if (d->nargs != 1 || d->by_address || d->names[0] || (arg->kind != V_DEVICE && arg->kind != V_DOMAIN) ||
	    (unsigned int)arg->u.id >= d->dim[0])
		return NULL;
	world_note_read(w, var, w->offset[var] + arg->u.id);
	return &w->cell[w->offset[var] + arg->u.id];
}
/*
 * The value of var @var for @args. The address argument may be a number (gives one value) or a range (gives pieces
 * over it). V_NONE for an argument that is V_NONE, V_UNKNOWN for one that is V_UNKNOWN.
 */
struct value world_get(const struct world *w, struct arena *a, int var, unsigned int nargs, const struct value *args);
/*
 * Assign; V_EVERY as an argument means all. A range with pieces of its size, or with one value for all of it. What a
 * set or pieces point at must outlive the world, except in a var by address, which keeps the elements themselves.
 */
void world_set(struct world *w, int var, unsigned int nargs, const struct value *args, struct value v);

#endif

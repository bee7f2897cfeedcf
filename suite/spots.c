// SPDX-License-Identifier: GPL-2.0-only
/* spots.c - the places that a probe in a rule names, and what may be seen at each of them. */
#include "suite/run.h"

struct value allowed_at(struct run *run, struct value v, number offset)
{
	struct value *e, at;

	if (v.kind != V_SET)
		return v_at(v, offset);
	e = arena_alloc(&run->arena, (v.u.set.n + 1) * sizeof(*e));
	for (unsigned int i = 0; i < v.u.set.n; i++)
		e[i] = allowed_at(run, v.u.set.v[i], offset);
	at = v_set(&run->arena, v.u.set.n, e);
	return v.complement ? v_complement(at) : at;
}

/* Most answers are allowed as plainly as this, and most of the time of a case goes into asking. */
static bool plainly_in(struct value seen, struct value set)
{
	for (unsigned int i = 0; i < set.u.set.n; i++) {
		const struct value *e = &set.u.set.v[i];

		if (e->kind == seen.kind && (e->kind == V_NONE || (e->kind == V_NUMBER && e->u.num == seen.u.num)))
			return true;
	}
	return false;
}

struct value agrees(struct value seen, struct value allowed)
{
	if (allowed.kind != V_SET)
		return v_eq(seen, allowed);
	return !allowed.complement && plainly_in(seen, allowed) ? v_bool(true) : v_in(seen, allowed);
}

/* Does a `never` line speak of what was seen? There a run stands for all of its bytes. */
static struct value hit(struct value seen, struct value v)
{
	struct value any = v_bool(false);

	if (v.kind != V_SET)
		return v_in(seen, v);
	for (unsigned int i = 0; i < v.u.set.n; i++)
		any = v_or(any, hit(seen, v.u.set.v[i]));
	return v.complement ? v_not(any) : any;
}

struct value contradicts(struct run *run, const struct asked *a, struct value seen, number offset)
{
	if (a->never)
		return hit(seen, a->demand.value);
	return v_not(agrees(seen, allowed_at(run, a->demand.value, offset)));
}

struct places {
	uint64_t address[RUN_SPOTS];
	number offset[RUN_SPOTS];
	unsigned int n;
};

static void add_place(struct places *p, number address, number offset)
{
	if (p->n == RUN_SPOTS || address < 0 || address > (number)UINT64_MAX)
		return;
	p->address[p->n] = (uint64_t)address;
	p->offset[p->n++] = offset;
}

static void add_range(const struct run *run, struct places *p, number first, number size, number offset)
{
	uint64_t at[8];
	unsigned int i, n = points_of_range(run, first, size, at, 8);

	for (i = 0; i < n; i++)
		add_place(p, at[i], offset + at[i] - first);
}

static void places_of(struct run *run, struct value v, struct places *p)
{
	number offset = 0;
	unsigned int i;

	switch (v.kind) {
	case V_NUMBER:
		add_place(p, v.u.num, 0);
		break;
	case V_RANGE:
		add_range(run, p, v.u.range.first, v.u.range.size, 0);
		break;
	case V_PIECES:
		for (i = 0; i < v.u.pieces.n; offset += v.u.pieces.p[i++].size)
			if (v.u.pieces.p[i].v.kind == V_NUMBER)
				add_range(run, p, v.u.pieces.p[i].v.u.num, v.u.pieces.p[i].size, offset);
		break;
	case V_SET:
		for (i = 0; i < v.u.set.n; i++)
			places_of(run, v.u.set.v[i], p);
		break;
	case V_EVERY:
		if (!run->points_known)
			points_make(run);
		for (i = 0; i < run->npoints; i++)
			add_place(p, run->point[i], 0);
		break;
	default:
		break;
	}
}

static bool names_device(const struct run *run, struct value v, int dev)
{
	if (v.kind == V_DEVICE)
		return v.u.id == dev;
	return v.kind == V_SET ? v_true(v_in(v_device(dev), v)) : v.kind == V_EVERY && run->s->desc.dev[dev].translated;
}

static bool names_access(const struct run *run, struct value v, bool write)
{
	struct value access = v_name(write ? run->write_name : run->read_name);

	return v.kind == V_NAME || v.kind == V_SET ? v_true(agrees(access, v)) : true;
}

/* The PASID that probe @op is about; 0 if it is about none. */
static bool pasid_of_probe(const struct run *run, const struct demand *d, int dev, uint32_t *pasid)
{
	*pasid = 0;
	return d->op != run->dma_pasid || pasid_of(run, d->args[3], dev, pasid);
}

/* Address by address, so that a list that is cut short has all devices in it. */
static unsigned int spots_of_dma(struct run *run, const struct demand *d, struct spot *spot, unsigned int max)
{
	struct places p = { .n = 0 };
	unsigned int dev, write, i, n = 0;
	uint32_t pasid;

	places_of(run, d->args[2], &p);
	for (i = 0; i < p.n; i++)
		for (dev = 0; dev < run->s->desc.ndevs; dev++)
			for (write = 0; write < 2 && n < max; write++)
				if (names_device(run, d->args[0], (int)dev) && names_access(run, d->args[1], write) &&
				    pasid_of_probe(run, d, (int)dev, &pasid))
					spot[n++] = (struct spot){ .dev = (int)dev, .pasid = pasid, .write = write,
								   .address = p.address[i], .offset = p.offset[i] };
	return n;
}

unsigned int spots_of(struct run *run, const struct demand *d, struct spot *spot, unsigned int max)
{
	struct places p = { .n = 0 };
	unsigned int i, n = 0;

	switch (run->op[d->op].probe) {
	case PROBE_DMA:
		return spots_of_dma(run, d, spot, max);
	case PROBE_PHYS:
		places_of(run, d->args[1], &p);
		for (i = 0; i < p.n && n < max && d->args[0].kind == V_DOMAIN; i++)
			spot[n++] = (struct spot){ .dom = d->args[0].u.id, .address = p.address[i],
						   .offset = p.offset[i] };
		return n;
	case PROBE_CURRENT:
		for (i = 0; i < run->s->desc.ndevs && n < max; i++)
			if (names_device(run, d->args[0], (int)i))
				spot[n++] = (struct spot){ .dev = (int)i, .dom = DOM_NONE };
		return n;
	default:
		return 0;
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * healthy.c - after a bad call later good ones still work: a free page can be mapped, is found, and can be unmapped.
 * The same calls are made before the bad one, for a driver in which they never work.
 */
#include "suite/run.h"

static bool is_free(struct run *run, int dom, number page)
{
	int phys = run->r->op[run->phys].shows;
	struct value arg[2] = { v_domain(dom), v_range(v_number(page), v_number(points_page(run))) };

	return phys < 0 || world_get(&run->world[0], &run->arena, phys, 2, arg).kind == V_NONE;
}

/* Away from where the ranges of cases lie: the calls before the step shall not prepare tables for it. */
static bool free_page(struct run *run, int *dom, number *page)
{
	number p = points_page(run);

	for (*dom = DOM_FIRST; *dom < TARGET_DOMAINS; ++*dom) {
		const struct domain_facts *f = &run->facts[*dom];
		unsigned int i;

		*page = ((number)f->first + ((number)f->last - f->first) / 8 * 3) / p * p;
		if (!run->live[*dom] || f->type != TYPE_PAGING)
			continue;
		for (i = 0; i < 64 && points_inside(run, *dom, *page + p - 1); i++, *page += p)
			if (is_free(run, *dom, *page))
				return true;
	}
	return false;
}

static enum followed good_call(struct run *run, const struct act *act, struct happened *h, struct mismatch *m)
{
	enum followed end = follow(run, act, h, m);

	if (end != FOLLOWED || succeeded(run, act, h->result.value))
		return end;
	*m = (struct mismatch){ .expected = "ok", .observed = h->text };
	return BROKEN;
}

enum followed good_calls(struct run *run, struct happened *h, struct mismatch *m)
{
	struct act map = { .op = rules_op(run->r, "map"), .env = -1 };
	struct act unmap = { .op = rules_op(run->r, "unmap"), .env = -1 };
	int dom, rw = rules_name(run->r, "rw");
	number page, p = points_page(run);
	enum followed end;

	if (map.op < 0 || unmap.op < 0 || rw < 0 || run->phys < 0 || !run->nworlds || !free_page(run, &dom, &page))
		return FOLLOWED;
	map.arg[0] = unmap.arg[0] = v_domain(dom);
	map.arg[1] = unmap.arg[1] = v_range(v_number(page), v_number(p));
	map.arg[2] = v_run(&run->arena, v_number((number)run->s->desc.free_ram.paddr), v_number(p));
	map.arg[3] = v_name(rw);
	run->extra_point = (uint64_t)(page + (number)run->odd % p);
	run->points_known = false;
	end = good_call(run, &map, h, m);
	return end == FOLLOWED ? good_call(run, &unmap, h, m) : end;
}

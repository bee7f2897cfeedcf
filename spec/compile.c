// SPDX-License-Identifier: GPL-2.0-only
/*
 * compile.c - the spec compiler: rule files in, C out. Only the build uses it; users check a spec with
 * `iommu-conform check-spec`.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "spec/cases.h"
#include "spec/diag.h"
#include "spec/emit.h"

/* The check unreachable-given makes an error of it; the build goes on with the cases that there are. */
static void no_plan(void *arg, const struct rcase *c, enum planned planned, const char *phrase)
{
	(void)arg;
	fprintf(stderr, "%s: %s is left out: no %s: %s\n", c->part->rule->where, c->name,
		planned == PLAN_NO_VALUE ? "value satisfies" : "set-up reaches", phrase);
}

static void list_cases(const struct rules *r)
{
	for (unsigned int i = 0; i < r->nrules; i++)
		for (unsigned int k = 0; k < r->rule[i]->ncases; k++)
			puts(r->rule[i]->rcase[k].name);
}

static int compile(const struct spec *spec, const char *dir)
{
	struct arena arena = { 0 };
	struct lowered l;
	struct planner *p;
	const char *why = "";
	int err = 0;

	lower(spec, &arena, &l);
	p = planner_new(&l, PLANS);
	make_cases(&l, p, no_plan, NULL);
	if (dir)
		err = emit(&l, dir, &why);
	else
		list_cases(&l.rules);
	if (err)
		fprintf(stderr, "speccompile: %s: %s\n", why, strerror(-err));
	planner_free(p);
	arena_free(&arena);
	return err != 0;
}

int main(int argc, char **argv)
{
	struct diag diag = { 0 };
	const char *dir = NULL;
	struct spec *spec;
	int opt, failed = 1;

	while ((opt = getopt(argc, argv, "o:")) != -1) {
		if (opt != 'o')
			return 2;
		dir = optarg;
	}
	if (optind == argc) {
		fputs("speccompile: usage: speccompile [-o DIR] FILE…: write C into DIR, or list the cases\n", stderr);
		return 2;
	}
	spec = spec_load((const char *const *)argv + optind, argc - optind, &diag);
	diag_print(&diag, stderr, isatty(2));
	if (spec) {
		spec_hash(spec, &diag);
		failed = compile(spec, dir);
		spec_free(spec);
	}
	diag_free(&diag);
	return failed;
}

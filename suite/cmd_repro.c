// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_repro.c - iommu-conform repro: the fewest steps that show what a case found.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"
#include "suite/command.h"
#include "suite/options.h"
#include "suite/repro.h"

int cmd_repro(int argc, char **argv);

struct repro_options {
	struct options common;
	const struct rcase *rcase;
	const char *output, *ops;
};

enum { OPT_OPS = 512 };

static const struct argp_option options[] = {
	{ "output", 'o', "FILE", 0, "Write the steps to FILE, too", 4 },
	{ "ops", OPT_OPS, "FILE", 0, "Do the steps in FILE, and judge them", 4 },
	{ 0 }
};

static const struct rcase *find_case(const struct rules *rules, const char *name)
{
	for (unsigned int i = 0; i < rules->nrules; i++)
		for (unsigned int k = 0; k < rules->rule[i]->ncases; k++)
			if (!strcmp(rules->rule[i]->rcase[k].name, name))
				return &rules->rule[i]->rcase[k];
	return NULL;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct repro_options *o = state->input;
	const struct rcase *c;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->common;
		break;
	case 'o':
		o->output = arg;
		break;
	case OPT_OPS:
		o->ops = arg;
		break;
	case ARGP_KEY_ARG:
		c = find_case(o->common.campaign.rules, arg);
		if (!c)
			return ARGP_ERR_UNKNOWN;
		o->rcase = c;
		break;
	case ARGP_KEY_END:
		if (!o->rcase)
			argp_error(state, "which case? 'iommu-conform list-cases' lists them");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "CASE [KEY=VALUE...]",
	.doc = "Find the fewest steps that show what CASE finds on a driver, and print them; or do the steps of a file "
	       "that was written so.\v"
	       "Exit status: 0 the case finds nothing, 1 the steps show it, 2 could not tell, or no steps show it.",
	.children = options_children,
};

static volatile sig_atomic_t never;

/* ---- output */

static void text(FILE *out, const char *what, const char *s)
{
	if (!s || !*s)
		return;
	fprintf(out, "# %-9s ", what);
	escape(out, ESCAPE_TERMINAL, s);
	fputc('\n', out);
}

static void head(FILE *out, const struct repro_options *o, const struct runner *r, const struct record *rec)
{
	text(out, "case", o->rcase->name);
	text(out, "target", r->choice->name);
	text(out, "kernel", r->desc.kernel);
	text(out, "config", r->desc.config);
	text(out, "verdict", verdict_name(rec->verdict));
	text(out, "rule", rec->accused ?: rec->rule);
	text(out, "reason", rec->reason);
	text(out, "expected", rec->expected);
	text(out, "observed", rec->observed);
}

static void answers(FILE *out, const struct record *rec)
{
	for (unsigned int i = 0; i < rec->nsteps; i++) {
		fputs("# ", out);
		escape(out, ESCAPE_TERMINAL, rec->steps[i].request);
		fputs(" -> ", out);
		escape(out, ESCAPE_TERMINAL, rec->steps[i].answer ?: "?");
		fputc('\n', out);
	}
}

static void print(FILE *out, const struct repro_options *o, const struct runner *r, const struct record *rec,
		  const struct script *script)
{
	head(out, o, r, rec);
	answers(out, rec);
	for (unsigned int i = 0; i < script->n; i++)
		fprintf(out, "%s\n", script->line[i]);
}

static int write_output(const struct repro_options *o, const struct runner *r, const struct record *rec,
			const struct script *script)
{
	FILE *f;

	print(stdout, o, r, rec, script);
	if (!o->output)
		return 0;
	f = fopen(o->output, "we");
	if (f)
		print(f, o, r, rec, script);
	if (!f || (fflush(f) | ferror(f) | fclose(f)))
		return complain("%s: %s", o->output, strerror(errno));
	return 0;
}

/* ---- the two ways */

/* The lines of a file, without comments. They are in *@text, which is the caller's to free. */
static int read_ops(const char *path, struct script *script, char **text)
{
	FILE *f = fopen(path, "re");
	char *line, *rest;
	size_t room = 0;
	bool bad;

	if (!f)
		return complain("%s: %s", path, strerror(errno));
	script->n = 0;
	rest = getdelim(text, &room, '\0', f) > 0 ? *text : NULL;
	bad = ferror(f);
	fclose(f);
	while ((line = strsep(&rest, "\n")) && script->n <= SCRIPT_STEPS) {
		if (!*line || *line == '#')
			continue;
		if (script->n < SCRIPT_STEPS)
			script->line[script->n] = line;
		script->n++;
	}
	if (bad || !script->n || script->n > SCRIPT_STEPS)
		return complain("%s: %s", path, bad ? strerror(errno) : script->n ? "too many steps" : "no steps");
	return 0;
}

static int status_of(const struct record *rec)
{
	if (rec->verdict == VERDICT_FAIL || rec->verdict == VERDICT_CRASH)
		return STATUS_UNEXPECTED;
	return rec->verdict == VERDICT_PASS ? STATUS_DONE : STATUS_UNABLE;
}

/* Run the steps once more, and show what they showed. */
static int show(const struct repro_options *o, const struct runner *r, const struct job *job,
		const struct script *script)
{
	struct attempt a;
	char why[512];
	int status;

	if (repro_try(r, job, script, &a, why, sizeof(why)))
		return complain("%s: %s", r->choice->name, why);
	status = write_output(o, r, &a.rec, script) ?: status_of(&a.rec);
	repro_free(&a);
	return status;
}

static int find(const struct repro_options *o, const struct runner *r, const struct job *job, const struct record *found)
{
	static struct simple_steps simple;
	struct script script;
	struct attempt a;
	char why[512];
	struct simplify s = { r, job, &a.rec, why, sizeof(why) };
	int status;

	repro_script(found, &script);
	if (repro_try(r, job, &script, &a, why, sizeof(why)))
		return complain("%s: %s", r->choice->name, why);
	if (a.rec.verdict != found->verdict) {
		head(stdout, o, r, found);
		answers(stdout, found);
		status = complain("its steps alone do not show it: run the case itself");
	} else if (repro_shorten(r, job, &script, &a.rec, why, sizeof(why)) || repro_simplify(&s, &script, &simple)) {
		status = complain("%s: %s", r->choice->name, why);
	} else {
		status = show(o, r, job, &simple.script);
	}
	repro_free(&a);
	return status;
}

static int reduce(const struct repro_options *o, const struct runner *r, const struct job *job)
{
	struct attempt a;
	char why[512];
	int status;

	if (repro_try(r, job, NULL, &a, why, sizeof(why)))
		return complain("%s: %s", r->choice->name, why);
	status = status_of(&a.rec);
	if (status == STATUS_UNEXPECTED) {
		status = find(o, r, job, &a.rec);
	} else {
		head(stdout, o, r, &a.rec);
	}
	repro_free(&a);
	return status;
}

static int run(const struct repro_options *o, const struct choice *choice)
{
	const struct campaign *c = &o->common.campaign;
	struct runner r = { .rules = c->rules, .choice = choice, .workers = 1, .timeout = c->timeout, .stop = &never };
	struct job job = { o->rcase, c->selection.seed };
	char why[512] = "", *text = NULL;
	struct script script;
	int status;

	if (choice->drv->prepare && !choice->drv->prepare(choice->arg, choice->options, why, sizeof(why)))
		return complain("%s: %s", choice->name, why);
	if (runner_scout(&r, why, sizeof(why)))
		return complain("%s: %s", choice->name, why);
	if (!o->ops)
		return reduce(o, &r, &job);
	status = read_ops(o->ops, &script, &text) ?: show(o, &r, &job, &script);
	free(text);
	return status;
}

int cmd_repro(int argc, char **argv)
{
	struct repro_options o = { .output = NULL };
	const struct campaign *c = &o.common.campaign;
	struct choices choices = { 0 };
	char why[512];
	int status;

	options_init(&o.common, argc, argv);
	options_parse(&argp, argc, argv, &o);
	if (choices_parse(&choices, c->targets, c->target, why, sizeof(why)) ||
	    choices_options(&choices, c->options, why, sizeof(why)))
		status = complain("%s", why);
	else if (choices.n != 1)
		status = complain("one driver at a time: --target uml:rockchip");
	else
		status = run(&o, &choices.choice[0]);
	choices_free(&choices);
	options_free(&o.common);
	return status;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * mutation.c - are the rules any good? Each mutant of the model's reference driver does one thing wrong, and names the
 * rule that must notice. Prints the table rule x mutant; fails when a mutant survives, or when a rule has cases on the
 * model and no mutant.
 *
 *	mutation [--full] [MUTANT...]
 */
#include "config.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "harness/model/mutants.h"
#include "suite/command.h"
#include "suite/must.h"
#include "suite/options.h"
#include "suite/runner.h"

static volatile sig_atomic_t never;

struct call {
	bool full;		/* all rules against each mutant */
	char **mutants;		/* only these, ended by NULL; NULL: all */
};

/* What the cases of one run came to. */
struct tally {
	unsigned int *killed;	/* of rule i: cases that noticed */
	unsigned int *passed;
	char example[512];	/* the first that did */
	const char *home;	/* the rule that must notice, or NULL */
};

static unsigned int rule_index(const char *id)
{
	unsigned int i = 0;

	while (i < compiled_rules.nrules && strcmp(compiled_rules.rule[i]->id, id))
		i++;
	return i;
}

static bool notices(enum verdict v)
{
	return v == VERDICT_FAIL || v == VERDICT_CRASH || v == VERDICT_DEGRADED;
}

static int count(void *data, const struct job *job, struct record *r)
{
	struct tally *t = data;
	unsigned int i = rule_index(job->rcase->part->rule->id);

	t->passed[i] += r->verdict == VERDICT_PASS;
	if (!notices(r->verdict))
		return 0;
	t->killed[i]++;
	if (!*t->example && (!t->home || !strcmp(t->home, r->rule)))
		snprintf(t->example, sizeof(t->example), "%s: %s", r->name, r->reason);
	return 0;
}

static struct tally new_tally(const char *home)
{
	struct tally t = { .home = home };

	t.killed = must(calloc(compiled_rules.nrules + 1, sizeof(*t.killed)));
	t.passed = must(calloc(compiled_rules.nrules + 1, sizeof(*t.passed)));
	return t;
}

static void free_tally(struct tally *t)
{
	free(t->killed);
	free(t->passed);
}

/* Run the cases of @rule (NULL: all) on the model's @driver. Returns 0 or STATUS_UNABLE. */
static int run(const char *driver, const char *rule, struct tally *t)
{
	const char *const rules[] = { rule, NULL };
	struct selection s = { .rule = rule ? rules : NULL, .seed = 1 };
	struct runner r = {
		.rules = &compiled_rules, .timeout = 10, .stop = &never, .result = count, .data = t, .workers = 1,
	};
	struct choices choices = { 0 };
	struct jobs jobs = { 0 };
	char target[TARGET_NAME + 16], why[512];
	int err;

	snprintf(target, sizeof(target), "model:%s", driver);
	err = choices_parse(&choices, target_drivers, target, why, sizeof(why)) ?:
	      select_jobs(&compiled_rules, &s, &jobs, why, sizeof(why));
	if (!err) {
		r.choice = choices.choice;
		err = runner_scout(&r, why, sizeof(why)) ?: runner_run(&r, &jobs, why, sizeof(why));
	}
	choices_free(&choices);
	free(jobs.job);
	return err ? complain("%s", why) : 0;
}

static void print_others(const struct tally *t)
{
	for (unsigned int i = 0; i < compiled_rules.nrules; i++)
		if (t->killed[i] && strcmp(compiled_rules.rule[i]->id, t->home))
			printf("%-10s   also %s, %u cases\n", "", compiled_rules.rule[i]->id, t->killed[i]);
}

/* Returns how many went wrong: 1 for a survivor, or STATUS_UNABLE as a negative number. */
static int try_mutant(const struct mutant *m, bool full, unsigned int *killers)
{
	struct tally t = new_tally(m->rule);
	unsigned int home = rule_index(m->rule);
	int status;

	status = home < compiled_rules.nrules ? run(m->target, full ? NULL : m->rule, &t) :
		 complain("mutant %s: no rule '%s'", m->name, m->rule);
	if (!status) {
		killers[home] += t.killed[home] > 0;
		printf("%-10s %-8s %s: %s\n", m->rule, t.killed[home] ? "killed" : "SURVIVED", m->name, m->what);
		if (t.killed[home])
			printf("%-10s   %u of %u cases; %s\n", "", t.killed[home], compiled_rules.rule[home]->ncases,
			       t.example);
		print_others(&t);
		status = !t.killed[home];
	} else {
		status = -status;
	}
	free_tally(&t);
	return status;
}

static bool wanted(const struct call *c, const char *name)
{
	char **m = c->mutants;

	if (!m)
		return true;
	while (*m && strcmp(*m, name))
		m++;
	return *m;
}

/* Why nothing is known of how good rule @i is, after the reference driver came to @t; NULL if it is. */
static const char *untested(const struct tally *t, const unsigned int *killers, unsigned int i)
{
	if (t->killed[i])
		return "THE REFERENCE DRIVER fails it";
	if (t->passed[i] && !killers[i])
		return "NO MUTANT is killed by it";
	return NULL;
}

static int find_untested(const unsigned int *killers)
{
	struct tally t = new_tally(NULL);
	int n = 0, status = run("reference", NULL, &t);

	for (unsigned int i = 0; i < compiled_rules.nrules && !status; i++) {
		const char *why = untested(&t, killers, i);

		if (!why)
			continue;
		printf("%-10s %s: %s\n", compiled_rules.rule[i]->id, why, compiled_rules.rule[i]->sentence);
		n++;
	}
	free_tally(&t);
	return status ? -status : n;
}

static int mutate(const struct call *c)
{
	unsigned int *killers = must(calloc(compiled_rules.nrules + 1, sizeof(*killers))), tried = 0;
	int survived = 0, bad = 0, n = 0;

	for (const struct mutant *m = model_mutants; m->name && n >= 0; m++) {
		if (!wanted(c, m->name))
			continue;
		n = try_mutant(m, c->full, killers);
		survived += n;
		tried++;
	}
	if (n >= 0 && !c->mutants)
		bad = find_untested(killers);
	free(killers);
	if (n < 0 || bad < 0)
		return STATUS_UNABLE;
	if (!tried)
		return complain("no such mutant");
	printf("%u mutants: %u killed, %d survived; %d rules that are not tested\n", tried, tried - survived,
	       survived, bad);
	return survived || bad ? STATUS_UNEXPECTED : STATUS_DONE;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct call *c = state->input;

	(void)arg;
	if (key == 'f')
		c->full = true;
	else if (key == ARGP_KEY_ARGS)
		c->mutants = state->argv + state->next;
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

int main(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "full", 'f', NULL, 0, "Run all rules against each mutant, and print which others notice it", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "[MUTANT...]",
		.doc = "Run each mutant of the model against the rule that must notice it.",
	};
	struct call c = { 0 };

	options_parse(&argp, argc, argv, &c);
	return mutate(&c);
}

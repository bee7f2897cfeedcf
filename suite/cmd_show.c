// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_show.c - iommu-conform show: all that there is to know of a rule.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "suite/command.h"
#include "suite/options.h"
#include "suite/unknown.h"

int cmd_show(int argc, char **argv);

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const char **id = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (*id)
			argp_error(state, "one rule at a time");
		*id = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which rule? 'iommu-conform rules' lists them");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp argp = {
	.parser = parse,
	.args_doc = "RULE",
	.doc = "Print a rule: its sentence, its source and consensus, the kernels that it binds, its block in the "
	       "spec, its cases, and the other rules that judge the same operations. The name of a case shows its "
	       "rule.",
};

static void print_kernels(const struct rule *rule)
{
	fputs("kernels    ", stdout);
	if (!rule->since && !rule->until)
		fputs("all", stdout);
	if (rule->since)
		printf("since %s", rule->since);
	if (rule->until)
		printf("%suntil %s", rule->since ? ", " : "", rule->until);
	putchar('\n');
}

/* The operations of the `when` of @rule, a bit each. */
static uint64_t ops_of(const struct rule *rule)
{
	uint64_t ops = 0;

	for (unsigned int i = 0; i < rule->nparts; i++)
		for (unsigned int j = 0; j < rule->part[i].nwhens; j++)
			ops |= 1ull << rule->part[i].when[j].op % 64;
	return ops;
}

static void print_relatives(const struct rules *rules, const struct rule *rule)
{
	uint64_t ops = ops_of(rule);
	const char *before = "\nRules that judge the same operations:";

	for (unsigned int i = 0; i < rules->nrules; i++) {
		const struct rule *other = rules->rule[i];

		if (other == rule || !(ops & ops_of(other)))
			continue;
		printf("%s\n  %-9s %s", before, other->id, other->sentence);
		before = "";
	}
	if (!*before)
		putchar('\n');
}

static void print_cases(const struct rule *rule)
{
	if (rule->unchecked) {
		printf("\nNo case is made of it: %s\n", rule->unchecked);
		return;
	}
	printf("\n%u case%s:\n", rule->ncases, rule->ncases == 1 ? "" : "s");
	for (unsigned int i = 0; i < rule->ncases; i++)
		printf("  %s\n", rule->rcase[i].name);
}

static void print_rule(const struct rules *rules, const struct rule *rule)
{
	printf("%s: %s\n\n", rule->id, rule->sentence);
	printf("group      %s\nconsensus  %s%s\n", rule->group, rule->consensus, rule->core ? ", core" : "");
	print_kernels(rule);
	for (const char *const *s = rule->sources; s && *s; s++)
		printf("source     %s\n", *s);
	printf("where      %s\n\n%s", rule->where, rule->text);
	if (!*rule->text || rule->text[strlen(rule->text) - 1] != '\n')
		putchar('\n');
	print_cases(rule);
	print_relatives(rules, rule);
}

/* The rule of that id, or that a case of that name belongs to. */
static const struct rule *find(const struct rules *rules, const char *name)
{
	for (unsigned int i = 0; i < rules->nrules; i++) {
		const struct rule *rule = rules->rule[i];

		if (!strcmp(rule->id, name))
			return rule;
		for (unsigned int j = 0; j < rule->ncases; j++)
			if (!strcmp(rule->rcase[j].name, name))
				return rule;
	}
	return NULL;
}

static int no_rule(const struct rules *rules, const char *name)
{
	struct nearest n = { .typed = name };
	char why[256];

	for (unsigned int i = 0; i < rules->nrules; i++)
		nearest_offer(&n, rules->rule[i]->id);
	unknown(why, sizeof(why), "rule", &n, "rules");
	return complain("%s", why);
}

int cmd_show(int argc, char **argv)
{
	const struct rule *rule;
	const char *id = NULL;

	options_parse(&argp, argc, argv, &id);
	rule = find(&compiled_rules, id);
	if (!rule)
		return no_rule(&compiled_rules, id);
	print_rule(&compiled_rules, rule);
	return STATUS_DONE;
}

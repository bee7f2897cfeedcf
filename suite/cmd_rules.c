// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_rules.c - iommu-conform rules: one line for each rule.
 */
#include "config.h"

#include <stdio.h>

#include "suite/command.h"
#include "suite/options.h"

int cmd_rules(int argc, char **argv);

static const struct argp_option options[] = {
	{ "group", 'g', "GROUP", 0, "Only the rules of this group, MAP for example, or that match this glob", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const char **group = state->input;

	if (key == ARGP_KEY_ARG)
		argp_error(state, "'%s': 'iommu-conform show %s' prints a rule", arg, arg);
	if (key != 'g')
		return ARGP_ERR_UNKNOWN;
	*group = arg;
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.doc = "List the rules of the spec: name, whether it is a core rule, consensus, number of cases, sentence.",
};

static void print_rule(const struct rule *rule)
{
	char cases[32];

	snprintf(cases, sizeof(cases), "%u case%s", rule->ncases, rule->ncases == 1 ? "" : "s");
	printf("%-9s %-5s%-11s%-11s%s\n", rule->id, rule->core ? "core" : "", rule->consensus,
	       rule->unchecked ? "text only" : cases, rule->sentence);
}

int cmd_rules(int argc, char **argv)
{
	const struct rules *rules = &compiled_rules;
	const char *group = NULL;
	char why[256];

	options_parse(&argp, argc, argv, &group);
	if (group && select_check_rule(rules, group, why, sizeof(why)))
		return complain("%s", why);
	for (unsigned int i = 0; i < rules->nrules; i++)
		if (!group || rule_matches(group, rules->rule[i]))
			print_rule(rules->rule[i]);
	return STATUS_DONE;
}

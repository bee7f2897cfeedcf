// SPDX-License-Identifier: GPL-2.0-only
/*
 * select.c - which cases a run consists of, see select.h.
 */
#include "suite/select.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "suite/must.h"
#include "suite/unknown.h"

/* A case may be called as its rule is; then that name means this case, or nothing could repeat it alone. */
static bool means_rule(const char *pattern, const struct rule *rule)
{
	if (strcmp(pattern, rule->id))
		return false;
	for (unsigned int i = 0; i < rule->ncases; i++)
		if (!strcmp(pattern, rule->rcase[i].name))
			return false;
	return true;
}

bool case_matches(const char *pattern, const struct rcase *c)
{
	return !strcmp(pattern, c->name) || !fnmatch(pattern, c->name, 0) || means_rule(pattern, c->part->rule);
}

bool rule_matches(const char *pattern, const struct rule *rule)
{
	return !strcmp(pattern, rule->group) || !fnmatch(pattern, rule->id, 0);
}

static bool any_rule(const char *const *pattern, const struct rule *rule)
{
	if (!pattern)
		return true;
	while (*pattern && !rule_matches(*pattern, rule))
		pattern++;
	return *pattern;
}

static bool any_case(const char *const *pattern, const struct rcase *c)
{
	if (!pattern)
		return true;
	while (*pattern && !case_matches(*pattern, c))
		pattern++;
	return *pattern;
}

/* A pattern that speaks of nothing is a slip of the pen, which would read as "all passed". */
int select_check_rule(const struct rules *rules, const char *pattern, char *why, size_t len)
{
	struct nearest n = { .typed = pattern };

	for (unsigned int i = 0; i < rules->nrules; i++) {
		if (rule_matches(pattern, rules->rule[i]))
			return 0;
		nearest_offer(&n, rules->rule[i]->id);
		nearest_offer(&n, rules->rule[i]->group);
	}
	return unknown(why, len, "rule", &n, "rules");
}

static int check_case_pattern(const struct rules *rules, const char *pattern, char *why, size_t len)
{
	struct nearest n = { .typed = pattern };

	for (unsigned int i = 0; i < rules->nrules; i++) {
		const struct rule *rule = rules->rule[i];

		for (unsigned int j = 0; j < rule->ncases; j++) {
			if (case_matches(pattern, &rule->rcase[j]))
				return 0;
			nearest_offer(&n, rule->rcase[j].name);
		}
	}
	return unknown(why, len, "case", &n, "list-cases");
}

static int check_patterns(const struct rules *rules, const struct selection *s, char *why, size_t len)
{
	for (const char *const *p = s->rule; p && *p; p++)
		if (select_check_rule(rules, *p, why, len))
			return -EINVAL;
	for (const char *const *p = s->pattern; p && *p; p++)
		if (check_case_pattern(rules, *p, why, len))
			return -EINVAL;
	return 0;
}

static void shuffle(struct job *job, unsigned int n, uint64_t seed)
{
	for (unsigned int i = n; i > 1; i--) {
		struct job other = job[i - 1];
		unsigned int j;
		uint64_t z = seed += 0x9e3779b97f4a7c15;	/* splitmix64 */

		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
		z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
		j = (z ^ (z >> 31)) % i;
		job[i - 1] = job[j];
		job[j] = other;
	}
}

/* The cases of one round, to @job if there is room; returns how many they are. */
static unsigned int round_of(const struct rules *rules, const struct selection *s, uint64_t seed, struct job *job)
{
	unsigned int chosen = 0, n = 0;

	for (unsigned int i = 0; i < rules->nrules; i++) {
		const struct rule *rule = rules->rule[i];

		if (!any_rule(s->rule, rule))
			continue;
		for (unsigned int j = 0; j < rule->ncases; j++) {
			if (!any_case(s->pattern, &rule->rcase[j]))
				continue;
			if (s->shards && chosen++ % s->shards != s->shard - 1)
				continue;
			if (job)
				job[n] = (struct job){ &rule->rcase[j], seed };
			n++;
		}
	}
	return n;
}

int select_jobs(const struct rules *rules, const struct selection *s, struct jobs *jobs, char *why, size_t len)
{
	unsigned int rounds = s->repeat ?: 1, n;

	if (check_patterns(rules, s, why, len))
		return -EINVAL;
	n = round_of(rules, s, 0, NULL);
	jobs->n = n * rounds;
	jobs->job = must(calloc(jobs->n + 1, sizeof(*jobs->job)));
	for (unsigned int i = 0; i < rounds; i++)
		round_of(rules, s, s->seed + i, jobs->job + (size_t)i * n);
	if (s->shuffle)
		shuffle(jobs->job, jobs->n, s->seed);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * select.h - which cases a run consists of.
 */
#ifndef SUITE_SELECT_H
#define SUITE_SELECT_H

#include "spec/rule.h"

struct job {			/* one case to run once */
	const struct rcase *rcase;
	uint64_t seed;
};

struct selection {
	const char *const *rule;	/* ids, groups or globs of them, ended by NULL; NULL: all */
	const char *const *pattern;	/* globs of case names, ended by NULL; NULL: all */
	unsigned int shard, shards;	/* every shards-th case, the shard-th of them, from 1; 0: all */
	unsigned int repeat;		/* rounds, each with the next seed; 0 is 1 */
	uint64_t seed;
	bool shuffle;
};

struct jobs {
	struct job *job;
	unsigned int n;
};

/* Does @pattern, the name of a case, a glob, or the id of a rule (if no case is called so), speak of that case? */
bool case_matches(const char *pattern, const struct rcase *c);
/* Does @pattern, an id, a group or a glob of ids, speak of that rule? */
bool rule_matches(const char *pattern, const struct rule *rule);
/* Does @pattern speak of any rule? Returns 0, or -EINVAL with one line in @why. */
int select_check_rule(const struct rules *rules, const char *pattern, char *why, size_t len);

/*
 * The cases of @rules that @s asks for. A pattern that speaks of none is an error: returns -EINVAL with one line in
 * @why. Otherwise 0; jobs->job is the caller's to free.
 */
int select_jobs(const struct rules *rules, const struct selection *s, struct jobs *jobs, char *why, size_t len);

#endif

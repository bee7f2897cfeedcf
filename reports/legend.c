// SPDX-License-Identifier: GPL-2.0-only
/*
 * legend.c - how every format calls things.
 */
#include "reports/legend.h"

#include <string.h>

static const struct {
	char letter;
	const char *meaning;
} verdicts[] = {
	[VERDICT_ERROR] = { 'E', "the harness itself went wrong; says nothing about the driver" },
	[VERDICT_CRASH] = { 'C', "oops, sanitizer report or hang" },
	[VERDICT_FAIL] = { 'F', "the rule was broken" },
	[VERDICT_XPASS] = { 'X', "passed although a failure is on record: the expectation is stale" },
	[VERDICT_UNSTABLE] = { 'U', "did not repeat" },
	[VERDICT_DEGRADED] = { 'D', "not what the rule asks for, but a named and safe substitute" },
	[VERDICT_XFAIL] = { 'x', "failed, as is on record" },
	[VERDICT_OBSERVED] = { 'o', "this kernel is older than the rule: seen, not judged" },
	[VERDICT_PASS] = { '.', "the rule was kept" },
	[VERDICT_UNKNOWN] = { '?', "the model's source does not say" },
	[VERDICT_SKIP] = { '-', "could not be tried here" },
};

static const struct {
	const char *class, *meaning;
} evidences[] = {
	{ "real", "the driver's own code ran" },
	{ "hardware", "the driver's own code ran, on silicon" },
	{ "model", "our own profile of what the driver is said to do; its code did not run" },
};

#define NR_EVIDENCES (sizeof(evidences) / sizeof(evidences[0]))

char verdict_letter(enum verdict v)
{
	return verdicts[v].letter;
}

const char *verdict_meaning(enum verdict v)
{
	return verdicts[v].meaning;
}

unsigned int evidence_rank(const char *evidence)
{
	unsigned int i = 0;

	while (i < NR_EVIDENCES && strcmp(evidences[i].class, evidence))
		i++;
	return i;
}

const char *evidence_meaning(const char *evidence)
{
	unsigned int i = evidence_rank(evidence);

	return i < NR_EVIDENCES ? evidences[i].meaning : "";
}

const char *kernel_phrase(const char *kernel, char *buf, size_t len)
{
	if (*kernel)
		snprintf(buf, len, "Linux %s", kernel);
	else
		snprintf(buf, len, "judged by today's contract");
	return buf;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * expect.c - expectations: read them, apply them, find those that excuse nothing, see expect.h.
 */
#include "config.h"
#include "suite/expect.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "spec/diag.h"
#include "spec/oracle.h"
#include "suite/must.h"

/* The next word of *@at, NUL-terminated; NULL at the end of the line. */
static char *word(char **at)
{
	char *w = *at + strspn(*at, " \t\r");

	*at = w + strcspn(w, " \t\r");
	if (**at)
		*(*at)++ = '\0';
	return *w ? w : NULL;
}

static const char *parse_verdict(const char *w, struct expectation *e, char *why, size_t len)
{
	struct nearest n = { .typed = w };

	e->verdict = verdict_find(w);
	if (e->verdict != NR_VERDICTS && verdict_unexpected(e->verdict) && e->verdict != VERDICT_XPASS)
		return NULL;
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (verdict_unexpected(v) && v != VERDICT_XPASS)
			nearest_offer(&n, verdict_name(v));
	snprintf(why, len, "'%s' is no verdict to expect%s%s%s", w, n.best ? ": did you mean '" : "", n.best ?: "",
		 n.best ? "'?" : ": write FAIL, CRASH, DEGRADED, UNSTABLE or ERROR");
	return why;
}

static bool is_version(const char *s)
{
	if (strncmp(s, "linux-", 6) && strncmp(s, "spec-", 5))
		return false;
	s = strchr(s, '-') + 1;
	return isdigit((unsigned char)*s) && !s[strspn(s, "0123456789.")];
}

/* The quoted text that ends the line. */
static const char *parse_reason(char *at, struct expectation *e)
{
	char *end = at + strlen(at);

	while (end > at && isspace((unsigned char)end[-1]))
		end--;
	if (end - at < 3 || *at != '"' || end[-1] != '"')
		return "the reason is missing: end the line with \"why it goes wrong\"";
	end[-1] = '\0';
	e->reason = at + 1;
	return NULL;
}

/* Returns what is wrong with the line, or NULL. */
static const char *parse_line(char *at, struct expectation *e, char *why, size_t len)
{
	const char *wrong = parse_verdict(word(&at), e, why, len);

	if (wrong)
		return wrong;
	e->pattern = word(&at);
	if (!e->pattern)
		return "the case is missing: write the id of a rule or a glob of case names behind the verdict";
	for (at += strspn(at, " \t"); *at && *at != '"'; at += strspn(at, " \t")) {
		char *w = word(&at);

		if (!strncmp(w, "until=", 6)) {
			e->until = w + 6;
		} else if (!strncmp(w, "link=", 5)) {
			e->link = w + 5;
		} else {
			snprintf(why, len, "'%s' is neither until=, link= nor a \"reason\"", w);
			return why;
		}
	}
	if (!e->until || !is_version(e->until))
		return "where it ends is missing: write until=linux-VERSION or until=spec-VERSION";
	if (!e->link || !*e->link)
		return "the link is missing: write link= and where it is discussed";
	return parse_reason(at, e);
}

/* All text of the file, up to a NUL; NULL with errno if it cannot be read. */
static char *read_all(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;

	if (!f)
		return NULL;
	errno = 0;
	if (getdelim(&text, &room, '\0', f) < 0) {
		free(text);
		text = errno ? NULL : calloc(1, 1);
	}
	fclose(f);
	return text;
}

int expect_read(struct expectations *x, const char *path, char *why, size_t len)
{
	char *next, *line, detail[256];
	const char *wrong = NULL;
	unsigned int number = 0;

	memset(x, 0, sizeof(*x));
	x->text = next = read_all(path);
	if (!x->text) {
		snprintf(why, len, "%s: %s", path, strerror(errno));
		return -errno;
	}
	x->path = must(strdup(path));
	while (!wrong && (line = strsep(&next, "\n"))) {
		number++;
		line += strspn(line, " \t\r");
		if (!*line || *line == '#')
			continue;
		x->e = must(reallocarray(x->e, x->n + 1, sizeof(*x->e)));
		x->e[x->n] = (struct expectation){ .line = number };
		wrong = parse_line(line, &x->e[x->n++], detail, sizeof(detail));
	}
	if (!wrong)
		return 0;
	snprintf(why, len, "%s:%u: %s", path, number, wrong);
	expect_free(x);
	return -EINVAL;
}

static bool is_verdict(enum verdict v)
{
	return v != VERDICT_SKIP && v != VERDICT_UNKNOWN && v != VERDICT_OBSERVED;
}

/* The first that speaks of @c; NULL if none does. */
static struct expectation *find(const struct expectations *x, const struct rcase *c)
{
	for (struct expectation *e = x->e; e < x->e + x->n; e++)
		if (case_matches(e->pattern, c))
			return e;
	return NULL;
}

bool expect_has(const struct expectations *x, const struct rcase *c, const struct record *r)
{
	const struct expectation *e = find(x, c);

	return e && e->verdict == r->verdict;
}

void expect_apply(struct expectations *x, const struct rcase *c, struct record *r)
{
	struct expectation *e = find(x, c);
	enum verdict was = r->verdict;

	if (!e || !is_verdict(was))
		return;
	e->used++;
	if (was != VERDICT_PASS && was != e->verdict)
		return;
	r->verdict = was == VERDICT_PASS ? VERDICT_XPASS : VERDICT_XFAIL;
	snprintf(x->reason, sizeof(x->reason), "%s expected until %s: %s (%s)%s%s", verdict_name(e->verdict), e->until,
		 e->reason, e->link, *r->reason ? "; " : "", r->reason);
	r->reason = x->reason;
}

static bool matches_job(const struct expectation *e, const struct jobs *jobs)
{
	for (unsigned int i = 0; i < jobs->n; i++)
		if (case_matches(e->pattern, jobs->job[i].rcase))
			return true;
	return false;
}

static bool matches_case(const struct expectation *e, const struct rules *rules)
{
	for (unsigned int i = 0; i < rules->nrules; i++)
		for (unsigned int j = 0; j < rules->rule[i]->ncases; j++)
			if (case_matches(e->pattern, &rules->rule[i]->rcase[j]))
				return true;
	return false;
}

/* Why @e excuses nothing; NULL if it does, or if this run cannot tell. */
static const char *stale(const struct expectation *e, const struct rules *rules, const struct jobs *jobs,
			 const char *kernel)
{
	const char *until = strchr(e->until, '-') + 1;
	bool linux_version = *e->until == 'l';

	if (!matches_case(e, rules))
		return "matches no case: 'iommu-conform list-cases' lists them";
	if (linux_version && !*kernel)
		return "the target has no kernel: write until=spec-VERSION";
	if (kernel_version(linux_version ? kernel : PACKAGE_VERSION) >= kernel_version(until))
		return "has expired: take it out, or say until when it holds";
	if (!e->used && matches_job(e, jobs))
		return "no case of it came to a verdict: take it out";
	return NULL;
}

unsigned int expect_stale(const struct expectations *x, const struct rules *rules, const struct jobs *jobs,
			  const char *kernel, FILE *out)
{
	unsigned int n = 0;

	for (const struct expectation *e = x->e; e < x->e + x->n; e++) {
		const char *why = stale(e, rules, jobs, kernel);

		if (!why)
			continue;
		fprintf(out, "%s:%u: %s: %s\n", x->path, e->line, e->pattern, why);
		n++;
	}
	return n;
}

void expect_free(struct expectations *x)
{
	free((char *)x->path);
	free(x->e);
	free(x->text);
	memset(x, 0, sizeof(*x));
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_rules.c - checks of a rule as a text: is everything there, is it short.
 */
#define _GNU_SOURCE
#include <string.h>

#include "spec/checks.h"

#define LINES 12	/* most lines of a part of a rule, sources and notes aside */

void check_missing_sentence(struct checks *c)
{
	const struct rule_ast *rule;

	for_each_rule(c, rule)
		if (!rule->sentence) {
			check_report(c, &rule->pos, "%s has no sentence", rule->id);
			diag_hint(c->diag, "say it in English, in quotes, on the line below");
		}
}

void check_missing_consensus(struct checks *c)
{
	const struct rule_ast *rule;

	for_each_rule(c, rule)
		if (!rule->consensus) {
			check_report(c, &rule->pos, "%s is neither settled nor disputed nor historical", rule->id);
			diag_hint(c->diag, "rule %s settled", rule->id);
		}
}

void check_missing_source(struct checks *c)
{
	const struct rule_ast *rule;

	for_each_rule(c, rule)
		if (!rule->nsources) {
			check_report(c, &rule->pos, "%s has no source", rule->id);
			diag_hint(c->diag, "source linux include/linux/iommu.h \"the words that say so\"");
		}
}

void check_missing_quote(struct checks *c)
{
	const struct rule_ast *rule;
	unsigned int i;

	for_each_rule(c, rule)
		for (i = 0; i < rule->nsources; i++)
			if ((!strcmp(rule->source[i].kind, "seed") || !strcmp(rule->source[i].kind, "mail")) &&
			    (!rule->source[i].quote || !*rule->source[i].quote))
				check_report(c, &rule->source[i].pos, "on which words does %s rest?", rule->id);
}

void check_missing_clause(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;

	for_each_part(c, rule, part) {
		if (!part->nwhens) {
			if (!rule->unchecked)
				check_report(c, &part->pos, "%s%s%s has no `when`", rule->id, part->name ? "." : "",
					     part->name ? part->name : "");
		} else if (rule->unchecked) {
			check_report(c, &part->pos, "%s is unchecked, but has a `when`", rule->id);
		} else if (!part->noutcomes && !part->nnever && !part->nduring) {
			check_report(c, &part->pos, "%s%s%s asks for nothing: it has no `then`", rule->id,
				     part->name ? "." : "", part->name ? part->name : "");
		}
	}
}

static void range(struct checks *c, const struct srcpos *pos, const char *since, const char *until)
{
	if (since && until && strverscmp(since, until) >= 0)
		check_report(c, pos, "since %s, until %s: no kernel is in between", since, until);
}

static const char *later(const char *a, const char *b)
{
	return !a || (b && strverscmp(a, b) < 0) ? b : a;
}

static const char *earlier(const char *a, const char *b)
{
	return !a || (b && strverscmp(a, b) > 0) ? b : a;
}

void check_version_range(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;

	for_each_rule(c, rule)
		range(c, &rule->pos, rule->since, rule->until);
	for_each_part(c, rule, part)
		for_each_outcome(part, out)
			if (out->since || out->until)
				range(c, &out->pos, later(rule->since, out->since), earlier(rule->until, out->until));
}

static bool starts(const char *line, const char *word)
{
	line += strspn(line, " \t");
	return !strncmp(line, word, strlen(word)) && strcspn(line, " \t\n") == strlen(word);
}

/* Lines that tell where a rule comes from do not count against its length, nor do comments and strings that go on. */
static bool counts(const char *line)
{
	return !starts(line, "source") && !starts(line, "note") && !starts(line, "see") &&
	       !strchr("#\"\n", line[strspn(line, " \t")]);
}

/* Lines of the part that starts at @line; *@next: where the next one does, NULL after the last. */
static int part_lines(const char *line, const char **next)
{
	int lines = 0;

	do {
		lines += counts(line);
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	} while (line && !starts(line, "part"));
	*next = line;
	return lines;
}

void check_long_rule(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const char *text = NULL;
	int lines;

	for_each_part(c, rule, part) {
		lines = 0;
		if (part == rule->part) {
			text = rule->text;
			lines = 1;	/* the sentence, which counts() takes for a quotation */
		}
		lines += text ? part_lines(text, &text) : 0;
		if (lines <= LINES)
			continue;
		check_report(c, &part->pos, "%s%s%s has %d lines, sources aside; %d should do", rule->id,
			     part->name ? "." : "", part->name ? part->name : "", lines, LINES);
		diag_hint(c->diag, "a word for what its `given` says, or a part of its own for a case");
	}
}

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

void check_duplicate_part(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part, *p;
	const struct outcome_ast *out, *o;

	for_each_part(c, rule, part) {
		for (p = rule->part; p < part; p++)
			if (same(p->name, part->name))
				check_report(c, &part->pos, "`%s` is also at line %d", part->name, p->pos.line);
		for_each_outcome(part, out)
			for (o = part->outcome; o < out; o++)
				if (same(o->name, out->name))
					check_report(c, &out->pos, "`%s` is also at line %d", out->name, o->pos.line);
	}
}

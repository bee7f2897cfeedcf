// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_sources.c - checks of what rules cite. Without --sources the last three have nothing to look into.
 */
#include <string.h>

#include "spec/checks.h"

#define for_each_source(c, rule, source) for_each_rule(c, rule) for_each(source, rule->source, rule->nsources)

void check_unknown_source(struct checks *c)
{
	const struct rule_ast *rule;
	const struct source *source;

	for_each_source(c, rule, source)
		if (!source_known(source)) {
			check_report(c, &source->pos, "nobody can follow a source of the kind `%s`%s", source->kind,
				     source->ref ? "" : " without a reference");
			diag_hint(c->diag, "seed NUMBER, linux FILE [FUNCTION], commit HASH or mail REFERENCE");
		}
}

void check_quote_not_found(struct checks *c)
{
	const struct rule_ast *rule;
	const struct source *source;
	int line;

	if (!c->sources)
		return;
	for_each_source(c, rule, source) {
		if (!source->quote || !source_known(source))
			continue;
		switch (source_quote(c->sources, source, &line)) {
		case SOURCE_MISSING:
			check_report(c, &source->pos, "%s %s does not say \"%s\"", source->kind, source->ref,
				     source->quote);
			break;
		case SOURCE_NO_FILE:
			check_report(c, &source->pos, "%s %s is not among the sources", source->kind, source->ref);
			break;
		case SOURCE_FOUND:
			c->quotes_found++;
			break;
		case SOURCE_UNKNOWN:
			c->quotes_unknown++;
			break;
		}
	}
}

void check_symbol_not_found(struct checks *c)
{
	const struct rule_ast *rule;
	const struct source *source;
	const char *symbol, *file;
	int line;

	if (!c->sources)
		return;
	for_each_source(c, rule, source) {
		if (!source_known(source) || strcmp(source->kind, "linux"))
			continue;
		file = source_file(c->sources, source, &symbol, &line);
		switch (source_symbol(c->sources, source)) {
		case SOURCE_MISSING:
			check_report(c, &source->pos, "there is no `%s` in %s", symbol, file);
			break;
		case SOURCE_NO_FILE:
			if (!source->quote)	/* or quote-not-found has said so */
				check_report(c, &source->pos, "there is no file %s", file);
			break;
		default:
			break;
		}
	}
}

void check_line_drift(struct checks *c)
{
	const struct rule_ast *rule;
	const struct source *source;
	const char *symbol;
	int cited, line;

	if (!c->sources)
		return;
	for_each_source(c, rule, source) {
		if (!source->quote || !source_known(source))
			continue;
		source_file(c->sources, source, &symbol, &cited);
		if (cited && source_quote(c->sources, source, &line) == SOURCE_FOUND && line != cited)
			check_report(c, &source->pos, "the quotation is at line %d, not %d", line, cited);
	}
}

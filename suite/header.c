// SPDX-License-Identifier: GPL-2.0-only
/*
 * header.c - the first line of a run's records, see header.h.
 */
#include "config.h"
#include "suite/header.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "suite/must.h"

static struct record_rule record_rule(const struct rule *rule)
{
	return (struct record_rule){
		.id = rule->id,
		.group = rule->group,
		.sentence = rule->sentence,
		.consensus = rule->consensus,
		.core = rule->core,
		.unchecked = rule->unchecked,
		.since = rule->since,
		.until = rule->until,
		.text = rule->text,
		.where = rule->where,
		.sources = rule->sources,
		.cases = rule->ncases,
	};
}

/* description.remarks is a list of names, each NUL-terminated; a record has one text. */
static char *join_remarks(const char *list)
{
	char *text = must(calloc(1, sizeof(((struct description *)0)->remarks) * 2));

	for (; *list; list += strlen(list) + 1) {
		if (*text)
			strcat(text, "; ");
		strcat(text, list);
	}
	return text;
}

void header_init(struct record_header *h, const struct rules *rules, const struct description *d, uint64_t seed,
		 const char *command)
{
	struct record_rule *list = must(calloc(rules->nrules + 1, sizeof(*list)));
	char *started = must(calloc(1, 32));
	time_t now = time(NULL);
	struct tm tm;

	for (unsigned int i = 0; i < rules->nrules; i++)
		list[i] = record_rule(rules->rule[i]);
	strftime(started, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	*h = (struct record_header){
		.spec_hash = rules->hash, .version = PACKAGE_VERSION,
		.target = d->target, .driver = d->driver, .kernel = d->kernel, .evidence = d->evidence,
		.interface = d->interface,
		.config = d->config, .remarks = join_remarks(d->remarks),
		.seed = seed, .started = started, .command = command,
		.rules = list, .nrules = rules->nrules,
	};
}

void header_free(struct record_header *h)
{
	free((char *)h->remarks);
	free((char *)h->started);
	free((struct record_rule *)h->rules);
	memset(h, 0, sizeof(*h));
}

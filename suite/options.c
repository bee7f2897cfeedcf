// SPDX-License-Identifier: GPL-2.0-only
/*
 * options.c - options that several commands share, see options.h.
 */
#include "config.h"
#include "suite/options.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "suite/command.h"
#include "suite/must.h"
#include "suite/runner.h"

enum { OPT_TIMEOUT = 256, OPT_EXPECT, OPT_KERNEL, OPT_REPEAT, OPT_SHARD, OPT_SHUFFLE, OPT_RESUME, OPT_DEVICE,
       OPT_MOCK, OPT_BIND };

static const struct argp_option options[] = {
	{ "target", 't', "T[:DRIVER],...", 0, "What to run on; without a DRIVER, all that T has (default: model)", 1 },
	{ "rule", 'r', "RULE", 0, "Only cases of this rule, group or glob of rules; may be repeated", 1 },
	{ "case", 'c', "PATTERN", 0, "Only cases that match this glob; may be repeated", 1 },
	{ "shard", OPT_SHARD, "I/N", 0, "Only the I-th of N equal parts", 1 },
	{ "jobs", 'j', "N", 0, "Processes at a time (default: one for each CPU)", 2 },
	{ "seed", 's', "S", 0, "Varies what a rule leaves open (default: 1)", 2 },
	{ "timeout", OPT_TIMEOUT, "SECONDS", 0, "After which a case hangs (default: 10)", 2 },
	{ "repeat", OPT_REPEAT, "N", 0, "Run each case N times, each time with the next seed", 2 },
	{ "shuffle", OPT_SHUFFLE, NULL, 0, "In an order that depends on the seed", 2 },
	{ "expect", OPT_EXPECT, "FILE", 0, "What is known to go wrong (default: what is installed for the target)", 2 },
	{ "resume", OPT_RESUME, NULL, 0, "Go on with the records of a run that was stopped", 2 },
	{ "kernel", OPT_KERNEL, "K", 0, "The same as kernel=K", 3 },
	{ "device", OPT_DEVICE, "DEVICE", 0, "The same as device=DEVICE", 3 },
	{ "mock", OPT_MOCK, NULL, 0, "The same as mock=yes", 3 },
	{ "bind", OPT_BIND, "DEVICE", 0, "The same as bind=DEVICE", 3 },
	{ 0 }
};

void options_init(struct options *o, int argc, char **argv)
{
	cpu_set_t cpus;
	size_t len = 1;
	FILE *f;

	memset(o, 0, sizeof(*o));
	o->campaign.rules = &compiled_rules;
	o->campaign.targets = target_drivers;
	o->campaign.target = "model";
	o->campaign.workers = sched_getaffinity(0, sizeof(cpus), &cpus) ? 1 : CPU_COUNT(&cpus);
	o->campaign.timeout = 10;
	o->campaign.selection.seed = 1;
	o->campaign.options = (const char *const *)o->key_value;
	f = must(open_memstream(&o->command, &len));
	for (int i = 0; i < argc; i++)
		fprintf(f, "%s%s", i ? " " : "", argv[i]);
	fclose(f);
	must(o->command);
	o->campaign.command = o->command;
}

void options_free(struct options *o)
{
	for (unsigned int i = 0; i < o->nkey_values; i++)
		free(o->key_value[i]);
	free(o->command);
}

unsigned long options_number(struct argp_state *state, const char *what, const char *text, unsigned long min,
			     unsigned long max)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(text, &end, 0);
	if (errno || !*text || *end || *text == '-' || n < min || n > max)
		argp_error(state, "%s is a number from %lu to %lu, not '%s'", what, min, max, text);
	return n;
}

static void shard(struct argp_state *state, struct selection *s, const char *text)
{
	char *copy = must(strdup(text)), *slash = strchr(copy, '/');

	if (!slash)
		argp_error(state, "--shard wants I/N, not '%s'", text);
	*slash = '\0';
	s->shards = options_number(state, "N of --shard I/N", slash + 1, 1, 1000000);
	s->shard = options_number(state, "I of --shard I/N", copy, 1, s->shards);
	free(copy);
}

void options_key_value(struct argp_state *state, struct options *o, const char *key, const char *value)
{
	if (o->nkey_values == OPTIONS_MAX)
		argp_error(state, "more than %d key=value", OPTIONS_MAX);
	if (asprintf(&o->key_value[o->nkey_values++], "%s=%s", key, value) < 0)
		must(NULL);
}

static void add_pattern(struct argp_state *state, const char **list, unsigned int *n, const char *pattern)
{
	if (*n == OPTIONS_MAX)
		argp_error(state, "more than %d patterns", OPTIONS_MAX);
	list[(*n)++] = pattern;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;
	struct campaign *c = &o->campaign;
	char *value;

	switch (key) {
	case 't':
		c->target = arg;
		break;
	case 'r':
		add_pattern(state, o->rule, &o->nrules, arg);
		c->selection.rule = o->rule;
		break;
	case 'c':
		add_pattern(state, o->pattern, &o->npatterns, arg);
		c->selection.pattern = o->pattern;
		break;
	case OPT_SHARD:
		shard(state, &c->selection, arg);
		break;
	case 'j':
		c->workers = options_number(state, "--jobs", arg, 1, RUNNER_WORKERS);
		break;
	case 's':
		c->selection.seed = options_number(state, "--seed", arg, 0, -1ul);
		break;
	case OPT_TIMEOUT:
		c->timeout = options_number(state, "--timeout", arg, 1, 86400);
		break;
	case OPT_REPEAT:
		c->selection.repeat = options_number(state, "--repeat", arg, 1, 1000000);
		break;
	case OPT_SHUFFLE:
		c->selection.shuffle = true;
		break;
	case OPT_EXPECT:
		c->expect = arg;
		break;
	case OPT_RESUME:
		c->resume = true;
		break;
	case OPT_KERNEL:
		options_key_value(state, o, "kernel", arg);
		break;
	case OPT_DEVICE:
		options_key_value(state, o, "device", arg);
		break;
	case OPT_MOCK:
		options_key_value(state, o, "mock", "yes");
		break;
	case OPT_BIND:
		options_key_value(state, o, "bind", arg);
		break;
	case ARGP_KEY_ARG:
		value = strchr(arg, '=');
		if (!value)
			argp_error(state, "'%s' is neither an option nor key=value", arg);
		*value++ = '\0';
		options_key_value(state, o, arg, value);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp options_argp = { .options = options, .parser = parse };
const struct argp_child options_children[] = { { &options_argp, 0, NULL, 0 }, { 0 } };

void options_parse(const struct argp *argp, int argc, char **argv, void *input)
{
	argp_err_exit_status = STATUS_UNABLE;
	argp_parse(argp, argc, argv, 0, NULL, input);
}

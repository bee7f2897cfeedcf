// SPDX-License-Identifier: GPL-2.0-only
/* session.c - a target and a spec brought together: what is known of both before any case, see case.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <string.h>

#include "suite/run.h"

static bool look_up_op(struct run *run, unsigned int i, char *why, size_t len)
{
	static const struct { const char *name; enum probe_kind probe; } probes[] = {
		{ "dma", PROBE_DMA }, { "dma_pasid", PROBE_DMA }, { "current", PROBE_CURRENT }, { "iova_to_phys", PROBE_PHYS },
		{ "objects", PROBE_OBJECTS },
	};
	const struct op_info *info = &run->r->op[i];
	struct op_here *op = &run->op[i];

	*op = (struct op_here){ .op = target_op_find(info->name),
				.can = target_list_has(run->s->desc.can, info->name) };
	for (unsigned int k = 0; k < sizeof(probes) / sizeof(probes[0]); k++)
		if (!strcmp(probes[k].name, info->name))
			op->probe = probes[k].probe;
	if (op->probe == PROBE_NOT && op->op == TARGET_NR_OPS) {
		snprintf(why, len, "the operation '%s' of the spec is none of harness/target.h", info->name);
		return false;
	}
	if (op->probe == PROBE_NOT && strlen(target_ops[op->op].operands) != info->nslots) {
		snprintf(why, len, "the operation '%s' has %u operands in the spec and %zu in harness/target.h",
			 info->name, info->nslots, strlen(target_ops[op->op].operands));
		return false;
	}
	return true;
}

static bool look_up_env(struct run *run, unsigned int i, char *why, size_t len)
{
	static const struct { const char *name; enum env_kind kind; } envs[] = {
		{ "alloc-failure", ENV_ALLOC_FAILURE }, { "sync-failure", ENV_SYNC_FAILURE },
		{ "attach-failure", ENV_ATTACH_FAILURE }, { "clock-failure", ENV_CLOCK_FAILURE },
		{ "hardware-stuck", ENV_HARDWARE_STUCK }, { "unpowered", ENV_UNPOWERED },
		{ "exhausted", ENV_EXHAUSTED },
	};

	for (unsigned int k = 0; k < sizeof(envs) / sizeof(envs[0]); k++) {
		if (!strcmp(envs[k].name, run->r->env[i])) {
			run->env[i].kind = envs[k].kind;
			run->env[i].can = target_list_has(run->s->desc.can, run->r->env[i]);
			return true;
		}
	}
	snprintf(why, len, "the environment '%s' of the spec is none of harness/target.h", run->r->env[i]);
	return false;
}

static void look_up_event(struct run *run, unsigned int i)
{
	static const struct { const char *name; uint32_t bit; const char *can; } events[] = {
		{ "warn", EVENT_WARN, "warn" }, { "slept", EVENT_SLEPT, "slept" },
		{ "freed-walk", EVENT_FREED_WALK, "freed-walk" }, { "fault-record", DMA_FAULT, "fault-record" },
		{ "fault-report", DMA_REPORT, "fault-record" }, { "fault-direction", DMA_DIRECTION, "fault-record" },
		{ "fault-elsewhere", DMA_ELSEWHERE, "fault-record" },
	};

	for (unsigned int k = 0; k < sizeof(events) / sizeof(events[0]); k++)
		if (!strcmp(events[k].name, run->r->event[i]))
			run->event[i] = (struct event_here){
				.bit = events[k].bit, .can = target_list_has(run->s->desc.can, events[k].can),
			};
}

static bool look_up(struct run *run, char *why, size_t len)
{
	const struct rules *r = run->r;
	unsigned int i;

	if (r->nops > RUN_OPS || r->nenvs > RUN_ENVS || r->nevents > RUN_EVENTS) {
		snprintf(why, len, "the spec has more than %d operations, %d environments or %d events", RUN_OPS,
			 RUN_ENVS, RUN_EVENTS);
		return false;
	}
	for (i = 0; i < r->nops; i++)
		if (!look_up_op(run, i, why, len))
			return false;
	for (i = 0; i < r->nenvs; i++)
		if (!look_up_env(run, i, why, len))
			return false;
	for (i = 0; i < r->nevents; i++)
		look_up_event(run, i);
	run->dma = rules_op(r, "dma");
	run->dma_pasid = rules_op(r, "dma_pasid");
	run->current = rules_op(r, "current");
	run->phys = rules_op(r, "iova_to_phys");
	run->objects = rules_op(r, "objects");
	run->type_var = rules_var(r, "type");
	run->read_name = rules_name(r, "read");
	run->write_name = rules_name(r, "write");
	return true;
}

bool probe_usable(const struct run *run, const char *name)
{
	if (!strcmp(name, "facts"))
		return true;
	return target_list_has(run->s->desc.can, name) && (strncmp(name, "dma", 3) || run->s->dma);
}

/* The world of all cases before anything has happened. Its values live in an arena of their own. */
static bool start(struct run *run, char *why, size_t len)
{
	struct target *t = run->s->target;

	run->sample = (struct sample){ .want = 1u << DOM_DEFAULT };
	if (t->drv->reset(t) || t->drv->observe(t, &run->sample) != ANSWER_DONE) {
		snprintf(why, len, "%s: the target cannot be reset and looked at", run->s->desc.target);
		return false;
	}
	run->default_facts = run->sample.facts[DOM_DEFAULT];
	run->objects_countable = target_list_has(run->s->desc.can, "objects") &&
		count_objects(run, &run->clean_objects);
	world_init(&run->start, run->r->var, run->r->nvars, run->r->offset);
	if (!facts_tell(run, &run->start, why, len))
		return false;
	oracle_start(run->r, &run->start, &run->arena);
	run->start_arena = run->arena;
	run->arena = (struct arena){ 0 };
	return true;
}

bool session_init(struct session *s, struct target *target, const struct rules *rules, char *why, size_t len)
{
	int err;

	*s = (struct session){ .target = target, .rules = rules };
	err = target->drv->describe(target, &s->desc);
	if (err) {
		snprintf(why, len, "%s: describe: %s", target->drv->name, errno_name(err));
		return false;
	}
	s->kernel = kernel_version(s->desc.kernel);
	s->run = calloc(1, sizeof(*s->run));
	if (s->run)
		s->run->shows = calloc(rules->nrules + 1, 1);
	if (!s->run || !s->run->shows) {
		snprintf(why, len, "out of memory");
		free(s->run);
		s->run = NULL;
		return false;
	}
	s->run->s = s;
	s->run->r = rules;
	if (look_up(s->run, why, len) && start(s->run, why, len))
		return true;
	session_free(s);
	return false;
}

bool session_renew(struct session *s)
{
	return s->target->drv->renew && !s->target->drv->renew(s->target);
}

void session_free(struct session *s)
{
	struct run *run = s->run;

	if (!run)
		return;
	possible_drop(run);
	for (unsigned int i = 0; i < ORACLE_WORLDS; i++) {
		world_free(&run->world[i]);
		world_free(&run->next[i]);
	}
	world_free(&run->start);
	arena_free(&run->arena);
	arena_free(&run->start_arena);
	free(run->shows);
	free(run);
	s->run = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * finding.c - suspicions and what becomes of them, see finding.h.
 */
#include "suite/finding.h"

#include <stdlib.h>
#include <string.h>

#include "suite/must.h"

struct suspicion suspicion_of_result(const struct job *job, const struct parcel_view *v)
{
	struct suspicion s = { .job = job, .parcel = must(malloc(v->raw_len)), .len = v->raw_len };

	memcpy(s.parcel, v->raw, v->raw_len);
	return s;
}

struct suspicion suspicion_of_death(const struct job *job, const char *death)
{
	struct suspicion s = { .job = job };

	snprintf(s.death, sizeof(s.death), "%s", death);
	return s;
}

void suspicion_free(struct suspicion *s)
{
	free(s->parcel);
	s->parcel = NULL;
}

void finding_record(const struct runner *r, const struct job *job, struct record *rec)
{
	memset(rec, 0, sizeof(*rec));
	rec->name = job->rcase->name;
	rec->rule = job->rcase->part->rule->id;
	rec->target = r->desc.target;
	rec->driver = r->desc.driver;
	rec->kernel = r->desc.kernel;
	rec->evidence = r->desc.evidence;
	rec->interface = strcmp(r->desc.interface, "kernel") ? r->desc.interface : "";
	rec->seed = job->seed;
	rec->reason = "";
}

void finding_death(struct record *rec, const struct suspicion *s, const char *death, const char *said,
		   const struct steps *trace)
{
	rec->verdict = s->outside ? VERDICT_ERROR : VERDICT_CRASH;
	rec->reason = death;
	if (s->outside)
		rec->expected = "the suite survives what a target answers";
	rec->steps = trace->step;
	rec->nsteps = trace->n;
	if (!s->outside && trace->n && !trace->step[trace->n - 1].answer)
		trace->step[trace->n - 1].answer = must(strdup(death));	/* the step that it died in */
	if (trace->n && *said)
		trace->step[trace->n - 1].log = said;
	else if (*said)
		rec->observed = said;
}

/* What the suspicion said, as a record; its texts are in the suspicion and @steps. */
static void recall(const struct runner *r, const struct suspicion *s, struct record *rec, struct steps *steps)
{
	struct parcel_view v;

	finding_record(r, s->job, rec);
	if (s->parcel) {
		parcel_open(s->parcel, s->len, &v);
		worker_unpack(&v, rec, steps);
	} else {
		rec->verdict = s->outside ? VERDICT_ERROR : VERDICT_CRASH;
		rec->reason = s->death;
	}
}

/* The command that runs @job alone. */
static void print_repeat(const struct runner *r, const struct job *job, char *buf, size_t len)
{
	int n = snprintf(buf, len, "iommu-conform run --target '%s' --case '%s' --seed %llu", r->choice->name,
			 job->rcase->name, (unsigned long long)job->seed);

	for (const char **o = r->choice->options; o && *o && (size_t)n < len; o++)
		n += snprintf(buf + n, len - n, " '%s'", *o);
}

int finding_tell(const struct runner *r, const struct job *job, struct record *rec)
{
	char repeat[1024];

	print_repeat(r, job, repeat, sizeof(repeat));
	rec->repeat = repeat;
	return r->result(r->data, job, rec);
}

static const char *accused(const struct record *rec)
{
	return rec->accused ?: rec->rule;
}

int finding_confirm(const struct runner *r, const struct suspicion *s, struct record *rec)
{
	char reason[1024];
	struct steps steps = { 0 };
	struct record before;
	int err;

	recall(r, s, &before, &steps);
	if (before.verdict != rec->verdict || strcmp(accused(&before), accused(rec))) {
		snprintf(reason, sizeof(reason), "in a batch %s of %s (%s), repeated alone %s of %s (%s)",
			 verdict_name(before.verdict), accused(&before), before.reason, verdict_name(rec->verdict),
			 accused(rec), rec->reason);
		if (!verdict_unexpected(rec->verdict))
			*rec = before;		/* it has the steps that went wrong */
		rec->verdict = VERDICT_UNSTABLE;
		rec->reason = reason;
	}
	err = finding_tell(r, s->job, rec);
	free(steps.step);
	return err;
}

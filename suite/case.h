/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * case.h - run one case of the compiled spec on a target and say how it went.
 *
 *	struct session s;
 *
 *	if (!session_init(&s, target, &compiled_rules, why, sizeof(why)))
 *		…
 *	if (!session_calibrate(&s, why, sizeof(why)))
 *		note(why);	// rules about DMA will be SKIP(no-oracle)
 *	case_run(&s, &rule->rcase[i], seed, &result);
 *	session_free(&s);
 */
#ifndef SUITE_CASE_H
#define SUITE_CASE_H

#include "harness/target.h"
#include "reports/record.h"
#include "spec/rule.h"

struct run;	/* the working memory of a case, see run.h */

struct session {		/* a target, a spec, and what is known of both before any case */
	struct target *target;
	struct description desc;
	const struct rules *rules;
	int kernel;		/* kernel_version() of the target */
	bool dma;		/* a DMA can be judged: set by session_calibrate() */
	uint32_t blind;		/* bit i: not those of device i */
	bool shy;		/* translations of domains without a device are not looked at: it crashed once */
	bool attach_first;	/* set-ups have a device on their domain: set by session_calibrate(), where a map before
				 * the attach did not do */
	struct run *run;
};

/*
 * Make @s ready for cases of @rules on @target: the target is reset and described, its facts are told to the rules.
 * Returns false with one line in *@why. The target stays the caller's.
 */
bool session_init(struct session *s, struct target *target, const struct rules *rules, char *why, size_t len);
/* A target as if just started; what its own cases show of a rule they have shown in such a one. Returns false if that
 * cannot be had cheaply. */
bool session_renew(struct session *s);
void session_free(struct session *s);

/*
 * Prove that the target sees DMA: for each ordinary device behind an IOMMU, in both directions, an access to a mapped
 * page lands in it and one to an unmapped page has no effect. From then on the DMAs of devices that passed are judged.
 * Returns false if none did; then what only a DMA can show is SKIP(no-oracle). If one did not, *@why is one line about
 * it, else "".
 */
bool session_calibrate(struct session *s, char *why, size_t len);

/* How a case went; the fields of a struct record that are the case's own. All memory is valid until the next case. */
struct case_result {
	enum verdict verdict;
	const char *reason;		/* "" of a PASS */
	const char *accused;		/* the rule that was broken, or NULL: see record.h */
	const char *expected, *observed;	/* or NULL */
	const char *reported;		/* what `report` lines ask for, or NULL */
	const char *remarks;		/* assumptions and lines that the target could not show, or NULL */
	const struct record_step *steps;
	unsigned int nsteps;
	uint64_t checks;		/* comparisons with an observation on or after the step under test */
};

/*
 * Run @c from a clean target. @seed varies what the rule leaves open: at which byte of a page the frame is sampled,
 * which aliases and DMAs are tried, in which order. Never fails: what goes wrong is the verdict.
 */
void case_run(struct session *s, const struct rcase *c, uint64_t seed, struct case_result *out);

#endif

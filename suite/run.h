/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run.h - what the files of the case runtime share: one case on its way through a target.
 *
 *	case.c		the order of a case: plans, set-up, the step under test, repetitions
 *	session.c	what is known before any case
 *	facts.c		what the target tells of itself, as facts of the world
 *	letters.c	when the letters of a rule get their values
 *	perform.c	a step done by the target
 *	follow.c	a step before or after the one under test
 *	possible.c	the worlds that the rules allow after a step
 *	blame.c		the rule to accuse when none of them is the real one
 *	hoist.c		set-ups for targets that map into no domain without a device
 *	held.c		set-ups for targets that hold their devices from the start
 *	bear.c		rules that a case goes on without
 *	spots.c		the places that a probe in a rule names
 *	points.c	addresses that are worth a look
 *	observe.c	what can be seen without DMA, compared with a possible world
 *	dma.c		what a DMA shows, compared with a possible world
 *	during.c	what a DMA meets while the step is under way
 *	judge.c		the verdict of the step under test
 *	sight.c		which lines of a rule the target can show
 *	healthy.c	good calls after a bad one
 *	script.c	steps that somebody wrote down, instead of a case's
 */
#ifndef SUITE_RUN_H
#define SUITE_RUN_H

#include "spec/bind.h"
#include "suite/case.h"

#define RUN_OPS		128	/* most operations and probes of a spec */
#define RUN_ENVS	16
#define RUN_EVENTS	16
#define RUN_STEPS	64	/* most steps that are noted down */
#define RUN_POINTS	128	/* addresses looked at after a step */
#define RUN_POSSIBLE	16	/* futures followed at once: from several worlds, several each */
#define RUN_DMAS	128	/* DMAs after the step under test */

/* A spec's operation as this target knows it. */
enum probe_kind { PROBE_NOT, PROBE_DMA /* with a PASID or without */, PROBE_CURRENT, PROBE_PHYS, PROBE_OBJECTS };
struct op_here {
	enum probe_kind probe;
	enum target_op op;	/* of an operation, and of PROBE_OBJECTS */
	bool can;
};

struct env_here { enum env_kind kind; bool can; };
struct event_here { uint32_t bit; bool can; };

/* Events that a DMA brings, beside those of struct answer. */
enum {
	DMA_FAULT = 1u << 24,		/* the platform recorded a fault */
	DMA_REPORT = 1u << 25,		/* the driver reported one in the page that the device asked for */
	DMA_DIRECTION = 1u << 26,	/* … and said rightly whether it was a write */
	DMA_ELSEWHERE = 1u << 27,	/* the driver reported one in another page */
};

/* What a step did. */
struct happened {
	enum answer_kind kind;
	const char *why;	/* of a kind that is not ANSWER_DONE */
	const char *text;	/* the answer as the record has it */
	bool assumed;		/* see struct answer */
	struct result result;
	uint32_t events;
};

/* A comparison that failed. */
struct mismatch {
	const char *reason, *accused, *expected, *observed;
	bool frame;		/* @accused owns what changed; none of its lines was broken */
};

/* Whom to accuse of it. */
struct blame { const char *rule; bool frame; };

/* What an outcome or a `never` line asks for, and whose it is. */
struct asked { struct demand demand; const struct match *by; bool never; };

struct possible {		/* a future that the rules allow and that no observation has contradicted yet */
	struct future *future;
	const struct world *old;
	struct asked *asked;
	unsigned int nasked, room;
	bool out;
	struct mismatch why;	/* if @out */
	unsigned int lasted;	/* and how many comparisons it stood before */
};

struct run {
	struct session *s;
	const struct rules *r;
	struct arena arena;	/* all texts and values of the case */
	struct arena start_arena;	/* those of @start */

	/* Known before any case. */
	struct op_here op[RUN_OPS];
	struct env_here env[RUN_ENVS];
	struct event_here event[RUN_EVENTS];
	int dma, dma_pasid, current, phys, objects;	/* probes, by index; -1 if the spec has none */
	int type_var;			/* `type`: -1 if the spec has none */
	int read_name, write_name;	/* of the sort access */
	struct world start;		/* of every case */
	signed char *shows;		/* of rule i: do its own cases fail? 1, -1: no, 0: not known yet */
	struct domain_facts default_facts;
	bool objects_countable;
	uint64_t clean_objects;

	/* The case. */
	const struct rcase *c;
	const struct part *part;
	uint64_t seed, random;
	unsigned int each, each_count;	/* element that `each` of a chosen value stands for; how many there are */
	uint32_t count;			/* the letter of alloc-failure */
	bool verdictless;		/* the rule is not in force yet: see what happens */
	bool nothing_works;		/* plain good calls fail where the step under test failed */
	bool startled;			/* the target crashed while the frame was looked at */
	bool must_reset;		/* the target gave no answer: it is as good as dead */

	/* Now. */
	const struct plan *plan;
	struct binding b;		/* the letters' values */
	const char *unbound;		/* why a letter got none */
	struct world world[ORACLE_WORLDS];
	unsigned int nworlds;
	struct world next[ORACLE_WORLDS];	/* while the step is made */
	struct domain_facts facts[TARGET_DOMAINS];	/* as they were told at the allocation, or borne */
	bool live[TARGET_DOMAINS];
	uint64_t point[RUN_POINTS];
	unsigned int npoints;
	bool points_known;		/* since the last letter was bound */
	uint64_t extra_point;		/* one more; 0: none */
	uint64_t odd;			/* offset in a page at which it is looked at */
	bool shied;			/* something was not looked at, see struct session */
	const char *borne[4];		/* rules that were broken, and that the case goes on without */
	unsigned int nborne;
	uint32_t renew, renewed;	/* domains whose facts are others now; were so before: that is borne once */
	bool injected;			/* by the environment of the step under test */
	bool judging;			/* the step under test has been done */
	bool in_doubt;			/* the answer broke the case's rule: does anything work here? */
	bool objects_known;
	uint64_t objects_before, objects_after;

	/* After a step. */
	struct request request;
	struct answer answer, counted;
	struct sample sample;
	uint32_t events;		/* of the step and of looking */
	struct verdict_of_rules says[ORACLE_WORLDS];
	struct possible possible[RUN_POSSIBLE];
	unsigned int npossible;
	bool overflow;			/* there were more */
	const struct match *broken;	/* if there is none: the rule that the answer broke */
	bool own_broken;		/* the case's own rule is broken too */
	bool rule_broken;		/* … by a call that is not the case's own step */
	struct dma did[RUN_DMAS];
	unsigned int ndid;

	struct record_step step[RUN_STEPS];
	struct case_result result;
};

/* case.c */

/* A target and a world before anything happened. False: the verdict says why there is none. */
bool fresh(struct run *run);

/* session.c */

/* Is the probe of that name one that this target shows? "dma" only after the calibration; "facts" always. */
bool probe_usable(const struct run *run, const char *name);

/* facts.c */

/* All facts that no domain has, into @w. False, with one line in *@why, if the spec has a fact that nothing tells. */
bool facts_tell(struct run *run, struct world *w, char *why, size_t len);
/* The facts of domain @dom into @w, from run->facts. */
void facts_learn(struct run *run, struct world *w, int dom);
/* Facts of @dom that @seen tells otherwise than before: how many were compared; the first that differs in *@m. */
unsigned int facts_compare(struct run *run, int dom, const struct domain_facts *seen, struct mismatch *m);
/* The spec's name for a domain's type, -1 if it has none. */
int facts_type_name(const struct run *run, enum domain_type type);

/* letters.c */

/* Devices and domains for the letters of the case and its plan. False: run->unbound says why. */
bool letters_of_objects(struct run *run, const struct plan *plan);
/* All other letters; before the end of the set-up (@last) those may wait whose values depend on the state. */
bool letters_of_values(struct run *run, bool last);
/* The first phrase that the case needs and that does not hold now; NULL if all hold. */
const struct phrase *letters_unmet(struct run *run);
/* Letters that the operands of a step read. */
uint32_t step_letters(const struct run *run, const struct step *step);
/* Make an act of @step. False: an operand has no value, run->unbound says which. */
bool letters_act(struct run *run, const struct step *step, struct act *act);

/* perform.c */

/* Have the target do @act, with @watch armed, and note it down. */
void perform(struct run *run, const struct act *act, const struct dma *watch, unsigned int nwatch, struct happened *h);
/* Have the target fill in run->sample, and add its events to run->events. */
enum answer_kind take_sample(struct run *run);
/* The other way round: make an act of a request. False if the spec has no such operation or no word for an operand. */
bool act_of_request(struct run *run, const struct request *rq, struct act *act);
/* The number that a word for a PASID stands for on device @dev; false if it is no such word. */
bool pasid_of(const struct run *run, struct value v, int dev, uint32_t *pasid);
/* The first word that stands for it. */
bool name_of_pasid(const struct run *run, uint32_t pasid, int dev, struct value *v);
/* Number of live objects in the target; false if it cannot tell. */
bool count_objects(struct run *run, uint64_t *n);
/* Why looking had no answer, but @kind. */
const char *why_silent(struct run *run, enum answer_kind kind);
/* Does that answer say yes? */
bool succeeded(const struct run *run, const struct act *act, struct value v);
/* A text in the arena of the case. */
const char *say(struct run *run, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A value as a text in the arena of the case. */
const char *say_value(struct run *run, struct value v);

/* Note down a DMA that was tried. */
void note_dma(struct run *run, const struct dma *d);

/* follow.c */

enum followed { FOLLOWED, NO_ANSWER, BROKEN, UNCLEAR };
/*
 * Do a step that is not under test and go on to the worlds that it leaves. NO_ANSWER: *@h says why; BROKEN: a rule was,
 * *@m says which; UNCLEAR: too many worlds are possible.
 */
enum followed follow(struct run *run, const struct act *act, struct happened *h, struct mismatch *m);

/* possible.c */

/* The futures of all worlds after @act gave @result. Returns how many; if none, run->broken. */
unsigned int consider(struct run *run, const struct act *act, const struct result *result, const struct match *own);
/* Find out what they ask for; the facts of new domains must have been learnt. */
void possible_ask(struct run *run);
/* Forget them. */
void possible_drop(struct run *run);
/* Those that are left are the worlds from now on. */
void advance(struct run *run);
/* How many are left; the first of them in *@first, or the one that stood longest if none is left. */
unsigned int possible_left(struct run *run, struct possible **first);
/* Something was seen that cannot be in this future: it is out, for the first reason that it gets. */
void contradict(struct possible *p, const char *reason, struct blame blame, const char *expected,
		const char *observed);
/* All that a chosen outcome asks for, results and effects included. Returns how many. */
unsigned int outcome_demands(struct run *run, const struct possible *p, const struct chosen *ch, struct demand *d,
			     unsigned int max);

/* blame.c */

/* The rule to accuse when var @var is not as it should be: whose outcome sets it there, or the owner of its frame. */
struct blame blame_var(struct run *run, const struct possible *p, int var, int dev, int dom, number address);
/* The same for a DMA. */
struct blame blame_dma(struct run *run, const struct possible *p, const struct dma *d);
/* The same for a line of an outcome. */
struct blame blame_line(const struct asked *a);
/* The rule whose outcomes do not fit the answer @text. */
struct mismatch blame_result(struct run *run, const struct match *broken, const char *text);

/* spots.c */

/* What a value over a range allows at one byte of it. */
struct value allowed_at(struct run *run, struct value v, number offset);
/* Is @seen allowed? V_UNKNOWN where the spec does not say. */
struct value agrees(struct value seen, struct value allowed);
/* Does what was seen at @offset contradict a line, which may be a `never`? V_UNKNOWN where nobody can say. */
struct value contradicts(struct run *run, const struct asked *a, struct value seen, number offset);

/* One place that a probe asks about. */
struct spot { int dev, dom; uint32_t pasid; bool write; uint64_t address; number offset; };
#define RUN_SPOTS 128
/* The places that a demand for a probe names. Returns how many. */
unsigned int spots_of(struct run *run, const struct demand *d, struct spot *spot, unsigned int max);

/* points.c */

/* Make run->point of the ranges, runs and addresses that the letters stand for. */
void points_make(struct run *run);
/* Bytes of a range at which it is looked at. Returns how many. */
unsigned int points_of_range(const struct run *run, number first, number size, uint64_t *at, unsigned int max);
/* Is @address inside the aperture of live domain @dom? */
bool points_inside(const struct run *run, int dom, number address);
/* A byte of the memory that is the suite's. */
uint64_t points_memory(const struct run *run);
/* Smallest page size of the domains of the case. */
number points_page(const struct run *run);
uint64_t run_random(struct run *run);

/* observe.c */

/* Take in what an allocation or a narrowing tells. */
enum answer_kind learn(struct run *run, const struct act *act, const struct happened *h);
/* Look at all that can be seen without DMA, and at what the possible futures ask for. */
enum answer_kind observe(struct run *run);
/* Is the session shy of domain @dom in this future? */
bool shy_of(struct run *run, const struct possible *p, int dom);
/* Compare with a possible future; contradict it where it differs. */
void compare(struct run *run, struct possible *p, const struct act *act, const struct happened *h);
/* The same for run->events. */
void compare_events(struct run *run, struct possible *p);
/*
 * Is a probe compared now? Not in the set-up of a case about that very probe: an answer that is wrong already there is
 * what the case is to find, not what it is blocked by.
 */
bool compared(const struct run *run, int op);
/* Note a comparison: is it one that failed? */
bool differs(struct run *run, struct value agreement);
/* The value of an answer of iova_to_phys where the spec expects @allowed: 0 is a hole or page 0. */
struct value phys_value(uint64_t raw, struct value allowed);
struct value current_value(int handle);

/* bear.c */

/* Is broken rule @id one that the case goes on without? */
bool goes_without(struct run *run, const char *id);
/* The same where facts of domain @dom are others than before. */
bool bears_facts(struct run *run, int dom, const char *id);
/* Take them in. */
void bear_facts(struct run *run);
/* Say in the remarks without which. */
void bear_remark(struct run *run);

/* hoist.c */

/* @plan with each attach before the maps in front of it; @plan itself if there are none. */
const struct plan *hoisted(struct run *run, const struct plan *plan);

/* held.c */

/* @plan without the claims of devices that the target holds anyway; @plan itself if there are none. */
const struct plan *held(struct run *run, const struct plan *plan);

/* dma.c */

/* Perform run->did. Those of a device that is not calibrated end DMA_UNSEEN. */
enum answer_kind dma_do(struct run *run);
/* DMAs that the possible futures ask for, then some of the frame at random. */
enum answer_kind dma_look(struct run *run);
struct dma dma_at(const struct spot *spot);
struct value dma_value(const struct dma *d);
/* DMA_* of that DMA. */
uint32_t dma_events(const struct dma *d);
void dma_compare(struct run *run, struct possible *p);
/* Compare one DMA with what the world expects of it. */
void dma_check(struct run *run, struct possible *p, const struct dma *d);
/* A DMA and what it may reach, as a text. */
const char *say_try(struct run *run, const struct dma *d, struct value allowed);
/* Was any of the DMAs tried that the demand asks for, and could its end be told? */
bool dma_seen(struct run *run, const struct demand *d);
/* The same, and by more than an assumption of a model. */
bool dma_told(struct run *run, const struct demand *d);
/* What the world expects of a DMA. */
struct value dma_expected(struct run *run, const struct world *w, const struct spot *spot);

/* during.c */

struct watch {
	struct dma dma[TARGET_WATCHES];
	struct asked by[TARGET_WATCHES];
	number offset[TARGET_WATCHES];
	unsigned int n;
};
/* Arm probes for the `during` lines of @own. */
void during_arm(struct run *run, const struct match *own, struct watch *w);
/* Compare what they saw; false with *@m filled in if a line was broken. */
bool during_holds(struct run *run, const struct watch *w, struct mismatch *m);

/* sight.c */

/* How many lines of an outcome the target shows: results, and what lies behind them. */
struct sight { unsigned int results, seen, unseen, probes_unseen; };
struct sight sight_of(struct run *run, const struct possible *p, const struct chosen *own);

/* healthy.c */

/*
 * Make good calls on a domain of the case, if it has one. BROKEN: one failed; m->accused is NULL if no rule forbids it.
 */
enum followed good_calls(struct run *run, struct happened *h, struct mismatch *m);

/* judge.c */

/* Do the step under test and find its verdict: run->result. */
void judge(struct run *run);
/* Add to the remarks of the case. */
void remark(struct run *run, const char *text);
/* End the case. */
void verdict(struct run *run, enum verdict v, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void verdict_fail(struct run *run, struct mismatch m);
/* End it because the target did not answer a step; @where: "", or what was going on, as "in set-up: ". */
void verdict_no_answer(struct run *run, enum answer_kind kind, const char *where, const char *why);

#endif

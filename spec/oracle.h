/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * oracle.h - what the rules say about one step: which of them speak of it, which outcomes they allow, and what the
 * world is afterwards. It knows no target: a result goes in, possible worlds come out.
 */
#ifndef SPEC_ORACLE_H
#define SPEC_ORACLE_H

#include "spec/rule.h"

#define ORACLE_WORLDS	8	/* most possible worlds that are followed */
#define ORACLE_MATCHES	64
#define ORACLE_DEMANDS	64

struct act {			/* a step with real operands */
	int op;
	struct value arg[SPEC_ARGS];
	int env;		/* index, or -1 */
	struct value env_arg;	/* count or device; V_EVERY for all; V_NONE */
};

struct match {			/* a rule's part that speaks of the step, with its letters bound */
	const struct part *part;
	const struct step *when;
	struct value letter[SPEC_LETTERS];
};

struct result {			/* what the target answered */
	struct value value;	/* V_NUMBER raw: errno, bytes, number, paddr; V_NONE: DMA without effect; V_DOMAIN */
	bool injected;		/* the failure of the environment was really hit */
	int kernel;		/* LINUX_VERSION_CODE style version of the target; INT_MAX: today's contract */
};

struct chosen { const struct match *match; const struct outcome *outcome; bool may; };

struct future {			/* one world that the rules allow */
	struct world world;
	struct chosen chosen[ORACLE_MATCHES]; unsigned int nchosen;
	enum outcome_class worst;	/* over @chosen: THEN and OR are a pass */
	const struct outcome *degraded;	/* the first degraded one, or NULL */
};

struct verdict_of_rules {
	struct match match[ORACLE_MATCHES]; unsigned int nmatches;
	struct future future[ORACLE_WORLDS]; unsigned int nfutures;	/* preferred first */
	bool overflow;		/* there were more: no verdict */
	const struct match *broken;	/* if nfutures is 0: whose outcomes do not fit; of several a core rule */
	bool own_broken;	/* those of the case's own rule do not fit either */
	bool breaks[ORACLE_MATCHES];	/* those of match i do not fit */
};

/* A version "6.13" or "7.2.13" as a number that compares; INT_MAX for NULL or "". */
int kernel_version(const char *text);
/* Is something with that since/until in force on @kernel? */
bool in_force(const char *since, const char *until, int kernel);

/* The world before anything happened: start values. Facts must have been set in @facts (a world with only facts). */
void oracle_start(const struct rules *r, struct world *w, struct arena *a);

/*
 * All parts of rules that speak of @act in world @w, on @kernel; unless-ed ones left out. Letters that no operand binds
 * are tried with every object there is; @own, or NULL, is a match whose letters a case has chosen: it comes first.
 * Returns how many.
 */
unsigned int oracle_matches(const struct rules *r, const struct world *w, const struct act *act, int kernel,
			    const struct match *own, struct arena *a, struct match *m, unsigned int max);

/* Whom to ask whether slow given @n of @part holds in the world that is looked at: they may know. */
struct oracle_friend {
	bool (*holds)(void *arg, const struct part *part, unsigned int n, const struct value *letter);
	void *arg;
};

/* The same, of the one `when` that is @spoken; and what is left of all of them: no doubles, unless-ed ones left out. */
unsigned int oracle_speaks(const struct rules *r, const struct world *w, const struct act *act,
			   const struct spoken *spoken, const struct oracle_friend *friend, struct arena *a,
			   struct match *m, unsigned int max);
unsigned int oracle_sift(const struct rules *r, struct match *m, unsigned int n);

/*
 * Which worlds may follow @w after @act answered @res. Fills in *@v (its worlds are initialised by it and freed by
 * oracle_free()). Result phrases, guards, versions and `may` are judged here; effects are applied; the rest of the
 * demands (probes, checks, unchanged, events) is for the caller: oracle_demands().
 */
void oracle_step(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		 const struct match *own, struct arena *a, struct verdict_of_rules *v);
/* The same where the matches are in *@v already. */
void oracle_judge(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		  const struct match *own, struct arena *a, struct verdict_of_rules *v);
void oracle_free(struct verdict_of_rules *v);

/* The outcomes of one match that fit an answer. */
struct fitting {
	const struct outcome *outcome[16]; unsigned int n;	/* in the order then, or, skip, degraded */
	bool may;		/* none does, but the failure was injected */
};

/*
 * Which outcomes of @m fit, when @act was answered @res in world @w. Returns false if the match forbids the answer;
 * true with none at all if it says nothing about it: every outcome is guarded away, or of other versions.
 */
bool oracle_fit(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		const struct match *m, struct arena *a, struct fitting *f);
/* All that chosen outcome @c asks for, results and effects too, evaluated in the future @f. Returns how much. */
unsigned int oracle_outcome(const struct rules *r, const struct world *old, const struct future *f,
			    const struct chosen *c, struct arena *a, struct demand *d, unsigned int max);
/* What chosen outcome @c asks for besides results and effects, evaluated in the future @f. Returns how many. */
unsigned int oracle_demands(const struct rules *r, const struct world *old, const struct future *f,
			    const struct chosen *c, struct arena *a, struct demand *d, unsigned int max);
/* The same for the `never` lines (guards that do not hold left out) and the `during` lines of a match. */
unsigned int oracle_never(const struct rules *r, const struct world *old, const struct match *m, struct arena *a,
			  struct demand *d, unsigned int max);
unsigned int oracle_during(const struct rules *r, const struct world *old, const struct match *m, struct arena *a,
			   struct demand *d, unsigned int max);

/* What probe @op with @arg may answer in world @w: a set. V_UNKNOWN if the spec does not say. */
struct value oracle_expects(const struct rules *r, const struct world *w, int op, const struct value *arg,
			    struct arena *a);
/* The bookkeeping of a probe or operation that succeeded (its `sets`), applied to @w. */
void oracle_sets(const struct rules *r, struct world *w, const struct act *act, struct arena *a);

/* Does phrase @n of @part hold for these letters? Three-valued; @each as in struct ctx. */
struct value oracle_phrase(const struct rules *r, const struct world *now, const struct world *old,
			   const struct part *part, unsigned int n, const struct value *letter, unsigned int *each,
			   struct arena *a);

#endif

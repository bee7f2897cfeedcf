// SPDX-License-Identifier: GPL-2.0-only
/*
 * compiled.c - the C that is made of the rules says what the rules say: in the world that the set-up of each case leads
 * to, each phrase has the same value, and asks for the same, when it is interpreted and when it is compiled.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "spec/cases.h"
#include "spec/load.h"
#include "spec/specimen.h"

#define TEXT	8192

static struct diag diag;
static struct spec *spec;
static struct arena arena, scratch;
static struct lowered l;
static struct planner *planner;
static struct world start;

/* As the build reads them: the vocabulary first. */
static void read_rules(void)
{
	char **files = spec_rule_files(unit_source("spec/rules"));

	ck_assert_ptr_nonnull(files);
	for (int turn = 0; turn < 2; turn++)
		for (char **file = files; *file; file++)
			if ((strstr(*file, "/vocabulary.rule") == NULL) == turn)
				ck_assert_int_eq(spec_read(*file, &diag), 0);
	spec_files_free(files);
}

static void setup(void)
{
	read_rules();
	spec = spec_resolve(&diag);
	ck_assert_msg(!diag.nfindings, "%s", diag.nfindings ? diag.finding[0].message : "");
	spec_hash(spec, &diag);
	lower(spec, &arena, &l);
	planner = planner_new(&l, PLANS);
	make_cases(&l, planner, NULL, NULL);
	world_init(&start, l.rules.var, l.rules.nvars, l.rules.offset);
	specimen_facts(&l.rules, 1, &start, &arena);
	oracle_start(&l.rules, &start, &arena);
}

static void teardown(void)
{
	world_free(&start);
	planner_free(planner);
	arena_free(&scratch);
	arena_free(&arena);
	spec_free(spec);
	diag_free(&diag);
}

static const struct rules *interpreted(void)
{
	return &l.rules;
}

/* The compiled rule of the same name; the order is that in which the files were given. */
static const struct rule *compiled(const struct rule *rule)
{
	const struct rule *other = rules_find(&compiled_rules, rule->id);

	ck_assert_msg(other, "%s is not compiled", rule->id);
	return other;
}

static const char *const *names(const struct ctx *c)
{
	return c->rules->names;
}

static int append(char *text, int at, struct value v, const char *const *names)
{
	return at + v_print(v, names, text + at, TEXT - at);
}

/* A value, or all that it asked for, as text: names and letters may have other numbers on the two sides. */
static void say(const struct ctx *c, struct value v, char *text)
{
	int at = append(text, 0, v, names(c));

	for (unsigned int i = 0; i < c->ndemands && at < TEXT - 512; i++) {
		const struct demand *d = &c->demand[i];

		at += snprintf(text + at, TEXT - at, "; %d %s %s %u(", d->kind,
			       d->kind == DEMAND_EFFECT ? c->rules->var[d->var].name :
			       d->kind == DEMAND_PROBE ? c->rules->op[d->op].name :
			       d->kind == DEMAND_ERRNO ? c->rules->names[d->name] :
			       d->kind == DEMAND_EVENT ? c->rules->event[d->name] : "",
			       d->membership ? "in" : "", d->nargs);
		for (unsigned int k = 0; k < d->nargs && at < TEXT - 512; k++)
			at = append(text, at, d->args[k], names(c));
		at += snprintf(text + at, TEXT - at, ") ");
		if (at < TEXT - 512)
			at = append(text, at, d->value, names(c));
		if (at < TEXT - 512)
			at = append(text, at, d->bound, names(c));
	}
}

static struct ctx context(const struct rules *r, const struct world *w, const struct value *letter, unsigned int each,
			  struct demand *d)
{
	struct ctx c = { .rules = r, .now = w, .old = &start, .each = each, .demand = d, .max_demands = 8,
			 .arena = &scratch };

	memcpy(c.letter, letter, sizeof(c.letter));
	return c;
}

static void compare_phrase(const struct rcase *rcase, const struct part *other, unsigned int n, const struct world *w,
			   const struct value *letter)
{
	static char text[2][TEXT];
	static struct demand d[2][8];

	for (unsigned int each = 0; each < 2; each++) {
		struct ctx x = context(interpreted(), w, letter, each, d[0]);
		struct ctx y = context(&compiled_rules, w, letter, each, d[1]);

		say(&x, rcase->part->eval(&x, rcase->part, n), text[0]);
		say(&y, other->eval(&y, other, n), text[1]);
		ck_assert_msg(!strcmp(text[0], text[1]) && x.each_count == y.each_count,
			      "%s: phrase %u, `%s`: interpreted %s, compiled %s", rcase->name, n,
			      rcase->part->phrase[n].text, text[0], text[1]);
	}
}

static void compare_case(const struct rcase *rcase, const struct part *other)
{
	struct binding b;
	struct act act;
	const struct world *w = plan_replay(planner, rcase, &b, &act);

	ck_assert_msg(w, "the set-up of %s leads nowhere", rcase->name);
	for (unsigned int i = 0; i < rcase->part->nphrases; i++)
		compare_phrase(rcase, other, i, w, b.letter);
	arena_reset(&scratch);
}

START_TEST(same_values)
{
	unsigned int cases = 0;

	for (unsigned int i = 0; i < interpreted()->nrules; i++) {
		const struct rule *rule = interpreted()->rule[i], *other = compiled(rule);

		for (unsigned int k = 0; k < rule->ncases; k++, cases++)
			compare_case(&rule->rcase[k], &other->part[rule->rcase[k].part - rule->part]);
	}
	ck_assert_uint_gt(cases, 500);
}
END_TEST

static void same_text(const char *a, const char *b, const char *where)
{
	ck_assert_msg(!a == !b && (!a || !strcmp(a, b)), "%s: %s, compiled %s", where, a ? a : "nothing",
		      b ? b : "nothing");
}

static void compare_steps(const struct step *a, const struct step *b, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		ck_assert_int_eq(a[i].op, b[i].op);
		ck_assert_int_eq(a[i].env, b[i].env);
		ck_assert_int_eq(a[i].env_all, b[i].env_all);
		ck_assert_int_eq(a[i].env_arg.letter, b[i].env_arg.letter);
		ck_assert(!memcmp(a[i].arg, b[i].arg, sizeof(a[i].arg)));
	}
}

static void compare_parts(const struct part *a, const struct part *b)
{
	same_text(a->name, b->name, a->rule->id);
	ck_assert_uint_eq(a->nphrases, b->nphrases);
	for (unsigned int i = 0; i < a->nphrases; i++) {
		same_text(a->phrase[i].text, b->phrase[i].text, a->rule->id);
		ck_assert_uint_eq(a->phrase[i].letters, b->phrase[i].letters);
		ck_assert_int_eq(a->phrase[i].dynamic, b->phrase[i].dynamic);
		ck_assert_int_eq(a->phrase[i].asks, b->phrase[i].asks);
		ck_assert_int_eq(a->phrase[i].var, b->phrase[i].var);
		ck_assert_int_eq(a->phrase[i].branches, b->phrase[i].branches);
		ck_assert_int_eq(a->phrase[i].shared, b->phrase[i].shared);
	}
	ck_assert_uint_eq(a->letters, b->letters);
	ck_assert_uint_eq(a->bound, b->bound);
	ck_assert_uint_eq(a->ngiven, b->ngiven);
	ck_assert_uint_eq(a->nwhens, b->nwhens);
	compare_steps(a->when, b->when, a->nwhens);
	ck_assert_uint_eq(a->noutcomes, b->noutcomes);
	for (unsigned int i = 0; i < a->noutcomes; i++) {
		ck_assert_int_eq(a->outcome[i].class, b->outcome[i].class);
		ck_assert_int_eq(a->outcome[i].guard, b->outcome[i].guard);
		ck_assert_uint_eq(a->outcome[i].first, b->outcome[i].first);
		ck_assert_uint_eq(a->outcome[i].n, b->outcome[i].n);
		same_text(a->outcome[i].text, b->outcome[i].text, a->rule->id);
		same_text(a->outcome[i].since, b->outcome[i].since, a->rule->id);
		same_text(a->outcome[i].until, b->outcome[i].until, a->rule->id);
	}
	ck_assert_uint_eq(a->nnever, b->nnever);
	ck_assert_uint_eq(a->nduring, b->nduring);
	ck_assert_uint_eq(a->ncandidates, b->ncandidates);
	for (unsigned int i = 0; i < a->ncandidates; i++) {
		ck_assert_int_eq(a->candidate[i].letter, b->candidate[i].letter);
		ck_assert_uint_eq(a->candidate[i].phrase, b->candidate[i].phrase);
		same_text(a->candidate[i].name, b->candidate[i].name, a->rule->id);
	}
	ck_assert(a->healthy == b->healthy && a->report_result == b->report_result && a->report_log == b->report_log &&
		  a->report_fault == b->report_fault);
}

static void compare_cases(const struct rcase *a, const struct rcase *b)
{
	same_text(a->name, b->name, "name");
	ck_assert_uint_eq(a->when, b->when);
	ck_assert_uint_eq(a->nextra, b->nextra);
	ck_assert_uint_eq(a->nchoices, b->nchoices);
	for (unsigned int i = 0; i < a->nextra; i++)
		ck_assert_uint_eq(a->extra[i], b->extra[i]);
	for (unsigned int i = 0; i < a->nchoices; i++)
		ck_assert_uint_eq(a->choice[i], b->choice[i]);
	ck_assert_uint_eq(a->nplans, b->nplans);
	for (unsigned int i = 0; i < a->nplans; i++) {
		ck_assert_uint_eq(a->plan[i].nsteps, b->plan[i].nsteps);
		compare_steps(a->plan[i].step, b->plan[i].step, a->plan[i].nsteps);
	}
}

START_TEST(same_rules)
{
	ck_assert_uint_eq(interpreted()->nrules, compiled_rules.nrules);
	for (unsigned int i = 0; i < interpreted()->nrules; i++) {
		const struct rule *a = interpreted()->rule[i], *b = compiled(a);

		same_text(a->sentence, b->sentence, a->id);
		same_text(a->group, b->group, a->id);
		same_text(a->consensus, b->consensus, a->id);
		same_text(a->unchecked, b->unchecked, a->id);
		same_text(a->since, b->since, a->id);
		same_text(a->until, b->until, a->id);
		same_text(a->text, b->text, a->id);
		ck_assert(a->core == b->core && a->unsafe == b->unsafe && a->bearable == b->bearable);
		for (unsigned int k = 0; a->sources[k] || b->sources[k]; k++)
			same_text(a->sources[k], b->sources[k], a->id);
		ck_assert_uint_eq(a->nunless, b->nunless);
		for (unsigned int k = 0; k < a->nunless; k++)
			same_text(interpreted()->rule[a->unless[k]]->id, compiled_rules.rule[b->unless[k]]->id, a->id);
		ck_assert_uint_eq(a->nparts, b->nparts);
		for (unsigned int k = 0; k < a->nparts; k++)
			compare_parts(&a->part[k], &b->part[k]);
		ck_assert_uint_eq(a->ncases, b->ncases);
		for (unsigned int k = 0; k < a->ncases; k++)
			compare_cases(&a->rcase[k], &b->rcase[k]);
	}
}
END_TEST

static void compare_ops(const struct op_info *a, const struct op_info *b)
{
	same_text(a->name, b->name, "operation");
	ck_assert(a->probe == b->probe && a->returns == b->returns && a->fails == b->fails && a->shows == b->shows);
	ck_assert_uint_eq(a->nslots, b->nslots);
	ck_assert(!memcmp(a->slots, b->slots, a->nslots * sizeof(*a->slots)));
	ck_assert(!memcmp(a->formal, b->formal, sizeof(a->formal)));
	ck_assert_uint_eq(a->nmay, b->nmay);
	for (unsigned int i = 0; i < a->nmay; i++)
		ck_assert(a->may[i].error == b->may[i].error && a->may[i].env == b->may[i].env);
	ck_assert_uint_eq(a->nsets, b->nsets);
	ck_assert_uint_eq(a->nexpects, b->nexpects);
	ck_assert_uint_eq(a->nspoken, b->nspoken);
	for (unsigned int i = 0; i < a->nspoken; i++)
		ck_assert(!memcmp(&a->spoken[i], &b->spoken[i], sizeof(a->spoken[i])));
}

/* The bookkeeping and the expectations of an operation, for a device on a domain of its own. */
static void compare_op_phrases(int op, const struct world *w)
{
	const struct op_info *a = &interpreted()->op[op], *b = &compiled_rules.op[op];
	struct value letter[SPEC_LETTERS] = { { 0 } };
	static char text[2][TEXT];
	static struct demand d[2][8];

	for (unsigned int i = 0; i < a->nslots; i++) {
		const struct sort_info *sort = &interpreted()->sort[a->slots[i]];

		if (a->formal[i] < 0)
			continue;
		letter[a->formal[i]] = sort->kind == SORT_DEVICE ? v_device(0) :
			sort->kind == SORT_DOMAIN ? v_domain(3) :
			sort->kind == SORT_NAME ? v_name(sort->constants[0]) :
			sort->kind == SORT_RUN ? v_run(&scratch, v_number(0x5000), v_number(0x1000)) :
			sort->kind == SORT_RANGE ? v_range(v_number(0x1000), v_number(0x1000)) : v_number(0x1000);
	}
	for (unsigned int i = 0; i < a->nsets + 2 * a->nexpects; i++) {
		struct ctx x = context(interpreted(), w, letter, 0, d[0]);
		struct ctx y = context(&compiled_rules, w, letter, 0, d[1]);

		say(&x, a->eval(&x, op, i), text[0]);
		say(&y, b->eval(&y, op, i), text[1]);
		ck_assert_msg(!strcmp(text[0], text[1]), "%s: phrase %u: interpreted %s, compiled %s", a->name, i,
			      text[0], text[1]);
	}
}

START_TEST(same_vocabulary)
{
	const struct rules *r = interpreted();
	struct world w = { 0 };

	same_text(r->hash, compiled_rules.hash, "librules.a is of other rules than spec/rules: make");
	ck_assert_uint_eq(r->nnames, compiled_rules.nnames);
	ck_assert_uint_eq(r->nsorts, compiled_rules.nsorts);
	for (unsigned int i = 0; i < r->nsorts; i++)
		same_text(r->sort[i].name, compiled_rules.sort[i].name, "sort");
	ck_assert_uint_eq(r->nletters, compiled_rules.nletters);
	for (unsigned int i = 0; i < r->nletters; i++)
		same_text(r->letter[i].name, compiled_rules.letter[i].name, "letter");
	ck_assert_uint_eq(r->nvars, compiled_rules.nvars);
	ck_assert(!memcmp(&r->known, &compiled_rules.known, sizeof(r->known)));
	ck_assert_uint_eq(r->nshared, compiled_rules.nshared);
	ck_assert_uint_eq(r->nops, compiled_rules.nops);
	for (unsigned int i = 0; i < r->nops; i++)
		compare_ops(&r->op[i], &compiled_rules.op[i]);
	world_copy(&w, &start);
	for (unsigned int i = 0; i < r->nops; i++)
		compare_op_phrases(i, &w);
	world_set(&w, rules_var(r, "type"), 1, (struct value[]){ v_domain(3) }, v_name(rules_name(r, "paging")));
	world_set(&w, rules_var(r, "hw"), 1, (struct value[]){ v_device(0) }, v_domain(3));
	for (unsigned int i = 0; i < r->nops; i++)
		compare_op_phrases(i, &w);
	world_free(&w);
}
END_TEST

/* Start values, for all objects. */
START_TEST(same_start)
{
	struct world w = { 0 };
	char text[2][256];

	world_init(&w, compiled_rules.var, compiled_rules.nvars, compiled_rules.offset);
	ck_assert_uint_eq(w.ncells, start.ncells);
	specimen_facts(&compiled_rules, 1, &w, &arena);
	oracle_start(&compiled_rules, &w, &arena);
	for (unsigned int i = 0; i < w.ncells; i++) {
		v_print(start.cell[i], interpreted()->names, text[0], sizeof(text[0]));
		v_print(w.cell[i], compiled_rules.names, text[1], sizeof(text[1]));
		ck_assert_str_eq(text[0], text[1]);
	}
	world_free(&w);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compiled");
	TCase *tcase = tcase_create("compiled");

	tcase_add_unchecked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, same_vocabulary);
	tcase_add_test(tcase, same_rules);
	tcase_add_test(tcase, same_start);
	tcase_add_test(tcase, same_values);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}

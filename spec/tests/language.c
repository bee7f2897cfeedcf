// SPDX-License-Identifier: GPL-2.0-only
/*
 * language.c - what phrases mean: text goes in, and the spec that comes out is looked at. The vocabulary is that of
 * checks/base.rule.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "spec/load.h"
#include "spec/syntax.h"

static struct diag diag;
static struct spec *spec;

static void teardown(void)
{
	spec_free(spec);
	spec = NULL;
	diag_free(&diag);
}

static void resolve(const char *text)
{
	teardown();
	ck_assert_int_eq(spec_read(unit_source("spec/tests/checks/base.rule"), &diag), 0);
	diag_add_file(&diag, "test.rule", text, strlen(text));
	spec = spec_resolve(&diag);
	ck_assert_msg(!diag.nfindings, "line %d: %s", diag.nfindings ? diag.finding[0].pos.line : 0,
		      diag.nfindings ? diag.finding[0].message : "");
}

/* The last rule of @text, which must be fine. */
static const struct rule_ast *rule(const char *text)
{
	resolve(text);
	return &spec->rule[spec->nrules - 1];
}

/* The only part of a rule with these lines. */
static const struct part_ast *part(const char *lines)
{
	char *text;

	ck_assert_int_gt(asprintf(&text, "rule T-1 settled\n  \"Test.\"\n%s", lines), 0);
	rule(text);
	free(text);
	return spec->rule[spec->nrules - 1].part;
}

static const struct expr *given(const char *phrase)
{
	char *text;
	const struct part_ast *p;

	ck_assert_int_gt(asprintf(&text, "  given %s\n  when claim v\n", phrase), 0);
	p = part(text);
	free(text);
	ck_assert_uint_eq(p->ngiven, 1);
	return p->given[0];
}

/* The first phrase of the only outcome of an attach. */
static const struct expr *outcome(const char *phrase)
{
	char *text;
	const struct part_ast *p;

	ck_assert_int_gt(asprintf(&text, "  given R is mapped in D\n  when attach v D\n  then %s\n", phrase), 0);
	p = part(text);
	free(text);
	ck_assert_uint_eq(p->noutcomes, 1);
	return p->outcome[0].phrase[0];
}

static uint32_t letters(const char *names)
{
	uint32_t set = 0;
	unsigned int i;

	for (i = 0; i < spec->nletters; i++)
		if (strlen(spec->letter[i].name) == 1 && strchr(names, spec->letter[i].name[0]))
			set |= 1u << i;
	return set;
}

static const char *name_of(const struct expr *e)
{
	ck_assert(e->kind == X_NAME || e->kind == X_ERRNO || e->kind == X_DOMAIN);
	return spec->names[e->name];
}

static const struct var *var(const char *name)
{
	unsigned int i;

	for (i = 0; i < spec->nvars; i++)
		if (!strcmp(spec->var[i].name, name))
			return &spec->var[i];
	ck_abort_msg("no %s", name);
}

static const struct op *op(const char *name)
{
	unsigned int i;

	for (i = 0; i < spec->nops; i++)
		if (!strcmp(spec->op[i].name, name))
			return &spec->op[i];
	ck_abort_msg("no %s", name);
}

/* Rules as texts */

START_TEST(rule_head)
{
	const struct rule_ast *r = rule("# a comment\n\nrule T-1 core disputed unsafe bearable\n  \"One\"\n  \"sentence.\"\n"
					"  when claim v\n\n  # another\n  then ok\n\n# behind\n");

	ck_assert_str_eq(r->id, "T-1");
	ck_assert_str_eq(r->sentence, "One sentence.");
	ck_assert_str_eq(r->consensus, "disputed");
	ck_assert(r->core && r->unsafe && r->bearable && !r->unchecked);
	ck_assert_str_eq(r->text, "rule T-1 core disputed unsafe bearable\n  \"One\"\n  \"sentence.\"\n"
			 "  when claim v\n\n  # another\n  then ok");
	ck_assert_str_eq(r->pos.file, "test.rule");
	ck_assert_int_eq(r->pos.line, 3);
	ck_assert_int_eq(r->pos.column, 6);
	ck_assert_int_eq(r->last_line, 9);
}
END_TEST

START_TEST(rule_provenance)
{
	const struct rule_ast *r = rule("rule T-1 settled\n  \"S.\"\n  unchecked \"no way\"\n"
					"  since 5.19\n  until 6.13\n"
					"  source linux a/b.c:12 fn \"said \\\"so\\\",\"\n          \"and so\"\n"
					"  source commit 00208852d351\n  note \"first\"\n       \"second\"\n"
					"  see BASE-001, BASE-002\n  unless BASE-002\n");

	ck_assert_str_eq(r->unchecked_why, "no way");
	ck_assert_str_eq(r->since, "5.19");
	ck_assert_str_eq(r->until, "6.13");
	ck_assert_uint_eq(r->nsources, 2);
	ck_assert_str_eq(r->source[0].kind, "linux");
	ck_assert_str_eq(r->source[0].ref, "a/b.c:12 fn");
	ck_assert_str_eq(r->source[0].quote, "said \"so\", and so");
	ck_assert_str_eq(r->source[1].ref, "00208852d351");
	ck_assert_ptr_null(r->source[1].quote);
	ck_assert_uint_eq(r->nnotes, 2);
	ck_assert_str_eq(r->note[1], "second");
	ck_assert_uint_eq(r->nsee, 2);
	ck_assert_str_eq(r->see[1], "BASE-002");
	ck_assert_uint_eq(r->nunless, 1);
	ck_assert_str_eq(spec->rule[r->unless[0]].id, "BASE-002");
}
END_TEST

START_TEST(parts)
{
	const struct part_ast *p = part("  given v != w\n  when claim v\n"
					"  report result, log, fault-record\n  after healthy\n"
					"  part second\n  when claim w\n");

	ck_assert_ptr_null(p->name);
	ck_assert(p->report_result && p->report_log && p->report_fault && p->healthy);
	ck_assert_str_eq(p[1].name, "second");
	ck_assert(!p[1].report_result && !p[1].healthy && !p[1].ngiven);
	ck_assert_uint_eq(p[1].nwhens, 1);
}
END_TEST

START_TEST(text_is_folded)
{
	const struct expr *e = given("attached(D) in { never,   # a comment\n \t now }");

	ck_assert_str_eq(e->text, "attached(D) in { never, now }");
	ck_assert_int_eq(e->pos.last_line, 4);
}
END_TEST

START_TEST(hash_of_all_texts)
{
	static const char *const sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

	diag_add_file(&diag, "x", "a", 1);
	diag_add_file(&diag, "y", "bc", 2);
	spec = spec_resolve(&diag);
	spec_hash(spec, &diag);
	ck_assert_str_eq(spec->hash, sha256_of_abc);
}
END_TEST

/* Tests */

START_TEST(comparisons)
{
	const struct expr *e = given("size(R) >= page");

	ck_assert_int_eq(e->kind, X_LE);
	ck_assert_int_eq(e->args[0]->kind, X_LET);
	ck_assert_int_eq(e->args[1]->kind, X_BUILTIN);
	ck_assert_int_eq(e->args[1]->index, B_SIZE);
	ck_assert_uint_eq(e->letters, letters("RD"));	/* D by way of page */
	ck_assert(!e->dynamic);
	ck_assert_int_eq(given("lo > hi")->kind, X_LT);
	ck_assert_int_eq(given("lo != hi")->kind, X_NE);
	ck_assert_int_eq(given("lo = 2^64 - 0x10")->args[1]->args[0]->num >> 64, 1);
}
END_TEST

START_TEST(sets)
{
	const struct expr *e = given("cur(v) in { default, D }");

	ck_assert_int_eq(e->kind, X_IN);
	ck_assert(e->dynamic);
	ck_assert_int_eq(e->args[1]->kind, X_SET);
	ck_assert_int_eq(e->args[1]->args[0]->kind, X_DOMAIN);
	ck_assert_str_eq(name_of(e->args[1]->args[0]), "default");
	ck_assert_int_eq(e->args[1]->args[0]->num, 0);
	e = given("hw(v) in not { D, E }");
	ck_assert_int_eq(e->args[1]->kind, X_COMPLEMENT);
	ck_assert_uint_eq(e->args[1]->nargs, 2);
	e = given("group(v) in { group(w), not group(w) }");
	ck_assert_int_eq(e->args[1]->args[1]->kind, X_COMPLEMENT);
	ck_assert_int_eq(given("A in free-ram")->kind, X_IN);
	ck_assert_int_eq(given("none in { phys(D, R) }")->kind, X_IN);
	ck_assert_int_eq(given("pgsizes(D) = { 1 } + { 2 }")->args[1]->kind, X_ADD);
	ck_assert(given("max(pgsizes(D) - { 1 }) = 2")->args[0]->args[0]->plural);
}
END_TEST

START_TEST(ranges)
{
	const struct expr *e = given("R = lo + page size 2 * page");

	ck_assert_int_eq(e->args[1]->kind, X_RANGE);
	ck_assert_int_eq(e->args[1]->args[0]->kind, X_ADD);
	ck_assert_int_eq(e->args[1]->args[1]->kind, X_MUL);
	ck_assert_int_eq(given("P = free-ram size page")->args[1]->kind, X_RUN);
	ck_assert_int_eq(given("P = 4096 size page")->args[1]->kind, X_RUN);
	e = given("R = mid size each pgsizes(D)");
	ck_assert_int_eq(e->args[1]->args[1]->kind, X_EACH);
	ck_assert_int_eq(given("R within aperture(D)")->kind, X_WITHIN);
	ck_assert_int_eq(given("not R meets S")->args[0]->kind, X_MEETS);
	ck_assert_int_eq(given("rw includes access")->kind, X_INCLUDES);
}
END_TEST

START_TEST(words)
{
	const struct expr *e = given("R is not free in D");

	ck_assert_int_eq(e->kind, X_NOT);
	e = e->args[0];
	ck_assert_int_eq(e->kind, X_WORD);
	ck_assert_str_eq(spec->word[e->index].form.text, "R is free in D");
	ck_assert_uint_eq(e->letters, letters("RD"));
	ck_assert(e->dynamic);
	e = given("S is inside E");	/* the word's D is our E: its lets read that */
	ck_assert_uint_eq(e->letters, letters("SE"));
	ck_assert(!e->dynamic);
	ck_assert_int_eq(given("not R is free in D")->kind, X_NOT);
}
END_TEST

START_TEST(word_definition)
{
	const struct word *w;

	resolve("word S is past R\n  means first(S) > last(R), size(S) = 1\n        R != S\n"
		"  pick next = last(R) + 1 size 1  if lo = 0\n  miss same = R, first = lo size 1\n");
	w = &spec->word[spec->nwords - 1];
	ck_assert_int_eq(w->means->kind, X_AND);
	ck_assert_uint_eq(w->means->nargs, 3);
	ck_assert_uint_eq(w->nparams, 2);
	ck_assert_str_eq(spec->letter[w->params[0]].name, "S");
	ck_assert_uint_eq(w->npicks, 1);
	ck_assert_str_eq(w->pick[0].name, "next");
	ck_assert_int_eq(w->pick[0].value->kind, X_RANGE);
	ck_assert_int_eq(w->pick[0].guard->kind, X_EQ);
	ck_assert_uint_eq(w->nmisses, 2);
	ck_assert_str_eq(w->miss[1].name, "first");
}
END_TEST

START_TEST(words_by_sort)
{
	const struct expr *e;

	resolve("word P is here means P within free-ram\nword R is here means R within aperture(D)\n"
		"rule T-1 settled\n  \"T.\"\n  given Q is here, S is here\n  when map D S -> Q rw\n");
	e = spec->rule[spec->nrules - 1].part->given[0];
	ck_assert_str_eq(spec->word[e->index].form.text, "P is here");
	e = spec->rule[spec->nrules - 1].part->given[1];
	ck_assert_str_eq(spec->word[e->index].form.text, "R is here");
	ck_assert_uint_eq(e->letters, letters("SD"));
}
END_TEST

START_TEST(for_some)
{
	const struct expr *e = given("hw(v) = D for some v");

	ck_assert_int_eq(e->kind, X_SOME);
	ck_assert_uint_eq(1u << e->index, letters("v"));
	ck_assert_uint_eq(e->letters, letters("D"));
	ck_assert_int_eq(e->args[0]->kind, X_EQ);
	ck_assert_int_eq(given("R is mapped in E for some E")->args[0]->kind, X_WORD);
	resolve("define company(v)\n  value yes if group(w) = group(v) and w != v for some w\n  value no\n");
	e = spec->define[spec->ndefines - 1].value[0].guard;	/* about both tests */
	ck_assert_int_eq(e->kind, X_SOME);
	ck_assert_int_eq(e->args[0]->kind, X_AND);
	ck_assert_uint_eq(e->letters, letters("v"));
}
END_TEST

START_TEST(definitions)
{
	const struct define *d;
	const struct expr *e = given("attached(E) = before");

	d = &spec->define[e->args[0]->index];
	ck_assert_str_eq(d->name, "attached");
	ck_assert_uint_eq(d->nvalues, 3);
	ck_assert_str_eq(spec->names[d->values[2]], "never");
	ck_assert_uint_eq(d->nclauses, 3);
	ck_assert_ptr_null(d->value[2].guard);
	ck_assert_uint_eq(e->letters, letters("E"));
	ck_assert(e->dynamic);
	resolve("define where(v)\n  value cur(v) if cur(v) != none\n  value hw(v)\n");
	d = &spec->define[spec->ndefines - 1];
	ck_assert_uint_eq(d->nvalues, 0);
	ck_assert_int_eq(spec->sort[d->sort].kind, SORT_DOMAIN);
}
END_TEST

START_TEST(constants_by_sort)
{
	resolve("sort right { r, v }\nstate right(device) right start none\n");
	ck_assert_int_eq(given("rw includes read")->args[1]->kind, X_NAME);
	ck_assert_int_eq(given("paging = type(D)")->args[0]->kind, X_NAME);
	resolve("sort letter { v, w }\nstate mark(device) letter start none\n"
		"rule T-1 settled\n  \"T.\"\n  given mark(v) = v\n  when claim v\n");
	ck_assert_str_eq(name_of(spec->rule[spec->nrules - 1].part->given[0]->args[1]), "v");
}
END_TEST

/* Outcomes */

START_TEST(results)
{
	ck_assert_int_eq(outcome("ok")->kind, X_SUCCEEDS);
	ck_assert_int_eq(outcome("fails")->kind, X_FAILS);
	ck_assert_str_eq(name_of(outcome("EBUSY")), "EBUSY");
	ck_assert_int_eq(outcome("unchanged")->nargs, 0);
	ck_assert_int_eq(outcome("slept")->kind, X_EVENT);
	ck_assert_int_eq(outcome("returns size(R)")->args[0]->kind, X_BUILTIN);
	ck_assert_int_eq(outcome("reaches none")->kind, X_RETURNS);
	ck_assert_uint_eq(outcome("returns at-least 1 at-most 2")->nargs, 2);
}
END_TEST

START_TEST(effects)
{
	const struct expr *e = outcome("cur(v) = D");

	ck_assert_int_eq(e->kind, X_EFFECT);
	ck_assert_str_eq(spec->var[e->index].name, "cur");
	ck_assert(!e->membership);
	e = outcome("hw(v) in { blocked, default }");
	ck_assert_int_eq(e->kind, X_EFFECT);
	ck_assert(e->membership);
	ck_assert_int_eq(outcome("phys(D, R) = old phys(D, R)")->args[1]->kind, X_OLD);
	ck_assert_int_eq(outcome("max(pgsizes(D)) = 1")->kind, X_EQ);
	ck_assert_int_eq(outcome("cur(v) != D")->kind, X_NE);
	ck_assert_int_eq(outcome("attached(D) = now")->kind, X_EQ);
	ck_assert_int_eq(given("cur(v) = D")->kind, X_EQ);
}
END_TEST

START_TEST(unchanged_things)
{
	const struct expr *e = outcome("phys(D, any) unchanged");

	ck_assert_int_eq(e->kind, X_UNCHANGED);
	ck_assert_int_eq(e->args[0]->kind, X_VAR);
	ck_assert_int_eq(e->args[0]->args[1]->kind, X_EVERY);
	e = outcome("objects unchanged")->args[0];
	ck_assert_int_eq(e->kind, X_PROBE);
	ck_assert_uint_eq(e->nargs, 0);
}
END_TEST

START_TEST(probes)
{
	const struct expr *e = outcome("dma v { read, write } R reaches phys(D, R)");

	ck_assert_int_eq(e->kind, X_PROBE);
	ck_assert_str_eq(spec->op[e->index].name, "dma");
	ck_assert_uint_eq(e->nargs, 4);
	ck_assert_int_eq(e->args[1]->kind, X_SET);
	ck_assert_int_eq(e->args[3]->kind, X_SET);	/* of the one answer */
	ck_assert_uint_eq(e->args[3]->nargs, 1);
	ck_assert(e->dynamic);
	ck_assert_int_eq(outcome("dma v read any reaches not { none }")->args[3]->kind, X_COMPLEMENT);
	ck_assert_int_eq(outcome("dma v access 0 reaches any")->args[1]->kind, X_LETTER);
	ck_assert_int_eq(outcome("current v returns { D, none }")->args[1]->nargs, 2);
}
END_TEST

START_TEST(outcome_lines)
{
	const struct part_ast *p = part("  given R is free in D, P is spare, S is mapped in D\n"
					"  when map D R -> P prot\n  then ok\n       phys(D, R) = P  if lo = 0 and cur(v) = D\n"
					"  or EINVAL, unchanged  since 6.1 until 6.13\n  skip ok  if R != S until 6.8\n"
					"  degraded half-done: fails, phys(D, R) = none\n");

	ck_assert_uint_eq(p->noutcomes, 4);
	ck_assert_uint_eq(p->when[0].arg[3]->nargs, 3);	/* the name of a sort stands for all of it */
	ck_assert_int_eq(p->outcome[0].class, OUT_THEN);
	ck_assert_uint_eq(p->outcome[0].nphrases, 2);
	ck_assert_int_eq(p->outcome[0].guard->kind, X_AND);
	ck_assert_int_eq(p->outcome[1].class, OUT_OR);
	ck_assert_str_eq(p->outcome[1].since, "6.1");
	ck_assert_str_eq(p->outcome[1].until, "6.13");
	ck_assert_ptr_null(p->outcome[1].guard);
	ck_assert_int_eq(p->outcome[2].class, OUT_SKIP);
	ck_assert_str_eq(p->outcome[2].until, "6.8");
	ck_assert_int_eq(p->outcome[2].guard->kind, X_NE);
	ck_assert_str_eq(p->outcome[3].name, "half-done");
}
END_TEST

START_TEST(caller_bug)
{
	const struct part_ast *p = part("  given R is mapped in D\n  when map D R -> P rw\n"
					"  then caller-bug  if lo = 0\n");

	ck_assert_uint_eq(p->outcome[0].nphrases, 2);
	ck_assert_int_eq(p->outcome[0].phrase[0]->kind, X_FAILS);
	ck_assert_uint_eq(p->nnever, 1);
	ck_assert_int_eq(p->never[0]->kind, X_PROBE);
	ck_assert_ptr_eq(p->never_guard[0], p->outcome[0].guard);
	ck_assert(p->healthy && p->report_result && p->report_log && !p->report_fault);
	p = part("  given R is mapped in D\n  when unmap D R\n  or caller-bug\n");
	ck_assert_int_eq(p->outcome[0].class, OUT_OR);
	ck_assert_uint_eq(p->nnever, 0);	/* it is about P, which an unmap has not */
}
END_TEST

START_TEST(guards_of_an_outcome_add_up)
{
	const struct part_ast *p;

	p = rule("outcome odd \"odd\"\n  then fails\n  never slept if cur(v) = D\n"
		 "rule T-1 settled\n  \"T.\"\n  given D is paging\n  when attach v D\n  then odd  if hw(v) = D\n")->part;
	ck_assert_int_eq(p->never_guard[0]->kind, X_AND);
	ck_assert_uint_eq(p->never_guard[0]->nargs, 2);
}
END_TEST

START_TEST(never_and_during)
{
	const struct part_ast *p = part("  given cur(v) = D, phys(D, A) = P\n  when attach v E\n"
					"  during dma v read A reaches { P, none }\n"
					"  never slept, dma w read A reaches P  if w != v\n        EINVAL\n");

	ck_assert_uint_eq(p->nduring, 1);
	ck_assert_uint_eq(p->nnever, 3);
	ck_assert_ptr_null(p->never_guard[0]);
	ck_assert_int_eq(p->never_guard[1]->kind, X_NE);
	ck_assert_str_eq(name_of(p->never[2]), "EINVAL");
}
END_TEST

START_TEST(steps)
{
	const struct part_ast *p = part("  when map D R -> P { rw, r } under alloc-failure(n)\n       claim v\n"
					"       attach v { D, blocked } under attach-failure(w)\n"
					"       claim v under alloc-failure(all)\n");

	ck_assert_uint_eq(p->nwhens, 4);
	ck_assert_str_eq(spec->op[p->when[0].op].name, "map");
	ck_assert_uint_eq(p->when[0].nargs, 4);
	ck_assert_int_eq(p->when[0].arg[3]->kind, X_SET);
	ck_assert_int_eq(p->when[0].env_arg->kind, X_LETTER);
	ck_assert_int_eq(p->when[1].env, -1);
	ck_assert_ptr_null(p->when[1].env_arg);
	ck_assert_str_eq(spec->env[p->when[2].env].name, "attach-failure");
	ck_assert_str_eq(name_of(p->when[3].env_arg), "all");
}
END_TEST

/* Declarations */

START_TEST(states)
{
	const struct var *v;

	resolve("");
	v = var("phys");
	ck_assert(v->by_address && !v->fact && !v->plural && !v->per_group);
	ck_assert_str_eq(v->seen_by, "iova_to_phys");
	ck_assert_str_eq(v->frame, "BASE-001");
	ck_assert_int_eq(v->start[0].value->kind, X_NONE);
	ck_assert_str_eq(spec->var[var("hw")->follows].name, "cur");
	ck_assert(var("cur")->per_group);
	v = var("type");
	ck_assert_uint_eq(v->nvalues, 2);
	ck_assert(spec->sort[v->sort].anonymous);
	ck_assert_uint_eq(v->nstarts, 2);
	ck_assert_int_eq(v->start[0].guard->kind, X_IN);
	ck_assert(var("pgsizes")->fact && var("pgsizes")->plural);
	ck_assert_int_eq(var("pgsizes")->sort, -1);
	ck_assert_uint_eq(var("free-ram")->nargs, 0);
}
END_TEST

START_TEST(operations)
{
	const struct op *o;

	resolve("");
	o = op("map");
	ck_assert_str_eq(o->form.text, "map D R -> P prot");
	ck_assert_uint_eq(o->nslots, 4);
	ck_assert_int_eq(o->slot_letter[3], -1);
	ck_assert_str_eq(spec->sort[o->slots[3]].name, "prot");
	ck_assert_int_eq(o->returns, RETURNS_ERRNO);
	ck_assert_int_eq(o->fails, FAILS_ERRNO);
	ck_assert_str_eq(spec->names[o->may[0].error], "ENOMEM");
	ck_assert_str_eq(spec->env[o->may[0].env].name, "alloc-failure");
	ck_assert_int_eq(op("attach")->may[0].error, -1);
	ck_assert_int_eq(op("attach")->sets[0]->kind, X_EFFECT);
	ck_assert_int_eq(op("unmap")->fails, FAILS_ZERO);
	ck_assert_int_eq(op("objects")->returns, RETURNS_NUMBER);
	o = op("dma");
	ck_assert(o->probe && o->returns == RETURNS_RUN && o->shows >= 0 && !o->zero_twofold);
	ck_assert_uint_eq(o->nexpects, 2);
	ck_assert_ptr_nonnull(o->expects[0].guard);
	ck_assert(op("iova_to_phys")->zero_twofold);
}
END_TEST

/* Only an operation can say what becomes of a fact, and only to be found in a plan. */
START_TEST(operation_sets_fact)
{
	resolve("op narrow D  returns nothing, sets pgsizes(D) = { 4096 }\n");
	ck_assert_int_eq(op("narrow")->sets[0]->kind, X_EFFECT);
	ck_assert(spec->var[op("narrow")->sets[0]->index].fact);
}
END_TEST

START_TEST(operations_in_groups)
{
	const struct op *a, *b, *c;

	resolve("op one D, two D  returns bytes, fails by 0, sets used(D) = yes, owner(v) = none,\n"
		"   three v returns nothing\n");
	a = op("one");
	b = op("two");
	c = op("three");
	ck_assert_int_eq(a->returns, RETURNS_BYTES);
	ck_assert_int_eq(b->fails, FAILS_ZERO);
	ck_assert_uint_eq(a->nsets, 2);
	ck_assert_ptr_eq(a->sets, b->sets);
	ck_assert_int_eq(c->returns, RETURNS_NOTHING);
	ck_assert_uint_eq(c->nsets, 0);
}
END_TEST

START_TEST(sorts)
{
	resolve("");
	ck_assert_str_eq(spec->sort[0].name, "device");
	ck_assert_int_eq(spec->sort[0].kind, SORT_DEVICE);
	ck_assert_uint_eq(spec->sort[1].nconstants, 3);
	ck_assert_str_eq(spec->names[spec->sort[1].constants[1]], "blocked");
	ck_assert_uint_eq(spec->sort[2].npicks, 1);
	ck_assert_str_eq(spec->sort[2].pick[0].name, "page");
	ck_assert_int_eq(spec_name(spec, "nobody"), -1);
	ck_assert_str_eq(spec->names[spec_name(spec, "rw")], "rw");
}
END_TEST

/* Reading */

START_TEST(load_refuses)
{
	const char *const missing[] = { "/nowhere/x.rule" };
	const char *const base[] = { unit_source("spec/tests/checks/base.rule") };
	const char *const both[] = { base[0], unit_source("spec/tests/checks/unknown-name.rule") };

	ck_assert_ptr_null(spec_load(missing, 1, &diag));
	ck_assert_uint_eq(diag.nfindings, 1);
	diag_free(&diag);
	ck_assert_ptr_null(spec_load(both, 2, &diag));
	diag_free(&diag);
	spec = spec_load(base, 1, &diag);
	ck_assert_ptr_nonnull(spec);
	spec_free(NULL);
}
END_TEST

START_TEST(rule_files)
{
	char **files;
	int n;

	setenv("IOMMU_CONFORM_RULES", unit_source("spec/tests/checks"), 1);
	files = spec_rule_files(NULL);
	ck_assert_ptr_nonnull(files);
	for (n = 0; files[n]; n++)
		ck_assert(!n || strcmp(files[n - 1], files[n]) < 0);
	ck_assert_int_gt(n, 2);
	spec_files_free(files);
	ck_assert_ptr_null(spec_rule_files("/nowhere"));
	spec_files_free(NULL);
}
END_TEST

START_TEST(line_ends)
{
	const struct rule_ast *r = rule("rule T-1 settled\r\n  \"S.\"\r\n  when claim v\r\n  then ok\r\n");

	ck_assert_str_eq(r->sentence, "S.");
	ck_assert_uint_eq(r->part->noutcomes, 1);
}
END_TEST

/* Places are counted in characters: the caret must stand below what is meant. */
START_TEST(columns)
{
	teardown();
	diag_add_file(&diag, "x", "rule T-1 settled \"\xc3\xa4\xe2\x80\xa6\" oops\n", 30);
	spec = spec_resolve(&diag);
	ck_assert_uint_eq(diag.nfindings, 1);
	ck_assert_int_eq(diag.finding[0].pos.column, 23);
	ck_assert_int_eq(diag.finding[0].pos.last_column, 26);
}
END_TEST

/* iommu-conform-spec(5) leaves no keyword out. */
START_TEST(keywords_in_manual)
{
	const struct diag_file *manual;
	int i;

	ck_assert_int_eq(spec_read(unit_source("spec/iommu-conform-spec.5"), &diag), 0);
	manual = &diag.file[0];
	for (i = 0; i < HEAD_UNKNOWN; i++)
		ck_assert_msg(strstr(manual->text, head_name[i]), "%s", head_name[i]);
	for (i = CLAUSE_NONE + 1; i <= CLAUSE_START; i++)
		ck_assert_msg(strstr(manual->text, clause_name[i]), "%s", clause_name[i]);
}
END_TEST

START_TEST(nearest)
{
	struct nearest n = { .typed = "unatached" };

	nearest_offer(&n, "attach");
	ck_assert_ptr_null(n.best);
	nearest_offer(&n, "unattached");
	nearest_offer(&n, "unmatched");
	ck_assert_str_eq(n.best, "unattached");
	n = (struct nearest){ .typed = "mpa" };
	nearest_offer(&n, "map");	/* neighbours swapped */
	ck_assert_str_eq(n.best, "map");
	n = (struct nearest){ .typed = "a-name-that-is-longer-than-any-table-of-ours" };
	nearest_offer(&n, n.typed);
	ck_assert_ptr_null(n.best);
}
END_TEST

int main(void)
{
	static const TTest *const *const text[] = {
		&rule_head, &rule_provenance, &parts, &text_is_folded, &hash_of_all_texts, NULL,
	};
	static const TTest *const *const tests[] = {
		&comparisons, &sets, &ranges, &words, &word_definition, &words_by_sort, &for_some, &definitions,
		&constants_by_sort, NULL,
	};
	static const TTest *const *const outcomes[] = {
		&results, &effects, &unchanged_things, &probes, &outcome_lines, &caller_bug,
		&guards_of_an_outcome_add_up, &never_and_during, &steps, NULL,
	};
	static const TTest *const *const declarations[] = {
		&states, &operations, &operation_sets_fact, &operations_in_groups, &sorts, NULL,
	};
	static const TTest *const *const reading[] = {
		&load_refuses, &rule_files, &line_ends, &columns, &keywords_in_manual, &nearest, NULL,
	};

	atexit(teardown);
	return unit_main(unit_suite("text", text), unit_suite("tests", tests), unit_suite("outcomes", outcomes),
			 unit_suite("declarations", declarations), unit_suite("reading", reading), NULL);
}

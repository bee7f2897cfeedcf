// SPDX-License-Identifier: GPL-2.0-only
/* oracle.c - what rules say about a step: which of them speak, what fits, and what the world is afterwards. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "spec/tests/small.h"

static const char vocabulary[] =
	"language 1\n"
	"sort device v w\n"
	"sort domain D E { default, blocked, identity }\n"
	"sort range R S\n"
	"  pick page = 2^20 size 2^12\n"
	"sort address A\n"
	"sort run P Q\n"
	"sort count n { all }\n"
	"sort prot prot { rw, r }\n"
	"sort access access { read, write }\n"
	"fact group(device) number, driver(device) number, pgsizes(domain) numbers, free-ram run\n"
	"state type(domain) { absent, paging } seen by facts frame F-1\n"
	"  start paging if D in { default, blocked, identity }\n"
	"  start absent\n"
	"state cur(device) domain per group seen by current start default frame F-1\n"
	"state hw(device) domain follows cur seen by dma start default frame F-1\n"
	"state phys(domain, address) run seen by iova_to_phys start none frame F-1\n"
	"state leaf(domain, address) range with phys start none\n"
	"state rights(domain, address) prot seen by dma with phys start r frame F-1\n"
	"state mode(device) { one, two, three } start one\n"
	"state count(device) number start 0\n"
	"state stale(device, address) runs seen by dma start {} frame F-1\n"
	"op alloc D for v      returns errno, fails by errno, may ENOMEM under alloc-failure\n"
	"op attach v D         returns errno, fails by errno, may any under attach-failure\n"
	"op map D R -> P prot  returns errno, fails by errno, may ENOMEM under alloc-failure, sets leaf(D, R) = R\n"
	"op unmap D R          returns bytes, fails by 0, sets count(v) = 0\n"
	"op poke v             returns errno, fails by errno, sets count(v) = count(v) + 1\n"
	"op forget v           returns nothing, fails by nothing, sets count(v) = 7\n"
	"op weigh v            returns number, fails by errno\n"
	"probe current v       returns domain, expects { cur(v) }\n"
	"probe iova_to_phys D A  returns run, expects { phys(D, A) } if type(D) = paging\n"
	"probe dma v access A  reaches run, sets count(v) = 9\n"
	"  expects { none }  if hw(v) = blocked\n"
	"  expects stale(v, A) + { phys(hw(v), A) }\n"
	"env alloc-failure(n) \"no memory\", attach-failure(v) \"no\"\n"
	"event slept\n"
	"rule F-1 settled\n"
	"  \"Frames.\"\n"
	"  unchecked \"nothing\"\n"
	"  source seed 000 \"x\"\n";

#define RULE(id, lines)	"rule " id " settled\n  \"A rule.\"\n" lines "  source seed 000 \"x\"\n"

static struct small s;
static struct verdict_of_rules *v;

static void teardown(void)
{
	if (v)
		oracle_free(v);
	free(v);
	small_free(&s);
}

static void load(const char *rules)
{
	char *text;

	ck_assert_int_gt(asprintf(&text, "%s%s", vocabulary, rules), 0);
	small_load(&s, text);
	free(text);
	v = calloc(1, sizeof(*v));
	ck_assert_ptr_nonnull(v);
}

static const struct value page = { .kind = V_RANGE, .u.range = { 0x100000, 0x1000 } };
static const struct value behind = { .kind = V_RANGE, .u.range = { 0x101000, 0x1000 } };
static const struct value both = { .kind = V_RANGE, .u.range = { 0x100000, 0x2000 } };
#define D0	v_domain(3)
#define D1	v_domain(4)

static struct value memory(number first, number size)
{
	return v_run(&s.arena, v_number(first), v_number(size));
}

static struct value get(const struct world *w, const char *var, unsigned int n, const struct value *args)
{
	return world_get(w, &s.arena, small_var(&s, var), n, args);
}
#define GET(w, var, ...) get(w, var, sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value), \
			     (struct value[]){ __VA_ARGS__ })

static void put(const char *var, struct value a, struct value b, struct value to)
{
	int i = small_var(&s, var);

	world_set(&s.world, i, s.r->var[i].nargs, (struct value[]){ a, b }, to);
}

#define same(a, b)	ck_assert_msg(v_true(v_eq(a, b)), "%s is not %s", #a, #b)

static struct act act(const char *op, struct value a, struct value b)
{
	return (struct act){ .op = small_op(&s, op), .arg = { a, b }, .env = -1 };
}

static struct act map(struct value dom, struct value range, struct value run)
{
	return (struct act){ .op = small_op(&s, "map"), .arg = { dom, range, run, small_name(&s, "rw") }, .env = -1 };
}

static struct act under(struct act a, const char *env, struct value arg)
{
	a.env = rules_env(s.r, env);
	a.env_arg = arg;
	ck_assert_int_ge(a.env, 0);
	return a;
}

static unsigned int matches(struct act a)
{
	return oracle_matches(s.r, &s.world, &a, INT_MAX, NULL, &s.arena, v->match, ORACLE_MATCHES);
}

static unsigned int step_on(struct act a, struct value answer, bool injected, const char *kernel)
{
	struct result res = { .value = answer, .injected = injected, .kernel = kernel_version(kernel) };

	oracle_free(v);
	oracle_step(s.r, &s.world, &a, &res, NULL, &s.arena, v);
	return v->nfutures;
}

static unsigned int step(struct act a, number answer)
{
	return step_on(a, v_number(answer), false, NULL);
}

START_TEST(versions)
{
	ck_assert_int_eq(kernel_version(NULL), INT_MAX);
	ck_assert_int_eq(kernel_version(""), INT_MAX);
	ck_assert_int_eq(kernel_version("6.13"), 6 << 16 | 13 << 8);
	ck_assert_int_lt(kernel_version("6.9"), kernel_version("6.13"));
	ck_assert_int_lt(kernel_version("6.13"), kernel_version("6.13.2"));
	ck_assert_int_lt(kernel_version("6.13.999"), kernel_version("6.14"));
	ck_assert(in_force(NULL, NULL, kernel_version("5.0")));
	ck_assert(!in_force("6.2", NULL, kernel_version("6.1")));
	ck_assert(in_force("6.2", NULL, kernel_version("6.2")));
	ck_assert(in_force(NULL, "6.2", kernel_version("6.1.9")));
	ck_assert(!in_force(NULL, "6.2", kernel_version("6.2")));
	ck_assert(in_force("6.2", NULL, INT_MAX));	/* today's contract: whatever was not ended */
	ck_assert(!in_force(NULL, "99.0", INT_MAX));
}
END_TEST

START_TEST(start_values)
{
	load("");
	same(GET(&s.world, "type", v_domain(1)), small_name(&s, "paging"));
	same(GET(&s.world, "type", D0), small_name(&s, "absent"));
	same(GET(&s.world, "cur", v_device(5)), v_domain(0));
	same(GET(&s.world, "mode", v_device(0)), small_name(&s, "one"));
	same(GET(&s.world, "rights", D0, v_number(5)), small_name(&s, "r"));
}
END_TEST

START_TEST(operands_bind)
{
	load(RULE("T-1", "  given type(D) = absent\n  when alloc D for v\n  then ok\n")
	     RULE("T-2", "  when attach v { blocked, identity }\n  then ok\n")
	     RULE("T-3", "  given D != E\n  when attach v D\n  then ok\n"));
	ck_assert_uint_eq(matches(act("alloc", D0, v_device(1))), 1);
	same(*small_letter(&s, v->match[0].letter, "D"), D0);
	same(*small_letter(&s, v->match[0].letter, "v"), v_device(1));
	ck_assert_int_eq(small_letter(&s, v->match[0].letter, "w")->kind, V_NONE);
	ck_assert_ptr_eq(v->match[0].part, small_part(&s, "T-1", 0));
	put("type", D0, v_none(), small_name(&s, "paging"));
	ck_assert_uint_eq(matches(act("alloc", D0, v_device(1))), 0);
	/* T-2, and T-3 with each E that is another domain: default, blocked, D0 but not identity itself. */
	ck_assert_uint_eq(matches(act("attach", v_device(1), v_domain(2))), 4);
	ck_assert_uint_eq(matches(act("attach", v_device(1), v_domain(0))), 3);
	ck_assert_uint_eq(matches(act("poke", v_device(1), v_none())), 0);
}
END_TEST

/* A letter that no operand binds: a match for each object with which the given holds; two letters are two objects. */
START_TEST(unbound_letters)
{
	load(RULE("T-1", "  given cur(v) = D\n  when unmap D R\n  then returns any\n")
	     RULE("T-2", "  given group(w) = group(v)\n  when poke v\n  then ok\n")
	     RULE("T-3", "  given mode(w) = three\n  when forget v\n  then ok\n"));
	put("cur", v_device(1), v_none(), D0);
	put("cur", v_device(4), v_none(), D0);
	ck_assert_uint_eq(matches(act("unmap", D0, page)), 2);
	same(*small_letter(&s, v->match[0].letter, "v"), v_device(1));
	same(*small_letter(&s, v->match[1].letter, "v"), v_device(4));
	ck_assert_uint_eq(matches(act("poke", v_device(0), v_none())), 0);	/* alone in its group */
	ck_assert_uint_eq(matches(act("poke", v_device(3), v_none())), 1);
	same(*small_letter(&s, v->match[0].letter, "w"), v_device(4));
	put("mode", v_device(2), v_none(), small_name(&s, "three"));
	ck_assert_uint_eq(matches(act("forget", v_device(0), v_none())), 1);
	ck_assert_uint_eq(matches(act("forget", v_device(2), v_none())), 0);
}
END_TEST

/* A range that no operand binds is every run of adjacent leaves, an address each of their ends. */
START_TEST(unbound_ranges)
{
	load(RULE("T-1", "  given S within R, phys(D, S) != none\n  when unmap D R\n  then returns any\n")
	     RULE("T-2", "  given phys(D, A) != none\n  when alloc D for v\n  then ok\n")
	     RULE("T-3", "  given phys(D, R) = P\n  when attach v D\n  then ok\n")
	     RULE("T-4", "  given leaf(D, S) = S, R within S, R != S\n  when map D R -> P rw\n  then ok\n"));
	ck_assert_uint_eq(matches(act("unmap", D0, both)), 0);
	put("phys", D0, page, memory(0x5000, 0x1000));
	put("phys", D0, behind, memory(0x9000, 0x1000));
	ck_assert_uint_eq(matches(act("unmap", D0, both)), 3);		/* one, the other, both */
	ck_assert_uint_eq(matches(act("unmap", D0, behind)), 1);
	same(*small_letter(&s, v->match[0].letter, "S"), behind);
	ck_assert_uint_eq(matches(act("alloc", D0, v_device(0))), 2);	/* 0x102000 is not mapped */
	ck_assert_uint_eq(matches(act("attach", v_device(0), D0)), 0);	/* nobody knows P: unknown is not true */
	put("leaf", D0, both, both);
	put("phys", D0, both, memory(0x5000, 0x2000));
	ck_assert_uint_eq(matches(map(D0, page, memory(0, 0x1000))), 1);
	same(*small_letter(&s, v->match[0].letter, "S"), both);
}
END_TEST

/* The leaf in which the act's own range lies, among many of one size. */
START_TEST(leaf_among_many)
{
	struct piece tiles = { 0x10000, true, { .kind = V_RANGE, .u.range = { 0x100000, 0x2000 } } };
	struct value leaves = { .kind = V_PIECES, .u.pieces = { .p = &tiles, .n = 1 } };

	load(RULE("T-1", "  given leaf(D, S) = S, R within S, R != S\n  when map D R -> P rw\n  then ok\n"));
	put("leaf", D0, v_range(v_number(0x100000), v_number(0x10000)), leaves);
	put("phys", D0, v_range(v_number(0x100000), v_number(0x10000)), memory(0x200000, 0x10000));
	ck_assert_uint_eq(matches(map(D0, v_range(v_number(0x105000), v_number(0x1000)), memory(0, 0x1000))), 1);
	same(*small_letter(&s, v->match[0].letter, "S"), v_range(v_number(0x104000), v_number(0x2000)));
	ck_assert_uint_eq(matches(map(D0, v_range(v_number(0x105000), v_number(0x2000)), memory(0, 0x2000))), 0);
	for (int i = 0; i < 20; i++)	/* more mappings than are looked at: this one comes first */
		put("phys", D0, v_range(v_number(0x4000 * i), v_number(0x1000)), memory(0x800000 + 0x5000 * i, 0x1000));
	ck_assert_uint_eq(matches(map(D0, v_range(v_number(0x10f000), v_number(0x1000)), memory(0, 0x1000))), 1);
}
END_TEST

/* What was said of one range is not taken for said of another that begins with it. */
START_TEST(shared_ranges)
{
	load(RULE("T-1", "  given size(S) = 2^12, phys(D, S) != none\n  when unmap D R\n  then returns any\n")
	     RULE("T-2", "  given phys(D, S) != none, size(S) = 2^12\n  when unmap D R\n  then returns any\n"));
	put("phys", D0, page, memory(0x5000, 0x1000));
	put("phys", D0, behind, memory(0x9000, 0x1000));
	ck_assert_uint_eq(matches(act("unmap", D0, both)), 4);
	for (int i = 0; i < 4; i++)
		same(*small_letter(&s, v->match[i].letter, "S"), i % 2 ? behind : page);
}
END_TEST

START_TEST(environments)
{
	load(RULE("T-1", "  when attach v D\n  then ok\n")
	     RULE("T-2", "  when attach v D under attach-failure(w)\n  then fails\n")
	     RULE("T-3", "  when attach v D under attach-failure(v)\n  then fails\n")
	     RULE("T-4", "  when alloc D for v under alloc-failure(all)\n  then fails\n")
	     RULE("T-5", "  when alloc D for v under alloc-failure(n)\n  then fails\n"));
	ck_assert_uint_eq(matches(act("attach", v_device(1), D0)), 1);
	ck_assert_uint_eq(matches(under(act("attach", v_device(1), D0), "attach-failure", v_device(2))), 2);
	ck_assert_str_eq(v->match[1].part->rule->id, "T-2");
	ck_assert_uint_eq(matches(under(act("attach", v_device(1), D0), "attach-failure", v_device(1))), 2);
	ck_assert_str_eq(v->match[1].part->rule->id, "T-3");
	ck_assert_uint_eq(matches(under(act("attach", v_device(1), D0), "alloc-failure", v_number(1))), 1);
	ck_assert_uint_eq(matches(under(act("alloc", D0, v_device(1)), "alloc-failure", v_every())), 1);
	ck_assert_str_eq(v->match[0].part->rule->id, "T-4");
	ck_assert_uint_eq(matches(under(act("alloc", D0, v_device(1)), "alloc-failure", v_number(2))), 1);
	ck_assert_str_eq(v->match[0].part->rule->id, "T-5");
	same(*small_letter(&s, v->match[0].letter, "n"), v_number(2));
}
END_TEST

START_TEST(exceptions)
{
	load(RULE("T-1", "  when poke v\n  then ok\n  unless T-2, T-3\n")
	     RULE("T-2", "  given mode(v) = two\n  when poke v\n  then EINVAL, unchanged\n")
	     RULE("T-3", "  given mode(v) = three\n  when poke v\n  then EINVAL, unchanged\n"));
	ck_assert_uint_eq(matches(act("poke", v_device(0), v_none())), 1);
	ck_assert_str_eq(v->match[0].part->rule->id, "T-1");
	put("mode", v_device(0), v_none(), small_name(&s, "two"));
	ck_assert_uint_eq(matches(act("poke", v_device(0), v_none())), 1);
	ck_assert_str_eq(v->match[0].part->rule->id, "T-2");
}
END_TEST

/* The match whose letters a case chose comes first, and is not found a second time. */
START_TEST(own_match)
{
	struct match own = { 0 };
	struct act a;

	load(RULE("T-1", "  given cur(w) = default\n  when poke v\n  then ok\n")
	     RULE("T-2", "  given R within S\n  when attach v D\n  then ok\n"));
	own.part = small_part(&s, "T-1", 0);
	own.when = own.part->when;
	*small_letter(&s, own.letter, "v") = v_device(0);
	*small_letter(&s, own.letter, "w") = v_device(6);
	a = act("poke", v_device(0), v_none());
	ck_assert_uint_eq(oracle_matches(s.r, &s.world, &a, INT_MAX, &own, &s.arena, v->match, ORACLE_MATCHES), 7);
	same(*small_letter(&s, v->match[0].letter, "w"), v_device(6));
	ck_assert_uint_eq(oracle_matches(s.r, &s.world, &a, INT_MAX, &own, &s.arena, v->match, 3), 3);
	put("cur", v_device(6), v_none(), v_domain(1));
	ck_assert_uint_eq(oracle_matches(s.r, &s.world, &a, INT_MAX, &own, &s.arena, v->match, ORACLE_MATCHES), 6);
}
END_TEST

START_TEST(results)
{
	load(RULE("T-1", "  when poke v\n  then ok\n  or EINVAL, unchanged\n")
	     RULE("T-2", "  when attach v D\n  then fails, unchanged\n")
	     RULE("T-3", "  when unmap D R\n  then returns { 0, size(R) }\n")
	     RULE("T-4", "  when weigh v\n  then returns at-least 3 at-most 5\n  or fails, unchanged\n")
	     RULE("T-5", "  when forget v\n  then ok\n")
	     RULE("T-6", "  when alloc D for v\n  then cur(v) = D\n")
	     RULE("T-7", "  when current v\n  then ok\n"));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 0), 1);
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EINVAL), 1);
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EBUSY), 0);
	ck_assert_str_eq(v->broken->part->rule->id, "T-1");
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 1), 0);
	ck_assert_uint_eq(step(act("attach", v_device(0), D0), -EBUSY), 1);
	ck_assert_uint_eq(step(act("attach", v_device(0), D0), 0), 0);
	ck_assert_uint_eq(step(act("attach", v_device(0), D0), -5000), 0);	/* no errno */
	ck_assert_uint_eq(step(act("unmap", D0, page), 0x1000), 1);
	ck_assert_uint_eq(step(act("unmap", D0, page), 0), 1);
	ck_assert_uint_eq(step(act("unmap", D0, page), 0x800), 0);
	ck_assert_uint_eq(step(act("weigh", v_device(0), v_none()), 3), 1);
	ck_assert_uint_eq(step(act("weigh", v_device(0), v_none()), 5), 1);
	ck_assert_uint_eq(step(act("weigh", v_device(0), v_none()), 2), 0);
	ck_assert_uint_eq(step(act("weigh", v_device(0), v_none()), 6), 0);
	ck_assert_uint_eq(step(act("weigh", v_device(0), v_none()), -EIO), 1);
	ck_assert_uint_eq(step(act("forget", v_device(0), v_none()), 0), 1);
	ck_assert_uint_eq(step_on(act("current", v_device(0), v_none()), v_domain(2), false, NULL), 1);
	ck_assert_uint_eq(step(act("alloc", D0, v_device(0)), 0), 1);	/* without a result it speaks of success only */
	ck_assert_ptr_nonnull(v->future[0].chosen[0].outcome);
	ck_assert_uint_eq(step(act("alloc", D0, v_device(0)), -ENOMEM), 1);
	ck_assert_ptr_null(v->future[0].chosen[0].outcome);
}
END_TEST

/* An injected failure may be told, with nothing changed; its errno counts nowhere else. */
START_TEST(injected)
{
	struct act alloc, attach;
	struct demand d[ORACLE_DEMANDS];

	load(RULE("T-1", "  when alloc D for v\n  then ok, cur(v) = D\n  or ENOMEM, unchanged\n")
	     RULE("T-2", "  when attach v D\n  then ok\n"));
	alloc = act("alloc", D0, v_device(0));
	attach = act("attach", v_device(0), D0);
	ck_assert_uint_eq(step(alloc, -ENOMEM), 0);
	ck_assert_uint_eq(step_on(under(alloc, "alloc-failure", v_number(1)), v_number(-ENOMEM), false, NULL), 0);
	ck_assert_uint_eq(step_on(under(alloc, "alloc-failure", v_number(1)), v_number(-ENOMEM), true, NULL), 1);
	ck_assert(v->future[0].chosen[0].outcome);		/* the rule has a line for it */
	ck_assert_uint_eq(step_on(under(alloc, "alloc-failure", v_number(1)), v_number(-EIO), true, NULL), 0);
	ck_assert_uint_eq(step_on(under(attach, "attach-failure", v_device(0)), v_number(-EIO), true, NULL), 1);
	ck_assert(v->future[0].chosen[0].may && !v->future[0].chosen[0].outcome);
	ck_assert_uint_eq(oracle_demands(s.r, &s.world, &v->future[0], &v->future[0].chosen[0], &s.arena, d,
					 ORACLE_DEMANDS), 1);
	ck_assert_int_eq(d[0].kind, DEMAND_UNCHANGED);
	ck_assert_uint_eq(step_on(under(attach, "attach-failure", v_device(0)), v_number(-EIO), false, NULL), 0);
	ck_assert_uint_eq(step_on(under(attach, "alloc-failure", v_number(1)), v_number(-EIO), true, NULL), 0);
	ck_assert_uint_eq(step_on(under(attach, "attach-failure", v_device(0)), v_number(0), true, NULL), 1);
	ck_assert(!v->future[0].chosen[0].may);
}
END_TEST

/* A given that several rules share is asked for once: for each value of its letters, all the same. */
START_TEST(shared_givens)
{
	char rules[4096] = "", id[24];

	for (int i = 0; i < 6; i++) {
		snprintf(id, sizeof(id), "T-%d", i);
		snprintf(rules + strlen(rules), sizeof(rules) - strlen(rules), RULE("%s",
			 "  given mode(w) = two, P within free-ram, size(R) in pgsizes(D), prot = rw\n"
			 "  when map D R -> P prot\n  then ok\n"), id);
	}
	load(rules);
	ck_assert_uint_gt(s.r->nshared, 3);
	ck_assert_uint_eq(matches(map(D0, page, memory(0x50000000, 0x1000))), 0);
	put("mode", v_device(2), v_none(), small_name(&s, "two"));
	put("mode", v_device(7), v_none(), small_name(&s, "two"));
	ck_assert_uint_eq(matches(map(D0, page, memory(0x50000000, 0x1000))), 12);
	for (int i = 0; i < 12; i++)
		same(*small_letter(&s, v->match[i].letter, "w"), v_device(i % 2 ? 7 : 2));
	ck_assert_uint_eq(matches(map(D0, page, memory(0x1000, 0x1000))), 0);
	ck_assert_uint_eq(matches(map(D0, both, memory(0x50000000, 0x2000))), 0);
}
END_TEST

START_TEST(guards)
{
	load(RULE("T-1", "  when poke v\n  then ok                if mode(v) = one\n"
			 "  then EBUSY, unchanged  if mode(v) = two\n"));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 0), 1);
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EBUSY), 0);
	put("mode", v_device(0), v_none(), small_name(&s, "two"));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 0), 0);
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EBUSY), 1);
	put("mode", v_device(0), v_none(), small_name(&s, "three"));	/* the rule says nothing */
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EPERM), 1);
	ck_assert_uint_eq(v->nmatches, 1);
	ck_assert_ptr_null(v->future[0].chosen[0].outcome);
}
END_TEST

START_TEST(kernels)
{
	struct act poke, forget;

	load(RULE("T-1", "  when poke v\n  then ok\n  since 6.2\n  until 6.9\n")
	     RULE("T-2", "  when forget v\n  then mode(v) = two  since 6.5\n  then mode(v) = three  until 6.5\n"));
	poke = act("poke", v_device(0), v_none());
	forget = act("forget", v_device(0), v_none());
	ck_assert_uint_eq(step_on(poke, v_number(-EIO), false, "6.1"), 1);
	ck_assert_uint_eq(v->nmatches, 0);
	ck_assert_uint_eq(step_on(poke, v_number(-EIO), false, "6.2"), 0);
	ck_assert_uint_eq(step_on(poke, v_number(-EIO), false, "6.9"), 1);
	step_on(forget, v_number(0), false, "6.4");
	same(GET(&v->future[0].world, "mode", v_device(0)), small_name(&s, "three"));
	step_on(forget, v_number(0), false, "6.5");
	same(GET(&v->future[0].world, "mode", v_device(0)), small_name(&s, "two"));
}
END_TEST

/* One value for all devices of a group, and the var that follows is copied, unless the outcome names it too. */
START_TEST(groups_and_followers)
{
	load(RULE("T-1", "  when attach v D\n  then ok, cur(v) = D\n")
	     RULE("T-2", "  when poke v\n  then ok, hw(v) = blocked, cur(v) = identity\n")
	     RULE("T-3", "  when forget v\n  then hw(v) = blocked\n"));
	ck_assert_uint_eq(step(act("attach", v_device(3), D0), 0), 1);
	same(GET(&v->future[0].world, "cur", v_device(3)), D0);
	same(GET(&v->future[0].world, "cur", v_device(4)), D0);		/* its mate */
	same(GET(&v->future[0].world, "hw", v_device(4)), D0);
	same(GET(&v->future[0].world, "cur", v_device(2)), v_domain(0));
	same(GET(&v->future[0].world, "hw", v_device(2)), v_domain(0));
	same(GET(&s.world, "cur", v_device(3)), v_domain(0));		/* the world before is as it was */
	ck_assert_uint_eq(step(act("poke", v_device(3), v_none()), 0), 1);
	same(GET(&v->future[0].world, "cur", v_device(3)), v_domain(2));
	same(GET(&v->future[0].world, "hw", v_device(3)), v_domain(1));
	same(GET(&v->future[0].world, "hw", v_device(4)), v_domain(2));
	ck_assert_uint_eq(step(act("forget", v_device(3), v_none()), 0), 1);
	same(GET(&v->future[0].world, "hw", v_device(3)), v_domain(1));
	same(GET(&v->future[0].world, "hw", v_device(4)), v_domain(0));
	same(GET(&v->future[0].world, "cur", v_device(3)), v_domain(0));
}
END_TEST

START_TEST(kept_with_another)
{
	load(RULE("T-1", "  when map D R -> P prot\n  then ok, phys(D, R) = P, rights(D, R) = prot\n")
	     RULE("T-2", "  when unmap D R\n  then returns size(R), phys(D, R) = none\n"));
	ck_assert_uint_eq(step(map(D0, both, memory(0x5000, 0x2000)), 0), 1);
	world_copy(&s.world, &v->future[0].world);
	same(GET(&s.world, "phys", D0, behind), memory(0x6000, 0x1000));
	same(GET(&s.world, "leaf", D0, v_number(0x101800)), both);		/* `sets` of the operation */
	same(GET(&s.world, "rights", D0, both), small_name(&s, "rw"));
	ck_assert_uint_eq(step(act("unmap", D0, page), 0x1000), 1);
	same(GET(&v->future[0].world, "rights", D0, page), small_name(&s, "r"));
	same(GET(&v->future[0].world, "rights", D0, behind), small_name(&s, "rw"));
	same(GET(&v->future[0].world, "leaf", D0, page), v_none());
	ck_assert_uint_eq(step(act("unmap", D0, both), 0x2000), 1);
	same(GET(&v->future[0].world, "rights", D0, both), small_name(&s, "r"));
}
END_TEST

START_TEST(bookkeeping)
{
	struct act a;

	load(RULE("T-1", "  when poke v\n  then ok\n  or fails, unchanged\n")
	     RULE("T-2", "  when forget v\n  then ok\n"));
	put("count", v_device(0), v_none(), v_number(4));
	step(act("poke", v_device(0), v_none()), 0);
	same(GET(&v->future[0].world, "count", v_device(0)), v_number(5));
	step(act("poke", v_device(0), v_none()), -EIO);
	same(GET(&v->future[0].world, "count", v_device(0)), v_number(4));	/* on success only */
	step(act("forget", v_device(0), v_none()), 0);
	same(GET(&v->future[0].world, "count", v_device(0)), v_number(7));
	a = (struct act){ .op = small_op(&s, "dma"), .arg = { v_device(0), small_name(&s, "read"), v_number(0) },
			 .env = -1 };
	oracle_sets(s.r, &s.world, &a, &s.arena);
	same(GET(&s.world, "count", v_device(0)), v_number(9));
}
END_TEST

/* `in { … }` and several outcomes that fit leave several worlds, the best class first. */
START_TEST(possible_worlds)
{
	load(RULE("T-1", "  when poke v\n  then ok, mode(v) in { one, three }\n  or ok, mode(v) = two\n")
	     RULE("T-2", "  when forget v\n  degraded bad: mode(v) = three\n  skip mode(v) = two\n"
		  "  then mode(v) = one\n")
	     RULE("T-3", "  when weigh v\n"
		  "  then returns any, mode(v) in { one, two, three }, cur(v) in { default, blocked, identity }\n"));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 0), 3);
	same(GET(&v->future[0].world, "mode", v_device(0)), small_name(&s, "one"));
	same(GET(&v->future[1].world, "mode", v_device(0)), small_name(&s, "three"));
	same(GET(&v->future[2].world, "mode", v_device(0)), small_name(&s, "two"));
	ck_assert_int_eq(v->future[2].worst, OUT_OR);
	ck_assert_uint_eq(step(act("forget", v_device(0), v_none()), 0), 3);
	ck_assert_int_eq(v->future[0].worst, OUT_THEN);
	ck_assert_int_eq(v->future[1].worst, OUT_SKIP);
	ck_assert_int_eq(v->future[2].worst, OUT_DEGRADED);
	ck_assert_ptr_null(v->future[1].degraded);
	ck_assert_str_eq(v->future[2].degraded->name, "bad");
	same(GET(&v->future[2].world, "mode", v_device(0)), small_name(&s, "three"));
	ck_assert(!v->overflow);
	ck_assert_uint_eq(step(act("weigh", v_device(0), v_none()), 1), ORACLE_WORLDS);
	ck_assert(v->overflow);		/* nine */
}
END_TEST

START_TEST(two_rules)
{
	load(RULE("T-1", "  when poke v\n  then ok, mode(v) = two\n  or EIO, unchanged\n")
	     RULE("T-2", "  when poke v\n  then ok, cur(v) = blocked\n  or EPERM, unchanged\n"));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 0), 1);
	same(GET(&v->future[0].world, "mode", v_device(0)), small_name(&s, "two"));
	same(GET(&v->future[0].world, "cur", v_device(0)), v_domain(1));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EIO), 0);
	ck_assert_str_eq(v->broken->part->rule->id, "T-2");
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), -EPERM), 0);
	ck_assert_str_eq(v->broken->part->rule->id, "T-1");
}
END_TEST

/* Of several rules that an answer breaks a core rule is named; and it is told whether the case's own is one of them. */
START_TEST(who_is_broken)
{
	struct result res = { .value = v_number(0), .kernel = INT_MAX };
	struct match own = { 0 };
	struct act a;

	load(RULE("T-1", "  when poke v\n  then EIO, unchanged\n")
	     "rule T-2 core settled\n  \"Core.\"\n  when poke v\n  then EPERM, unchanged\n  source seed 000 \"x\"\n"
	     RULE("T-3", "  when poke v\n  then ok\n"));
	a = act("poke", v_device(0), v_none());
	ck_assert_uint_eq(step(a, 0), 0);
	ck_assert_str_eq(v->broken->part->rule->id, "T-2");
	ck_assert(!v->own_broken);
	own.part = small_part(&s, "T-1", 0);
	own.when = own.part->when;
	*small_letter(&s, own.letter, "v") = v_device(0);
	oracle_step(s.r, &s.world, &a, &res, &own, &s.arena, v);
	ck_assert(v->own_broken);
	own.part = small_part(&s, "T-3", 0);
	own.when = own.part->when;
	oracle_step(s.r, &s.world, &a, &res, &own, &s.arena, v);
	ck_assert(!v->own_broken);
}
END_TEST

START_TEST(demands)
{
	struct demand d[ORACLE_DEMANDS];
	const struct chosen *ch;

	load(RULE("T-1", "  when attach v D\n"
			 "  then ok, cur(v) = D, mode(v) unchanged, driver(v) = 7, unchanged,\n"
			 "       dma v { read, write } A reaches none\n"
			 "  given A = 0\n"));
	put("mode", v_device(0), v_none(), small_name(&s, "three"));
	put("phys", D0, v_number(0), v_number(5));	/* an end of a leaf: A is tried with it */
	ck_assert_uint_eq(step(act("attach", v_device(0), D0), 0), 1);
	ch = &v->future[0].chosen[0];
	ck_assert_uint_eq(oracle_demands(s.r, &s.world, &v->future[0], ch, &s.arena, d, ORACLE_DEMANDS), 4);
	ck_assert_int_eq(d[0].kind, DEMAND_SAME);
	same(d[0].value, d[0].bound);
	ck_assert_int_eq(d[1].kind, DEMAND_CHECK);
	ck_assert(!v_true(d[1].value));
	ck_assert_int_eq(d[2].kind, DEMAND_UNCHANGED);
	ck_assert_int_eq(d[3].kind, DEMAND_PROBE);
	ck_assert_int_eq(d[3].op, small_op(&s, "dma"));
	ck_assert_uint_eq(d[3].nargs, 3);
	same(d[3].args[0], v_device(0));
	ck_assert_uint_eq(d[3].args[1].u.set.n, 2);
	ck_assert_uint_eq(oracle_outcome(s.r, &s.world, &v->future[0], ch, &s.arena, d, ORACLE_DEMANDS), 6);
	ck_assert_int_eq(d[0].kind, DEMAND_OK);
	ck_assert_int_eq(d[1].kind, DEMAND_EFFECT);
	ck_assert_int_eq(d[1].var, small_var(&s, "cur"));
	same(d[1].value, D0);
}
END_TEST

/* Right sides read the state after, `old` the one before. */
START_TEST(before_and_after)
{
	struct demand d[ORACLE_DEMANDS];

	load(RULE("T-1", "  when unmap D R\n  then returns size(R), stale(v, R) = old phys(D, R), phys(D, R) = none\n"
			 "  given cur(v) = D\n")
	     RULE("T-2", "  when poke v\n  then ok, cur(v) = blocked, cur(v) != old cur(v)\n"));
	put("cur", v_device(1), v_none(), D0);
	put("phys", D0, page, memory(0x7000, 0x1000));
	ck_assert_uint_eq(step(act("unmap", D0, page), 0x1000), 1);
	same(GET(&v->future[0].world, "phys", D0, page), v_none());
	same(GET(&v->future[0].world, "stale", v_device(1), v_number(0x100010)),
	     v_set(&s.arena, 1, (struct value[]){ v_number(0x7010) }));
	ck_assert_uint_eq(step(act("poke", v_device(0), v_none()), 0), 1);
	ck_assert_uint_eq(oracle_demands(s.r, &s.world, &v->future[0], &v->future[0].chosen[0], &s.arena, d,
					 ORACLE_DEMANDS), 1);
	ck_assert(v_true(d[0].value));
}
END_TEST

START_TEST(never_and_during)
{
	struct demand d[ORACLE_DEMANDS];

	load(RULE("T-1", "  when attach v D\n  during dma v read 0 reaches none\n  during current v returns D\n"
			 "  then ok\n"
			 "  never slept  if mode(v) = two\n  never dma v write 0 reaches 0\n"
			 "  never ok  if mode(v) = one\n"));
	ck_assert_uint_eq(matches(act("attach", v_device(0), D0)), 1);
	ck_assert_uint_eq(oracle_during(s.r, &s.world, &v->match[0], &s.arena, d, ORACLE_DEMANDS), 2);
	ck_assert_int_eq(d[0].op, small_op(&s, "dma"));
	ck_assert_int_eq(d[1].op, small_op(&s, "current"));
	ck_assert_uint_eq(oracle_during(s.r, &s.world, &v->match[0], &s.arena, d, 1), 1);
	ck_assert_uint_eq(oracle_never(s.r, &s.world, &v->match[0], &s.arena, d, ORACLE_DEMANDS), 2);
	ck_assert_int_eq(d[0].kind, DEMAND_PROBE);
	ck_assert_int_eq(d[1].kind, DEMAND_OK);
	put("mode", v_device(0), v_none(), small_name(&s, "two"));
	ck_assert_uint_eq(oracle_never(s.r, &s.world, &v->match[0], &s.arena, d, ORACLE_DEMANDS), 2);
	ck_assert_int_eq(d[0].kind, DEMAND_EVENT);
}
END_TEST

START_TEST(expectations)
{
	struct value at[] = { v_device(0), v_none(), v_number(0x100010) };

	load("");
	put("phys", D0, page, memory(0x7000, 0x1000));
	put("hw", v_device(0), v_none(), D0);
	put("stale", v_device(0), page, v_set(&s.arena, 1, (struct value[]){ memory(0x3000, 0x1000) }));
	at[1] = small_name(&s, "read");
	same(oracle_expects(s.r, &s.world, small_op(&s, "dma"), at, &s.arena),
	     v_set(&s.arena, 2, ((struct value[]){ v_number(0x3010), v_number(0x7010) })));
	put("hw", v_device(0), v_none(), v_domain(1));
	same(oracle_expects(s.r, &s.world, small_op(&s, "dma"), at, &s.arena),
	     v_set(&s.arena, 1, (struct value[]){ v_none() }));
	at[0] = D0;
	at[1] = at[2];
	/* D0 is absent: no clause holds. */
	ck_assert_int_eq(oracle_expects(s.r, &s.world, small_op(&s, "iova_to_phys"), at, &s.arena).kind, V_UNKNOWN);
}
END_TEST

START_TEST(phrases)
{
	struct value letter[SPEC_LETTERS] = { { 0 } };
	unsigned int each = 1;
	const struct part *part;
	int n = -1;

	load("word R is a leaf of D  means size(R) in pgsizes(D)\n  pick one = 2^30 size each pgsizes(D)\n"
	     RULE("T-1", "  given R is a leaf of D\n  when unmap D R\n  then returns any\n"));
	part = small_part(&s, "T-1", 0);
	*small_letter(&s, letter, "D") = D0;
	*small_letter(&s, letter, "R") = page;
	ck_assert(v_true(oracle_phrase(s.r, &s.world, &s.world, part, 0, letter, NULL, &s.arena)));
	*small_letter(&s, letter, "R") = both;
	ck_assert(!v_true(oracle_phrase(s.r, &s.world, &s.world, part, 0, letter, NULL, &s.arena)));
	for (unsigned int i = 0; i < part->ncandidates; i++)
		if (part->candidate[i].name && !strcmp(part->candidate[i].name, "one"))
			n = part->candidate[i].phrase;
	ck_assert_int_ge(n, 0);
	same(oracle_phrase(s.r, &s.world, &s.world, part, n, letter, &each, &s.arena),
	     v_range(v_number(1 << 30), v_number(1 << 21)));	/* the second of 4K, 2M, 1G */
	ck_assert_uint_eq(each, 3);
}
END_TEST

/* What a map is made of: the largest leaves that both addresses and what is left allow. */
START_TEST(leaves_of_a_map)
{
	struct ctx c;
	struct value v;

	load("");
	c = (struct ctx){ .rules = s.r, .now = &s.world, .old = &s.world, .arena = &s.arena };
	v = rule_pgsize(&c, D0, v_range(v_number(0x1ff000), v_number(0x402000)), memory(0x3ff000, 0x402000));
	ck_assert_uint_eq(v.u.pieces.n, 3);		/* 4K, two of 2M, 4K */
	same(v_at(v, 0), v_range(v_number(0x1ff000), v_number(0x1000)));
	same(v_at(v, 0x1000), v_range(v_number(0x200000), v_number(0x200000)));
	same(v_at(v, 0x400fff), v_range(v_number(0x400000), v_number(0x200000)));
	same(v_at(v, 0x401000), v_range(v_number(0x600000), v_number(0x1000)));
	v = rule_pgsize(&c, D0, v_range(v_number(0x200000), v_number(0x400000)), memory(0x401000, 0x400000));
	ck_assert_uint_eq(v.u.pieces.n, 1);		/* askew: small ones */
	same(v_at(v, 0x1fffff), v_range(v_number(0x3ff000), v_number(0x1000)));
	v = rule_pgsize(&c, D0, v_range(v_number(0x3fe00000), v_number(0x401ff000)), memory(0x3fe00000, 0x401ff000));
	ck_assert_uint_eq(v.u.pieces.n, 2);		/* for one of 1G a page is missing */
	same(v_at(v, 0x3fffffff), v_range(v_number(0x7fc00000), v_number(0x200000)));
	same(v_at(v, 0x40000000), v_range(v_number(0x7fe00000), v_number(0x1000)));
	v = rule_pgsize(&c, D0, v_range(v_number(0x3fe00000), v_number(0x40201000)), memory(0x3fe00000, 0x40201000));
	ck_assert_uint_eq(v.u.pieces.n, 3);		/* 2M, 1G, 4K */
	same(v_at(v, 0x200000), v_range(v_number(0x40000000), v_number(0x40000000)));
	ck_assert_int_eq(rule_pgsize(&c, D0, v_range(v_number(0x800), v_number(0x1000)), memory(0, 0x1000)).kind,
			 V_UNKNOWN);
	ck_assert_int_eq(rule_pgsize(&c, D0, v_none(), memory(0, 0x1000)).kind, V_UNKNOWN);
	ck_assert_uint_eq(rule_pgsize(&c, D0, v_range(v_number(0), v_number(0)), memory(0, 0)).u.pieces.n, 0);
}
END_TEST

START_TEST(rights)
{
	struct ctx c;

	load("sort more { rw+cache, w, nothing, nothing+mmio }\n");
	c = (struct ctx){ .rules = s.r };
	ck_assert(v_true(rule_includes(&c, small_name(&s, "rw"), small_name(&s, "read"))));
	ck_assert(v_true(rule_includes(&c, small_name(&s, "rw+cache"), small_name(&s, "write"))));
	ck_assert(!v_true(rule_includes(&c, small_name(&s, "r"), small_name(&s, "write"))));
	ck_assert(!v_true(rule_includes(&c, small_name(&s, "w"), small_name(&s, "read"))));
	ck_assert(!v_true(rule_includes(&c, small_name(&s, "nothing"), small_name(&s, "read"))));
	ck_assert(!v_true(rule_includes(&c, small_name(&s, "nothing+mmio"), small_name(&s, "write"))));
	ck_assert_int_eq(rule_includes(&c, v_none(), small_name(&s, "read")).kind, V_UNKNOWN);
}
END_TEST

START_TEST(look_ups)
{
	load("");
	ck_assert_int_eq(rules_event(s.r, "slept"), 0);
	ck_assert_int_eq(rules_env(s.r, "attach-failure"), 1);
	ck_assert_int_eq(rules_env(s.r, "flood"), -1);
	ck_assert_int_eq(rules_op(s.r, "fly"), -1);
	ck_assert_int_eq(rules_var(s.r, "weight"), -1);
	ck_assert_int_eq(rules_name(s.r, "green"), -1);
	ck_assert_str_eq(rules_find(s.r, "F-1")->id, "F-1");
	ck_assert_ptr_null(rules_find(s.r, "F-2"));
	ck_assert_int_eq(s.r->known.leaf, small_var(&s, "leaf"));
	ck_assert_int_eq(s.r->known.absent, small_name(&s, "absent").u.name);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&start_values, &operands_bind, &unbound_letters, &unbound_ranges, &leaf_among_many, &shared_ranges, &environments, &exceptions,
		&own_match, &results, &injected, &shared_givens, &guards, &kernels, &groups_and_followers, &kept_with_another,
		&bookkeeping,
		&possible_worlds, &two_rules, &who_is_broken, &demands, &before_and_after, &never_and_during,
		&expectations, &phrases, &leaves_of_a_map, &rights, &look_ups, NULL
	};
	Suite *suite = suite_create("oracle");
	TCase *tcase = tcase_create("oracle"), *plain = tcase_create("versions");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	for (unsigned int i = 0; tests[i]; i++)
		tcase_add_test(tcase, *tests[i]);
	tcase_add_test(plain, versions);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, plain);
	return unit_main(suite, NULL);
}

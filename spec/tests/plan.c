// SPDX-License-Identifier: GPL-2.0-only
/* plan.c - set-ups found by search, and the cases that they make. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "spec/plan_inner.h"
#include "spec/tests/small.h"

static const char vocabulary[] =
	"language 1\n"
	"sort device v w u\n"
	"sort domain D E { default, blocked, identity }\n"
	"sort range R S\n"
	"  pick page = 2^24 size page, block = 2^30 size 2^21\n"
	"sort address A\n"
	"  pick one = 1\n"
	"sort run P Q M\n"
	"sort count n { all }\n"
	"sort prot prot { rw, r }\n"
	"sort feature { blocked, identity }\n"
	"fact group(device) number, instance(device) number, translated(device) { yes, no }, driver(device) number\n"
	"fact has(feature) { no, yes }, pgsizes(domain) numbers, free-ram run\n"
	"let page = min(pgsizes(D))\n"
	"state type(domain) { absent, paging } seen by facts frame F-1\n"
	"  start paging if D in { default, blocked, identity }\n"
	"  start absent\n"
	"state home(domain) device start none\n"
	"state used(domain) { no, yes } start no\n"
	"state cur(device) domain per group seen by current start default frame F-1\n"
	"state phys(domain, address) run seen by iova_to_phys start none frame F-1\n"
	"state rights(domain, address) prot seen by iova_to_phys with phys start r frame F-1\n"
	"state leaf(domain, address) range with phys start none\n"
	"state looked(domain, address) { no, yes } start no\n"
	"state born(domain, address) { never, now, before } with phys start never\n"
	"define attached(D)\n"
	"  value now if cur(v) = D for some v\n"
	"  value before if used(D) = yes\n"
	"  value never\n"
	"op alloc D for v      returns errno, fails by errno, sets home(D) = v\n"
	"op attach v D         returns errno, fails by errno, sets used(D) = yes\n"
	"op swap v D           returns errno, fails by errno, sets used(D) = yes\n"
	"op detach v           returns nothing, fails by nothing\n"
	"op map D R -> P prot  returns errno, fails by errno, sets leaf(D, R) = iommu_pgsize(D, R, P),\n"
	"                                                    born(D, R) = attached(D)\n"
	"op unmap D R          returns bytes, fails by 0\n"
	"op explode v          returns nothing, fails by nothing\n"
	"probe iova_to_phys D A  returns run, expects { phys(D, A) } if type(D) = paging, sets looked(D, A) = yes\n"
	"probe current v       returns domain, expects { cur(v) }\n"
	"env alloc-failure(n) \"no memory\"\n"
	"word v is ordinary  means translated(v) = yes, driver(v) = 0\n"
	"word D is paging  means type(D) = paging\n"
	"word R is large in D  means size(R) in pgsizes(D), size(R) > page\n"
	"  pick leaf = 2^30 size each pgsizes(D)\n"
	"word R is somewhere  means true\n"
	"  pick low = 0 size page, high = 2^31 size page\n"
	"rule F-1 settled\n"
	"  \"Frames.\"\n"
	"  unchecked \"nothing\"\n"
	"  source seed 000 \"x\"\n"
	"rule F-2 settled\n"
	"  \"What operations do.\"\n"
	"  given type(D) = absent\n"
	"  when alloc D for v\n"
	"  then ok, type(D) = paging\n"
	"  part attach\n"
	"  given D is paging, cur(v) = default, home(D) = v\n"
	"  when attach v D\n"
	"  then ok, cur(v) = D\n"
	"  part swap\n"
	"  given D is paging, cur(v) != default\n"
	"  when swap v D\n"
	"  then ok, cur(v) = D\n"
	"  part identity\n"
	"  given cur(v) != default\n"
	"  when swap v identity\n"
	"  then ok, cur(v) = identity\n"
	"  part detach\n"
	"  given cur(v) = D\n"
	"  when detach v\n"
	"  then cur(v) = default\n"
	"  part map\n"
	"  given D is paging, phys(D, R) = none, P within free-ram\n"
	"  when map D R -> P prot\n"
	"  then ok, phys(D, R) = P, rights(D, R) = prot\n"
	"  part unmap\n"
	"  given phys(D, R) != none\n"
	"  when unmap D R\n"
	"  then returns size(R), phys(D, R) = none\n"
	"  part look\n"
	"  given D is paging\n"
	"  when iova_to_phys D A\n"
	"  then returns phys(D, A)\n"
	"  source seed 000 \"x\"\n"
	"rule T-1 settled\n"
	"  \"The rule.\"\n"
	"  source seed 000 \"x\"\n";

static struct small s;
static struct planner *p;
static struct rcase c;

static void teardown(void)
{
	planner_free(p);
	small_free(&s);
}

static void load(const char *lines)
{
	char *text;

	ck_assert_int_gt(asprintf(&text, "%s%s", vocabulary, lines), 0);
	small_load(&s, text);
	free(text);
	p = planner_new(&s.l, PLANS);
	c = (struct rcase){ .name = "T-1", .part = small_part(&s, "T-1", 0) };
}

/* The operations of a plan of the case, in order. */
static const char *steps(const struct plan *plan)
{
	static char text[256];

	*text = '\0';
	for (unsigned int i = 0; i < plan->nsteps; i++) {
		strcat(text, i ? " " : "");
		strcat(text, s.r->op[plan->step[i].op].name);
	}
	return text;
}

static const char *planned(void)
{
	const char *why = NULL;

	ck_assert_int_eq(plan_case(p, &c, &why), PLAN_FOUND);
	ck_assert_uint_ge(c.nplans, 1);
	return steps(&c.plan[0]);
}

static const struct world *world;
static struct binding b;
static struct act act;

/* Where it leads; the given holds there. */
static void replay(void)
{
	world = plan_replay(p, &c, &b, &act);
	ck_assert_ptr_nonnull(world);
	for (unsigned int i = 0; i < c.part->ngiven; i++)
		ck_assert_msg(v_true(oracle_phrase(s.r, world, world, c.part, i, b.letter, NULL, &s.arena)), "%s",
			      c.part->phrase[i].text);
}

static struct value letter(const char *name)
{
	return *small_letter(&s, b.letter, name);
}

static struct value get(const char *var, struct value x, struct value y)
{
	int i = small_var(&s, var);

	return world_get(world, &s.arena, i, s.r->var[i].nargs, (struct value[]){ x, y });
}

#define same(a, b)	ck_assert_msg(v_true(v_eq(a, b)), "%s is not %s", #a, #b)

START_TEST(nothing_to_do)
{
	load("  given cur(v) = default\n  when explode v\n  then cur(v) = default\n");
	ck_assert_str_eq(planned(), "");
	replay();
	ck_assert_int_eq(act.op, small_op(&s, "explode"));
	same(act.arg[0], letter("v"));
}
END_TEST

START_TEST(shortest)
{
	load("  given cur(v) = D, phys(D, R) != none\n  when explode v\n  then cur(v) = default\n");
	planned();
	ck_assert_uint_eq(c.plan[0].nsteps, 3);
	ck_assert_str_eq(s.r->op[c.plan[0].step[0].op].name, "alloc");
	replay();
	same(get("cur", letter("v"), v_none()), letter("D"));
}
END_TEST

/* What is mapped at once, since that can be had at once, would have to go again. */
START_TEST(no_detour)
{
	load("  given phys(D, R) != none, born(D, R) = before, cur(v) = default\n"
	     "  when explode v\n  then cur(v) = default\n");
	ck_assert_str_eq(planned(), "alloc attach detach map");
	replay();
}
END_TEST

START_TEST(history)
{
	load("  given used(D) = yes, cur(v) = default, D is paging\n  when explode v\n  then cur(v) = default\n");
	ck_assert_str_eq(planned(), "alloc attach detach");
}
END_TEST

/* Another set-up does without some operation of the first. */
START_TEST(alternatives)
{
	load("  given cur(v) = E, D is paging, used(D) = yes\n  when explode v\n  then cur(v) = default\n");
	ck_assert_str_eq(planned(), "alloc alloc attach swap");
	for (unsigned int i = 1; i < c.nplans; i++)
		ck_assert_str_ne(steps(&c.plan[i]), "alloc alloc attach swap");
	replay();
	planner_free(p);
	p = planner_new(&s.l, 1);
	ck_assert_str_eq(planned(), "alloc alloc attach swap");
	ck_assert_uint_eq(c.nplans, 1);
}
END_TEST

/* Two domains: both are allocated before anything is done to either, since only then they tell their facts. */
START_TEST(allocations_first)
{
	load("  given phys(D, R) != none, phys(E, S) != none\n  when explode v\n  then cur(v) = default\n");
	ck_assert_str_eq(planned(), "alloc alloc map map");
}
END_TEST

/* No device in the rule, none in the given: one is taken for the set-up, an ordinary one. */
START_TEST(spare_letters)
{
	load("  given used(D) = yes, D is paging\n  when map D R -> P rw\n  then ok\n");
	ck_assert_str_eq(planned(), "alloc attach");
	ck_assert_uint_eq(c.nextra, 1);
	ck_assert_str_eq(c.part->phrase[c.extra[0]].text, "the device is ordinary");
	replay();
	same(letter("v"), v_device(0));
}
END_TEST

/* The default domain is left only by way of one's own: E and its device serve the set-up alone. */
START_TEST(spare_domain)
{
	load("  given cur(v) = identity\n  when explode v\n  then cur(v) = default\n");
	ck_assert_str_eq(planned(), "alloc attach swap");
	replay();
	same(get("cur", letter("v"), v_none()), v_domain(2));
}
END_TEST

/* A rule that says what kind of device it means gets that kind. */
START_TEST(told_devices)
{
	load("  given driver(v) = 1, type(D) = absent\n  when alloc D for v\n  then ok\n");
	ck_assert_str_eq(planned(), "");
	ck_assert_uint_eq(c.nextra, 0);
	replay();
	same(letter("v"), v_device(6));
}
END_TEST

START_TEST(unreachable)
{
	const char *why = NULL;

	load("  given cur(v) = blocked, D is paging\n  when explode v\n  then cur(v) = default\n");
	ck_assert_int_eq(plan_case(p, &c, &why), PLAN_NO_PATH);
	ck_assert_str_eq(why, "cur(v) = blocked");
}
END_TEST

/* Whatever a rule asks for, the search ends. */
START_TEST(gives_up)
{
	const char *why = NULL;

	load("  given cur(v) = blocked, D is paging\n  when explode v\n  then cur(v) = default\n");
	p->spent = ALL_NODES;
	ck_assert_int_eq(plan_case(p, &c, &why), PLAN_GAVE_UP);
	ck_assert_ptr_nonnull(why);
}
END_TEST

START_TEST(no_value)
{
	const char *why = NULL;

	load("  given size(R) = 3, D is paging\n  when unmap D R\n  then returns any\n");
	ck_assert_int_eq(plan_case(p, &c, &why), PLAN_NO_VALUE);
	ck_assert_str_eq(why, "size(R) = 3");
}
END_TEST

/* Small leaves where a large one would fit: the memory must not be as aligned as the range. */
START_TEST(askew)
{
	load("  given size(R) = 2^21, first(R) % size(R) = 0, phys(D, R) != none, size(leaf(D, first(R))) = page\n"
	     "  when unmap D R\n  then returns any\n");
	ck_assert_str_eq(planned(), "alloc map");
	replay();
	ck_assert(v_first(get("phys", letter("D"), letter("R"))).u.num % (1 << 21));
}
END_TEST

/* The first specimen has static domains, another one has none. */
START_TEST(another_specimen)
{
	load("  given has(blocked) = no, D is paging\n  when map D R -> P rw\n  then ok\n");
	ck_assert_str_eq(planned(), "alloc");
	replay();
	same(get("has", small_name(&s, "blocked"), v_none()), small_name(&s, "no"));
}
END_TEST

/* The smallest page is no large one: the second element of `each` is. */
START_TEST(each_element)
{
	load("  given R is large in D, phys(D, R) != none\n  when unmap D R\n  then returns any\n");
	ck_assert_str_eq(planned(), "alloc map");
	replay();
	same(v_size(letter("R")), v_number(1 << 21));
}
END_TEST

/* A constant that is not the usual one is tried where the goal speaks of it. */
START_TEST(mentioned_constants)
{
	load("  given rights(D, R) = r, phys(D, R) != none\n  when unmap D R\n  then returns any\n");
	ck_assert_str_eq(planned(), "alloc map");
	replay();
	same(get("rights", letter("D"), letter("R")), small_name(&s, "r"));
}
END_TEST

START_TEST(probes_help)
{
	load("  given looked(D, A) = yes\n  when unmap D R\n  then returns any\n");
	ck_assert_str_eq(planned(), "alloc iova_to_phys");
}
END_TEST

/* A step of the case's own choice: which of the braces, and under which environment. */
START_TEST(step_under_test)
{
	load("  when swap v { identity, default } under alloc-failure(n)\n  then ok\n"
	     "  given cur(v) != default\n");
	c.when = 1;
	planned();
	replay();
	same(act.arg[1], v_domain(0));
	ck_assert_int_eq(act.env, 0);
	same(act.env_arg, v_number(1));
}
END_TEST

START_TEST(all_failures)
{
	load("  when explode v under alloc-failure(all)\n  then ok\n");
	planned();
	replay();
	ck_assert_int_eq(act.env_arg.kind, V_EVERY);
}
END_TEST

/* A plan that leads elsewhere than the given is none. */
START_TEST(misleading)
{
	load("  given cur(v) = D\n  when explode v\n  then cur(v) = default\n");
	planned();
	((struct plan *)c.plan)->nsteps = 1;
	ck_assert_ptr_null(plan_replay(p, &c, &b, &act));
}
END_TEST

/* ---- all cases of a rule ---- */

static char left_out[256];

static void no_plan(void *arg, const struct rcase *rcase, enum planned planned, const char *phrase)
{
	ck_assert_ptr_eq(arg, &s);
	snprintf(left_out, sizeof(left_out), "%s: %s: %s", rcase->name, planned == PLAN_NO_VALUE ? "value" : "path",
		 phrase);
}

static void names_are(const char *const *names)
{
	const struct rule *rule;
	unsigned int n;

	*left_out = '\0';
	make_cases(&s.l, p, no_plan, &s);
	rule = rules_find(s.r, "T-1");
	for (n = 0; names[n]; n++) {
		ck_assert_msg(n < rule->ncases, "%s is missing", names[n]);
		ck_assert_str_eq(rule->rcase[n].name, names[n]);
	}
	ck_assert_msg(n == rule->ncases, "%s is too much", rule->rcase[n].name);
}

START_TEST(classes_are_crossed)
{
	static const char *const names[] = {
		"T-1/used=no/cur=default", "T-1/used=no/cur=identity", "T-1/used=yes/cur=default",
		"T-1/used=yes/cur=identity", NULL
	};

	load("  given D is paging, used(D) in { no, yes }, cur(v) in { default, identity }\n  when explode v\n"
	     "  then cur(v) = default\n");
	names_are(names);
	ck_assert_str_eq(left_out, "");
}
END_TEST

/* Those of the first operand are crossed, the others swept; an alternative of `when` is a class of its own. */
START_TEST(picks_are_swept)
{
	static const char *const names[] = {
		"T-1/when=map,rw/R=low", "T-1/when=map,rw/R=high", "T-1/when=map,r/R=low", "T-1/when=map,r/R=high",
		"T-1/when=unmap/R=low", "T-1/when=unmap/R=high", "T-1/when=map,rw/R=low/S=high", NULL
	};

	load("  given R is somewhere, S is somewhere, size(S) > 0, D is paging\n  when map D R -> P { rw, r }\n"
	     "       unmap D R\n  then type(D) = paging\n");
	names_are(names);
}
END_TEST

START_TEST(parts_and_one_brace)
{
	static const char *const names[] = { "T-1/domain=identity", "T-1/domain=default", "T-1.other", NULL };

	load("  given cur(v) != default\n  when swap v { identity, default }\n  then ok\n"
	     "  part other\n  when explode v\n  then cur(v) = default\n");
	names_are(names);
}
END_TEST

START_TEST(cases_without_a_set_up)
{
	static const char *const names[] = { "T-1/cur=default", NULL };

	load("  given D is paging, cur(v) in { default, blocked }\n  when explode v\n  then cur(v) = default\n");
	names_are(names);
	ck_assert_str_eq(left_out, "T-1/cur=blocked: path: cur(v) = blocked");
}
END_TEST

/* A swept value is tried beside the first crossed one that it fits; it is left out only if it fits none. */
START_TEST(swept_beside_any)
{
	static const char *const names[] = {
		"T-1/prot=rw/run=same", "T-1/prot=r/run=same", "T-1/prot=r/run=high", NULL
	};

	load("  given prot in { rw, r }, D is paging, P is put, first(P) < limit(prot)\n  when map D R -> P prot\n"
	     "  then ok\n"
	     "word P is put  means true\n  pick same = free-ram size size(R), high = 2^40 size size(R)\n"
	     "define limit(prot)\n  value 2^63 if prot = r\n  value 2^40\n");
	names_are(names);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&nothing_to_do, &shortest, &no_detour, &history, &alternatives, &allocations_first, &spare_letters,
		&spare_domain, &told_devices, &unreachable, &gives_up, &no_value, &askew, &another_specimen, &each_element,
		&mentioned_constants, &probes_help, &step_under_test, &all_failures, &misleading, &classes_are_crossed,
		&picks_are_swept, &parts_and_one_brace, &cases_without_a_set_up, &swept_beside_any, NULL
	};
	Suite *suite = suite_create("plan");
	TCase *tcase = tcase_create("plan");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	for (unsigned int i = 0; tests[i]; i++)
		tcase_add_test(tcase, *tests[i]);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/* bind.c - real values for letters: generate and test. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "spec/tests/small.h"

static const char vocabulary[] =
	"language 1\n"
	"sort device v w u\n"
	"sort domain D E { default, blocked, identity }\n"
	"sort range R S T\n"
	"  pick page = 2^20 size 2^12, next = 2^21 size 2^12\n"
	"sort address A\n"
	"  pick one = 1\n"
	"sort run P Q\n"
	"sort count n { all }\n"
	"sort prot prot { rw, r, w }\n"
	"fact group(device) number, instance(device) number, pgsizes(domain) numbers, free-ram run\n"
	"fact direct(device) { no, yes }, has(prot) { no, yes }\n"
	"let page = 2^12\n"
	"state type(domain) { absent, paging } seen by facts frame F-1\n"
	"  start absent\n"
	"state mode(device) { one, two } start one\n"
	"state phys(domain, address) run seen by facts start none frame F-1\n"
	"op poke v  returns errno, fails by errno\n"
	"op pair v w  returns errno, fails by errno\n"
	"op map D R -> P prot  returns errno, fails by errno\n"
	"op look D A  returns errno, fails by errno\n"
	"env failure(n) \"no\"\n"
	"word R is large  means size(R) > page\n"
	"  pick two = 0 size 2 * page, four = 2^14 size 4 * page\n"
	"  miss small = 2^13 size page\n"
	"word S is beside R  means not S meets R\n"
	"  pick after = last(R) + 1 size size(R)\n"
	"word R is a leaf of D  means size(R) in pgsizes(D)\n"
	"  pick each-leaf = 0 size each pgsizes(D)\n"
	"word R is beyond all  means true\n"
	"  pick beyond = 2^64 size page\n"
	"word P is where Q is  means first(P) = first(Q)\n"
	"  pick same = first(Q) size size(R), other = first(Q) + 2 * page size size(R)\n"
	"word P is far  means first(P) >= 2^63\n"
	"  pick nowhere = 2^64 size size(R), far = 2^63 size size(R)\n"
	"word P is in no place  means true\n"
	"  pick bus = none size page\n"
	"rule F-1 settled\n"
	"  \"Frames.\"\n"
	"  unchecked \"nothing\"\n"
	"  source seed 000 \"x\"\n"
	"rule T-1 settled\n"
	"  \"The rule.\"\n"
	"  source seed 000 \"x\"\n";

static struct small s;
static struct rcase c;
static struct binding b;

static void teardown(void)
{
	small_free(&s);
}

/* The vocabulary, and a rule with these lines. */
static void load(const char *lines)
{
	char *text;

	ck_assert_int_gt(asprintf(&text, "%s%s", vocabulary, lines), 0);
	small_load(&s, text);
	free(text);
	c = (struct rcase){ .name = "T-1", .part = small_part(&s, "T-1", 0) };
	b = (struct binding){ .failed = NULL };
}

static uint32_t letters(void)
{
	return bind_letters(&c, NULL);
}

static bool devices(void)
{
	return bind_devices(s.r, &s.world, &c, letters(), &b, &s.arena);
}

static bool values(uint64_t seed)
{
	return bind_values(s.r, &s.world, &c, letters(), &b, seed, &s.arena);
}

static struct value letter(const char *name)
{
	return *small_letter(&s, b.letter, name);
}

/* The case chooses the candidate of that name. */
static void choose(const char *name)
{
	static unsigned int choice;

	for (choice = 0; choice < c.part->ncandidates; choice++)
		if (c.part->candidate[choice].name && !strcmp(c.part->candidate[choice].name, name))
			break;
	ck_assert_msg(choice < c.part->ncandidates, "there is no candidate %s", name);
	c.choice = &choice;
	c.nchoices = 1;
}

#define same(a, b)	ck_assert_msg(v_true(v_eq(a, b)), "%s is not %s", #a, #b)

static struct value range(number first, number size)
{
	return v_range(v_number(first), v_number(size));
}

START_TEST(distinct_devices)
{
	load("  when pair v w\n  then ok\n");
	ck_assert(devices());
	same(letter("v"), v_device(0));
	same(letter("w"), v_device(1));
	ck_assert_int_eq(letter("u").kind, V_NONE);
}
END_TEST

/* The second device decides about the first one. */
START_TEST(devices_together)
{
	load("  given group(v) = group(w), v != w\n  when pair v w\n  then ok\n");
	ck_assert(devices());
	same(letter("v"), v_device(3));
	same(letter("w"), v_device(4));
}
END_TEST

START_TEST(no_such_devices)
{
	load("  given v != w, instance(w) = 77\n  when pair v w\n  then ok\n");
	ck_assert(!devices());
	ck_assert_str_eq(b.failed, "instance(w) = 77");
	ck_assert_uint_eq(b.bound, 0);
}
END_TEST

START_TEST(too_few_devices)
{
	load("  when pair v w\n  then ok\n");
	for (int i = 1; i < WORLD_DEVICES; i++)
		world_set(&s.world, small_var(&s, "group"), 1, (struct value[]){ v_device(i) }, v_none());
	ck_assert(!devices());
	ck_assert_str_eq(b.failed, "enough devices");
}
END_TEST

/* What reads state is not asked yet; what reads the target alone is asked at once. */
START_TEST(facts_of_the_target)
{
	load("  given mode(v) = two, has(rw) = yes\n  when poke v\n  then ok\n");
	ck_assert(devices());
	world_set(&s.world, small_var(&s, "has"), 1, (struct value[]){ v_every() }, small_name(&s, "no"));
	ck_assert(!devices());
	ck_assert_str_eq(b.failed, "has(rw) = yes");
}
END_TEST

START_TEST(domains_are_slots)
{
	load("  given D != E\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices());
	same(letter("D"), v_domain(3));
	same(letter("E"), v_domain(4));
}
END_TEST

START_TEST(extra_phrases)
{
	unsigned int n;

	load("  given v != w\n  when pair v w\n  then ok, direct(w) = yes, direct(v) = no\n");
	for (n = c.part->ngiven; strcmp(c.part->phrase[n].text, "direct(w) = yes"); n++)
		;
	c.extra = &n;
	c.nextra = 1;
	ck_assert(devices());
	same(letter("w"), v_device(5));
}
END_TEST

/* Picks first, in their order; then the defaults of the sort; the seed turns the latter. */
START_TEST(order_of_candidates)
{
	load("  given R is large\n  when map D R -> P prot\n  then ok\n  part plain\n  when look D A\n  then ok\n"
	     "  given size(S) = page\n");
	ck_assert(devices() && values(0));
	same(letter("R"), range(0, 0x2000));
	choose("four");
	b = (struct binding){ .failed = NULL };
	ck_assert(devices() && values(0));
	same(letter("R"), range(0x4000, 0x4000));
	c = (struct rcase){ .part = small_part(&s, "T-1", 1) };
	b = (struct binding){ .failed = NULL };
	ck_assert(devices() && values(0));
	same(letter("S"), range(1 << 20, 0x1000));
	same(letter("A"), v_number(1));
	b = (struct binding){ .failed = NULL };
	ck_assert(devices() && values(1));
	same(letter("S"), range(1 << 21, 0x1000));
}
END_TEST

/* A chosen value that does not do is not replaced by another. */
START_TEST(chosen_and_wrong)
{
	load("  given R is large, size(R) = 2 * page\n  when map D R -> P prot\n  then ok\n");
	choose("four");
	ck_assert(devices() && !values(0));
	ck_assert_str_eq(b.failed, "size(R) = 2 * page");
	choose("two");
	b = (struct binding){ .failed = NULL };
	ck_assert(devices() && values(0));
}
END_TEST

START_TEST(misses)
{
	load("  given not R is large\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && values(0));
	same(letter("R"), range(0x2000, 0x1000));
}
END_TEST

/* S needs R, whichever comes first. */
START_TEST(dependence)
{
	load("  given S is beside R, R is large\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && values(0));
	same(letter("R"), range(0, 0x2000));
	same(letter("S"), range(0x2000, 0x2000));
}
END_TEST

START_TEST(back_tracking)
{
	load("  given R is large, S is beside R, size(S) > 2 * page\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && values(0));	/* the first R makes too small an S */
	same(letter("R"), range(0x4000, 0x4000));
	same(letter("S"), range(0x8000, 0x4000));
}
END_TEST

/* Two letters for memory are two memories. */
START_TEST(memory)
{
	load("  given size(R) = page, size(S) = page, phys(D, R) = P, phys(D, S) = Q\n  when map D R -> P prot\n"
	     "  then ok\n");
	ck_assert(devices() && values(0));
	ck_assert(!v_true(v_meets(letter("P"), letter("Q"))));
	ck_assert_int_eq((int)v_size(letter("P")).u.num, 0x1000);
}
END_TEST

START_TEST(memory_that_is_shared)
{
	load("  given P is where Q is\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && !values(0));	/* `same` meets Q, `other` is not where Q is */
	ck_assert_ptr_nonnull(b.failed);
}
END_TEST

/* What does not fit into 64 bits can be given to no operation. */
START_TEST(values_beyond)
{
	load("  given R is beyond all\n  when map D R -> P prot\n  then ok\n");
	choose("beyond");
	ck_assert(devices() && !values(0));
	ck_assert_str_eq(b.failed, "beyond");
	small_free(&s);
	load("  given P is far\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && values(0));
	same(v_first(letter("P")), v_number((number)1 << 63));
	small_free(&s);
	load("  given P is in no place\n  when map D R -> P prot\n  then ok\n");
	choose("bus");
	ck_assert(devices() && !values(0));	/* memory without memory */
}
END_TEST

START_TEST(each_element)
{
	load("  given R is a leaf of D\n  when map D R -> P prot\n  then ok\n");
	choose("each-leaf");
	ck_assert(devices() && values(0));
	same(v_size(letter("R")), v_number(0x1000));
	ck_assert_uint_eq(b.each_count, 3);
	b = (struct binding){ .each = 2 };
	ck_assert(devices() && values(0));
	same(v_size(letter("R")), v_number(1 << 30));
	b = (struct binding){ .each = 3 };	/* past the end */
	ck_assert(devices() && !values(0));
}
END_TEST

/* A letter that the case leaves open takes any element. */
START_TEST(any_element)
{
	load("  given R is a leaf of D, size(R) > page\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && values(0));
	same(v_size(letter("R")), v_number(1 << 21));
	ck_assert_uint_eq(b.each_count, 0);
}
END_TEST

START_TEST(no_candidate)
{
	load("  given phys(D, A) = Q\n  when look D A\n  then ok\n");	/* memory for no range */
	ck_assert(devices() && !values(0));
	ck_assert_str_eq(b.failed, "a value for every letter");
}
END_TEST

START_TEST(names)
{
	load("  given prot != rw\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && values(0));
	same(letter("prot"), small_name(&s, "r"));
}
END_TEST

START_TEST(no_value)
{
	load("  given size(T) = 3\n  when map D R -> P prot\n  then ok\n");
	ck_assert(devices() && !values(0));
	ck_assert_str_eq(b.failed, "size(T) = 3");
}
END_TEST

/* The letters of a set-up count too; a count is bound by nobody. */
START_TEST(letters_of_a_plan)
{
	struct step step[] = { { .env = -1, .env_arg = { -1, -1 } }, { .env = 0 } };
	struct plan plan = { step, 2 };
	uint32_t all;

	load("  when poke v under failure(n)\n  then ok\n");
	for (unsigned int i = 0; i < SPEC_ARGS; i++)
		step[0].arg[i] = step[1].arg[i] = (struct operand){ -1, -1 };
	step[0].arg[0].letter = small_letter(&s, b.letter, "S") - b.letter;
	step[1].env_arg.letter = small_letter(&s, b.letter, "w") - b.letter;
	all = bind_letters(&c, &plan);
	ck_assert(all >> step[0].arg[0].letter & 1);
	ck_assert(all >> step[1].env_arg.letter & 1);
	ck_assert(devices() && values(0));
	ck_assert_int_eq(letter("n").kind, V_NONE);
}
END_TEST

/* 30 values of three letters: what only the last of 27000 triples has is not found, for somebody is waiting. */
START_TEST(gives_up)
{
	static const char rule[] = "  given R is many, S is many, T is many, first(R) + first(S) + first(T) = %d\n"
				   "  when poke v\n  then ok\n"
				   "let numbers = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,"
				   " 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 }\n"
				   "word R is many  means true\n  pick one = each numbers size page\n";
	char lines[512];

	snprintf(lines, sizeof(lines), rule, 29);
	load(lines);
	ck_assert(devices() && values(0));
	ck_assert(letter("T").u.range.first == 29);
	small_free(&s);
	snprintf(lines, sizeof(lines), rule, 87);
	load(lines);
	ck_assert(devices() && !values(0));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&distinct_devices, &devices_together, &no_such_devices, &too_few_devices, &facts_of_the_target,
		&domains_are_slots, &extra_phrases, &order_of_candidates, &chosen_and_wrong, &misses, &dependence,
		&back_tracking, &memory, &memory_that_is_shared, &values_beyond, &each_element, &any_element,
		&no_candidate, &names, &no_value,
		&gives_up, &letters_of_a_plan, NULL
	};
	Suite *suite = suite_create("bind");
	TCase *tcase = tcase_create("bind");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	for (unsigned int i = 0; tests[i]; i++)
		tcase_add_test(tcase, *tests[i]);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}

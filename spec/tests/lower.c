// SPDX-License-Identifier: GPL-2.0-only
/* lower.c - the tables that are made of a spec: phrases one by one, candidates, dimensions, and what they read. */
#define _GNU_SOURCE
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
	"sort colour colour { red, blue }\n"
	"fact group(device) number, taste(colour) { sweet, sour }, free-ram run, pgsizes(domain) numbers\n"
	"let page = min(pgsizes(D))\n"
	"state type(domain) { absent, paging } seen by facts frame F-1\n"
	"  start absent\n"
	"state cur(device) domain per group seen by current start default frame F-1\n"
	"state hw(device) domain follows cur seen by current start default frame F-1\n"
	"state phys(domain, address) run seen by iova_to_phys start none frame F-1\n"
	"state mark(device, colour) { no, yes } start no\n"
	"define home(D)\n"
	"  value here  if cur(v) = D for some v\n"
	"  value there if type(E) = paging for some E\n"
	"  value gone\n"
	"define calm(v)\n"
	"  value yes if group(v) = 1\n"
	"  value no\n"
	"op map D R -> P prot  returns errno, fails by errno, may ENOMEM under alloc-failure\n"
	"op move D R -> P D R -> Q  returns errno, fails by errno\n"
	"op paint v with colour  returns nothing, fails by nothing\n"
	"probe iova_to_phys D A  returns run, expects { phys(D, A) } if type(D) = paging\n"
	"probe current v returns domain, expects { cur(v) }\n"
	"env alloc-failure(n) \"no memory\", flood \"water\"\n"
	"word D is paging  means type(D) = paging\n"
	"word R is fine in D  means R is long, D is paging, phys(D, R) = none\n"
	"word R is long  means size(R) > page\n"
	"  pick two = 0 size 2 * page, three = page size 3 * page\n"
	"  miss one = 0 size page\n"
	"word S is near R  means not S meets R\n"
	"  pick next = last(R) + 1 size page\n"
	"word w is beside v  means group(w) = group(v)\n"
	"rule F-1 settled\n"
	"  \"Frames.\"\n"
	"  unchecked \"why\"\n"
	"  source seed 000 \"x\"\n";

static struct small s;

static void teardown(void)
{
	small_free(&s);
}

static void load(const char *rule)
{
	char *text;

	ck_assert_int_gt(asprintf(&text, "%s%s", vocabulary, rule), 0);
	small_load(&s, text);
	free(text);
}

static const struct part *load_part(const char *lines)
{
	char *text;

	ck_assert_int_gt(asprintf(&text, "rule T-1 settled\n  \"Test.\"\n  source seed 000 \"x\"\n%s", lines), 0);
	load(text);
	free(text);
	return small_part(&s, "T-1", 0);
}

/* A bit for each letter of @letters, whose names are of one character. */
static uint32_t bits(const char *letters)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < s.r->nletters; i++)
		if (!s.r->letter[i].name[1] && strchr(letters, s.r->letter[i].name[0]))
			bits |= 1u << i;
	return bits;
}

static const struct dims *dims(unsigned int part)
{
	return &s.l.dims[s.r->nrules - 1][part];
}

/* "key: a b c", with * for a dimension that is crossed. */
static const char *dim_text(const struct dim *d)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s%s:", d->key, d->crossed ? "*" : "");
	for (unsigned int i = 0; i < d->noptions; i++) {
		strcat(text, " ");
		strcat(text, d->option[i].label);
	}
	return text;
}

START_TEST(conjuncts)
{
	const struct part *p = load_part("  given R is fine in D, cur(v) = D, cur(v) != default\n"
					 "  when paint v with red\n  then cur(v) = D\n");

	ck_assert_uint_eq(p->ngiven, 5);
	ck_assert_str_eq(p->phrase[1].text, "D is paging");
	ck_assert_uint_eq(p->phrase[0].letters, bits("RD"));	/* `page` reads the D of where it stands */
	ck_assert(!p->phrase[0].dynamic);
	ck_assert(p->phrase[1].dynamic);
	ck_assert_uint_eq(p->phrase[4].letters, bits("v"));
	ck_assert_uint_eq(p->letters, bits("RDv"));
	ck_assert_uint_eq(p->bound, bits("v"));
}
END_TEST

/* What a word means where it stands: its letters replaced, those of other words and lets in it as well. */
START_TEST(words_are_written_out)
{
	const struct part *p = load_part("  given S is long, E is paging, phys(E, S) = none\n  when paint v with red\n"
					 "  then cur(v) = E\n");

	ck_assert_uint_eq(p->phrase[0].letters, bits("SD"));
	ck_assert_uint_eq(p->phrase[1].letters, bits("E"));
	small_free(&s);
	p = load_part("  given S is whole in E, S is wholly long in E\n  when paint v with red\n  then cur(v) = E\n"
		      "word R is whole in D  means size(R) % page = 0\n"
		      "word R is wholly long in D  means R is long, R is whole in D\n");
	ck_assert_uint_eq(p->ngiven, 3);
	for (unsigned int i = 0; i < 3; i++)	/* `page` is E's: the word's D is E here */
		ck_assert_uint_eq(p->phrase[i].letters, bits("SE"));
}
END_TEST

START_TEST(what_is_state)
{
	const struct part *p = load_part("  given home(D) = here, w is beside v, group(w) = 1 for some w,\n"
					 "        type(E) = paging for some E\n"
					 "  when paint v with red\n  then cur(v) = D\n");

	ck_assert(p->phrase[0].dynamic);
	ck_assert(!p->phrase[1].dynamic);
	ck_assert(!p->phrase[2].dynamic);	/* which devices there are is a fact */
	ck_assert_uint_eq(p->phrase[2].letters, 0);
	ck_assert(p->phrase[3].dynamic);	/* which domains there are is state */
}
END_TEST

START_TEST(what_is_read)
{
	struct reading r = { 0 };

	load_part("  given home(D) = here\n  when paint v with red\n  then cur(v) = D\n");
	lower_reads(&s.l, small_part(&s, "T-1", 0)->phrase[0].expr, &r);
	ck_assert_uint_eq(r.vars, (uint64_t)1 << small_var(&s, "cur") | (uint64_t)1 << small_var(&s, "type") |
				  (uint64_t)1 << small_var(&s, "group"));	/* which devices there are */
	ck_assert_uint_eq(r.letters, bits("D"));
	ck_assert(r.dynamic);
	small_free(&s);
	load_part("  given mark(v, red) = calm(v), cur(v) = default for some w, not R is long\n  when map D R -> P rw\n"
		  "  then ok\n");
	r = (struct reading){ 0 };
	lower_reads(&s.l, small_part(&s, "T-1", 0)->phrase[0].expr, &r);
	ck_assert_uint_eq(r.vars, (uint64_t)1 << small_var(&s, "mark") | (uint64_t)1 << small_var(&s, "group"));
	ck_assert(r.dynamic);
	ck_assert(small_part(&s, "T-1", 0)->phrase[1].dynamic);
	ck_assert_uint_eq(small_part(&s, "T-1", 0)->phrase[1].vars,	/* which devices there are: group */
			  (uint64_t)1 << small_var(&s, "cur") | (uint64_t)1 << small_var(&s, "group"));
	ck_assert_uint_eq(small_part(&s, "T-1", 0)->phrase[2].letters, bits("RD"));
}
END_TEST

START_TEST(what_outcomes_ask)
{
	const struct part *p = load_part("  when map D R -> P rw\n"
					 "  then ok, phys(D, R) = P, cur(v) in { D, E }, type(D) unchanged\n"
					 "  or ENOMEM, unchanged if cur(v) = D\n"
					 "  given D is paging, E is paging, cur(v) = D\n"
					 "  degraded bad: fails, unchanged until 6.1\n");
	const struct outcome *o = p->outcome;

	ck_assert_uint_eq(p->noutcomes, 3);
	ck_assert_str_eq(o[0].text, "ok, phys(D, R) = P, cur(v) in { D, E }, type(D) unchanged");
	ck_assert_int_eq(p->phrase[o[0].first].asks, PHRASE_RESULT);
	ck_assert_int_eq(p->phrase[o[0].first + 1].asks, PHRASE_EFFECT);
	ck_assert_int_eq(p->phrase[o[0].first + 1].var, small_var(&s, "phys"));
	ck_assert(!p->phrase[o[0].first + 1].branches);
	ck_assert(p->phrase[o[0].first + 2].branches);
	ck_assert_int_eq(p->phrase[o[0].first + 3].asks, PHRASE_OTHER);
	ck_assert_int_eq(o[0].guard, -1);
	ck_assert_int_eq(o[1].class, OUT_OR);
	ck_assert_int_eq(p->phrase[o[1].guard].expr->kind, X_EQ);
	ck_assert_int_eq(p->phrase[o[1].first].asks, PHRASE_RESULT);
	ck_assert_int_eq(p->phrase[o[2].first].asks, PHRASE_RESULT);
	ck_assert_int_eq(p->phrase[o[2].first + 1].asks, PHRASE_OTHER);
	ck_assert_str_eq(o[2].name, "bad");
	ck_assert_str_eq(o[2].until, "6.1");
}
END_TEST

START_TEST(braces_of_when)
{
	const struct part *p = load_part("  when paint { v, w } with { red, blue }\n  then ok\n"
					 "  when map D R -> P rw under alloc-failure(all)\n"
					 "  when map D R -> P rw under alloc-failure(n)\n");

	ck_assert_uint_eq(p->nwhens, 6);
	ck_assert_uint_eq(1u << p->when[1].arg[0].letter, bits("v"));
	ck_assert_int_eq(p->phrase[p->when[1].arg[1].phrase].expr->name, small_name(&s, "blue").u.name);
	ck_assert_uint_eq(1u << p->when[2].arg[0].letter, bits("w"));
	ck_assert_int_eq(p->when[0].env, -1);
	ck_assert(p->when[4].env_all && p->when[4].env_arg.letter < 0);
	ck_assert(!p->when[5].env_all);
	ck_assert_uint_eq(1u << p->when[5].env_arg.letter, bits("n"));
	ck_assert_uint_eq(p->bound, bits("vwDRPn"));
	ck_assert_str_eq(dim_text(&dims(0)->dim[0]), "when*: paint,v,red paint,v,blue paint,w,red paint,w,blue "
			 "map+alloc-failure map+alloc-failure-2");
}
END_TEST

START_TEST(two_braces_one_line)
{
	load_part("  when paint { v, w } with { red, blue }\n  then ok\n");
	ck_assert_str_eq(dim_text(&dims(0)->dim[0]), "when*: v,red v,blue w,red w,blue");
	small_free(&s);
	load_part("  when paint v with { red, blue }\n  then ok\n");
	ck_assert_str_eq(dim_text(&dims(0)->dim[0]), "colour*: red blue");
}
END_TEST

START_TEST(odd_classes)
{
	load_part("  given size(R) in { page, 2 * page, 3 * page, 4 * page }, phys(D, R) in { free-ram, none }\n"
		  "  when map D R -> P rw\n  then ok\n");
	ck_assert_str_eq(dim_text(&dims(0)->dim[1]), "class*: page other other-2 other-3");
	ck_assert_str_eq(dim_text(&dims(0)->dim[2]), "phys*: free-ram none");
}
END_TEST

START_TEST(classes)
{
	const struct part *p = load_part("  given cur(v) in { default, D, not identity }, home(D) in { here, gone },\n"
					 "        prot in { r, rw },\n"
					 "        group(v) in { group(w), 7 }, phys(D, R) in { none, P }\n"
					 "  when map D R -> P prot\n  then ok\n");
	const struct dims *d = dims(0);
	const struct option *o;

	ck_assert_str_eq(dim_text(&d->dim[1]), "cur*: default D not-identity");
	ck_assert_str_eq(dim_text(&d->dim[2]), "home*: here gone");
	ck_assert_str_eq(dim_text(&d->dim[3]), "prot*: r rw");
	ck_assert_str_eq(dim_text(&d->dim[4]), "group*: group-of-w 7");
	ck_assert_str_eq(dim_text(&d->dim[5]), "phys*: none P");
	o = d->dim[1].option;
	ck_assert_str_eq(p->phrase[o[0].extra].text, "cur(v) = default");
	ck_assert_int_eq(p->phrase[o[2].extra].expr->kind, X_NE);
	ck_assert_int_eq(o[0].choice, -1);
	o = d->dim[3].option;			/* a letter is given its value */
	ck_assert_int_eq(o[1].extra, -1);
	ck_assert_str_eq(s.r->letter[p->candidate[o[1].choice].letter].name, "prot");
	ck_assert_str_eq(p->candidate[o[1].choice].name, "rw");
}
END_TEST

/* Named ones first, as the words have them; then the defaults of the sort. */
START_TEST(candidates)
{
	const struct part *p = load_part("  given R is fine in D, S is near R, not S is long\n  when map D R -> P rw\n"
					 "  then ok\n");
	char text[256] = "";

	for (unsigned int i = 0; i < p->ncandidates; i++) {
		const struct candidate *k = &p->candidate[i];

		if (k->name)
			sprintf(text + strlen(text), "%s=%s ", s.r->letter[k->letter].name, k->name);
	}
	ck_assert_str_eq(text, "R=two R=three S=next S=one ");
	ck_assert_str_eq(dim_text(&dims(0)->dim[1]), "R*: two three");
	ck_assert_str_eq(dim_text(&dims(0)->dim[2]), "S: next");
}
END_TEST

static unsigned int defaults(const struct part *p, const char *letter, unsigned int *first)
{
	unsigned int n = 0;

	*first = 0;
	for (unsigned int i = p->ncandidates; i-- > 0; ) {
		if (1u << p->candidate[i].letter != bits(letter) || p->candidate[i].name)
			continue;
		*first = i;
		n++;
	}
	return n;
}

/* Memory for a range: that which the operation maps it to, aligned places first. */
START_TEST(memory)
{
	const struct part *p = load_part("  given size(S) = size(R)\n  when move D R -> P D S -> Q\n  then ok\n");
	struct value letter[SPEC_LETTERS] = { { 0 } }, v;
	unsigned int first;

	*small_letter(&s, letter, "D") = v_domain(3);
	*small_letter(&s, letter, "R") = v_range(v_number(0), v_number(0x2000));
	*small_letter(&s, letter, "S") = v_range(v_number(0), v_number(0x4000));
	ck_assert_uint_eq(defaults(p, "Q", &first), 2 * LOWER_PLACES);
	v = oracle_phrase(s.r, &s.world, &s.world, p, p->candidate[first].phrase, letter, NULL, &s.arena);
	ck_assert(v_true(v_eq(v_size(v), v_number(0x4000))));
	ck_assert(v_first(v).u.num % 0x4000 == 0);
	v = oracle_phrase(s.r, &s.world, &s.world, p, p->candidate[first + LOWER_PLACES].phrase, letter, NULL,
			  &s.arena);
	ck_assert(v_first(v).u.num % 0x4000 == 0x1000);		/* a page askew */
	ck_assert_uint_eq(defaults(p, "P", &first), 2 * LOWER_PLACES);
	v = oracle_phrase(s.r, &s.world, &s.world, p, p->candidate[first].phrase, letter, NULL, &s.arena);
	ck_assert(v_true(v_eq(v_size(v), v_number(0x2000))));
	*small_letter(&s, letter, "R") = v_range(v_number(0), v_number(0));
	v = oracle_phrase(s.r, &s.world, &s.world, p, p->candidate[first].phrase, letter, NULL, &s.arena);
	ck_assert(v_true(v_eq(v_size(v), v_number(0))));		/* of an empty range, too */
}
END_TEST

START_TEST(defaults_of_sorts)
{
	const struct part *p = load_part("  given colour != red, size(R) = 1\n  when paint v with colour\n  then ok\n");
	unsigned int first = 0, names = 0;

	for (unsigned int i = 0; i < p->ncandidates; i++)
		names += !strcmp(s.r->letter[p->candidate[i].letter].name, "colour");
	ck_assert_uint_eq(names, 2);
	ck_assert_uint_eq(defaults(p, "R", &first), 1);
	ck_assert_uint_eq(defaults(p, "v", &first), 0);
}
END_TEST

START_TEST(rules)
{
	const struct rule *r;

	load("rule T-2 core disputed unsafe bearable\n  \"Sentence.\"\n  when paint v with red\n  then ok\n  unless F-1\n"
	     "  since 6.1\n  until 6.9\n"
	     "  report result, log, fault-record\n  after healthy\n"
	     "  never current v returns default if cur(v) = default\n"
	     "  during current v returns any\n  source linux a.c f \"words\"\n  source seed 001 \"y\"\n");
	r = rules_find(s.r, "T-2");
	ck_assert_str_eq(r->group, "T");
	ck_assert_str_eq(r->sentence, "Sentence.");
	ck_assert_str_eq(r->consensus, "disputed");
	ck_assert(r->core && r->unsafe && r->bearable && !r->unchecked);
	ck_assert_str_eq(r->since, "6.1");
	ck_assert_str_eq(r->until, "6.9");
	ck_assert_str_eq(r->sources[0], "linux a.c f \"words\"");
	ck_assert_str_eq(r->sources[1], "seed 001 \"y\"");
	ck_assert_ptr_null(r->sources[2]);
	ck_assert_uint_eq(r->nunless, 1);
	ck_assert_str_eq(s.r->rule[r->unless[0]]->id, "F-1");
	ck_assert(!strncmp(r->where, "small.rule:", 11) && atoi(r->where + 11) > 40);
	ck_assert(r->part[0].healthy && r->part[0].report_result && r->part[0].report_log && r->part[0].report_fault);
	ck_assert_uint_eq(r->part[0].nnever, 1);
	ck_assert_int_ge(r->part[0].never[0].guard, 0);
	ck_assert_uint_eq(r->part[0].nduring, 1);
	r = rules_find(s.r, "F-1");
	ck_assert_str_eq(r->unchecked, "why");
	ck_assert_uint_eq(r->nparts, 0);
}
END_TEST

START_TEST(states)
{
	const struct var_desc *d;
	int i;

	load_part("  when paint v with red\n  then ok\n");
	d = &s.r->var[small_var(&s, "mark")];
	ck_assert_uint_eq(d->dim[0], WORLD_DEVICES);
	ck_assert_uint_eq(d->dim[1], 2);
	ck_assert_ptr_null(d->names[0]);
	ck_assert_int_eq(d->names[1][1], small_name(&s, "blue").u.name);
	ck_assert_int_eq(s.r->var[small_var(&s, "hw")].follows, small_var(&s, "cur"));
	ck_assert(s.r->var[small_var(&s, "cur")].per_group);
	ck_assert_str_eq(s.r->var[small_var(&s, "phys")].frame, "F-1");
	ck_assert(s.r->var[small_var(&s, "phys")].by_address);
	ck_assert_uint_eq(1u << s.r->formal[small_var(&s, "cur")][0], bits("v"));
	ck_assert_int_eq(s.r->formal[small_var(&s, "cur")][1], -1);
	ck_assert_uint_eq(s.r->offset[s.r->nvars], s.world.ncells);
	i = small_var(&s, "taste");
	ck_assert_ptr_eq(s.r->var[i].names[0], s.r->sort[s.spec->var[i].args[0]].constants);
}
END_TEST

/* Which parts speak of an operation. */
START_TEST(index_of_whens)
{
	const struct op_info *op;

	load_part("  when paint v with red\n  then ok\n  part two\n  when map D R -> P rw\n  when paint v with blue\n"
		  "  then ok\n");
	op = &s.r->op[small_op(&s, "paint")];
	ck_assert_uint_eq(op->nspoken, 2);
	ck_assert_uint_eq(op->spoken[1].rule, 1);
	ck_assert_uint_eq(op->spoken[1].part, 1);
	ck_assert_uint_eq(op->spoken[1].when, 1);
	ck_assert_uint_eq(s.r->op[small_op(&s, "current")].nspoken, 0);
	ck_assert_str_eq(s.r->letter[op->formal[1]].name, "colour");
}
END_TEST

START_TEST(shared_givens)
{
	const struct part *p = load_part("  given cur(v) = D, cur(v) = E\n  when paint v with red\n  then ok\n"
					 "  part two\n  given D is paging, cur(v) = D\n  when paint v with red\n"
					 "  then ok\n");

	ck_assert_uint_eq(s.r->nshared, 1);
	ck_assert_uint_eq(p[0].phrase[0].shared, 1);
	ck_assert_uint_eq(p[0].phrase[1].shared, 0);
	ck_assert_uint_eq(p[1].phrase[1].shared, 1);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&conjuncts, &words_are_written_out, &what_is_state, &what_is_read, &what_outcomes_ask, &braces_of_when,
		&two_braces_one_line, &odd_classes, &classes, &candidates, &memory, &defaults_of_sorts, &rules, &states,
		&index_of_whens, &shared_givens, NULL
	};
	Suite *suite = suite_create("lower");
	TCase *tcase = tcase_create("lower");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	for (unsigned int i = 0; tests[i]; i++)
		tcase_add_test(tcase, *tests[i]);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}

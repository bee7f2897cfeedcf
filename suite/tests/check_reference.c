// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_reference.c - the compiled cases as Check tests against the model's reference driver: a TCase for each rule, a
 * loop test over its cases. For whoever wants Check's tools:
 *
 *	CK_RUN_CASE=MAP-001 CK_FORK=no gdb suite/tests/check_reference
 */
#include "config.h"

#include <stdlib.h>

#include "build-aux/unit.h"
#include "suite/case.h"

static struct session session;
static struct target *target;
static const struct rcase **cases;

/* Opened once; each test works on a copy of it, for Check forks. */
static void open_reference(void)
{
	const struct target_driver *const *drv = target_drivers;
	char why[256] = "no target 'model'";

	while (*drv && strcmp((*drv)->name, "model"))
		drv++;
	target = *drv ? (*drv)->open("reference", NULL, why, sizeof(why)) : NULL;
	ck_assert_msg(target && session_init(&session, target, &compiled_rules, why, sizeof(why)), "%s", why);
	ck_assert_msg(session_calibrate(&session, why, sizeof(why)), "%s", why);
}

static void close_reference(void)
{
	session_free(&session);
	target->drv->close(target);
}

START_TEST(keeps)
{
	struct case_result res;

	case_run(&session, cases[_i], 1, &res);
	if (res.verdict == VERDICT_SKIP)
		unit_skip(res.reason);
	ck_assert_msg(res.verdict == VERDICT_PASS, "%s: %s: %s", cases[_i]->name, verdict_name(res.verdict),
		      res.reason);
}
END_TEST

static void list_cases(void)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < compiled_rules.nrules; i++)
		n += compiled_rules.rule[i]->ncases;
	cases = calloc(n + 1, sizeof(*cases));
	if (!cases)
		abort();
	n = 0;
	for (unsigned int i = 0; i < compiled_rules.nrules; i++)
		for (unsigned int j = 0; j < compiled_rules.rule[i]->ncases; j++)
			cases[n++] = &compiled_rules.rule[i]->rcase[j];
}

int main(void)
{
	Suite *suite = suite_create("reference");
	unsigned int n = 0;
	int status;

	list_cases();
	for (unsigned int i = 0; i < compiled_rules.nrules; i++) {
		const struct rule *rule = compiled_rules.rule[i];
		TCase *tcase = tcase_create(rule->id);

		tcase_add_unchecked_fixture(tcase, open_reference, close_reference);
		tcase_add_loop_test(tcase, keeps, n, n + rule->ncases);
		suite_add_tcase(suite, tcase);
		n += rule->ncases;
	}
	status = unit_main(suite, NULL);
	free(cases);
	return status;
}

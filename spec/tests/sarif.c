// SPDX-License-Identifier: GPL-2.0-only
/* sarif.c - what is written as SARIF has the members that SARIF 2.1.0 demands, and says what was found. */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "spec/diag.h"

static const struct diag_rule rules[] = {
	{ "unknown-name", "a name that nobody declares", SEV_ERROR },
	{ "long-rule", "a long rule", SEV_WARNING },
	{ "unused", "an idle word", SEV_OFF },
};

/* The log of @d, read back. */
static json_t *written(const struct diag *d)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	json_error_t error;
	json_t *log;

	ck_assert_int_eq(diag_sarif(d, rules, 3, f), 0);
	fclose(f);
	log = json_loads(text, 0, &error);
	ck_assert_msg(log, "%s: %s", error.text, text);
	free(text);
	return log;
}

static json_t *run_of(json_t *log)
{
	ck_assert_str_eq(json_string_value(json_object_get(log, "version")), "2.1.0");
	ck_assert_uint_eq(json_array_size(json_object_get(log, "runs")), 1);
	return json_array_get(json_object_get(log, "runs"), 0);
}

START_TEST(empty)
{
	struct diag d = { 0 };
	json_t *log = written(&d), *run = run_of(log), *driver;

	driver = json_object_get(json_object_get(run, "tool"), "driver");
	ck_assert_str_eq(json_string_value(json_object_get(driver, "name")), "iommu-conform check-spec");
	ck_assert_uint_eq(json_array_size(json_object_get(driver, "rules")), 3);
	ck_assert(json_is_array(json_object_get(run, "results")));
	ck_assert_uint_eq(json_array_size(json_object_get(run, "results")), 0);
	json_decref(log);
}
END_TEST

static const char *level(json_t *rule)
{
	return json_string_value(json_object_get(json_object_get(rule, "defaultConfiguration"), "level"));
}

START_TEST(levels)
{
	struct diag d = { 0 };
	json_t *log = written(&d), *all;

	all = json_object_get(json_object_get(json_object_get(run_of(log), "tool"), "driver"), "rules");
	ck_assert_str_eq(level(json_array_get(all, 0)), "error");
	ck_assert_str_eq(level(json_array_get(all, 1)), "warning");
	ck_assert_str_eq(level(json_array_get(all, 2)), "none");
	json_decref(log);
}
END_TEST

static json_int_t number_in(json_t *o, const char *key)
{
	ck_assert(json_is_integer(json_object_get(o, key)));
	return json_integer_value(json_object_get(o, key));
}

START_TEST(finding)
{
	struct srcpos pos = { "a folder/m\xc3\xa4p.rule", 3, 4, 3, 9 };
	struct diag d = { 0 };
	json_t *log, *result, *place, *region;

	diag_add_file(&d, pos.file, "", 0);
	diag_report(&d, "unknown-name", &pos, "there is no `%s`", "x");
	diag_hint(&d, "did you mean `y`?");
	log = written(&d);
	result = json_array_get(json_object_get(run_of(log), "results"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(result, "ruleId")), "unknown-name");
	ck_assert_str_eq(json_string_value(json_object_get(result, "level")), "error");
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(result, "message"), "text")),
			 "there is no `x` (did you mean `y`?)");
	place = json_object_get(json_array_get(json_object_get(result, "locations"), 0), "physicalLocation");
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(place, "artifactLocation"), "uri")),
			 "a%20folder/m%C3%A4p.rule");
	region = json_object_get(place, "region");
	ck_assert_int_eq(number_in(region, "startLine"), 3);
	ck_assert_int_eq(number_in(region, "startColumn"), 4);
	ck_assert_int_eq(number_in(region, "endLine"), 3);
	ck_assert_int_eq(number_in(region, "endColumn"), 10);	/* behind the last character */
	json_decref(log);
	diag_free(&d);
}
END_TEST

START_TEST(words_that_are_not_text)
{
	struct srcpos nowhere = { 0 };
	struct diag d = { 0 };
	json_t *log, *result;

	diag_report(&d, "long-rule", &nowhere, "\xff\xfe");
	log = written(&d);
	result = json_array_get(json_object_get(run_of(log), "results"), 0);
	ck_assert(json_is_string(json_object_get(json_object_get(result, "message"), "text")));
	ck_assert_ptr_null(json_object_get(result, "locations"));
	json_decref(log);
	diag_free(&d);
}
END_TEST

START_TEST(cannot_write)
{
	struct diag d = { 0 };
	FILE *f = fopen("/dev/full", "w");

	if (!f)
		unit_skip("no /dev/full");
	setvbuf(f, NULL, _IONBF, 0);
	ck_assert_int_eq(diag_sarif(&d, rules, 3, f), -1);
	fclose(f);
}
END_TEST

int main(void)
{
	static const TTest *const *const sarif[] = {
		&empty, &levels, &finding, &words_that_are_not_text, &cannot_write, NULL,
	};

	return unit_main(unit_suite("sarif", sarif), NULL);
}

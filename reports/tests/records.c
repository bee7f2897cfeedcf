// SPDX-License-Identifier: GPL-2.0-only
/*
 * records.c - what is written reads back, what is broken is named, what is killed goes on.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "reports/resume.h"

#define RULE "{\"id\":\"MAP-001\",\"group\":\"MAP\"}"
#define HEAD "{\"kind\":\"header\",\"format\":\"iommu-conform-records\",\"version\":1,\"spec\":\"ab\"," \
	     "\"target\":\"model\",\"driver\":\"d\",\"kernel\":\"\",\"evidence\":\"model\",\"rules\":[" RULE "]}\n"
#define CASE(more) "{\"kind\":\"case\",\"name\":\"MAP-001/a\",\"rule\":\"MAP-001\",\"target\":\"model\"," \
		   "\"driver\":\"d\",\"kernel\":\"\",\"evidence\":\"model\",\"verdict\":\"PASS\"" more "}\n"
#define END "{\"kind\":\"end\",\"counts\":{\"PASS\":1}}\n"

static const char *const sources[] = { "mail Gunthorpe 2023-09-25 \"Regardless\"", "code core:2685", NULL };
static const struct record_rule rules[] = {
	{
		.id = "MAP-001", .group = "MAP", .sentence = "A \"map\" succeeds.\n", .consensus = "settled",
		.core = true, .since = "6.12", .text = "rule MAP-001\n\tgiven", .where = "spec/rules/map.rule:12",
		.sources = sources, .cases = 7,
	},
	{ .id = "MAP-002", .group = "MAP", .sentence = "", .consensus = "disputed", .unchecked = true, .until = "7.0",
	  .text = "", .where = "" },
};
static const struct record_header header = {
	.spec_hash = "0123ab", .version = "0.1", .target = "uml", .driver = "rockchip", .kernel = "7.2.13",
	.evidence = "real", .interface = "iommufd", .config = "kernel=debian:7.2", .remarks = "64-bit build", .seed = UINT64_MAX,
	.started = "2025-01-01T00:00:00Z", .command = "iommu-conform run", .rules = rules, .nrules = 2,
};
static const struct record_step steps[] = {
	{ "map D0 0x1000+0x1000 -> 0x8000 rw", "ok", NULL }, { "unmap", "EINVAL", "WARNING: at \x1b[31m <b>" },
};
static const struct record failed = {
	.name = "MAP-001/attached=never", .rule = "MAP-001", .target = "uml", .driver = "rockchip", .kernel = "7.2.13",
	.evidence = "real", .interface = "iommufd", .verdict = VERDICT_FAIL, .reason = "frame", .accused = "MAP-017", .expected = "ok",
	.observed = "EINVAL", .reported = "result=EINVAL", .remarks = "driver-or-emulator",
	.repeat = "iommu-conform run -x", .steps = steps, .nsteps = 2, .seed = 1ull << 63, .duration_us = 1234,
};

static char path[] = "/tmp/records-XXXXXX";
static struct record_set set;
static char why[256];

static void setup(void)
{
	close(mkstemp(path));
}

static void teardown(void)
{
	record_set_free(&set);
	unlink(path);
}

static void put(const char *content)
{
	FILE *f = fopen(path, "w");

	fputs(content, f);
	fclose(f);
}

static int get(void)
{
	return record_read(path, &set, why, sizeof(why));
}

/* The reader refuses @content, and says @complaint behind "file:". */
static void refused(const char *content, const char *complaint)
{
	put(content);
	ck_assert_int_eq(get(), -EINVAL);
	ck_assert_msg(!strncmp(why, path, strlen(path)) && why[strlen(path)] == ':', "no file name: %s", why);
	ck_assert_str_eq(why + strlen(path) + 1, complaint);
}

/* @line with @from replaced by @to. */
static const char *but(const char *line, const char *from, const char *to)
{
	static char buf[2048];
	const char *at = strstr(line, from);

	ck_assert_ptr_nonnull(at);
	snprintf(buf, sizeof(buf), "%.*s%s%s", (int)(at - line), line, to, at + strlen(from));
	return buf;
}

START_TEST(verdicts_have_names)
{
	static const char unexpected[] = " ERROR CRASH FAIL XPASS UNSTABLE DEGRADED ";

	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		ck_assert_int_eq(verdict_find(verdict_name(v)), v);
		ck_assert_int_eq(verdict_unexpected(v), !!strstr(unexpected, but(" ? ", "?", verdict_name(v))));
	}
	ck_assert_str_eq(verdict_name(VERDICT_XFAIL), "XFAIL");
	ck_assert_int_eq(verdict_find("pass"), NR_VERDICTS);
}
END_TEST

static void same_header(const struct record_header *h)
{
	ck_assert_str_eq(h->spec_hash, header.spec_hash);
	ck_assert_str_eq(h->version, header.version);
	ck_assert_str_eq(h->target, header.target);
	ck_assert_str_eq(h->driver, header.driver);
	ck_assert_str_eq(h->kernel, header.kernel);
	ck_assert_str_eq(h->evidence, header.evidence);
	ck_assert_str_eq(h->interface, header.interface);
	ck_assert_str_eq(h->config, header.config);
	ck_assert_str_eq(h->remarks, header.remarks);
	ck_assert_uint_eq(h->seed, header.seed);
	ck_assert_str_eq(h->started, header.started);
	ck_assert_str_eq(h->command, header.command);
	ck_assert_uint_eq(h->nrules, header.nrules);
}

static void same_rule(const struct record_rule *a, const struct record_rule *b)
{
	ck_assert_str_eq(a->id, b->id);
	ck_assert_str_eq(a->group, b->group);
	ck_assert_str_eq(a->sentence, b->sentence);
	ck_assert_str_eq(a->consensus, b->consensus);
	ck_assert_int_eq(a->core, b->core);
	ck_assert_int_eq(a->unchecked, b->unchecked);
	ck_assert_pstr_eq(a->since, b->since);
	ck_assert_pstr_eq(a->until, b->until);
	ck_assert_str_eq(a->text, b->text);
	ck_assert_str_eq(a->where, b->where);
	ck_assert_uint_eq(a->cases, b->cases);
	for (unsigned int i = 0; b->sources && (i == 0 || b->sources[i - 1]); i++)
		ck_assert_pstr_eq(a->sources[i], b->sources[i]);
	ck_assert(b->sources || !a->sources[0]);
}

static void same_record(const struct record *a, const struct record *b)
{
	ck_assert_str_eq(a->name, b->name);
	ck_assert_str_eq(a->rule, b->rule);
	ck_assert_str_eq(a->target, b->target);
	ck_assert_str_eq(a->driver, b->driver);
	ck_assert_str_eq(a->kernel, b->kernel);
	ck_assert_str_eq(a->evidence, b->evidence);
	ck_assert_str_eq(a->interface ? a->interface : "", b->interface ? b->interface : "");
	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_str_eq(a->reason, b->reason);
	ck_assert_pstr_eq(a->accused, b->accused);
	ck_assert_pstr_eq(a->expected, b->expected);
	ck_assert_pstr_eq(a->observed, b->observed);
	ck_assert_pstr_eq(a->reported, b->reported);
	ck_assert_pstr_eq(a->remarks, b->remarks);
	ck_assert_pstr_eq(a->repeat, b->repeat);
	ck_assert_uint_eq(a->seed, b->seed);
	ck_assert_uint_eq(a->duration_us, b->duration_us);
	ck_assert_uint_eq(a->nsteps, b->nsteps);
	for (unsigned int i = 0; i < a->nsteps; i++) {
		ck_assert_str_eq(a->steps[i].request, b->steps[i].request);
		ck_assert_str_eq(a->steps[i].answer, b->steps[i].answer);
		ck_assert_pstr_eq(a->steps[i].log, b->steps[i].log);
	}
}

START_TEST(reads_back_what_was_written)
{
	struct record passed = failed;
	struct record_counts counts = { 0 };
	FILE *f = fopen(path, "w");

	passed.verdict = VERDICT_PASS;
	passed.reason = "";
	passed.accused = passed.expected = passed.observed = passed.reported = passed.remarks = passed.repeat = NULL;
	passed.nsteps = 0;
	counts.n[VERDICT_PASS] = counts.n[VERDICT_FAIL] = 1;
	ck_assert_int_eq(record_write_header(f, &header), 0);
	ck_assert_int_eq(record_write(f, &failed), 0);
	ck_assert_int_eq(record_write(f, &passed), 0);
	ck_assert_int_eq(record_write_end(f, &counts), 0);
	fclose(f);

	ck_assert_int_eq(get(), 0);
	ck_assert_str_eq(why, "");
	ck_assert_uint_eq(set.nruns, 1);
	ck_assert(set.runs[0].complete);
	same_header(&set.runs[0].header);
	same_rule(&set.runs[0].header.rules[0], &rules[0]);
	same_rule(&set.runs[0].header.rules[1], &rules[1]);
	ck_assert_uint_eq(set.runs[0].nrecords, 2);
	same_record(&set.runs[0].records[0], &failed);
	same_record(&set.runs[0].records[1], &passed);
}
END_TEST

START_TEST(invalid_utf8_is_replaced)
{
	struct record r = failed;
	FILE *f = fopen(path, "w");

	r.driver = "a\xff\xe2\x82z\xe2\x82\xac";
	ck_assert_int_eq(record_write_header(f, &header), 0);
	ck_assert_int_eq(record_write(f, &r), 0);
	fclose(f);
	ck_assert_int_eq(get(), 0);
	ck_assert_str_eq(set.runs[0].records[0].driver, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\xe2\x82\xac");
}
END_TEST

START_TEST(several_runs_and_files_add_up)
{
	put(HEAD CASE("") END HEAD CASE(""));
	ck_assert_int_eq(get(), 0);
	ck_assert_int_eq(get(), 0);
	ck_assert_uint_eq(set.nruns, 4);
	ck_assert(set.runs[2].complete);
	ck_assert(!set.runs[3].complete);
}
END_TEST

START_TEST(unknown_keys_are_ignored)
{
	put(HEAD CASE(",\"mood\":[{}]") "{\"kind\":\"end\",\"counts\":{\"PASS\":1,\"MAYBE\":0},\"x\":1}\n");
	ck_assert_int_eq(get(), 0);
	ck_assert(set.runs[0].complete);
}
END_TEST

START_TEST(cut_off_last_line_is_dropped)
{
	put(HEAD CASE("") "{\"kind\":\"case\",\"na");
	ck_assert_int_eq(get(), 0);
	ck_assert_msg(strstr(why, ":3: the last line is cut off"), "%s", why);
	ck_assert_uint_eq(set.runs[0].nrecords, 1);
	ck_assert(!set.runs[0].complete);
}
END_TEST

START_TEST(last_line_may_lack_its_newline)
{
	put(HEAD CASE("") "{\"kind\":\"end\",\"counts\":{\"PASS\":1}}");
	ck_assert_int_eq(get(), 0);
	ck_assert_str_eq(why, "");
	ck_assert(set.runs[0].complete);
}
END_TEST

START_TEST(wrong_counts_make_a_run_incomplete)
{
	put(HEAD CASE("") "{\"kind\":\"end\",\"counts\":{\"PASS\":3,\"FAIL\":1}}\n" HEAD);
	ck_assert_int_eq(get(), 0);
	ck_assert_msg(strstr(why, ":3: the run counted 1 FAIL, the file holds 0"), "%s", why);
	ck_assert(!set.runs[0].complete);
}
END_TEST

START_TEST(malformed_lines_are_named)
{
	refused("", "0: empty, not even a header");
	refused("hello", "1: not a JSON object: '[' or '{' expected near 'hello'");
	refused("[]\n", "1: not a JSON object: another value");
	refused("{}\n", "1: no records of iommu-conform: \"kind\" is missing");
	refused("{\"kind\":\"tail\"}\n", "1: unknown kind of line 'tail'");
	refused("{\"kind\":\"header\"}\n",
		"1: no records of iommu-conform: \"format\" is not \"iommu-conform-records\"");
	refused("{\"kind\":\"header\",\"format\":\"iommu-conform-records\"}\n",
		"1: \"version\" is not a positive number");
	refused(CASE(""), "1: a line of kind 'case' before any header");
	refused(END, "1: a line of kind 'end' before any header");
	refused(HEAD CASE("") END CASE(""), "4: a line of kind 'case' behind the end of the run");
	refused(HEAD CASE("") END END, "4: a line of kind 'end' behind the end of the run");
	refused(HEAD "{\"kind\":\"end\"}\n", "2: \"counts\" is missing");
	refused(HEAD "{\"kind\":\"case\"}\n", "2: \"name\" is missing");
	refused(HEAD "{\"kind\":\"case\"\n" CASE(""), "2: not a JSON object: '}' expected near end of file");
}
END_TEST

START_TEST(malformed_values_are_named)
{
	refused(HEAD CASE(",\"reason\":1"), "2: \"reason\" is not a string");
	refused(HEAD CASE(",\"seed\":1"), "2: \"seed\" is not a number in a string");
	refused(HEAD CASE(",\"seed\":\"-1\""), "2: \"seed\" is not a number in a string");
	refused(HEAD CASE(",\"seed\":\"18446744073709551616\""), "2: \"seed\" is not a number in a string");
	refused(HEAD CASE(",\"duration_us\":-1"), "2: \"duration_us\" is not a count");
	refused(HEAD CASE(",\"duration_us\":1.5"), "2: \"duration_us\" is not a count");
	refused(HEAD CASE(",\"steps\":{}"), "2: \"steps\" is not a list");
	refused(HEAD CASE(",\"steps\":[1]"), "2: \"steps\" holds something that is not an object");
	refused(HEAD CASE(",\"steps\":[{\"request\":\"map\"}]"), "2: \"answer\" is missing");
	refused(HEAD CASE(",\"name\":\"\""), "2: not a JSON object: duplicate object key near '\"name\"'");
	refused(HEAD CASE(",\"reason\":\"\\u0000\""),
		"2: not a JSON object: \\u0000 is not allowed without JSON_ALLOW_NUL near '\"\\u0000\"'");
}
END_TEST

START_TEST(malformed_rules_and_names_are_named)
{
	refused(but(HEAD, "\"version\":1", "\"version\":2"),
		"1: records of version 2, this program reads up to 1: update it");
	refused(but(HEAD, RULE, "1"), "1: \"rules\" holds something that is not an object");
	refused(but(HEAD, "\"group\":\"MAP\"", "\"sources\":[2]"), "1: \"group\" is missing");
	refused(but(HEAD, "\"MAP\"", "\"MAP\",\"sources\":[2]"), "1: \"sources\" holds something that is not a string");
	refused(but(HEAD, "\"MAP\"", "\"MAP\",\"core\":1"), "1: \"core\" is neither true nor false");
	refused(but(HEAD, "\"MAP\"", "\"MAP\",\"cases\":-1"), "1: \"cases\" is not a count");
	refused(but(HEAD, "\"evidence\":\"model\"", "\"evidence\":\"hope\""),
		"1: evidence 'hope' is neither real, hardware nor model");
	refused(but(HEAD CASE(""), "PASS", "GOOD"), "2: unknown verdict 'GOOD'");
	refused(but(HEAD CASE(""), "\"rule\":\"MAP-001\"", "\"rule\":\"MAP-009\""),
		"2: rule 'MAP-009' is not in the header");
}
END_TEST

START_TEST(missing_file_is_an_error)
{
	ck_assert_int_eq(record_read("/nonexistent/records", &set, why, sizeof(why)), -ENOENT);
	ck_assert_str_eq(why, "/nonexistent/records: No such file or directory");
	ck_assert_int_eq(record_read("/", &set, why, sizeof(why)), -EISDIR);
	ck_assert_ptr_null(record_resume("/nonexistent/records", &set, why, sizeof(why)));
	ck_assert_str_eq(why, "/nonexistent/records: No such file or directory");
}
END_TEST

START_TEST(complaint_fits_its_buffer)
{
	char small[8] = "xxxxxxx";

	put("{}\n");
	ck_assert_int_eq(record_read(path, &set, small, 5), -EINVAL);
	ck_assert_str_eq(small, "/tmp");
}
END_TEST

START_TEST(full_disk_is_reported)
{
	FILE *f = fopen("/dev/full", "w");

	ck_assert_int_eq(record_write(f, &failed), -ENOSPC);
	fputs("earlier", f);
	ck_assert_int_eq(record_write(f, &failed), -ENOSPC);
	fclose(f);
}
END_TEST

static off_t size_of(const char *file)
{
	struct stat st;

	ck_assert_int_eq(stat(file, &st), 0);
	return st.st_size;
}

/* A limit on the file's size makes the kernel write a part of a line, as a disk does that runs full. */
START_TEST(half_line_is_taken_back)
{
	struct rlimit limit;
	FILE *f = fopen(path, _i ? "a" : "w");
	off_t before;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(record_write_header(f, &header), 0);
	before = size_of(path);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = before + 10;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(record_write(f, &failed), -EFBIG);
	ck_assert_int_eq(size_of(path), before);

	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(record_write(f, &failed), 0);
	fclose(f);
	ck_assert_int_eq(get(), 0);
	ck_assert_uint_eq(set.runs[0].nrecords, 1);
}
END_TEST

/* A socket that keeps write()s apart, and a line that is longer than the buffer of a FILE. */
START_TEST(one_write_per_line)
{
	static char log[20000], line[40000];
	struct record_step step = { "map", "ok", memset(log, 'x', sizeof(log) - 1) };
	struct record big = failed;
	int fds[2];
	FILE *f;

	big.steps = &step;
	big.nsteps = 1;
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
	f = fdopen(fds[1], "w");
	for (int i = 0; i < 2; i++) {
		ssize_t len;

		ck_assert_int_eq(record_write(f, &big), 0);
		len = read(fds[0], line, sizeof(line));
		ck_assert_int_gt(len, sizeof(log));
		ck_assert_ptr_eq(memchr(line, '\n', len), line + len - 1);
	}
	fclose(f);
	close(fds[0]);
}
END_TEST

START_TEST(resume_goes_on_behind_the_last_whole_line)
{
	struct record_counts counts;
	FILE *f;

	put(HEAD CASE("") END HEAD CASE("") "{\"kind\":\"case\",\"na");
	f = record_resume(path, &set, why, sizeof(why));
	ck_assert_msg(f, "%s", why);
	ck_assert_uint_eq(set.nruns, 2);
	ck_assert(!set.runs[1].complete);
	ck_assert_str_eq(set.runs[1].records[0].name, "MAP-001/a");
	counts = record_count(&set.runs[1]);
	ck_assert_uint_eq(counts.n[VERDICT_PASS], 1);
	ck_assert_int_eq(record_write(f, &failed), 0);
	counts.n[VERDICT_FAIL]++;
	ck_assert_int_eq(record_write_end(f, &counts), 0);
	fclose(f);
	record_set_free(&set);

	ck_assert_int_eq(get(), 0);
	ck_assert_str_eq(why, "");
	ck_assert(set.runs[1].complete);
	ck_assert_uint_eq(set.runs[1].nrecords, 2);
}
END_TEST

START_TEST(resume_names_what_it_cannot_read)
{
	put("hello\nworld");
	ck_assert_ptr_null(record_resume(path, &set, why, sizeof(why)));
	ck_assert_msg(strstr(why, ":1: not a JSON object"), "%s", why);
}
END_TEST

int main(void)
{
	static const TTest *const *const plain[] = {
		&verdicts_have_names, &reads_back_what_was_written, &invalid_utf8_is_replaced,
		&several_runs_and_files_add_up, &unknown_keys_are_ignored, &cut_off_last_line_is_dropped,
		&last_line_may_lack_its_newline, &wrong_counts_make_a_run_incomplete, &malformed_lines_are_named,
		&malformed_values_are_named, &malformed_rules_and_names_are_named, &missing_file_is_an_error,
		&complaint_fits_its_buffer, &full_disk_is_reported, &one_write_per_line,
		&resume_goes_on_behind_the_last_whole_line, &resume_names_what_it_cannot_read, NULL
	};
	Suite *suite = suite_create("records");
	TCase *tcase = tcase_create("records");

	tcase_add_checked_fixture(tcase, setup, teardown);
	for (const TTest *const *const *t = plain; *t; t++)
		tcase_add_test(tcase, **t);
	tcase_add_loop_test(tcase, half_line_is_taken_back, 0, 2);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}

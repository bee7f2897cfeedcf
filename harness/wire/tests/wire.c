// SPDX-License-Identifier: GPL-2.0-only
/* The near end of the wire against far ends that lie, hang, crash and talk nonsense. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "harness/wire/process.h"
#include "harness/wire/wire.h"

static char why[256];

static const char *command(const char *mode)
{
	static char line[4200];
	const char *dir = getenv("top_builddir");

	snprintf(line, sizeof(line), "exec %s/harness/wire/tests/far-end %s", dir ? dir : ".", mode);
	return line;
}

static struct target *far_end(const char *mode)
{
	static const char *const options[] = { "timeout=1", NULL };

	return wire_target.open(command(mode), options, why, sizeof(why));
}

static struct answer ask(struct target *t)
{
	const struct request rq = { .op = TARGET_OBJECTS };
	struct answer a;

	memset(&a, 0x55, sizeof(a));
	t->drv->submit(t, &rq, &a);
	return a;
}

/* What each far end does to an operation, and what is kept of it. */
static const struct {
	const char *mode;
	enum answer_kind kind;
	const char *why, *log;
} misdeeds[] = {
	{ "exit", ANSWER_CRASHED, "exited with status 3", "" },
	{ "signal", ANSWER_CRASHED, "signal 6", "kernel NULL pointer" },
	{ "tell-and-die", ANSWER_CRASHED, "exited with status 1", "kernel NULL pointer" },
	{ "panic", ANSWER_CRASHED, "kernel panic: Segfault in omap_iommu_map", "RIP: " },
	{ "panic-arm", ANSWER_CRASHED, "kernel panic: Oops in rk_iommu_map", "pc : " },
	{ "panic-console", ANSWER_CRASHED, "kernel panic: Fatal exception in viommu_sync_req", "RIP: " },
	{ "panic-s390", ANSWER_CRASHED, "kernel panic: Oops in s390_iommu_map", "Krnl PSW" },
	{ "panic-nowhere", ANSWER_CRASHED, "kernel panic: Oops", "panic" },
	{ "panic-hang", ANSWER_HUNG, "no end within 3 s", "Kernel panic" },
	{ "renewed", ANSWER_CRASHED, "the far end was killed by signal 6 (Aborted)", "" },
	{ "half-line", ANSWER_CRASHED, "within a line", "" },
	{ "close", ANSWER_CRASHED, "the far end", "" },
	{ "hang", ANSWER_HUNG, "no answer within 1 s", "" },
	{ "hang-half", ANSWER_HUNG, "no answer within 1 s", "" },
	{ "stubborn", ANSWER_HUNG, "no answer within 1 s", "" },
	{ "nonsense", ANSWER_GARBLED, "not a line of the protocol: 'Segmentation fault'", "" },
	{ "wrong-operation", ANSWER_GARBLED, "not an answer: 'ok'", "" },
	{ "trailing", ANSWER_GARBLED, "not an answer: '1 and more'", "" },
	{ "old-answer", ANSWER_GARBLED, "another question", "" },
	{ "data", ANSWER_GARBLED, "nobody asked for", "" },
	{ "flood", ANSWER_GARBLED, "a line without end", "" },
	{ "crashed", ANSWER_CRASHED, "it says so itself", "" },
};

START_TEST(misdeed_is_told)
{
	struct target *t = far_end(misdeeds[_i].mode);
	struct answer a;

	ck_assert_msg(t != NULL, "%s: %s", misdeeds[_i].mode, why);
	a = ask(t);
	ck_assert_msg(a.kind == misdeeds[_i].kind, "%s: kind %d", misdeeds[_i].mode, a.kind);
	ck_assert_msg(strstr(a.why, misdeeds[_i].why) != NULL, "%s: %s", misdeeds[_i].mode, a.why);
	ck_assert_msg(strstr(a.log, misdeeds[_i].log) != NULL, "%s: %s", misdeeds[_i].mode, a.log);
	t->drv->close(t);
}
END_TEST

START_TEST(misdeed_ends_with_a_reset)
{
	struct target *t = far_end(misdeeds[_i].mode);

	ck_assert_ptr_nonnull(t);
	ask(t);
	if (strcmp(misdeeds[_i].mode, "crashed"))
		ck_assert_uint_eq(t->drv->digest(t), 0);
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_uint_eq(t->drv->digest(t), 0x1234);
	t->drv->close(t);
}
END_TEST

START_TEST(nothing_is_asked_of_the_dead)
{
	struct target *t = far_end("signal");
	struct sample s = { .want = 1 };
	struct dma d = { 0 };
	struct answer a, again;

	a = ask(t);
	again = ask(t);
	ck_assert_int_eq(again.kind, ANSWER_CRASHED);
	ck_assert_str_eq(again.why, a.why);
	ck_assert_str_eq(again.log, a.log);
	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_CRASHED);
	ck_assert_int_eq(t->drv->dma(t, &d, 1), ANSWER_CRASHED);
	t->drv->close(t);
}
END_TEST

/* Only one that is still the same has 100 objects. */
START_TEST(renewed_one_goes_on)
{
	struct target *t = far_end("renewed");

	ck_assert_int_eq(ask(t).kind, ANSWER_CRASHED);
	ck_assert_int_eq(ask(t).kind, ANSWER_CRASHED);
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_int_eq(ask(t).value, 100);
	t->drv->close(t);
}
END_TEST

START_TEST(refused_reset_is_a_renewal)
{
	struct target *t = far_end("again");

	ck_assert_int_eq(ask(t).value, 1);
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_int_eq(ask(t).value, 100);
	t->drv->close(t);
}
END_TEST

START_TEST(reset_without_end_is_told)
{
	struct target *t = far_end("reset-hangs");

	ck_assert_int_eq(t->drv->reset(t), -ETIMEDOUT);
	ck_assert_uint_eq(t->drv->digest(t), 0x1234);
	t->drv->close(t);
}
END_TEST

START_TEST(good_one_is_reset_in_place)
{
	struct target *t = far_end("good");

	ck_assert_int_eq(ask(t).value, 1);
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_int_eq(ask(t).value, 2);
	t->drv->close(t);
}
END_TEST

START_TEST(refused_reset_is_a_restart)
{
	struct target *t = far_end("reset-refused");

	ck_assert_int_eq(ask(t).value, 1);
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_int_eq(ask(t).value, 1);
	t->drv->close(t);
}
END_TEST

START_TEST(description_travels)
{
	static struct description d;
	struct target *t = far_end("banner");

	ck_assert_msg(t != NULL, "%s", why);
	ck_assert_int_eq(t->drv->describe(t, &d), 0);
	ck_assert_str_eq(d.driver, "end");
	ck_assert_str_eq(d.kernel, "7.2.13");
	ck_assert_str_eq(d.remarks, "a test");
	ck_assert_uint_eq(d.ndevs, 1);
	ck_assert(d.dev[0].translated && !d.dev[0].region[0].type);
	ck_assert_uint_eq(d.ram[0].size, 0x10000000);
	ck_assert_uint_eq(d.ram[1].size, 0);
	ck_assert_uint_eq(d.free_ram.paddr, 0x1000000);
	ck_assert(target_list_has(d.can, "dma") && !target_list_has(d.can, "identity"));
	ck_assert(target_list_has(d.has, "identity"));
	t->drv->close(t);
}
END_TEST

START_TEST(sample_travels)
{
	static struct sample s;
	struct target *t = far_end("good");
	unsigned int i;

	s.want = 1;
	s.n = TARGET_SAMPLES;
	for (i = 0; i < s.n; i++) {
		s.at[i].dom = i < 256 ? DOM_FIRST : DOM_DEFAULT;
		s.at[i].iova = UINT64_MAX - 2 * i - 1;
	}
	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_DONE);
	for (i = 0; i < s.n; i++)
		ck_assert_uint_eq(s.at[i].paddr, UINT64_MAX - 2 * i);
	ck_assert_int_eq(s.facts[DOM_DEFAULT].type, TYPE_IDENTITY);
	ck_assert_int_eq(s.facts[DOM_FIRST].type, TYPE_ABSENT);
	ck_assert_int_eq(s.current[0], DOM_DEFAULT);
	ck_assert_int_eq(s.current[1], DOM_NONE);
	ck_assert_uint_eq(s.events, EVENT_WARN);
	t->drv->close(t);
}
END_TEST

START_TEST(dmas_travel)
{
	static struct dma d[300];
	struct target *t = far_end("good");
	unsigned int i;

	for (i = 0; i < 300; i++)
		d[i] = (struct dma){ .write = i & 1, .iova = i };
	ck_assert_int_eq(t->drv->dma(t, d, 300), ANSWER_DONE);
	for (i = 0; i < 300; i++) {
		ck_assert_int_eq(d[i].result, i & 1 ? DMA_NOTHING : DMA_REACHED);
		ck_assert_uint_eq(d[i].fault, i & 1);
		if (!(i & 1))
			ck_assert_uint_eq(d[i].paddr, i);
	}
	t->drv->close(t);
}
END_TEST

START_TEST(looking_can_be_garbled)
{
	struct sample s = { .want = 1 };
	struct dma d[2] = { { 0 }, { 0 } };
	struct target *t = far_end("bad-sample");

	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_GARBLED);
	t->drv->close(t);
	t = far_end("few-dmas");
	ck_assert_int_eq(t->drv->dma(t, d, 2), ANSWER_GARBLED);
	t->drv->close(t);
	t = far_end("bad-digest");
	ck_assert_uint_eq(t->drv->digest(t), 0);
	t->drv->close(t);
}
END_TEST

START_TEST(log_is_of_its_answer)
{
	struct target *t = far_end("log");
	struct answer a = ask(t);

	ck_assert_int_eq(a.kind, ANSWER_DONE);
	ck_assert_uint_eq(a.events, EVENT_WARN);
	ck_assert_str_eq(a.log, "WARNING: at\n");
	t->drv->close(t);
}
END_TEST

START_TEST(long_log_keeps_both_ends)
{
	struct target *t = far_end("long-log");
	struct answer a = ask(t);

	ck_assert_int_eq(a.kind, ANSWER_DONE);
	ck_assert(strlen(a.log) < TARGET_LOG && strlen(a.log) > TARGET_LOG / 2);
	ck_assert_ptr_nonnull(strstr(a.log, "line 0 of"));
	ck_assert_ptr_nonnull(strstr(a.log, "line 399 of"));
	ck_assert_ptr_null(strstr(a.log, "line 200 of"));
	t->drv->close(t);
}
END_TEST

START_TEST(what_does_not_start_says_why)
{
	static const char *const typo[] = { "timout=1", NULL }, *const never[] = { "timeout=0", NULL };

	ck_assert_ptr_null(far_end("refuse"));
	ck_assert_ptr_nonnull(strstr(why, "exited with status 4: no such board"));
	ck_assert_ptr_null(far_end("no-devices"));
	ck_assert_ptr_nonnull(strstr(why, "without devices"));
	ck_assert_ptr_null(far_end("endless-banner"));
	ck_assert_ptr_nonnull(strstr(why, "not a line of the protocol"));
	ck_assert_ptr_null(wire_target.open("exec /nonexistent/agent", NULL, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "127"));
	ck_assert_ptr_null(wire_target.open(NULL, NULL, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "give the command"));
	ck_assert_ptr_null(wire_target.open("true", typo, why, sizeof(why)));
	ck_assert_str_eq(why, "unknown option 'timout=1'");
	ck_assert_ptr_null(wire_target.open("true", never, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "timeout="));
}
END_TEST

/* What a command leaves in the background: in its process group, and in a session of its own. */
static const char *const litters[] = {
	"sleep 1000 & echo $!; exec sleep 1000",
	"setsid sh -c 'echo $$; exec sleep 1000' & exec sleep 1000",
	"setsid sh -c 'echo $$; exec sleep 1000'; exit 1",
};

/* Start it. Leaves what is there while what it started lives in @path. */
static void start_litter(struct process *p, const char *command, char *path, size_t len)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	const char *line;

	ck_assert_int_eq(process_start(p, argv), 0);
	ck_assert_int_eq(process_talk(p, NULL, process_now() + 5000, &line), PROCESS_LINE);
	snprintf(path, len, "/proc/%.20s/exe", line);
}

static void wait_gone(const char *path)
{
	int64_t until = process_now() + 5000;

	while (!access(path, F_OK) && process_now() < until)
		usleep(1000);
	ck_assert_int_eq(access(path, F_OK), -1);
}

START_TEST(nothing_is_left_running)
{
	struct process p;
	char path[64];

	start_litter(&p, litters[_i], path, sizeof(path));
	ck_assert_int_eq(access(path, F_OK), 0);
	process_stop(&p, 0);
	ck_assert_int_eq(access(path, F_OK), -1);
}
END_TEST

START_TEST(nothing_survives_who_started_it)
{
	char path[64] = "";
	struct process p;
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		start_litter(&p, litters[_i], path, sizeof(path));
		_exit(write(fds[1], path, sizeof(path)) != sizeof(path) || pause());
	}
	ck_assert_int_eq(read(fds[0], path, sizeof(path)), sizeof(path));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	wait_gone(path);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&nothing_is_asked_of_the_dead, &good_one_is_reset_in_place, &refused_reset_is_a_restart,
		&renewed_one_goes_on, &refused_reset_is_a_renewal, &reset_without_end_is_told,
		&description_travels, &sample_travels, &dmas_travel, &looking_can_be_garbled, &log_is_of_its_answer,
		&long_log_keeps_both_ends, &what_does_not_start_says_why,
	};
	const int n = sizeof(misdeeds) / sizeof(misdeeds[0]);
	Suite *suite = suite_create("wire");
	TCase *tc = tcase_create("wire");
	size_t i;

	tcase_set_timeout(tc, 20);
	tcase_add_loop_test(tc, misdeed_is_told, 0, n);
	tcase_add_loop_test(tc, misdeed_ends_with_a_reset, 0, n);
	tcase_add_loop_test(tc, nothing_is_left_running, 0, sizeof(litters) / sizeof(litters[0]));
	tcase_add_loop_test(tc, nothing_survives_who_started_it, 0, sizeof(litters) / sizeof(litters[0]));
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(tc, *tests[i]);
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}

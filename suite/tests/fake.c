// SPDX-License-Identifier: GPL-2.0-only
/*
 * fake.c - a spec, a target and a case runtime that do as they are told, see fake.h.
 */
#include "config.h"
#include "suite/tests/fake.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "suite/case.h"
#include "suite/script.h"

static struct fake_counts *counts;
static unsigned int runs_here;		/* of this process */
static bool dirty, close_badly;
static const char *driver, *kernel, *interface;

void fake_reset(void)
{
	if (!counts)
		counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memset(counts, 0, sizeof(*counts));
}

const volatile struct fake_counts *fake_counts(void)
{
	return counts;
}

const struct rules *fake_rules(const char *const *names)
{
	static const char *const sources[] = { "mail Fake 2023-01-01 \"So it is\"", NULL };
	static struct rule rule[2];
	static const struct rule *const list[] = { &rule[0], &rule[1] };
	static const struct part part = { .rule = &rule[0] };
	static const struct rules rules = { .hash = "f00d", .rule = list, .nrules = 2 };
	static struct rcase rcase[64];
	static char name[64][64];
	unsigned int n;

	for (n = 0; names[n]; n++) {
		snprintf(name[n], sizeof(name[n]), *names[n] ? "FAKE-001/%s" : "FAKE-001", names[n]);
		rcase[n] = (struct rcase){ .name = name[n], .part = &part };
	}
	rule[0] = (struct rule){ .id = "FAKE-001", .group = "FAKE", .sentence = "A fake obeys.", .core = true,
				 .consensus = "settled", .sources = sources, .text = "", .where = "fake.rule:1",
				 .rcase = rcase, .ncases = n };
	rule[1] = (struct rule){ .id = "FAKE-002", .group = "FAKE", .sentence = "Text.", .consensus = "settled",
				 .sources = sources, .text = "", .where = "fake.rule:2", .unchecked = "text" };
	return &rules;
}

/* Nonsense to every file there is: only the pipe to the parent may be among them. */
static void garbage(void)
{
	unsigned int files = 0;

	for (int fd = 3; fd < 64; fd++)
		files += write(fd, "nonsense nonsense nonsense", 26) > 0;
	exit(files == 1 ? 0 : 9);
}

static struct target *fake_open(const char *arg, const char *const *options, char *why, size_t len)
{
	static struct target t = { &fake_target };

	driver = arg;
	kernel = "";
	interface = "kernel";
	for (; options && *options; options++) {
		if (!strncmp(*options, "kernel=", strlen("kernel=")))
			kernel = *options + strlen("kernel=");
		if (!strncmp(*options, "api=", strlen("api=")))
			interface = *options + strlen("api=");
	}
	if (!strcmp(arg, "dies"))
		abort();
	if (!strcmp(arg, "babbles"))
		garbage();
	if (!strcmp(arg, "refuses") || (!strcmp(arg, "stops") && !strcmp(kernel, "new")) ||
	    (!strcmp(arg, "hesitates") && counts && !counts->opens++)) {
		snprintf(why, len, "it does not want to");
		return NULL;
	}
	if (counts)
		__atomic_add_fetch(&counts->opens, 1, __ATOMIC_RELAXED);
	return &t;
}

static bool fake_prepare(const char *arg, const char *const *options, char *why, size_t len)
{
	(void)options;
	snprintf(why, len, "nobody has built it");
	return strcmp(arg, "raw");
}

/* Only kernels with a name have one; and an identity says what a test wants to know: was it run again? */
static bool fake_identity(const char *arg, const char *const *options, char *word, size_t len)
{
	snprintf(word, len, "%s", options[0]);
	return strcmp(arg, "mute");
}

static bool fake_differs(const char *arg, const char *const *before, const char *const *after)
{
	return strcmp(before[0], after[0]) && strcmp(arg, "mute");
}

static const char *fake_list(unsigned int n)
{
	static const char *const names[] = { "fake", "mutant/x", "mute", "broken/y" };

	return n < sizeof(names) / sizeof(names[0]) ? names[n] : NULL;
}

static bool fake_user(const char *arg)
{
	return !strcmp(arg, "fake");
}

static int fake_reset_target(struct target *t)
{
	(void)t;
	return 0;
}

static int fake_renew(struct target *t)
{
	(void)t;
	if (strcmp(driver, "renews"))
		return -EOPNOTSUPP;
	runs_here = 0;
	return 0;
}

static void fake_submit(struct target *t, const struct request *rq, struct answer *a)
{
	(void)t;
	memset(a, 0, sizeof(*a));
	if (rq->op == TARGET_UNMAP)
		pause();
	if (rq->op == TARGET_DETACH)
		exit(0);
	if (rq->op == TARGET_SYNC)
		garbage();
	if (rq->op == TARGET_FREE) {
		signal(SIGSEGV, SIG_DFL);	/* a sanitizer may have taken it */
		raise(SIGSEGV);
	}
}

static uint64_t fake_digest(struct target *t)
{
	(void)t;
	return dirty;
}

static void fake_close(struct target *t)
{
	(void)t;
	if (close_badly)
		exit(7);
}

const struct target_driver fake_target = {
	.name = "fake",
	.takes = "kernel slot speed",
	.prepare = fake_prepare,
	.identity = fake_identity,
	.differs = fake_differs,
	.open = fake_open,
	.list = fake_list,
	.user = fake_user,
	.reset = fake_reset_target,
	.renew = fake_renew,
	.submit = fake_submit,
	.digest = fake_digest,
	.close = fake_close,
};

bool session_init(struct session *s, struct target *target, const struct rules *rules, char *why, size_t len)
{
	(void)why;
	(void)len;
	memset(s, 0, sizeof(*s));
	s->target = target;
	s->rules = rules;
	strcpy(s->desc.target, "fake");
	snprintf(s->desc.driver, sizeof(s->desc.driver), "%s", driver);
	snprintf(s->desc.interface, sizeof(s->desc.interface), "%s", interface);
	strcpy(s->desc.evidence, "model");
	return true;
}

bool session_calibrate(struct session *s, char *why, size_t len)
{
	(void)s;
	if (!strcmp(driver, "shy"))
		abort();
	snprintf(why, len, "it is mute");
	return strcmp(driver, "mute");
}

void session_free(struct session *s)
{
	(void)s;
}

bool session_renew(struct session *s)
{
	(void)s;
	runs_here = 0;
	return true;
}

static void submit(struct session *s, enum target_op op)
{
	struct request rq = { .op = op, .dom = DOM_FIRST };
	struct answer a;

	s->target->drv->submit(s->target, &rq, &a);
}

/* Two steps: an allocation, and a free that kills. */
static void segv(struct session *s)
{
	fputs("these are my last words\n", stderr);
	submit(s, TARGET_ALLOC);
	submit(s, TARGET_FREE);
}

static void set(struct case_result *out, enum verdict v, const char *reason)
{
	out->verdict = v;
	out->reason = reason;
}

static bool begins(const struct script *script, const char *word)
{
	for (unsigned int i = 0; i < script->n; i++)
		if (!strncmp(script->line[i], word, strlen(word)))
			return true;
	return false;
}

/* A map of few pages does not fail, and one to elsewhere fails otherwise. */
static const char *why_map_fails(const struct script *script)
{
	unsigned long long iova, size, paddr;

	for (unsigned int i = 0; i < script->n; i++) {
		if (sscanf(script->line[i], "map D0 %llx+%llx -> %llx", &iova, &size, &paddr) != 3)
			continue;
		if (size < 0x10000 || iova + size < 0x81400000)
			return NULL;
		if (paddr < 0x4500000)
			return "elsewhere";
	}
	return "wrong errno";
}

/* It takes a map of what was allocated. */
void script_run(struct session *s, const struct rcase *c, const struct script *script, uint64_t seed,
		struct case_result *out)
{
	(void)c;
	(void)seed;
	memset(out, 0, sizeof(*out));
	if (begins(script, "free"))
		submit(s, TARGET_FREE);
	if (begins(script, "unmap"))
		submit(s, TARGET_UNMAP);
	set(out, VERDICT_PASS, "");
	if (begins(script, "alloc") && begins(script, "map") && why_map_fails(script))
		set(out, VERDICT_FAIL, why_map_fails(script));
}

void case_run(struct session *s, const struct rcase *c, uint64_t seed, struct case_result *out)
{
	static const struct record_step step = { "map D0 0x1000+0x1000 -> 0x2000 rw", "EBUSY", NULL };
	const char *name = strchr(c->name, '/') + 1;
	bool first = !runs_here++;

	(void)seed;
	memset(out, 0, sizeof(*out));
	if (counts)
		__atomic_add_fetch(&counts->runs, 1, __ATOMIC_RELAXED);
	set(out, VERDICT_PASS, "");
	out->steps = &step;
	out->nsteps = 1;
	if (!strncmp(name, "fail", 4)) {
		set(out, VERDICT_FAIL, "wrong errno");
		out->expected = "ok";
		out->observed = "EBUSY";
	} else if (!strncmp(name, "on-", 3) && !strcmp(name + 3, kernel)) {
		set(out, VERDICT_FAIL, "only there");
	} else if (!strncmp(name, "skip", 4)) {
		set(out, VERDICT_SKIP, "missing-capability: dma");
	} else if (!strncmp(name, "segv", 4)) {
		segv(s);
	} else if (!strncmp(name, "hang", 4)) {
		submit(s, TARGET_UNMAP);
	} else if (!strncmp(name, "exit", 4)) {
		submit(s, TARGET_DETACH);
	} else if (!strncmp(name, "ours", 4)) {
		submit(s, TARGET_ALLOC);
		abort();
	} else if (!strncmp(name, "garbage", 7)) {
		submit(s, TARGET_SYNC);
	} else if (!strncmp(name, "slow", 4)) {
		usleep(20000);
	} else if (!strncmp(name, "dirty", 5)) {
		dirty = true;
	} else if (!strncmp(name, "close", 5)) {
		close_badly = true;
	} else if (!strncmp(name, "flaky", 5) && !first) {	/* only in company */
		set(out, VERDICT_FAIL, "only now");
	} else if (!strncmp(name, "shadow", 6) && !first) {
		set(out, VERDICT_SKIP, "blocked-by FAKE-002");
	} else if (!strncmp(name, "nervous", 7) && !first) {
		raise(SIGABRT);
	}
}

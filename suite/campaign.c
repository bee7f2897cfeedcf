// SPDX-License-Identifier: GPL-2.0-only
/*
 * campaign.c - cases on targets, see campaign.h.
 */
#include "config.h"
#include "suite/campaign.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "suite/command.h"
#include "suite/expect.h"
#include "suite/header.h"
#include "suite/isolate.h"
#include "suite/journal.h"
#include "suite/must.h"
#include "suite/progress.h"
#include "suite/runner.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define NSIGNALS (sizeof(signals) / sizeof(signals[0]))

static volatile sig_atomic_t stopped;

static void stop(int sig)
{
	stopped = sig;
}

/* What a result goes through: expectation, record, screen, counts. */
struct pass {
	const struct campaign *c;
	struct campaign_result *res;
	struct runner runner;
	const struct jobs *all;
	struct jobs jobs;		/* those left to do */
	struct record_header header;
	struct expectations expectations;
	struct journal *journal;
	struct progress progress;
	struct record_counts counts;
	unsigned int kept;		/* cases in the file of records */
	int write_error;
};

static int take(void *data, const struct job *job, struct record *r)
{
	struct pass *p = data;

	expect_apply(&p->expectations, job->rcase, r);
	p->write_error = journal_record(p->journal, r);
	if (p->write_error)
		return p->write_error;
	p->kept++;
	p->counts.n[r->verdict]++;
	if (p->c->output) {
		if (verdict_unexpected(r->verdict))
			progress_clear(&p->progress);
		p->c->output->record(stdout, r, job->rcase->part->rule);
	}
	progress_add(&p->progress, r->verdict, now_ms());
	return 0;
}

static bool is_known(void *data, const struct job *job, const struct record *r)
{
	const struct pass *p = data;

	return expect_has(&p->expectations, job->rcase, r);
}

/* A case that the file of records has already. */
static void take_old(void *data, const struct job *job, const struct record *r)
{
	struct record copy = *r;
	struct pass *p = data;

	expect_apply(&p->expectations, job->rcase, &copy);
	p->kept++;
	p->counts.n[r->verdict]++;
}

/* The width of the terminal on standard error; 0 if it cannot rewrite a line. */
static unsigned int terminal_width(void)
{
	const char *term = getenv("TERM");
	struct winsize size = { 0 };

	if (!isatty(STDERR_FILENO) || !term || !strcmp(term, "dumb"))
		return 0;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col ? 80 : size.ws_col;
}

/* The expectations for the target, if there are any. */
static int read_expectations(struct pass *p)
{
	const struct description *d = &p->runner.desc;
	const char *dir = getenv("IOMMU_CONFORM_EXPECTATIONS") ?: EXPECTATIONSDIR;
	char path[4096], why[512];

	if (p->c->expect) {
		snprintf(path, sizeof(path), "%s", p->c->expect);
	} else {
		snprintf(path, sizeof(path), "%s/%s-%s.expect", dir, d->target, d->driver);
		for (char *slash = path + strlen(dir) + 1; (slash = strchr(slash, '/')); )
			*slash = '_';
		if (access(path, F_OK))
			return 0;
	}
	return expect_read(&p->expectations, path, why, sizeof(why)) ? complain("%s", why) : 0;
}

static void print_begin(struct pass *p)
{
	const char *note = p->runner.calibrated ? NULL : p->runner.uncalibrated;
	char text[512];

	if (note) {
		snprintf(text, sizeof(text), "no DMA is judged: %s", note);
		note = text;
	}
	if (p->c->output)
		p->c->output->begin(stdout, &p->header, note);
	progress_begin(&p->progress, stderr, terminal_width(), p->runner.choice->name, p->all->n);
	p->progress.counts = p->counts;
	p->progress.done = p->progress.earlier = p->kept;
}

/* The run ended early: say why, and what is safe. Returns STATUS_UNABLE. */
static int failed(struct pass *p, int err, const char *why)
{
	char kept[512] = "";

	if (p->journal->f)
		snprintf(kept, sizeof(kept), "; %u of %u cases are kept in %s: --resume goes on with them", p->kept,
			 p->all->n, p->journal->path);
	if (err == -EINTR)
		return complain("stopped by SIG%s%s", sigabbrev_np(stopped), kept);
	p->res->write_failed = p->write_error;
	if (p->write_error)
		return complain("%s: %s%s", p->journal->path, strerror(-err), kept);
	return complain("%s%s", why, kept);
}

static int run_cases(struct pass *p)
{
	char why[512] = "";
	int err;

	err = journal_begin(p->journal, &p->header, &p->jobs, take_old, p, why, sizeof(why));
	if (err) {
		p->res->write_failed = true;
		return complain("%s", why);
	}
	print_begin(p);
	err = p->jobs.n ? runner_run(&p->runner, &p->jobs, why, sizeof(why)) : 0;
	progress_clear(&p->progress);
	if (!err)
		err = p->write_error = journal_end(p->journal);
	if (err)
		return failed(p, err, why);
	if (p->c->output)
		p->c->output->end(stdout, &p->header, &p->counts);
	p->res->stale += expect_stale(&p->expectations, p->c->rules, p->all, p->runner.desc.kernel, stderr);
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		p->res->counts.n[v] += p->counts.n[v];
	p->res->targets++;
	return p->runner.mishaps ? STATUS_UNABLE : 0;
}

static struct jobs copy_jobs(const struct jobs *jobs)
{
	struct jobs copy = { must(calloc(jobs->n + 1, sizeof(*jobs->job))), jobs->n };

	memcpy(copy.job, jobs->job, jobs->n * sizeof(*jobs->job));
	return copy;
}

/* Nothing of @choice can be run: the records say so, too. */
static int absent(const struct choice *choice, struct journal *journal, const char *why, struct campaign_result *res)
{
	struct record_absent a = { .target = choice->drv->name, .driver = choice->arg ?: "", .why = why };

	res->absent++;
	res->write_failed = journal_absent(journal, &a);
	return complain("%s: %s", choice->name, why);
}

static int run_target(const struct campaign *c, const struct choice *choice, const struct jobs *jobs,
		      struct journal *journal, struct campaign_result *res)
{
	struct pass p = {
		.c = c, .res = res, .all = jobs, .journal = journal,
		.runner = {
			.rules = c->rules, .choice = choice, .workers = c->workers,
			.timeout = c->timeout, .stop = &stopped, .result = take, .known = is_known, .data = &p,
		},
	};
	char why[512];
	int status;

	if (runner_scout(&p.runner, why, sizeof(why)))
		return stopped ? failed(&p, -EINTR, "") : absent(choice, journal, why, res);
	status = read_expectations(&p);
	if (!status) {
		p.jobs = copy_jobs(jobs);
		header_init(&p.header, c->rules, &p.runner.desc, c->selection.seed, c->command);
		status = run_cases(&p);
		header_free(&p.header);
		free(p.jobs.job);
	}
	expect_free(&p.expectations);
	return status;
}

/* Signals wait until a child is waited for; then the run ends at a place where all is written. */
static void hold_signals(struct sigaction *old, sigset_t *mask)
{
	struct sigaction sa = { .sa_handler = stop };
	sigset_t set;

	sigemptyset(&sa.sa_mask);
	sigemptyset(&set);
	for (unsigned int i = 0; i < NSIGNALS; i++) {
		sigaction(signals[i], NULL, &old[i]);
		if (old[i].sa_handler == SIG_IGN)	/* nohup */
			continue;
		sigaction(signals[i], &sa, NULL);
		sigaddset(&set, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &set, mask);
}

static void let_signals_go(const struct sigaction *old, const sigset_t *mask)
{
	for (unsigned int i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (stopped) {
		fflush(NULL);
		raise(stopped);		/* whoever waits for us shall see what we died of */
	}
}

/* What may take minutes and is no run yet: whoever stops it loses nothing. */
static int prepare(const struct choice *choice, struct journal *journal, struct campaign_result *res)
{
	char why[512] = "";

	if (!choice->drv->prepare || choice->drv->prepare(choice->arg, choice->options, why, sizeof(why)))
		return 0;
	return absent(choice, journal, why, res);
}

static int run_held(const struct campaign *c, const struct choice *choice, const struct jobs *jobs,
		    struct journal *journal, struct campaign_result *res)
{
	struct sigaction old[NSIGNALS];
	sigset_t mask;
	int status;

	hold_signals(old, &mask);
	status = run_target(c, choice, jobs, journal, res);
	let_signals_go(old, &mask);
	return status;
}

/* A target that cannot run does not keep the others from it; a signal or a full disk does. */
static int run_targets(const struct campaign *c, const struct choices *choices, const struct jobs *jobs,
		       struct journal *journal, struct campaign_result *res)
{
	int status = 0;

	for (unsigned int i = 0; i < choices->n && !stopped && !res->write_failed; i++)
		status |= prepare(&choices->choice[i], journal, res) ?:
			  run_held(c, &choices->choice[i], jobs, journal, res);
	if (c->output && !stopped)
		c->output->finish(stdout);
	return status;
}

static int open_all(const struct campaign *c, struct choices *choices, struct jobs *jobs, struct journal *journal)
{
	char why[512];

	if (choices_parse(choices, c->targets, c->target, why, sizeof(why)) ||
	    choices_options(choices, c->options, why, sizeof(why)) ||
	    select_jobs(c->rules, &c->selection, jobs, why, sizeof(why)) ||
	    (c->records && journal_open(journal, c->records, c->resume, why, sizeof(why))))
		return complain("%s", why);
	return 0;
}

int campaign_run(const struct campaign *c, struct campaign_result *res)
{
	struct choices choices = { 0 };
	struct journal journal = { 0 };
	struct jobs jobs = { 0 };
	int status;

	memset(res, 0, sizeof(*res));
	status = open_all(c, &choices, &jobs, &journal);
	if (!status)
		status = run_targets(c, &choices, &jobs, &journal, res);
	if (journal_close(&journal) && !status)
		status = complain("%s: %s", c->records, strerror(errno));
	choices_free(&choices);
	free(jobs.job);
	return status;
}

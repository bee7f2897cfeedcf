// SPDX-License-Identifier: GPL-2.0-only
/* The model asked in the text form, see script.h. */
#include <check.h>
#include <inttypes.h>
#include <string.h>

#include "harness/model/ops.h"
#include "harness/model/tests/script.h"
#include "harness/text.h"

#define LINE	(TARGET_LOG + 1024)

struct target *script_open(const char *name)
{
	char why[256] = "";
	struct target *t = model_target.open(name, NULL, why, sizeof(why));

	ck_assert_msg(t, "%s", why);
	return t;
}

static enum answer_kind do_dma(struct target *t, const char *line, struct dma *d)
{
	char why[256];
	struct text text;

	*d = (struct dma){ 0 };
	text_start(&text, line, why, sizeof(why));
	ck_assert_msg(!text_dma(&text, d), "%s: %s", line, why);
	return t->drv->dma(t, d, 1);
}

static void ask_report(struct target *t, const char *line, char *out)
{
	struct dma d;

	ck_assert_int_eq(do_dma(t, line, &d), ANSWER_DONE);
	if (d.report.made)
		snprintf(out, LINE, "%s 0x%" PRIx64, d.report.write ? "write" : "read", d.report.iova);
	else
		snprintf(out, LINE, "nothing");
}

static void ask_dma(struct target *t, const char *line, char *out)
{
	struct dma d;
	enum answer_kind kind = do_dma(t, line, &d);

	if (kind == ANSWER_UNKNOWN)
		snprintf(out, LINE, "unknown");
	else if (d.result == DMA_REACHED)
		snprintf(out, LINE, "0x%" PRIx64, d.paddr);
	else
		snprintf(out, LINE, "%s%s", d.result == DMA_NOTHING ? "nothing" : "unseen", d.fault ? " fault" : "");
}

/* Everything that can be looked at; the caller says which of it. */
static struct sample *look(struct target *t, int dom, uint64_t iova)
{
	static struct sample s;

	s.want = (1 << TARGET_DOMAINS) - 1;
	s.n = 1;
	s.at[0].dom = dom;
	s.at[0].iova = iova;
	return t->drv->observe(t, &s) == ANSWER_DONE ? &s : NULL;
}

static void ask_phys(struct target *t, const char *line, char *out)
{
	char dom[TARGET_NAME];
	struct sample *s;
	uint64_t iova;

	ck_assert_int_eq(sscanf(line, "%63s %" SCNx64, dom, &iova), 2);
	s = look(t, dom_find(dom), iova);
	if (s)
		snprintf(out, LINE, "0x%" PRIx64, s->at[0].paddr);
	else
		snprintf(out, LINE, "unknown");
}

static void ask_facts(struct target *t, const char *line, char *out)
{
	static const char *const types[] = {
		"absent", "paging", "identity", "blocked", "dma", "dma-fq", "nested", "sva", "ioas"
	};
	const struct domain_facts *f = &look(t, DOM_NONE, 0)->facts[dom_find(line)];

	snprintf(out, LINE, "%s", types[f->type]);
	if (f->type == TYPE_PAGING)
		snprintf(out, LINE, "paging 0x%" PRIx64 "-0x%" PRIx64 "%s 0x%" PRIx64 " 0x%" PRIx64, f->first, f->last,
			 f->force_aperture ? " force" : "", f->pgsize_bitmap, f->paddr_last);
}

static void ask_operation(struct target *t, const char *line, char *out)
{
	struct request rq;
	struct answer a;
	char why[256];

	ck_assert_msg(!request_parse(line, &rq, why, sizeof(why)), "%s: %s", line, why);
	t->drv->submit(t, &rq, &a);
	answer_print(&rq, &a, out, LINE);
}

const char *script_ask(struct target *t, const char *line)
{
	static char out[LINE];
	struct description d;
	int dev;

	if (!strncmp(line, "dma v", 5)) {
		ask_dma(t, line + 4, out);
	} else if (!strncmp(line, "report v", 8)) {
		ask_report(t, line + 7, out);
	} else if (!strncmp(line, "phys ", 5)) {
		ask_phys(t, line + 5, out);
	} else if (!strncmp(line, "facts ", 6)) {
		ask_facts(t, line + 6, out);
	} else if (sscanf(line, "current v%d", &dev) == 1) {
		snprintf(out, LINE, "%s", dom_name(look(t, DOM_NONE, 0)->current[dev]));
	} else if (!strcmp(line, "reset")) {
		t->drv->describe(t, &d);
		snprintf(out, LINE, "%s", !t->drv->reset(t) && t->drv->digest(t) == d.fingerprint ? "clean" : "dirty");
	} else {
		ask_operation(t, line, out);
	}
	return out;
}

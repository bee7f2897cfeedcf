// SPDX-License-Identifier: GPL-2.0-only
/* The lines of the wire protocol that are neither requests nor answers. */
#include <errno.h>
#include <string.h>

#include "harness/text.h"
#include "harness/wire/protocol.h"

#define ARRAY_LEN(a)	(sizeof(a) / sizeof((a)[0]))

/* ---- description: "KEY value", one fact a line */

enum { FACT_TARGET, FACT_DRIVER, FACT_KERNEL, FACT_EVIDENCE, FACT_INTERFACE, FACT_CONFIG, FACT_REMARKS, NR_TEXT_FACTS };

/* Where a fact that is plain text is kept. */
static char *text_fact(struct description *d, unsigned int n, const char **key, size_t *size)
{
	const struct {
		const char *key;
		char *at;
		size_t size;
	} facts[NR_TEXT_FACTS] = {
		[FACT_TARGET] = { "target", d->target, sizeof(d->target) },
		[FACT_DRIVER] = { "driver", d->driver, sizeof(d->driver) },
		[FACT_KERNEL] = { "kernel", d->kernel, sizeof(d->kernel) },
		[FACT_EVIDENCE] = { "evidence", d->evidence, sizeof(d->evidence) },
		[FACT_INTERFACE] = { "interface", d->interface, sizeof(d->interface) },
		[FACT_CONFIG] = { "config", d->config, sizeof(d->config) },
		[FACT_REMARKS] = { "remarks", d->remarks, sizeof(d->remarks) },
	};

	*key = facts[n].key;
	*size = facts[n].size;
	return facts[n].at;
}

static const struct text_name region_types[] = {
	{ "direct", REGION_DIRECT }, { "direct-relaxable", REGION_DIRECT_RELAXABLE }, { "reserved", REGION_RESERVED },
	{ "msi", REGION_MSI }, { "sw-msi", REGION_SW_MSI }, { NULL, 0 },
};

static void print_regions(struct text_out *o, const struct device_desc *v)
{
	const struct text_name *type;
	unsigned int i;

	for (i = 0; i < TARGET_REGIONS; i++) {
		type = text_find_value(region_types, v->region[i].type);
		if (type)
			text_put(o, " %s 0x%llx+0x%llx", type->name, (unsigned long long)v->region[i].first,
				 (unsigned long long)v->region[i].size);
	}
}

static int parse_regions(struct text *t, struct device_desc *v)
{
	const struct text_name *type;
	struct region *r = v->region;
	const char *end;

	for (; (type = text_find_name(region_types, t->word)); r++) {
		if (r == v->region + TARGET_REGIONS)
			return text_fail(t, "at most 4 regions");
		text_next(t);
		end = text_scan_run(t->word, &r->first, &r->size);
		if (!end || *end)
			return text_fail(t, "FIRST+SIZE");
		r->type = (enum region_type)type->value;
		text_next(t);
	}
	return 0;
}

static void print_device(struct text_out *o, const struct device_desc *v)
{
	text_put(o, "device ");
	text_put_clean(o, v->name);
	text_put(o, " instance %d group %d driver %d", v->instance, v->group, v->driver);
	text_put(o, "%s%s%s", v->translated ? " translated" : "", v->held ? " held" : "",
		 v->enforces ? " enforces" : "");
	if (v->max_pasids)
		text_put(o, " pasids %u", v->max_pasids);
	if (v->reach_last)
		text_put(o, " reach 0x%llx 0x%llx", (unsigned long long)v->reach_first,
			 (unsigned long long)v->reach_last);
	print_regions(o, v);
}

static void print_memory(struct text_out *o, const char *key, const struct seg *s)
{
	text_put(o, "%s ", key);
	text_put_number(o, s->paddr);
	text_put(o, "+");
	text_put_number(o, s->size);
}

/* Write the @n-th name of a name list. Returns how many names there are, if fewer than @n + 1. */
static unsigned int print_listed(struct text_out *o, const char *key, const char *list, unsigned int n)
{
	unsigned int i = 0;

	for (; *list; list += strlen(list) + 1)
		if (i++ == n) {
			text_put(o, "%s ", key);
			text_put_clean(o, list);
		}
	return i;
}

static unsigned int nr_ram(const struct description *d)
{
	unsigned int n = 0;

	while (n < ARRAY_LEN(d->ram) && d->ram[n].size)
		n++;
	return n;
}

int description_print(const struct description *d, unsigned int n, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };
	unsigned int names;
	const char *key;
	size_t size;

	if (n < NR_TEXT_FACTS) {
		const char *text = text_fact((struct description *)d, n, &key, &size);

		text_put(&o, "%s ", key);
		text_put_clean(&o, text);
		return (int)o.used;
	}
	n -= NR_TEXT_FACTS;
	if (n < d->ndevs) {
		print_device(&o, &d->dev[n]);
		return (int)o.used;
	}
	n -= d->ndevs;
	if (n < nr_ram(d)) {
		print_memory(&o, "ram", &d->ram[n]);
		return (int)o.used;
	}
	n -= nr_ram(d);
	if (n == 0)
		print_memory(&o, "free-ram", &d->free_ram);
	else if (n == 1)
		text_put(&o, "fingerprint 0x%llx", (unsigned long long)d->fingerprint);
	if (n < 2)
		return (int)o.used;
	n -= 2;
	names = print_listed(&o, "can", d->can, n);
	if (n >= names)
		print_listed(&o, "has", d->has, n - names);
	return (int)o.used;
}

static int parse_int(struct text *t, const char *key, int *value)
{
	uint32_t v;

	if (!text_accept(t, key) || !text_scan_u32(t->word, "", &v) || v > 255)
		return text_fail(t, key);
	*value = (int)v;
	text_next(t);
	return 0;
}

static int parse_device(struct text *t, struct description *d)
{
	struct device_desc *v = &d->dev[d->ndevs];

	if (d->ndevs == TARGET_DEVICES)
		return text_fail(t, "at most 8 devices");
	snprintf(v->name, sizeof(v->name), "%.63s", t->word);
	text_next(t);
	if (parse_int(t, "instance", &v->instance) || parse_int(t, "group", &v->group) ||
	    parse_int(t, "driver", &v->driver))
		return -EINVAL;
	v->translated = text_accept(t, "translated");
	v->held = text_accept(t, "held");
	v->enforces = text_accept(t, "enforces");
	if (text_accept(t, "pasids")) {
		if (!text_scan_u32(t->word, "", &v->max_pasids))
			return text_fail(t, "a number of PASIDs");
		text_next(t);
	}
	if (text_accept(t, "reach") && (text_number(t, &v->reach_first) || text_number(t, &v->reach_last)))
		return -EINVAL;
	if (parse_regions(t, v))
		return -EINVAL;
	d->ndevs++;
	return text_end(t);
}

static int parse_memory(struct text *t, struct seg *s)
{
	const char *end = text_scan_run(t->word, &s->paddr, &s->size);

	if (!end || *end)
		return text_fail(t, "PADDR+SIZE");
	text_next(t);
	return text_end(t);
}

static int parse_listed(struct text *t, char *list, size_t size)
{
	if (!target_list_add(list, size, t->word))
		return text_fail(t, "fewer names");
	text_next(t);
	return text_end(t);
}

int description_parse(const char *line, struct description *d, char *why, size_t whylen)
{
	const char *key;
	struct text t;
	unsigned int n;
	size_t size;
	char *at;

	text_start(&t, line, why, whylen);
	for (n = 0; n < NR_TEXT_FACTS; n++) {
		at = text_fact(d, n, &key, &size);
		if (strcmp(t.word, key))
			continue;
		snprintf(at, size, "%s", t.at + (*t.at == ' '));
		return 0;
	}
	if (text_accept(&t, "device"))
		return parse_device(&t, d);
	if (text_accept(&t, "ram"))
		return nr_ram(d) < ARRAY_LEN(d->ram) ? parse_memory(&t, &d->ram[nr_ram(d)]) :
						       text_fail(&t, "at most 4 pieces of memory");
	if (text_accept(&t, "free-ram"))
		return parse_memory(&t, &d->free_ram);
	if (text_accept(&t, "fingerprint"))
		return text_number(&t, &d->fingerprint) ? -EINVAL : text_end(&t);
	if (text_accept(&t, "can"))
		return parse_listed(&t, d->can, sizeof(d->can));
	if (text_accept(&t, "has"))
		return parse_listed(&t, d->has, sizeof(d->has));
	return text_fail(&t, "a fact of a target");
}

/* ---- look: "look 0x7 D0 0x1000 0x2000 D1 0x0", a handle and the addresses to look up in it */

int look_print(const struct sample *s, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };
	unsigned int i;

	text_put(&o, "look 0x%x", s->want);
	for (i = 0; i < s->n; i++) {
		if (!i || s->at[i].dom != s->at[i - 1].dom)
			text_put(&o, " %s", dom_name(s->at[i].dom));
		text_put(&o, " 0x%llx", (unsigned long long)s->at[i].iova);
	}
	return (int)o.used;
}

int look_parse(const char *line, struct sample *s, char *why, size_t whylen)
{
	int dom = DOM_NONE;
	struct text t;

	memset(s, 0, sizeof(*s));
	text_start(&t, line, why, whylen);
	if (!text_accept(&t, "look"))
		return text_fail(&t, "look");
	if (!text_scan_u32(t.word, "", &s->want) || s->want >> TARGET_DOMAINS)
		return text_fail(&t, "a mask of handles");
	text_next(&t);
	while (*t.word) {
		if (*t.word < '0' || *t.word > '9') {
			if (text_domain(&t, &dom))
				return -EINVAL;
			continue;
		}
		if (dom == DOM_NONE)
			return text_fail(&t, "a domain");
		if (s->n == TARGET_SAMPLES)
			return text_fail(&t, "at most 512 addresses");
		s->at[s->n].dom = dom;
		if (text_number(&t, &s->at[s->n++].iova))
			return -EINVAL;
	}
	return 0;
}

/* ---- its answer: "facts D0 paging …", "current default none D0", "phys 0x8000 0x0 …" */

#define PHYS_PER_LINE	32

static const struct text_name types[] = {
	{ "absent", TYPE_ABSENT }, { "paging", TYPE_PAGING }, { "identity", TYPE_IDENTITY },
	{ "blocked", TYPE_BLOCKED }, { "dma", TYPE_DMA }, { "dma-fq", TYPE_DMA_FQ }, { "nested", TYPE_NESTED },
	{ "sva", TYPE_SVA }, { "ioas", TYPE_IOAS }, { "viommu", TYPE_VIOMMU }, { NULL, 0 },
};

static void print_facts(struct text_out *o, int dom, const struct domain_facts *f)
{
	const struct text_name *type = text_find_value(types, f->type);
	unsigned int i;

	text_put(o, "facts %s %s 0x%llx 0x%llx", dom_name(dom), type ? type->name : "absent",
		 (unsigned long long)f->first, (unsigned long long)f->last);
	text_put(o, " 0x%llx 0x%llx%s", (unsigned long long)f->pgsize_bitmap, (unsigned long long)f->paddr_last,
		 f->force_aperture ? " forced" : "");
	if (f->type != TYPE_IOAS)
		return;
	text_put(o, " alignment 0x%llx", (unsigned long long)f->alignment);
	for (i = 0; i < f->nranges && i < TARGET_RANGES; i++)
		text_put(o, " 0x%llx 0x%llx", (unsigned long long)f->range[i].first,
			 (unsigned long long)f->range[i].last);
}

/* What an IOAS has besides. */
static int parse_ranges(struct text *t, struct domain_facts *f)
{
	if (!text_accept(t, "alignment") || text_number(t, &f->alignment))
		return text_fail(t, "an alignment");
	for (f->nranges = 0; *t->word; f->nranges++)
		if (f->nranges == TARGET_RANGES)
			return text_fail(t, "at most 8 ranges");
		else if (text_number(t, &f->range[f->nranges].first) || text_number(t, &f->range[f->nranges].last))
			return -EINVAL;
	return 0;
}

static int parse_facts(struct text *t, struct sample *s)
{
	const struct text_name *type;
	struct domain_facts *f;
	int dom;

	if (text_domain(t, &dom))
		return -EINVAL;
	f = &s->facts[dom];
	type = text_find_name(types, t->word);
	if (!type)
		return text_fail(t, "a type of domain");
	text_next(t);
	f->type = (enum domain_type)type->value;
	if (text_number(t, &f->first) || text_number(t, &f->last) || text_number(t, &f->pgsize_bitmap) ||
	    text_number(t, &f->paddr_last))
		return -EINVAL;
	f->force_aperture = text_accept(t, "forced");
	if (f->type == TYPE_IOAS && parse_ranges(t, f))
		return -EINVAL;
	return text_end(t);
}

static int parse_current(struct text *t, struct sample *s)
{
	unsigned int v;

	for (v = 0; v < TARGET_DEVICES; v++)
		if (text_accept(t, "none"))
			s->current[v] = DOM_NONE;
		else if (text_domain(t, &s->current[v]))
			return -EINVAL;
	return text_end(t);
}

/* "phys FIRST paddr paddr …": FIRST is the index of the first address that is answered */
static int parse_phys(struct text *t, struct sample *s)
{
	uint32_t i;

	if (!text_scan_u32(t->word, "", &i))
		return text_fail(t, "an index");
	text_next(t);
	for (; *t->word; i++)
		if (i >= s->n)
			return text_fail(t, "as many results as addresses");
		else if (text_number(t, &s->at[i].paddr))
			return -EINVAL;
	return 0;
}

int sample_print(const struct sample *s, unsigned int n, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };
	unsigned int i;

	if (n < TARGET_DOMAINS) {
		print_facts(&o, (int)n, &s->facts[n]);
	} else if (n == TARGET_DOMAINS) {
		text_put(&o, "current");
		for (i = 0; i < TARGET_DEVICES; i++)
			text_put(&o, " %s", dom_name(s->current[i]));
	} else {
		i = (n - TARGET_DOMAINS - 1) * PHYS_PER_LINE;
		if (i < s->n)
			text_put(&o, "phys %u", i);
		for (n = i; n < i + PHYS_PER_LINE && n < s->n; n++)
			text_put(&o, " 0x%llx", (unsigned long long)s->at[n].paddr);
	}
	return (int)o.used;
}

int sample_parse(const char *line, struct sample *s, char *why, size_t whylen)
{
	struct text t;

	text_start(&t, line, why, whylen);
	if (text_accept(&t, "facts"))
		return parse_facts(&t, s);
	if (text_accept(&t, "current"))
		return parse_current(&t, s);
	if (text_accept(&t, "phys"))
		return parse_phys(&t, s);
	return text_fail(&t, "facts, current or phys");
}

int sample_result_print(const struct sample *s, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };
	const struct text_name *event;

	text_put(&o, "ok");
	for (event = text_events; event->name; event++)
		if (s->events & event->value)
			text_put(&o, " %s", event->name);
	return (int)o.used;
}

int sample_result_parse(const char *line, struct sample *s, char *why, size_t whylen)
{
	struct text t;

	text_start(&t, line, why, whylen);
	if (!text_accept(&t, "ok"))
		return text_fail(&t, "ok");
	s->events = 0;
	text_take_events(&t, &s->events);
	return text_end(&t);
}

/* ---- dma */

int dmas_print(const struct dma *d, unsigned int n, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };
	unsigned int i;

	text_put(&o, "dma");
	for (i = 0; i < n; i++) {
		text_put(&o, " ");
		text_put_dma(&o, &d[i]);
	}
	return (int)o.used;
}

int dmas_parse(const char *line, struct dma *d, unsigned int *n, char *why, size_t whylen)
{
	struct text t;

	text_start(&t, line, why, whylen);
	if (!text_accept(&t, "dma"))
		return text_fail(&t, "dma");
	for (*n = 0; *t.word; ++*n) {
		if (*n == WIRE_DMAS)
			return text_fail(&t, "at most 128 DMAs");
		memset(&d[*n], 0, sizeof(*d));
		if (text_dma(&t, &d[*n]))
			return -EINVAL;
	}
	return 0;
}

int dmas_result_print(const struct dma *d, unsigned int n, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };
	unsigned int i;

	for (i = 0; i < n; i++) {
		text_put(&o, "%s", i ? " " : "");
		text_put_reached(&o, d[i].result, d[i].paddr);
		text_put(&o, "%s", d[i].fault ? "+fault" : "");
		if (d[i].report.made)
			text_put(&o, "+%s:0x%llx", d[i].report.write ? "write" : "read",
				 (unsigned long long)d[i].report.iova);
	}
	return (int)o.used;
}

/* "fault", "read:0x1000" or "write:0x1000": what stands behind each '+' of a result */
static bool parse_told(const char *s, struct dma *d)
{
	const char *end;

	if (!strcmp(s, "fault"))
		return d->fault = true;
	d->report.made = true;
	d->report.write = !strncmp(s, "write:", 6);
	if (!d->report.write && strncmp(s, "read:", 5))
		return false;
	end = text_scan_number(strchr(s, ':') + 1, &d->report.iova);
	return end && !*end;
}

static bool parse_dma_result(char *word, struct dma *d)
{
	char *plus = strchr(word, '+'), *told;

	d->fault = false;
	d->report = (struct fault_report){ 0 };
	while ((told = plus)) {
		*told++ = '\0';
		plus = strchr(told, '+');
		if (plus)
			*plus = '\0';
		if (!parse_told(told, d))
			return false;
	}
	return text_reached(word, &d->result, &d->paddr);
}

int dmas_result_parse(const char *line, struct dma *d, unsigned int n, char *why, size_t whylen)
{
	unsigned int i;
	struct text t;

	text_start(&t, line, why, whylen);
	for (i = 0; i < n; i++) {
		if (!parse_dma_result(t.word, &d[i]))
			return text_fail(&t, "a physical address, nothing or unseen");
		text_next(&t);
	}
	return text_end(&t);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text form of requests and answers, one line each: the wire protocol, and the notation of steps in records.
 * It reads as the spec does. The same file is compiled into the kernel side of the wire (harness/kernel).
 *
 *	alloc D0 for v0 with no-flags
 *	map D0 0x100000+0x1000 -> 0x8000000 rw+cache under alloc-failure(1)
 *	map_sg D0 0x100000+0x3000 -> 0x8000000+0x1000,bus:0x9000000+0x2000 r
 *	unmap D0 0x100000+0x1000 watch v0 read 0x100000 watch v1.3 write 0x0
 *	attach_pasid v1 3 D0
 *	ioas_copy D0 0x100000+0x1000 rw of D1 0x200000+0x1000
 *
 * and the answers
 *
 *	ok | EINVAL | 0x1000 | done | 12 [injected 1] [warn] [slept] [freed-walk] [memory-error] [lock-error]
 *	[during 0:0x8000000 1:nothing]
 *	unsupported: why | unknown: why | crashed: why | hung: why | garbled: why
 */
#include <errno.h>
#include <string.h>

#include "harness/text.h"

const struct op_desc target_ops[TARGET_NR_OPS] = {
#define X(id, name, operands, result) { name, operands, result },
	TARGET_OPS(X)
#undef X
};

const char *const target_how[TARGET_NR_HOW] = {
#define X(id, name) name,
	TARGET_HOW(X)
#undef X
};

static const struct text_name prot_rights[] = {
	{ "rw", PROT_READ_ | PROT_WRITE_ }, { "r", PROT_READ_ }, { "w", PROT_WRITE_ }, { "no-rights", 0 }, { NULL, 0 },
};
static const struct text_name prot_bits[] = {
	{ "cache", PROT_CACHE_ }, { "noexec", PROT_NOEXEC_ }, { "mmio", PROT_MMIO_ }, { "priv", PROT_PRIV_ },
	{ NULL, 0 },
};
static const struct text_name flag_bits[] = {
	{ "nest-parent", FLAG_NEST_PARENT }, { "dirty-tracking", FLAG_DIRTY_TRACKING }, { "pasid", FLAG_PASID },
	{ "unknown-bit", FLAG_UNKNOWN }, { NULL, 0 },
};
static const struct text_name gfp_names[] = {
	{ "GFP_KERNEL", GFP_CLASS_KERNEL }, { "GFP_ATOMIC", GFP_CLASS_ATOMIC }, { "GFP_DMA32", GFP_CLASS_DMA32 },
	{ "GFP_HIGHMEM", GFP_CLASS_HIGHMEM }, { "GFP_COMP", GFP_CLASS_COMP }, { NULL, 0 },
};
static const struct text_name env_names[] = {
	{ "alloc-failure", ENV_ALLOC_FAILURE }, { "sync-failure", ENV_SYNC_FAILURE },
	{ "attach-failure", ENV_ATTACH_FAILURE }, { "clock-failure", ENV_CLOCK_FAILURE },
	{ "hardware-stuck", ENV_HARDWARE_STUCK }, { "unpowered", ENV_UNPOWERED }, { "exhausted", ENV_EXHAUSTED },
	{ NULL, 0 },
};
static const struct text_name kind_names[] = {
	{ "unsupported:", ANSWER_UNSUPPORTED }, { "unknown:", ANSWER_UNKNOWN }, { "crashed:", ANSWER_CRASHED },
	{ "hung:", ANSWER_HUNG }, { "garbled:", ANSWER_GARBLED }, { NULL, 0 },
};

enum target_op target_op_find(const char *name)
{
	unsigned int op;

	for (op = 0; op < TARGET_NR_OPS; op++)
		if (!strcmp(target_ops[op].name, name))
			break;
	return (enum target_op)op;
}

/* Name lists: names, each NUL-terminated, the list ended by an empty one. */

bool target_list_has(const char *list, const char *name)
{
	for (; *list; list += strlen(list) + 1)
		if (!strcmp(list, name))
			return true;
	return false;
}

bool target_list_add(char *list, size_t size, const char *name)
{
	size_t used = 0, len = strlen(name);

	while (used < size && list[used])
		used += strlen(list + used) + 1;
	if (!len || used + len + 2 > size)
		return false;
	memcpy(list + used, name, len + 1);
	list[used + len + 1] = '\0';
	return true;
}

/* Domain handles and devices */

const struct region *device_region(const struct device_desc *d, enum region_type type)
{
	unsigned int i;

	for (i = 0; i < TARGET_REGIONS; i++)
		if (d->region[i].type == type)
			return &d->region[i];
	return NULL;
}

const char *dom_name(int dom)
{
	static const char *const names[] = { "default", "blocked", "identity", "D0", "D1", "D2", "D3", "D4" };

	_Static_assert(sizeof(names) / sizeof(names[0]) == TARGET_DOMAINS, "every handle has a name");
	return dom >= 0 && dom < TARGET_DOMAINS ? names[dom] : "none";
}

int dom_find(const char *name)
{
	int dom;

	for (dom = 0; dom < TARGET_DOMAINS; dom++)
		if (!strcmp(dom_name(dom), name))
			return dom;
	return DOM_NONE;
}

/* Printing */

static void put_bits(struct text_out *o, const struct text_name *w, uint32_t bits)
{
	for (; w->name; w++) {
		if (bits & w->value)
			text_put(o, "+%s", w->name);
		bits &= ~w->value;
	}
	if (bits)
		text_put(o, "+0x%x", bits);
}

static void put_segs(struct text_out *o, const struct request *rq)
{
	unsigned int i;

	for (i = 0; i < rq->nsegs && i < TARGET_SEGS; i++) {
		text_put(o, "%s%s", i ? "," : "", rq->seg[i].bus ? "bus:" : "");
		text_put_number(o, rq->seg[i].paddr);
		text_put(o, "+");
		text_put_number(o, rq->seg[i].size);
	}
	if (!rq->nsegs)
		text_put(o, "nothing");
}

static void put_operand(struct text_out *o, const struct request *rq, char operand, bool first)
{
	const struct text_name *gfp;

	switch (operand) {
	case 'v':
		text_put(o, "%sv%d", first ? " " : " for ", rq->dev);
		break;
	case 'D':
		text_put(o, " %s", dom_name(rq->dom));
		break;
	case 'k':
		text_put(o, " %u", rq->pasid);
		break;
	case 'w':
		text_put(o, " v%d", rq->dev2);
		break;
	case 'E':
		text_put(o, " of %s", dom_name(rq->dom2));
		break;
	case 'h':
		text_put(o, " %s", target_how[rq->how]);
		break;
	case 'R':
		text_put(o, " 0x%llx+0x%llx", (unsigned long long)rq->iova, (unsigned long long)rq->size);
		break;
	case 'S':
		text_put(o, " 0x%llx+0x%llx", (unsigned long long)rq->iova2, (unsigned long long)rq->size2);
		break;
	case 'P':
		text_put(o, " -> 0x%llx", (unsigned long long)rq->paddr);
		break;
	case 'L':
		text_put(o, " -> ");
		put_segs(o, rq);
		break;
	case 'p':
		text_put(o, " %s", text_find_value(prot_rights, rq->prot & (PROT_READ_ | PROT_WRITE_))->name);
		put_bits(o, prot_bits, rq->prot & ~(PROT_READ_ | PROT_WRITE_));
		break;
	case 'F':
		text_put(o, " with %s", rq->flags ? "flags" : "no-flags");
		put_bits(o, flag_bits, rq->flags);
		break;
	case 'g':
		gfp = text_find_value(gfp_names, rq->gfp);
		text_put(o, " %s", gfp ? gfp->name : "?");
		break;
	}
}

static void put_env(struct text_out *o, const struct env *env)
{
	const struct text_name *name = text_find_value(env_names, env->kind);

	if (!name)
		return;
	text_put(o, " under %s", name->name);
	if (env->kind == ENV_ATTACH_FAILURE)
		text_put(o, "(v%d)", env->dev);
	else if (env->kind == ENV_ALLOC_FAILURE && env->n)
		text_put(o, "(%u)", env->n);
	else if (env->kind == ENV_ALLOC_FAILURE)
		text_put(o, "(all)");
}

int request_print(const struct request *rq, char *buf, size_t len)
{
	const struct op_desc *desc = &target_ops[rq->op];
	struct text_out o = { buf, len, 0 };
	unsigned int i;

	text_put(&o, "%s", desc->name);
	for (i = 0; desc->operands[i]; i++)
		put_operand(&o, rq, desc->operands[i], !i);
	put_env(&o, &rq->env);
	for (i = 0; i < rq->nwatch && i < TARGET_WATCHES; i++) {
		text_put(&o, " watch ");
		text_put_dma(&o, &rq->watch[i]);
	}
	return (int)o.used;
}

int dma_print(const struct dma *d, char *buf, size_t len)
{
	struct text_out o = { buf, len, 0 };

	text_put(&o, "dma ");
	text_put_dma(&o, d);
	text_put(&o, " -> ");
	text_put_reached(&o, d->result, d->paddr);
	if (d->fault)
		text_put(&o, " fault");
	if (d->report.made)
		text_put(&o, " reported %s 0x%llx", d->report.write ? "write" : "read",
			 (unsigned long long)d->report.iova);
	return (int)o.used;
}

static void put_result(struct text_out *o, char result, int64_t value)
{
	if (result == 'n')
		text_put(o, "done");
	else if (result == 'u')
		text_put(o, "%llu", (unsigned long long)value);
	else if (value < 0)
		text_put(o, "%s", errno_name(value));
	else if (result == 'b')
		text_put_number(o, (uint64_t)value);
	else if (value)
		text_put(o, "%lld", (long long)value);
	else
		text_put(o, "ok");
}

int answer_print(const struct request *rq, const struct answer *a, char *buf, size_t len)
{
	const struct text_name *kind = text_find_value(kind_names, a->kind);
	const struct text_name *w;
	struct text_out o = { buf, len, 0 };
	unsigned int i;

	if (kind) {
		text_put(&o, "%s ", kind->name);
		text_put_clean(&o, a->why);
		return (int)o.used;
	}
	put_result(&o, target_ops[rq->op].result, a->value);
	if (a->injected)
		text_put(&o, " injected %u", a->injected);
	for (w = text_events; w->name; w++)
		if (a->events & w->value)
			text_put(&o, " %s", w->name);
	if (a->nduring)
		text_put(&o, " during");
	for (i = 0; i < a->nduring && i < TARGET_WATCHES * 2; i++) {
		text_put(&o, " %u:", a->during[i].watch);
		text_put_reached(&o, a->during[i].result, a->during[i].paddr);
	}
	return (int)o.used;
}

/* Parsing */

/* "+cache+0x40": adds to *@bits. Returns false on an unknown name. */
static bool scan_bits(char *s, const struct text_name *names, uint32_t *bits)
{
	const struct text_name *w;
	uint32_t v;
	char *plus;

	while (*s == '+') {
		s++;
		plus = strchr(s, '+');
		if (plus)
			*plus = '\0';
		w = text_find_name(names, s);
		if (w)
			v = w->value;
		else if (!text_scan_u32(s, "", &v))
			return false;
		*bits |= v;
		if (!plus)
			return true;
		*plus = '+';
		s = plus;
	}
	return !*s;
}

static int parse_segs(struct text *t, struct request *rq)
{
	const char *s = t->word;
	struct seg *seg;

	if (text_accept(t, "nothing"))
		return 0;
	do {
		if (rq->nsegs == TARGET_SEGS)
			return text_fail(t, "at most 8 segments");
		seg = &rq->seg[rq->nsegs++];
		seg->bus = !strncmp(s, "bus:", 4);
		s = text_scan_run(s + (seg->bus ? 4 : 0), &seg->paddr, &seg->size);
	} while (s && *s++ == ',');
	if (!s || s[-1])
		return text_fail(t, "segments PADDR+SIZE,…");
	text_next(t);
	return 0;
}

static int parse_prot(struct text *t, uint32_t *prot)
{
	char *plus = t->word + strcspn(t->word, "+");
	const struct text_name *w;
	char sep = *plus;
	bool ok;

	*plus = '\0';
	w = text_find_name(prot_rights, t->word);
	*plus = sep;
	*prot = w ? w->value : 0;
	ok = w && scan_bits(plus, prot_bits, prot);
	if (!ok)
		return text_fail(t, "a protection such as rw or r+cache");
	text_next(t);
	return 0;
}

static int parse_flags(struct text *t, uint32_t *flags)
{
	if (!text_accept(t, "with"))
		return text_fail(t, "'with'");
	if (text_accept(t, "no-flags"))
		return 0;
	if (strncmp(t->word, "flags+", 6) || !scan_bits(t->word + 5, flag_bits, flags))
		return text_fail(t, "no-flags or flags+NAME…");
	text_next(t);
	return 0;
}

static int parse_run(struct text *t, uint64_t *iova, uint64_t *size)
{
	const char *end = text_scan_run(t->word, iova, size);

	if (!end || *end)
		return text_fail(t, "a range IOVA+SIZE");
	text_next(t);
	return 0;
}

static int parse_pasid(struct text *t, uint32_t *pasid)
{
	if (!text_scan_u32(t->word, "", pasid))
		return text_fail(t, "a PASID");
	text_next(t);
	return 0;
}

static int parse_gfp(struct text *t, enum gfp_class *gfp)
{
	const struct text_name *name = text_find_name(gfp_names, t->word);

	if (!name)
		return text_fail(t, "a gfp such as GFP_KERNEL");
	*gfp = (enum gfp_class)name->value;
	text_next(t);
	return 0;
}

static int parse_how(struct text *t, enum target_how *how)
{
	unsigned int i;

	for (i = 0; i < TARGET_NR_HOW; i++)
		if (text_accept(t, target_how[i])) {
			*how = (enum target_how)i;
			return 0;
		}
	return text_fail(t, "how it is asked for, such as exact");
}

static int parse_operand(struct text *t, struct request *rq, char operand, bool first)
{
	if (operand == 'v' && !first && !text_accept(t, "for"))
		return text_fail(t, "'for'");
	if ((operand == 'P' || operand == 'L') && !text_accept(t, "->"))
		return text_fail(t, "'->'");
	if (operand == 'E' && !text_accept(t, "of"))
		return text_fail(t, "'of'");
	switch (operand) {
	case 'v':
		return text_device(t, &rq->dev);
	case 'D':
		return text_domain(t, &rq->dom);
	case 'k':
		return parse_pasid(t, &rq->pasid);
	case 'w':
		return text_device(t, &rq->dev2);
	case 'E':
		return text_domain(t, &rq->dom2);
	case 'h':
		return parse_how(t, &rq->how);
	case 'R':
		return parse_run(t, &rq->iova, &rq->size);
	case 'S':
		return parse_run(t, &rq->iova2, &rq->size2);
	case 'P':
		return text_number(t, &rq->paddr);
	case 'L':
		return parse_segs(t, rq);
	case 'p':
		return parse_prot(t, &rq->prot);
	case 'F':
		return parse_flags(t, &rq->flags);
	default:
		return parse_gfp(t, &rq->gfp);
	}
}

/* What stands in the parentheses of an environment; @arg is NULL where there are none. */
static bool scan_env_arg(const char *arg, struct env *env)
{
	uint32_t dev;

	switch (env->kind) {
	case ENV_ALLOC_FAILURE:
		return arg && (!strcmp(arg, "all)") || text_scan_u32(arg, ")", &env->n));
	case ENV_ATTACH_FAILURE:
		if (!arg || *arg != 'v' || !text_scan_u32(arg + 1, ")", &dev) || dev >= TARGET_DEVICES)
			return false;
		env->dev = (int)dev;
		return true;
	default:
		return !arg;
	}
}

static int parse_env(struct text *t, struct env *env)
{
	char word[TEXT_WORD], *paren;
	const struct text_name *name;

	memcpy(word, t->word, sizeof(word));
	paren = strchr(word, '(');
	if (paren)
		*paren = '\0';
	name = text_find_name(env_names, word);
	if (name)
		env->kind = (enum env_kind)name->value;
	if (!name || !scan_env_arg(paren ? paren + 1 : NULL, env))
		return text_fail(t, "an environment such as alloc-failure(N), attach-failure(vN) or clock-failure");
	text_next(t);
	return 0;
}

int request_parse(const char *line, struct request *rq, char *why, size_t whylen)
{
	const char *operands;
	unsigned int i;
	struct text t;

	memset(rq, 0, sizeof(*rq));
	text_start(&t, line, why, whylen);
	rq->op = target_op_find(t.word);
	if (rq->op == TARGET_NR_OPS)
		return text_fail(&t, "an operation");
	text_next(&t);
	operands = target_ops[rq->op].operands;
	for (i = 0; operands[i]; i++)
		if (parse_operand(&t, rq, operands[i], !i))
			return -EINVAL;
	if (text_accept(&t, "under") && parse_env(&t, &rq->env))
		return -EINVAL;
	while (text_accept(&t, "watch")) {
		if (rq->nwatch == TARGET_WATCHES)
			return text_fail(&t, "at most 32 watches");
		if (text_dma(&t, &rq->watch[rq->nwatch++]))
			return -EINVAL;
	}
	return text_end(&t);
}

static int parse_negative(struct text *t, int64_t *value)
{
	uint64_t v;
	const char *end;

	v = (uint64_t)errno_find(t->word);
	if (!v && t->word[0] == '-') {
		end = text_scan_number(t->word + 1, &v);
		if (!end || *end || v > (uint64_t)INT64_MAX)
			v = 0;
	}
	if (!v)
		return text_fail(t, "a result");
	*value = -(int64_t)v;
	text_next(t);
	return 0;
}

static int parse_result(struct text *t, char result, int64_t *value)
{
	const char *end;
	uint64_t v;

	if (result == 'n')
		return text_accept(t, "done") ? 0 : text_fail(t, "'done'");
	if (result == 'e' && text_accept(t, "ok"))
		return 0;
	end = text_scan_number(t->word, &v);
	if (!end || *end)
		return result == 'u' ? text_fail(t, "a count") : parse_negative(t, value);
	if (v > (uint64_t)INT64_MAX || (result == 'e' && !v) || (result == 'b') != (t->word[1] == 'x'))
		return text_fail(t, "a result of this operation");
	*value = (int64_t)v;
	text_next(t);
	return 0;
}

static int parse_during(struct text *t, const struct request *rq, struct answer *a)
{
	uint64_t watch;
	const char *s;
	unsigned int n;

	for (; *t->word; text_next(t)) {
		n = a->nduring;
		if (n == TARGET_WATCHES * 2)
			return text_fail(t, "at most 64 results");
		s = text_scan_number(t->word, &watch);
		if (!s || *s != ':' || watch >= rq->nwatch)
			return text_fail(t, "WATCH:RESULT");
		if (!text_reached(s + 1, &a->during[n].result, &a->during[n].paddr))
			return text_fail(t, "a physical address, nothing or unseen");
		a->during[n].watch = (unsigned int)watch;
		a->nduring++;
	}
	return a->nduring ? 0 : text_fail(t, "WATCH:RESULT");
}

int answer_parse(const char *line, const struct request *rq, struct answer *a, char *why, size_t whylen)
{
	const struct text_name *kind;
	struct text t;

	memset(a, 0, sizeof(*a));
	text_start(&t, line, why, whylen);
	kind = text_find_name(kind_names, t.word);
	if (kind) {
		a->kind = (enum answer_kind)kind->value;
		snprintf(a->why, sizeof(a->why), "%s", t.at + (*t.at == ' '));
		return 0;
	}
	if (parse_result(&t, target_ops[rq->op].result, &a->value))
		return -EINVAL;
	if (text_accept(&t, "injected")) {
		if (!text_scan_u32(t.word, "", &a->injected))
			return text_fail(&t, "a count");
		text_next(&t);
	}
	text_take_events(&t, &a->events);
	if (text_accept(&t, "during"))
		return parse_during(&t, rq, a);
	return text_end(&t);
}

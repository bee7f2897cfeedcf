// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text form of requests and answers, one line each: the wire protocol, and the notation of steps in records.
 * It reads as the spec does. The same file is compiled into the kernel side of the wire (harness/kernel).
 *
 *	alloc D0 for v0 with no-flags
 *	map D0 0x100000+0x1000 -> 0x8000000 rw+cache under alloc-failure(1)
 *	map_sg D0 0x100000+0x3000 -> 0x8000000+0x1000,bus:0x9000000+0x2000 r
 *	unmap D0 0x100000+0x1000 watch v0 read 0x100000 watch v1 write 0x0
 *
 * and the answers
 *
 *	ok | EINVAL | 0x1000 | done | 12 [injected 1] [warn] [slept] [freed-walk] [during 0:0x8000000 1:nothing]
 *	unsupported: why | unknown: why | crashed: why | hung: why | garbled: why
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "harness/target.h"

const struct op_desc target_ops[TARGET_NR_OPS] = {
#define X(id, name, operands, result) { name, operands, result },
	TARGET_OPS(X)
#undef X
};

/* A bit or a value and its name. Tables end with a NULL name. */
struct word {
	const char *name;
	uint32_t value;
};

static const struct word prot_rights[] = {
	{ "rw", PROT_READ_ | PROT_WRITE_ }, { "r", PROT_READ_ }, { "w", PROT_WRITE_ }, { "no-rights", 0 }, { NULL, 0 },
};
static const struct word prot_bits[] = {
	{ "cache", PROT_CACHE_ }, { "noexec", PROT_NOEXEC_ }, { "mmio", PROT_MMIO_ }, { "priv", PROT_PRIV_ }, { NULL, 0 },
};
static const struct word flag_bits[] = {
	{ "nest-parent", FLAG_NEST_PARENT }, { "dirty-tracking", FLAG_DIRTY_TRACKING }, { "pasid", FLAG_PASID },
	{ "unknown-bit", FLAG_UNKNOWN }, { NULL, 0 },
};
static const struct word gfp_names[] = {
	{ "GFP_KERNEL", GFP_CLASS_KERNEL }, { "GFP_ATOMIC", GFP_CLASS_ATOMIC }, { "GFP_DMA32", GFP_CLASS_DMA32 },
	{ "GFP_HIGHMEM", GFP_CLASS_HIGHMEM }, { "GFP_COMP", GFP_CLASS_COMP }, { NULL, 0 },
};
static const struct word event_names[] = {
	{ "warn", EVENT_WARN }, { "slept", EVENT_SLEPT }, { "freed-walk", EVENT_FREED_WALK }, { NULL, 0 },
};
static const struct word kind_names[] = {
	{ "unsupported:", ANSWER_UNSUPPORTED }, { "unknown:", ANSWER_UNKNOWN }, { "crashed:", ANSWER_CRASHED },
	{ "hung:", ANSWER_HUNG }, { "garbled:", ANSWER_GARBLED }, { NULL, 0 },
};

static const struct word *find_name(const struct word *w, const char *name)
{
	for (; w->name; w++)
		if (!strcmp(w->name, name))
			return w;
	return NULL;
}

static const struct word *find_value(const struct word *w, uint32_t value)
{
	for (; w->name; w++)
		if (w->value == value)
			return w;
	return NULL;
}

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

struct out {
	char *buf;
	size_t len, used;	/* @used goes on past @len, as snprintf() counts */
};

__attribute__((format(printf, 2, 3)))
static void put(struct out *o, const char *fmt, ...)
{
	size_t at = o->used < o->len ? o->used : o->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(at < o->len ? o->buf + at : NULL, o->len - at, fmt, ap);
	va_end(ap);
	o->used += n > 0 ? (size_t)n : 0;
}

static void put_number(struct out *o, uint64_t value)
{
	put(o, "0x%llx", (unsigned long long)value);
}

static void put_bits(struct out *o, const struct word *w, uint32_t bits)
{
	for (; w->name; w++) {
		if (bits & w->value)
			put(o, "+%s", w->name);
		bits &= ~w->value;
	}
	if (bits)
		put(o, "+0x%x", bits);
}

static void put_segs(struct out *o, const struct request *rq)
{
	unsigned int i;

	for (i = 0; i < rq->nsegs && i < TARGET_SEGS; i++) {
		put(o, "%s%s", i ? "," : "", rq->seg[i].bus ? "bus:" : "");
		put_number(o, rq->seg[i].paddr);
		put(o, "+");
		put_number(o, rq->seg[i].size);
	}
	if (!rq->nsegs)
		put(o, "nothing");
}

static void put_operand(struct out *o, const struct request *rq, char operand, bool first)
{
	const struct word *gfp;

	switch (operand) {
	case 'v':
		put(o, "%sv%d", first ? " " : " for ", rq->dev);
		break;
	case 'D':
		put(o, " %s", dom_name(rq->dom));
		break;
	case 'R':
		put(o, " 0x%llx+0x%llx", (unsigned long long)rq->iova, (unsigned long long)rq->size);
		break;
	case 'P':
		put(o, " -> 0x%llx", (unsigned long long)rq->paddr);
		break;
	case 'L':
		put(o, " -> ");
		put_segs(o, rq);
		break;
	case 'p':
		put(o, " %s", find_value(prot_rights, rq->prot & (PROT_READ_ | PROT_WRITE_))->name);
		put_bits(o, prot_bits, rq->prot & ~(PROT_READ_ | PROT_WRITE_));
		break;
	case 'F':
		put(o, " with %s", rq->flags ? "flags" : "no-flags");
		put_bits(o, flag_bits, rq->flags);
		break;
	case 'g':
		gfp = find_value(gfp_names, rq->gfp);
		put(o, " %s", gfp ? gfp->name : "?");
		break;
	}
}

static void put_env(struct out *o, const struct env *env)
{
	switch (env->kind) {
	case ENV_NONE:
		break;
	case ENV_ALLOC_FAILURE:
		if (env->n)
			put(o, " under alloc-failure(%u)", env->n);
		else
			put(o, " under alloc-failure(all)");
		break;
	case ENV_SYNC_FAILURE:
		put(o, " under sync-failure");
		break;
	case ENV_ATTACH_FAILURE:
		put(o, " under attach-failure(v%d)", env->dev);
		break;
	}
}

static void put_dma(struct out *o, const struct dma *d)
{
	put(o, "v%d %s 0x%llx", d->dev, d->write ? "write" : "read", (unsigned long long)d->iova);
}

static void put_reached(struct out *o, enum dma_result result, uint64_t paddr)
{
	if (result == DMA_REACHED)
		put_number(o, paddr);
	else
		put(o, "%s", result == DMA_UNSEEN ? "unseen" : "nothing");
}

int request_print(const struct request *rq, char *buf, size_t len)
{
	const struct op_desc *desc = &target_ops[rq->op];
	struct out o = { buf, len, 0 };
	unsigned int i;

	put(&o, "%s", desc->name);
	for (i = 0; desc->operands[i]; i++)
		put_operand(&o, rq, desc->operands[i], !i);
	put_env(&o, &rq->env);
	for (i = 0; i < rq->nwatch && i < TARGET_WATCHES; i++) {
		put(&o, " watch ");
		put_dma(&o, &rq->watch[i]);
	}
	return (int)o.used;
}

int dma_print(const struct dma *d, char *buf, size_t len)
{
	struct out o = { buf, len, 0 };

	put(&o, "dma ");
	put_dma(&o, d);
	put(&o, " -> ");
	put_reached(&o, d->result, d->paddr);
	if (d->fault)
		put(&o, " fault");
	return (int)o.used;
}

/* What a far end or a profile wrote becomes one printable line. */
static void put_line(struct out *o, const char *text)
{
	for (; *text; text++)
		put(o, "%c", *text >= ' ' && *text <= '~' ? *text : ' ');
}

static void put_result(struct out *o, char result, int64_t value)
{
	if (result == 'n')
		put(o, "done");
	else if (result == 'u')
		put(o, "%llu", (unsigned long long)value);
	else if (value < 0)
		put(o, "%s", errno_name(value));
	else if (result == 'b')
		put_number(o, (uint64_t)value);
	else if (value)
		put(o, "%lld", (long long)value);
	else
		put(o, "ok");
}

int answer_print(const struct request *rq, const struct answer *a, char *buf, size_t len)
{
	const struct word *kind = find_value(kind_names, a->kind);
	const struct word *w;
	struct out o = { buf, len, 0 };
	unsigned int i;

	if (kind) {
		put(&o, "%s ", kind->name);
		put_line(&o, a->why);
		return (int)o.used;
	}
	put_result(&o, target_ops[rq->op].result, a->value);
	if (a->injected)
		put(&o, " injected %u", a->injected);
	for (w = event_names; w->name; w++)
		if (a->events & w->value)
			put(&o, " %s", w->name);
	if (a->nduring)
		put(&o, " during");
	for (i = 0; i < a->nduring && i < TARGET_WATCHES * 2; i++) {
		put(&o, " %u:", a->during[i].watch);
		put_reached(&o, a->during[i].result, a->during[i].paddr);
	}
	return (int)o.used;
}

/* Parsing: a cursor that hands out one blank-separated word at a time. */

#define WORD_MAX	512

struct cursor {
	const char *at;
	char word[WORD_MAX];	/* "" at the end of the line */
	char *why;
	size_t whylen;
};

static int fail(struct cursor *c, const char *expected)
{
	if (*c->word)
		snprintf(c->why, c->whylen, "expected %s, found '%.40s'", expected, c->word);
	else
		snprintf(c->why, c->whylen, "expected %s, found the end of the line", expected);
	return -EINVAL;
}

static void next(struct cursor *c)
{
	size_t n = 0;

	while (*c->at == ' ')
		c->at++;
	while (*c->at && *c->at != ' ' && n < WORD_MAX - 1)
		c->word[n++] = *c->at++;
	c->word[n] = '\0';
}

static bool accept(struct cursor *c, const char *word)
{
	if (strcmp(c->word, word))
		return false;
	next(c);
	return true;
}

static int digit(char ch, unsigned int base)
{
	int d = ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : 99;

	return d < (int)base ? d : -1;
}

/* Read a number, hexadecimal behind 0x, else decimal. Returns the first character behind it, NULL if there is none. */
static const char *scan_number(const char *s, uint64_t *value)
{
	unsigned int base = s[0] == '0' && s[1] == 'x' ? 16 : 10;

	s += base == 16 ? 2 : 0;
	if (digit(*s, base) < 0)
		return NULL;
	for (*value = 0; digit(*s, base) >= 0; s++)
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, (unsigned int)digit(*s, base), value))
			return NULL;
	return s;
}

static const char *scan_run(const char *s, uint64_t *first, uint64_t *size)
{
	s = scan_number(s, first);
	return s && *s == '+' ? scan_number(s + 1, size) : NULL;
}

static bool scan_small(const char *s, const char *end, uint32_t *value)
{
	uint64_t v;

	s = scan_number(s, &v);
	if (!s || strcmp(s, end) || v > UINT32_MAX)
		return false;
	*value = (uint32_t)v;
	return true;
}

static bool scan_device(const char *s, const char *end, int *dev)
{
	uint32_t v;

	if (*s != 'v' || !scan_small(s + 1, end, &v) || v >= TARGET_DEVICES)
		return false;
	*dev = (int)v;
	return true;
}

/* "+cache+0x40": adds to *@bits. Returns false on an unknown name. */
static bool scan_bits(char *s, const struct word *names, uint32_t *bits)
{
	const struct word *w;
	uint32_t v;
	char *plus;

	while (*s == '+') {
		s++;
		plus = strchr(s, '+');
		if (plus)
			*plus = '\0';
		w = find_name(names, s);
		if (w)
			v = w->value;
		else if (!scan_small(s, "", &v))
			return false;
		*bits |= v;
		if (!plus)
			return true;
		*plus = '+';
		s = plus;
	}
	return !*s;
}

static int parse_device(struct cursor *c, int *dev)
{
	if (!scan_device(c->word, "", dev))
		return fail(c, "a device, v0 to v7");
	next(c);
	return 0;
}

static int parse_number(struct cursor *c, uint64_t *value)
{
	const char *end = scan_number(c->word, value);

	if (!end || *end)
		return fail(c, "a number");
	next(c);
	return 0;
}

static int parse_segs(struct cursor *c, struct request *rq)
{
	const char *s = c->word;
	struct seg *seg;

	if (accept(c, "nothing"))
		return 0;
	do {
		if (rq->nsegs == TARGET_SEGS)
			return fail(c, "at most 8 segments");
		seg = &rq->seg[rq->nsegs++];
		seg->bus = !strncmp(s, "bus:", 4);
		s = scan_run(s + (seg->bus ? 4 : 0), &seg->paddr, &seg->size);
	} while (s && *s++ == ',');
	if (!s || s[-1])
		return fail(c, "segments PADDR+SIZE,…");
	next(c);
	return 0;
}

static int parse_prot(struct cursor *c, uint32_t *prot)
{
	char *plus = c->word + strcspn(c->word, "+");
	const struct word *w;
	char sep = *plus;
	bool ok;

	*plus = '\0';
	w = find_name(prot_rights, c->word);
	*plus = sep;
	*prot = w ? w->value : 0;
	ok = w && scan_bits(plus, prot_bits, prot);
	if (!ok)
		return fail(c, "a protection such as rw or r+cache");
	next(c);
	return 0;
}

static int parse_flags(struct cursor *c, uint32_t *flags)
{
	if (!accept(c, "with"))
		return fail(c, "'with'");
	if (accept(c, "no-flags"))
		return 0;
	if (strncmp(c->word, "flags+", 6) || !scan_bits(c->word + 5, flag_bits, flags))
		return fail(c, "no-flags or flags+NAME…");
	next(c);
	return 0;
}

static int parse_operand(struct cursor *c, struct request *rq, char operand, bool first)
{
	const struct word *w;
	const char *end;

	if (operand == 'v' && !first && !accept(c, "for"))
		return fail(c, "'for'");
	if ((operand == 'P' || operand == 'L') && !accept(c, "->"))
		return fail(c, "'->'");
	switch (operand) {
	case 'v':
		return parse_device(c, &rq->dev);
	case 'D':
		rq->dom = dom_find(c->word);
		if (rq->dom == DOM_NONE)
			return fail(c, "a domain, default, blocked, identity or D0 to D4");
		break;
	case 'R':
		end = scan_run(c->word, &rq->iova, &rq->size);
		if (!end || *end)
			return fail(c, "a range IOVA+SIZE");
		break;
	case 'P':
		return parse_number(c, &rq->paddr);
	case 'L':
		return parse_segs(c, rq);
	case 'p':
		return parse_prot(c, &rq->prot);
	case 'F':
		return parse_flags(c, &rq->flags);
	case 'g':
		w = find_name(gfp_names, c->word);
		if (!w)
			return fail(c, "a gfp such as GFP_KERNEL");
		rq->gfp = (enum gfp_class)w->value;
		break;
	}
	next(c);
	return 0;
}

static int parse_env(struct cursor *c, struct env *env)
{
	const char *paren = strchr(c->word, '(');

	if (!strncmp(c->word, "alloc-failure(", 14) && (!strcmp(paren, "(all)") || scan_small(paren + 1, ")", &env->n)))
		env->kind = ENV_ALLOC_FAILURE;
	else if (!strcmp(c->word, "sync-failure"))
		env->kind = ENV_SYNC_FAILURE;
	else if (!strncmp(c->word, "attach-failure(", 15) && scan_device(paren + 1, ")", &env->dev))
		env->kind = ENV_ATTACH_FAILURE;
	else
		return fail(c, "alloc-failure(N), sync-failure or attach-failure(vN)");
	next(c);
	return 0;
}

static int parse_dma(struct cursor *c, struct dma *d)
{
	if (parse_device(c, &d->dev))
		return -EINVAL;
	d->write = !strcmp(c->word, "write");
	if (!d->write && strcmp(c->word, "read"))
		return fail(c, "read or write");
	next(c);
	return parse_number(c, &d->iova);
}

int request_parse(const char *line, struct request *rq, char *why, size_t whylen)
{
	struct cursor c = { .at = line, .why = why, .whylen = whylen };
	const char *operands;
	unsigned int i;

	memset(rq, 0, sizeof(*rq));
	next(&c);
	rq->op = target_op_find(c.word);
	if (rq->op == TARGET_NR_OPS)
		return fail(&c, "an operation");
	next(&c);
	operands = target_ops[rq->op].operands;
	for (i = 0; operands[i]; i++)
		if (parse_operand(&c, rq, operands[i], !i))
			return -EINVAL;
	if (accept(&c, "under") && parse_env(&c, &rq->env))
		return -EINVAL;
	while (accept(&c, "watch")) {
		if (rq->nwatch == TARGET_WATCHES)
			return fail(&c, "at most 32 watches");
		if (parse_dma(&c, &rq->watch[rq->nwatch++]))
			return -EINVAL;
	}
	return *c.word ? fail(&c, "the end of the line") : 0;
}

static int parse_negative(struct cursor *c, int64_t *value)
{
	uint64_t v;
	const char *end;

	v = (uint64_t)errno_find(c->word);
	if (!v && c->word[0] == '-') {
		end = scan_number(c->word + 1, &v);
		if (!end || *end || v > (uint64_t)INT64_MAX)
			v = 0;
	}
	if (!v)
		return fail(c, "a result");
	*value = -(int64_t)v;
	next(c);
	return 0;
}

static int parse_result(struct cursor *c, char result, int64_t *value)
{
	const char *end;
	uint64_t v;

	if (result == 'n')
		return accept(c, "done") ? 0 : fail(c, "'done'");
	if (result == 'e' && accept(c, "ok"))
		return 0;
	end = scan_number(c->word, &v);
	if (!end || *end)
		return result == 'u' ? fail(c, "a count") : parse_negative(c, value);
	if (v > (uint64_t)INT64_MAX || (result == 'e' && !v) || (result == 'b') != (c->word[1] == 'x'))
		return fail(c, "a result of this operation");
	*value = (int64_t)v;
	next(c);
	return 0;
}

static int parse_during(struct cursor *c, const struct request *rq, struct answer *a)
{
	const char *s;
	uint64_t watch;

	for (; *c->word; next(c)) {
		if (a->nduring == TARGET_WATCHES * 2)
			return fail(c, "at most 64 results");
		s = scan_number(c->word, &watch);
		if (!s || *s != ':' || watch >= rq->nwatch)
			return fail(c, "WATCH:RESULT");
		a->during[a->nduring].watch = (unsigned int)watch;
		a->during[a->nduring].result = !strcmp(s, ":nothing") ? DMA_NOTHING :
					       !strcmp(s, ":unseen") ? DMA_UNSEEN : DMA_REACHED;
		if (a->during[a->nduring].result == DMA_REACHED) {
			s = scan_number(s + 1, &a->during[a->nduring].paddr);
			if (!s || *s)
				return fail(c, "a physical address, nothing or unseen");
		}
		a->nduring++;
	}
	return a->nduring ? 0 : fail(c, "WATCH:RESULT");
}

int answer_parse(const char *line, const struct request *rq, struct answer *a, char *why, size_t whylen)
{
	struct cursor c = { .at = line, .why = why, .whylen = whylen };
	const struct word *w;

	memset(a, 0, sizeof(*a));
	next(&c);
	w = find_name(kind_names, c.word);
	if (w) {
		a->kind = (enum answer_kind)w->value;
		snprintf(a->why, sizeof(a->why), "%s", c.at + (*c.at == ' '));
		return 0;
	}
	if (parse_result(&c, target_ops[rq->op].result, &a->value))
		return -EINVAL;
	if (accept(&c, "injected")) {
		if (!scan_small(c.word, "", &a->injected))
			return fail(&c, "a count");
		next(&c);
	}
	for (w = event_names; w->name; w++)
		if (accept(&c, w->name))
			a->events |= w->value;
	if (accept(&c, "during"))
		return parse_during(&c, rq, a);
	return *c.word ? fail(&c, "the end of the line") : 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * simplify.c - sizes and addresses that say no more than they must, see repro.h.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "suite/repro.h"

enum kind { IOVA, PADDR, SIZE };

/* An address in a step, and the size behind it ("0x1000+0x2000"), or 0. */
struct number {
	enum kind kind;
	uint64_t value, size;
	const char *begin, *end;
};

/* One change of a whole script: what is the same stays the same. */
struct change {
	enum kind kind;
	uint64_t from, to;
	bool all;		/* addresses: @from and all others of its kind by the same */
	bool last;		/* sizes: the last pages of a range stay, not the first */
};

/* The next number at *@at, which is moved behind it. Behind an arrow are physical addresses; "rw+0x80" is no number. */
static bool next_number(const char *line, const char **at, struct number *n)
{
	const char *begin = *at, *arrow = strstr(line, "->"), *watch = strstr(line, " watch ");
	char *end;

	while ((begin = strstr(begin, "0x")) && begin > line && begin[-1] == '+')
		begin += 2;
	if (!begin)
		return false;
	n->kind = arrow && begin > arrow && (!watch || begin < watch) ? PADDR : IOVA;
	n->begin = begin;
	n->value = strtoull(begin, &end, 16);
	n->size = *end == '+' ? strtoull(end + 1, &end, 16) : 0;
	*at = n->end = end;
	return true;
}

static void apply(const struct change *c, struct number *n)
{
	if (c->kind == n->kind && (c->all || n->value == c->from))
		n->value -= c->from - c->to;
	if (c->kind != SIZE || n->size != c->from)
		return;
	n->value += c->last ? c->from - c->to : 0;
	n->size = c->to;
}

static void rewrite(const char *line, const struct change *c, char *text, size_t room)
{
	const char *at = line, *done = line;
	struct number n;
	size_t len = 0;

	*text = '\0';
	while (next_number(line, &at, &n) && len < room) {
		apply(c, &n);
		len += (size_t)snprintf(text + len, room - len, "%.*s0x%" PRIx64, (int)(n.begin - done), done, n.value);
		if (n.size && len < room)
			len += (size_t)snprintf(text + len, room - len, "+0x%" PRIx64, n.size);
		done = at;
	}
	if (len < room)
		snprintf(text + len, room - len, "%s", done);
}

/* Keep the change if what it makes still shows the same. Returns 1 if it does, 0 if not, or a negative errno. */
static int try(const struct simplify *s, struct simple_steps *steps, const struct change *c)
{
	struct simple_steps new = { .script.n = steps->script.n };
	struct attempt a;
	int err;

	for (unsigned int i = 0; i < new.script.n; i++) {
		rewrite(steps->script.line[i], c, new.text[i], sizeof(new.text[i]));
		new.script.line[i] = new.text[i];
	}
	err = repro_try(s->runner, s->job, &new.script, &a, s->why, s->len);
	if (!err && repro_same(&a.rec, s->wanted)) {
		memcpy(steps->text, new.text, sizeof(new.text));
		err = 1;
	}
	repro_free(&a);
	return err;
}

static int try_size(const struct simplify *s, struct simple_steps *steps, uint64_t size)
{
	int done = 0;

	for (uint64_t to = 0x1000; to < size && !done; to <<= 4) {
		done = try(s, steps, &(struct change){ SIZE, size, to, false, false });
		if (!done)
			done = try(s, steps, &(struct change){ SIZE, size, to, false, true });
	}
	return done;
}

/* A simple address is a round one. 0 is left alone: to some code it means none. */
static int try_address(const struct simplify *s, struct simple_steps *steps, const struct number *n, bool all)
{
	int done = 0;

	for (unsigned int bits = 28; bits >= 12 && !done; bits -= 4) {
		uint64_t to = n->value >> bits << bits;

		if (to && to != n->value)
			done = try(s, steps, &(struct change){ n->kind, n->value, to, all, false });
	}
	return done;
}

/* Try the numbers one after the other until one can be simpler. */
static int simplify_one(const struct simplify *s, struct simple_steps *steps)
{
	struct number n, least[] = { [IOVA] = { .value = UINT64_MAX }, [PADDR] = { .value = UINT64_MAX } };
	int done = 0;

	for (unsigned int i = 0; i < steps->script.n && !done; i++)
		for (const char *at = steps->text[i]; !done && next_number(steps->text[i], &at, &n); ) {
			done = try_size(s, steps, n.size);
			if (n.value < least[n.kind].value)
				least[n.kind] = n;
		}
	for (enum kind kind = IOVA; kind <= PADDR && !done; kind++)
		if (least[kind].value != UINT64_MAX)
			done = try_address(s, steps, &least[kind], true);
	for (unsigned int i = 0; i < steps->script.n && !done; i++)
		for (const char *at = steps->text[i]; !done && next_number(steps->text[i], &at, &n); )
			done = try_address(s, steps, &n, false);
	return done;
}

int repro_simplify(const struct simplify *s, const struct script *script, struct simple_steps *steps)
{
	int done;

	steps->script.n = script->n;
	for (unsigned int i = 0; i < script->n; i++) {
		snprintf(steps->text[i], sizeof(steps->text[i]), "%s", script->line[i]);
		steps->script.line[i] = steps->text[i];
	}
	while ((done = simplify_one(s, steps)) > 0)
		;
	return done;
}

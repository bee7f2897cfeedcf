// SPDX-License-Identifier: GPL-2.0-only
/* emit_expr.c - one expression as C: the calls that eval.c makes; keep the two in step. */
#include <ctype.h>

#include "spec/emit_expr.h"

void emit_id(FILE *f, const char *text)
{
	for (; *text; text++)
		fputc(isalnum((unsigned char)*text) ? *text : '_', f);
}

void emit_string(FILE *f, const char *text)
{
	if (!text) {
		fputs("NULL", f);
		return;
	}
	fputc('"', f);
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n\"\n\t\t\"", f);
		else if (*text == '"' || *text == '\\')
			fprintf(f, "\\%c", *text);
		else if (*text == '\t')
			fputs("\\t", f);
		else
			fputc(*text, f);
	}
	fputc('"', f);
}

struct out { FILE *f; const struct spec *spec; };

static void expr(struct out *o, const struct expr *e);

static void list(struct out *o, const struct expr *e, unsigned int first, unsigned int last)
{
	for (unsigned int i = first; i < last; i++) {
		if (i > first)
			fputs(", ", o->f);
		expr(o, e->args[i]);
	}
}

static void call(struct out *o, const char *name, const struct expr *e)
{
	fprintf(o->f, "%s(", name);
	list(o, e, 0, e->nargs);
	fputc(')', o->f);
}

/* NAME(prefix_what, args): and the form without arguments, whose macro ends in 0. */
static void macro(struct out *o, const char *name, const char *what, const struct expr *e)
{
	fprintf(o->f, "%s%s(", name, e->nargs ? "" : "0");
	emit_id(o->f, what);
	if (e->nargs)
		fprintf(o->f, ", %u, ", e->nargs);
	list(o, e, 0, e->nargs);
	fputc(')', o->f);
}

static void number_literal(struct out *o, number n)
{
	uint64_t high = (uint64_t)((unsigned __int128)n >> 64), low = (uint64_t)n;

	if (n >= 0 && n < 10)
		fprintf(o->f, "v_number(%d)", (int)n);
	else if (!high)
		fprintf(o->f, "v_number(0x%llxULL)", (unsigned long long)low);
	else
		fprintf(o->f, "v_number((number)0x%llxULL << 64 | 0x%llxULL)", (unsigned long long)high,
			(unsigned long long)low);
}

static void builtin(struct out *o, const struct expr *e)
{
	static const char *const name[] = {
		[B_FIRST] = "v_first", [B_LAST] = "v_last", [B_SIZE] = "v_size", [B_MIN] = "v_min",
		[B_MAX] = "v_max", [B_ALIGN] = "v_align",
	};

	switch (e->index) {
	case B_LIST:
		fprintf(o->f, "LIST(%u, ", e->nargs);
		list(o, e, 0, e->nargs);
		fputc(')', o->f);
		return;
	case B_MEMORY:
		fputs("v_memory(c->arena, ", o->f);
		break;
	case B_PGSIZE:
		fputs("rule_pgsize(c, ", o->f);
		break;
	default:
		call(o, name[e->index], e);
		return;
	}
	list(o, e, 0, e->nargs);
	fputc(')', o->f);
}

static void logic(struct out *o, const struct expr *e, const char *name, unsigned int at)
{
	if (at + 1 >= e->nargs) {
		expr(o, e->args[at]);
		return;
	}
	fprintf(o->f, "%s(", name);
	expr(o, e->args[at]);
	fputs(", ", o->f);
	logic(o, e, name, at + 1);
	fputc(')', o->f);
}

static void set(struct out *o, const struct expr *e)
{
	if (!e->nargs) {
		fputs("EMPTY", o->f);
		return;
	}
	fprintf(o->f, "SET(%u, ", e->nargs);
	list(o, e, 0, e->nargs);
	fputc(')', o->f);
}

static void effect(struct out *o, const struct expr *e)
{
	const struct expr *var = e->args[0];

	fprintf(o->f, "EFFECT%s(", var->nargs ? "" : "0");
	emit_id(o->f, o->spec->var[var->index].name);
	fprintf(o->f, ", %s, ", e->membership ? "true" : "false");
	expr(o, e->args[1]);
	if (var->nargs)
		fprintf(o->f, ", %u, ", var->nargs);
	list(o, var, 0, var->nargs);
	fputc(')', o->f);
}

static void probe(struct out *o, const struct expr *e)
{
	unsigned int slots = o->spec->op[e->index].nslots;

	fprintf(o->f, "PROBE%s(", slots ? "" : "0");
	emit_id(o->f, o->spec->op[e->index].name);
	fputs(", ", o->f);
	if (e->nargs > slots)
		expr(o, e->args[slots]);
	else
		fputs("v_unknown()", o->f);
	if (slots)
		fprintf(o->f, ", %u, ", slots);
	list(o, e, 0, slots);
	fputc(')', o->f);
}

static void demanded(struct out *o, const struct expr *e)
{
	switch (e->kind) {
	case X_SUCCEEDS:
		fputs("demand(c, DEMAND_OK, 0)", o->f);
		return;
	case X_FAILS:
		fputs("demand(c, DEMAND_FAILS, 0)", o->f);
		return;
	case X_ERRNO:
		fprintf(o->f, "demand(c, DEMAND_ERRNO, NAME_%s)", o->spec->names[e->name]);
		return;
	case X_EVENT:
		fprintf(o->f, "demand(c, DEMAND_EVENT, %d)", e->index);
		return;
	case X_RETURNS:
		fputs("demand_value(c, DEMAND_RETURNS, ", o->f);
		list(o, e, 0, e->nargs);
		fputs(e->nargs > 1 ? ")" : ", v_none())", o->f);
		return;
	case X_UNCHANGED:
		if (!e->nargs) {
			fputs("demand(c, DEMAND_UNCHANGED, 0)", o->f);
			return;
		}
		if (e->args[0]->kind == X_PROBE) {
			probe(o, e->args[0]);
			return;
		}
		fputs("demand_value(c, DEMAND_SAME, ", o->f);
		expr(o, e->args[0]);
		fputs(", OLD(", o->f);
		expr(o, e->args[0]);
		fputs("))", o->f);
		return;
	case X_EFFECT:
		effect(o, e);
		return;
	default:
		probe(o, e);
		return;
	}
}

static void reference(struct out *o, const struct expr *e)
{
	const struct spec *s = o->spec;

	switch (e->kind) {
	case X_LETTER:
		fprintf(o->f, "L(%s)", s->letter[e->index].name);
		return;
	case X_VAR:
		macro(o, "STATE", s->var[e->index].name, e);
		return;
	case X_LET:
		fputs("let_", o->f);
		emit_id(o->f, s->let[e->index].name);
		fputs("(c)", o->f);
		return;
	case X_DEFINE:
		fputs("define_", o->f);
		emit_id(o->f, s->define[e->index].name);
		break;
	default:
		fputs("word_", o->f);
		emit_id(o->f, s->word[e->index].form.text);
		break;
	}
	fputs(e->nargs ? "(c, " : "(c", o->f);
	list(o, e, 0, e->nargs);
	fputc(')', o->f);
}

static const char *plain_function(enum expr_kind kind)
{
	switch (kind) {
	case X_SUB:	return "v_sub";
	case X_MUL:	return "v_mul";
	case X_DIV:	return "v_div";
	case X_MOD:	return "v_mod";
	case X_RANGE:	return "v_range";
	case X_EQ:	return "v_eq";
	case X_NE:	return "v_ne";
	case X_LT:	return "v_lt";
	case X_LE:	return "v_le";
	case X_IN:	return "v_in";
	case X_WITHIN:	return "v_within";
	case X_MEETS:	return "v_meets";
	case X_NOT:	return "v_not";
	case X_OLD:	return "OLD";
	default:	return NULL;
	}
}

/* A call that needs the context in front of its operands. */
static void context_call(struct out *o, const char *head, const struct expr *e)
{
	fputs(head, o->f);
	list(o, e, 0, e->nargs);
	fputc(')', o->f);
}

static void expr(struct out *o, const struct expr *e)
{
	if (plain_function(e->kind)) {
		call(o, plain_function(e->kind), e);
		return;
	}
	switch (e->kind) {
	case X_NUMBER:
		number_literal(o, e->num);
		return;
	case X_NAME:
		fputs("v_name(NAME_", o->f);
		emit_id(o->f, o->spec->names[e->name]);
		fputc(')', o->f);
		return;
	case X_DOMAIN:
		fprintf(o->f, "v_domain(%d)", (int)e->num);
		return;
	case X_NONE:
		fputs("v_none()", o->f);
		return;
	case X_EVERY:
		fputs("v_every()", o->f);
		return;
	case X_TRUE:
		fputs("v_bool(true)", o->f);
		return;
	case X_LETTER: case X_VAR: case X_LET: case X_DEFINE: case X_WORD:
		reference(o, e);
		return;
	case X_BUILTIN:
		builtin(o, e);
		return;
	case X_ADD:
		context_call(o, "v_add(c->arena, ", e);
		return;
	case X_RUN:
		context_call(o, "v_run(c->arena, ", e);
		return;
	case X_INCLUDES:
		context_call(o, "rule_includes(c, ", e);
		return;
	case X_EACH:
		context_call(o, "rule_each(c, ", e);
		return;
	case X_SET:
		set(o, e);
		return;
	case X_COMPLEMENT:
		fputs("v_complement(", o->f);
		set(o, e);
		fputc(')', o->f);
		return;
	case X_AND:
		logic(o, e, "AND", 0);
		return;
	case X_OR:
		logic(o, e, "OR", 0);
		return;
	case X_SOME:
		fprintf(o->f, "SOME(%s, ", o->spec->letter[e->index].name);
		expr(o, e->args[0]);
		fputc(')', o->f);
		return;
	default:
		demanded(o, e);
		return;
	}
}

void emit_expr(FILE *f, const struct spec *spec, const struct expr *e)
{
	struct out o = { .f = f, .spec = spec };

	expr(&o, e);
}

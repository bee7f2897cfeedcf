// SPDX-License-Identifier: GPL-2.0-only
/* emit.c - the tables of rule.h as C, see emit.h. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "spec/emit.h"
#include "spec/emit_expr.h"

struct emitter {
	const struct lowered *l;
	const struct spec *spec;
	FILE *f;
};

#define P(...)	fprintf(x->f, __VA_ARGS__)

static void head(struct emitter *x, const char *what)
{
	P("/* Made from spec/rules by the spec compiler. Do not edit: change the rule. */\n/* %s */\n\n", what);
}

/* ---- vocabulary.h ---- */

static void enumeration(struct emitter *x, const char *prefix, unsigned int n,
			const char *(*name)(const struct spec *, unsigned int))
{
	P("enum {\n");
	for (unsigned int i = 0; i < n; i++) {
		P("\t%s", prefix);
		emit_id(x->f, name(x->spec, i));
		P(",\n");
	}
	P("};\n\n");
}

static const char *name_name(const struct spec *s, unsigned int i)
{
	return s->names[i];
}

static const char *letter_name(const struct spec *s, unsigned int i)
{
	return s->letter[i].name;
}

static const char *var_name(const struct spec *s, unsigned int i)
{
	return s->var[i].name;
}

static const char *op_name(const struct spec *s, unsigned int i)
{
	return s->op[i].name;
}

static void signature(struct emitter *x, const char *prefix, const char *name, unsigned int nparams)
{
	P("struct value %s", prefix);
	emit_id(x->f, name);
	P("(struct ctx *c");
	for (unsigned int i = 0; i < nparams; i++)
		P(", struct value arg%u", i);
	P(")");
}

static void vocabulary_header(struct emitter *x)
{
	const struct spec *s = x->spec;
	unsigned int i;

	head(x, "the names that rules use");
	P("#ifndef VOCABULARY_H\n#define VOCABULARY_H\n\n#include \"spec/compiled.h\"\n\n");
	enumeration(x, "NAME_", s->nnames, name_name);
	enumeration(x, "LETTER_", s->nletters, letter_name);
	enumeration(x, "VAR_", s->nvars, var_name);
	enumeration(x, "OP_", s->nops, op_name);
	for (i = 0; i < s->nlets; i++) {
		signature(x, "let_", s->let[i].name, 0);
		P(";\n");
	}
	for (i = 0; i < s->ndefines; i++) {
		signature(x, "define_", s->define[i].name, s->define[i].nparams);
		P(";\n");
	}
	for (i = 0; i < s->nwords; i++) {
		signature(x, "word_", s->word[i].form.text, s->word[i].nparams);
		P(";\n");
	}
	P("\n#endif\n");
}

/* ---- vocabulary.c ---- */

static void bind_params(struct emitter *x, const int *params, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		P("\tBIND(%s, arg%u);\n", x->spec->letter[params[i]].name, i);
	P("\tstruct value v;\n\n");
}

static void unbind_params(struct emitter *x, const int *params, unsigned int n)
{
	for (unsigned int i = n; i-- > 0; )
		P("\tUNBIND(%s);\n", x->spec->letter[params[i]].name);
	P("\treturn v;\n}\n\n");
}

/* The first clause whose guard holds; if one cannot be told, nothing can. */
static void clauses(struct emitter *x, const struct guarded *g, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n && g[i].guard; i++) {
		P("\tv = ");
		emit_expr(x->f, x->spec, g[i].guard);
		P(";\n\tif (v_true(v)) {\n\t\tv = ");
		emit_expr(x->f, x->spec, g[i].value);
		P(";\n\t\tgoto out;\n\t}\n\tif (v.kind == V_UNKNOWN)\n\t\tgoto out;\n");
	}
	P("\tv = ");
	if (i < n)
		emit_expr(x->f, x->spec, g[i].value);
	else
		P("v_none()");
	P(";\n\tgoto out;\nout:\n");
}

static void functions(struct emitter *x)
{
	const struct spec *s = x->spec;
	unsigned int i;

	for (i = 0; i < s->nlets; i++) {
		signature(x, "let_", s->let[i].name, 0);
		P("\n{\n\t(void)c;\n\treturn ");
		emit_expr(x->f, s, s->let[i].value);
		P(";\n}\n\n");
	}
	for (i = 0; i < s->ndefines; i++) {
		const struct define *d = &s->define[i];

		signature(x, "define_", d->name, d->nparams);
		P("\n{\n");
		bind_params(x, d->params, d->nparams);
		clauses(x, d->value, d->nclauses);
		unbind_params(x, d->params, d->nparams);
	}
	for (i = 0; i < s->nwords; i++) {
		const struct word *w = &s->word[i];

		P("/* word %s */\n", w->form.text);
		signature(x, "word_", w->form.text, w->nparams);
		P("\n{\n");
		bind_params(x, w->params, w->nparams);
		P("\tv = ");
		emit_expr(x->f, s, w->means);
		P(";\n");
		unbind_params(x, w->params, w->nparams);
	}
}

static void starts(struct emitter *x)
{
	P("static struct value start(struct ctx *c, int var)\n{\n\tstruct value v;\n\n\tswitch (var) {\n");
	for (unsigned int i = 0; i < x->spec->nvars; i++) {
		const struct var *v = &x->spec->var[i];

		if (v->fact || !v->nstarts)
			continue;
		P("\tcase VAR_");
		emit_id(x->f, v->name);
		P(":\n");
		for (unsigned int k = 0; k < v->nstarts; k++) {
			if (v->start[k].guard) {
				P("\t\tif (v_true(");
				emit_expr(x->f, x->spec, v->start[k].guard);
				P("))\n\t");
			}
			P("\t\treturn ");
			emit_expr(x->f, x->spec, v->start[k].value);
			P(";\n");
		}
		if (v->start[v->nstarts - 1].guard)
			P("\t\treturn v_none();\n");
	}
	P("\tdefault:\n\t\tv = v_none();\n\t\treturn v;\n\t}\n}\n\n");
}

static void op_functions(struct emitter *x)
{
	for (unsigned int i = 0; i < x->spec->nops; i++) {
		const struct op *o = &x->spec->op[i];
		unsigned int k;

		if (!o->nsets && !o->nexpects)
			continue;
		P("/* %s %s */\nstatic struct value op_", o->probe ? "probe" : "op", o->form.text);
		emit_id(x->f, o->name);
		P("(struct ctx *c, int op, unsigned int phrase)\n{\n\t(void)op;\n\tswitch (phrase) {\n");
		for (k = 0; k < o->nsets; k++) {
			P("\tcase %u:\n\t\treturn ", k);
			emit_expr(x->f, x->spec, o->sets[k]);
			P(";\n");
		}
		for (k = 0; k < o->nexpects; k++) {
			P("\tcase %u:\n\t\treturn ", o->nsets + 2 * k);
			if (o->expects[k].guard)
				emit_expr(x->f, x->spec, o->expects[k].guard);
			else
				P("v_bool(true)");
			P(";\n\tcase %u:\n\t\treturn ", o->nsets + 2 * k + 1);
			emit_expr(x->f, x->spec, o->expects[k].value);
			P(";\n");
		}
		P("\tdefault:\n\t\treturn v_unknown();\n\t}\n}\n\n");
	}
}

static void ints(struct emitter *x, const int *v, unsigned int n)
{
	if (!n) {
		P("NULL");
		return;
	}
	P("(const int[]){ ");
	for (unsigned int i = 0; i < n; i++)
		P("%s%d", i ? ", " : "", v[i]);
	P(" }");
}

static void var_table(struct emitter *x)
{
	const struct rules *r = &x->l->rules;
	unsigned int i;

	P("static const struct var_desc vars[] = {\n");
	for (i = 0; i < r->nvars; i++) {
		const struct var_desc *d = &r->var[i];

		P("\t{ .name = \"%s\", .fact = %d, .by_address = %d, .plural = %d, .per_group = %d,\n", d->name, d->fact,
		  d->by_address, d->plural, d->per_group);
		P("\t  .follows = %d, .with = %d, .nargs = %u, .dim = { %u, %u },\n", d->follows, d->with, d->nargs,
		  d->dim[0], d->dim[1]);
		P("\t  .names = { ");
		ints(x, d->names[0], d->names[0] ? d->dim[0] : 0);
		P(", ");
		ints(x, d->names[1], d->names[1] ? d->dim[1] : 0);
		P(" }, .seen_by = ");
		emit_string(x->f, d->seen_by);
		P(", .frame = ");
		emit_string(x->f, d->frame);
		P(" },\n");
	}
	P("};\n\nstatic const unsigned int offsets[] = { ");
	for (i = 0; i <= r->nvars; i++)
		P("%s%u", i ? ", " : "", r->offset[i]);
	P(" };\n\nstatic const int formals[][2] = {\n");
	for (i = 0; i < r->nvars; i++)
		P("\t{ %d, %d },\n", r->formal[i][0], r->formal[i][1]);
	P("};\n\n");
}

static const char *fails_name(enum fails_by f)
{
	return f == FAILS_ZERO ? "FAILS_ZERO" : f == FAILS_NOTHING ? "FAILS_NOTHING" : "FAILS_ERRNO";
}

static void spoken(struct emitter *x, const struct op_info *o)
{
	P(",\n\t  .nspoken = %u, .spoken = ", o->nspoken);
	if (o->nspoken)
		P("(const struct spoken[]){ ");
	for (unsigned int k = 0; k < o->nspoken; k++)
		P("{ %u, %u, %u }, ", o->spoken[k].rule, o->spoken[k].part, o->spoken[k].when);
	P("%s },\n", o->nspoken ? "}" : "NULL");
}

static void op_table(struct emitter *x)
{
	const struct rules *r = &x->l->rules;

	P("static const struct op_info ops[] = {\n");
	for (unsigned int i = 0; i < r->nops; i++) {
		const struct op_info *o = &r->op[i];
		unsigned int k;

		P("\t{ .name = \"%s\", .probe = %d, .nslots = %u, .slots = { ", o->name, o->probe, o->nslots);
		for (k = 0; k < SPEC_ARGS; k++)
			P("%d, ", o->slots[k]);
		P("}, .formal = { ");
		for (k = 0; k < SPEC_ARGS; k++)
			P("%d, ", o->formal[k]);
		P("},\n\t  .returns = %d, .fails = %s, .shows = %d, .nsets = %u, .nexpects = %u, .nmay = %u,\n\t  .may = ",
		  o->returns, fails_name(o->fails), o->shows, o->nsets, o->nexpects, o->nmay);
		if (o->nmay)
			P("(const struct may[]){ ");
		for (k = 0; k < o->nmay; k++)
			P("{ %d, %d }, ", o->may[k].error, o->may[k].env);
		P("%s, .eval = ", o->nmay ? "}" : "NULL");
		if (o->nsets || o->nexpects) {
			P("op_");
			emit_id(x->f, o->name);
		} else {
			P("NULL");
		}
		spoken(x, o);
	}
	P("};\n\n");
}

static void strings(struct emitter *x, const char *name, const char *const *list, unsigned int n)
{
	P("static const char *const %s[] = {\n", name);
	for (unsigned int i = 0; i < n; i++) {
		P("\t");
		emit_string(x->f, list[i]);
		P(",\n");
	}
	P("\tNULL\n};\n\n");
}

static void sort_tables(struct emitter *x)
{
	const struct rules *r = &x->l->rules;
	unsigned int i;

	P("static const struct sort_info sorts[] = {\n");
	for (i = 0; i < r->nsorts; i++) {
		P("\t{ \"%s\", %d, ", r->sort[i].name, r->sort[i].kind);
		ints(x, r->sort[i].constants, r->sort[i].nconstants);
		P(", %u },\n", r->sort[i].nconstants);
	}
	P("};\n\nstatic const struct letter_info letters[] = {\n");
	for (i = 0; i < r->nletters; i++)
		P("\t{ \"%s\", %d },\n", r->letter[i].name, r->letter[i].sort);
	P("};\n\n");
	strings(x, "names", r->names, r->nnames);
	strings(x, "envs", r->env, r->nenvs);
	strings(x, "events", r->event, r->nevents);
}

static void rule_id(struct emitter *x, const struct rule *rule)
{
	emit_id(x->f, rule->id);
}

static void vocabulary_source(struct emitter *x)
{
	const struct rules *r = &x->l->rules;
	unsigned int i;

	head(x, "the vocabulary, and the list of rules");
	P("#include \"vocabulary.h\"\n\n");
	functions(x);
	starts(x);
	op_functions(x);
	sort_tables(x);
	var_table(x);
	op_table(x);
	for (i = 0; i < r->nrules; i++) {
		P("extern const struct rule rule_");
		rule_id(x, r->rule[i]);
		P(";\n");
	}
	P("\nstatic const struct rule *const rules[] = {\n");
	for (i = 0; i < r->nrules; i++) {
		P("\t&rule_");
		rule_id(x, r->rule[i]);
		P(",\n");
	}
	P("};\n\nconst struct rules compiled_rules = {\n\t.hash = \"%s\",\n", r->hash);
	P("\t.names = names, .nnames = %u, .sort = sorts, .nsorts = %u, .letter = letters, .nletters = %u,\n", r->nnames,
	  r->nsorts, r->nletters);
	P("\t.var = vars, .offset = offsets, .nvars = %u, .start = start, .formal = formals,\n", r->nvars);
	P("\t.op = ops, .nops = %u, .env = envs, .nenvs = %u, .event = events, .nevents = %u,\n", r->nops, r->nenvs,
	  r->nevents);
	P("\t.rule = rules, .nrules = %u, .nshared = %u,\n", r->nrules, r->nshared);
	P("\t.known = { .group = %d, .type = %d, .pgsizes = %d, .phys = %d, .leaf = %d, .absent = %d },\n};\n",
	  r->known.group, r->known.type, r->known.pgsizes, r->known.phys, r->known.leaf, r->known.absent);
}

/* ---- a file of rules ---- */

static void comment(struct emitter *x, const char *text)
{
	for (; *text; text++) {
		if (text[0] == '*' && text[1] == '/') {
			P("* /");
			text++;
		} else {
			fputc(*text, x->f);
			if (*text == '\n')
				P(" * ");
		}
	}
}

static void part_id(struct emitter *x, const struct part *part)
{
	rule_id(x, part->rule);
	if (part->name) {
		P("_");
		emit_id(x->f, part->name);
	}
}

/* The one function: each phrase of the part a case, with what the rule says there. */
static void part_function(struct emitter *x, const struct part *part)
{
	P("static struct value ");
	part_id(x, part);
	P("(struct ctx *c, const struct part *part, unsigned int phrase)\n{\n\t(void)part;\n\tswitch (phrase) {\n");
	for (unsigned int i = 0; i < part->nphrases; i++) {
		P("\tcase %u:\t/* ", i);
		comment(x, part->phrase[i].text);
		P(" */\n\t\treturn ");
		emit_expr(x->f, x->spec, part->phrase[i].expr);
		P(";\n");
	}
	P("\tdefault:\n\t\treturn v_unknown();\n\t}\n}\n\n");
}

static void phrase_table(struct emitter *x, const struct part *part)
{
	P("\t\t.phrase = (const struct phrase[]){\n");
	for (unsigned int i = 0; i < part->nphrases; i++) {
		P("\t\t\t{ .text = ");
		emit_string(x->f, part->phrase[i].text);
		P(", .letters = 0x%x, .dynamic = %d", part->phrase[i].letters, part->phrase[i].dynamic);
		if (part->phrase[i].asks == PHRASE_RESULT)
			P(", .asks = PHRASE_RESULT");
		if (part->phrase[i].asks == PHRASE_EFFECT)
			P(", .asks = PHRASE_EFFECT, .var = %d, .branches = %d", part->phrase[i].var,
			  part->phrase[i].branches);
		if (part->phrase[i].shared)
			P(", .shared = %u", part->phrase[i].shared);
		P(" },\n");
	}
	P("\t\t}, .nphrases = %u,\n", part->nphrases);
}

static void step(struct emitter *x, const struct step *s)
{
	P("{ .op = OP_");
	emit_id(x->f, x->spec->op[s->op].name);
	P(", .arg = { ");
	for (unsigned int i = 0; i < SPEC_ARGS; i++)
		P("{ %d, %d }, ", s->arg[i].letter, s->arg[i].phrase);
	P("}, .env = %d, .env_arg = { %d, %d }, .env_all = %d }", s->env, s->env_arg.letter, s->env_arg.phrase,
	  s->env_all);
}

static void outcomes(struct emitter *x, const struct part *part)
{
	static const char *const class[] = { "OUT_THEN", "OUT_OR", "OUT_SKIP", "OUT_DEGRADED" };

	P("\t\t.outcome = (const struct outcome[]){\n");
	for (unsigned int i = 0; i < part->noutcomes; i++) {
		const struct outcome *o = &part->outcome[i];

		P("\t\t\t{ .class = %s, .name = ", class[o->class]);
		emit_string(x->f, o->name);
		P(", .text = ");
		emit_string(x->f, o->text);
		P(", .first = %u, .n = %u, .guard = %d, .since = ", o->first, o->n, o->guard);
		emit_string(x->f, o->since);
		P(", .until = ");
		emit_string(x->f, o->until);
		P(" },\n");
	}
	P("\t\t}, .noutcomes = %u,\n", part->noutcomes);
}

static void candidates(struct emitter *x, const struct part *part)
{
	if (!part->ncandidates)
		return;
	P("\t\t.candidate = (const struct candidate[]){\n");
	for (unsigned int i = 0; i < part->ncandidates; i++) {
		const struct candidate *k = &part->candidate[i];

		P("\t\t\t{ LETTER_%s, ", x->spec->letter[k->letter].name);
		emit_string(x->f, k->name);
		P(", %u },\n", k->phrase);
	}
	P("\t\t}, .ncandidates = %u,\n", part->ncandidates);
}

static void unsigneds(struct emitter *x, const char *field, const unsigned int *v, unsigned int n)
{
	if (!n)
		return;
	P(".%s = (const unsigned int[]){ ", field);
	for (unsigned int i = 0; i < n; i++)
		P("%u, ", v[i]);
	P("}, ");
}

static void part_table(struct emitter *x, const struct part *part)
{
	unsigned int i;

	P("\t{\n\t\t.rule = &rule_");
	rule_id(x, part->rule);
	P(", .name = ");
	emit_string(x->f, part->name);
	P(", .eval = ");
	part_id(x, part);
	P(",\n\t\t.letters = 0x%x, .bound = 0x%x, .ngiven = %u,\n", part->letters, part->bound, part->ngiven);
	P("\t\t.healthy = %d, .report_result = %d, .report_log = %d, .report_fault = %d,\n", part->healthy,
	  part->report_result, part->report_log, part->report_fault);
	phrase_table(x, part);
	P("\t\t.when = (const struct step[]){\n");
	for (i = 0; i < part->nwhens; i++) {
		P("\t\t\t");
		step(x, &part->when[i]);
		P(",\n");
	}
	P("\t\t}, .nwhens = %u,\n\t\t", part->nwhens);
	unsigneds(x, "during", part->during, part->nduring);
	P(".nduring = %u,\n", part->nduring);
	outcomes(x, part);
	if (part->nnever) {
		P("\t\t.never = (const struct never[]){ ");
		for (i = 0; i < part->nnever; i++)
			P("{ %u, %d }, ", part->never[i].phrase, part->never[i].guard);
		P("}, .nnever = %u,\n", part->nnever);
	}
	candidates(x, part);
	P("\t},\n");
}

/* The plan as the operations read aloud, for whoever reads the table. */
static void plan_comment(struct emitter *x, const struct part *part, const struct plan *plan)
{
	P("/* ");
	for (unsigned int i = 0; i < plan->nsteps; i++) {
		const struct op *op = &x->spec->op[plan->step[i].op];

		P("%s%s", i ? "; " : "", op->name);
		for (unsigned int k = 0; k < op->nslots; k++) {
			const struct operand *o = &plan->step[i].arg[k];

			P(" ");
			comment(x, o->letter >= 0 ? x->spec->letter[o->letter].name : part->phrase[o->phrase].text);
		}
	}
	P("%s */\n", plan->nsteps ? "" : "nothing");
}

static void plans(struct emitter *x, const struct rcase *c)
{
	P("\t  .plan = (const struct plan[]){\n");
	for (unsigned int i = 0; i < c->nplans; i++) {
		P("\t\t");
		plan_comment(x, c->part, &c->plan[i]);
		P("\t\t{ ");
		if (c->plan[i].nsteps) {
			P("(const struct step[]){\n");
			for (unsigned int k = 0; k < c->plan[i].nsteps; k++) {
				P("\t\t\t");
				step(x, &c->plan[i].step[k]);
				P(",\n");
			}
			P("\t\t}");
		} else {
			P("NULL");
		}
		P(", %u },\n", c->plan[i].nsteps);
	}
	P("\t  }, .nplans = %u },\n", c->nplans);
}

static void cases(struct emitter *x, const struct rule *rule)
{
	P("static const struct rcase cases_");
	rule_id(x, rule);
	P("[] = {\n");
	for (unsigned int i = 0; i < rule->ncases; i++) {
		const struct rcase *c = &rule->rcase[i];

		P("\t{ .name = ");
		emit_string(x->f, c->name);
		P(", .part = &parts_");
		rule_id(x, rule);
		P("[%d], .when = %u,\n\t  ", (int)(c->part - rule->part), c->when);
		unsigneds(x, "extra", c->extra, c->nextra);
		P(".nextra = %u, ", c->nextra);
		unsigneds(x, "choice", c->choice, c->nchoices);
		P(".nchoices = %u,\n", c->nchoices);
		plans(x, c);
	}
	P("};\n\n");
}

static void rule_table(struct emitter *x, const struct rule *rule)
{
	P("const struct rule rule_");
	rule_id(x, rule);
	P(" = {\n\t.id = \"%s\", .group = \"%s\", .consensus = ", rule->id, rule->group);
	emit_string(x->f, rule->consensus);
	P(", .core = %d, .unsafe = %d, .bearable = %d,\n\t.sentence = ", rule->core, rule->unsafe, rule->bearable);
	emit_string(x->f, rule->sentence);
	P(",\n\t.unchecked = ");
	emit_string(x->f, rule->unchecked);
	P(", .since = ");
	emit_string(x->f, rule->since);
	P(", .until = ");
	emit_string(x->f, rule->until);
	P(", .where = ");
	emit_string(x->f, rule->where);
	P(",\n\t.text = ");
	emit_string(x->f, rule->text);
	P(",\n\t.sources = (const char *const[]){\n");
	for (unsigned int i = 0; rule->sources[i]; i++) {
		P("\t\t");
		emit_string(x->f, rule->sources[i]);
		P(",\n");
	}
	P("\t\tNULL },\n\t.unless = ");
	ints(x, rule->unless, rule->nunless);
	P(", .nunless = %u,\n", rule->nunless);
	if (rule->nparts) {
		P("\t.part = parts_");
		rule_id(x, rule);
		P(", .nparts = %u,\n", rule->nparts);
	}
	if (rule->ncases) {
		P("\t.rcase = cases_");
		rule_id(x, rule);
		P(", .ncases = %u,\n", rule->ncases);
	}
	P("};\n\n");
}

static void rule_source(struct emitter *x, const struct rule *rule)
{
	unsigned int i;

	P("/*\n * ");
	comment(x, rule->text);
	P("\n */\n");
	P("extern const struct rule rule_");
	rule_id(x, rule);
	P(";\n\n");
	for (i = 0; i < rule->nparts; i++)
		part_function(x, &rule->part[i]);
	if (rule->nparts) {
		P("static const struct part parts_");
		rule_id(x, rule);
		P("[] = {\n");
		for (i = 0; i < rule->nparts; i++)
			part_table(x, &rule->part[i]);
		P("};\n\n");
	}
	if (rule->ncases)
		cases(x, rule);
	rule_table(x, rule);
}

/* ---- files ---- */

static int open_file(struct emitter *x, const char *dir, const char *base, const char *suffix, const char **why)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s%s", dir, base, suffix);
	*why = path;
	x->f = fopen(path, "w");
	return x->f ? 0 : -errno;
}

static int close_file(struct emitter *x)
{
	int err = ferror(x->f) ? -EIO : 0;

	if (fclose(x->f))
		err = -errno;
	return err;
}

/* "spec/rules/map.rule" is written to map.c */
static void base_name(const char *file, char *base, size_t len)
{
	const char *slash = strrchr(file, '/');

	snprintf(base, len, "%s", slash ? slash + 1 : file);
	base[strcspn(base, ".")] = '\0';
}

static int rule_files(struct emitter *x, const char *dir, const char **why)
{
	const struct spec *s = x->spec;

	for (unsigned int i = 0; i < s->nrules; ) {
		const char *file = s->rule[i].pos.file;
		char base[256];
		int err;

		base_name(file, base, sizeof(base));
		err = open_file(x, dir, base, ".c", why);
		if (err)
			return err;
		head(x, file);
		P("#include \"vocabulary.h\"\n\n");
		for (; i < s->nrules && !strcmp(s->rule[i].pos.file, file); i++)
			rule_source(x, &x->l->rule[i]);
		err = close_file(x);
		if (err)
			return err;
	}
	return 0;
}

int emit(const struct lowered *l, const char *dir, const char **why)
{
	struct emitter x = { .l = l, .spec = l->spec };
	int err = open_file(&x, dir, "vocabulary", ".h", why);

	if (err)
		return err;
	vocabulary_header(&x);
	err = close_file(&x);
	if (!err)
		err = open_file(&x, dir, "vocabulary", ".c", why);
	if (err)
		return err;
	vocabulary_source(&x);
	err = close_file(&x);
	return err ? err : rule_files(&x, dir, why);
}

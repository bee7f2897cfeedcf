// SPDX-License-Identifier: GPL-2.0-only
/* small.c - a spec out of a few lines of text, see small.h. */
#include <string.h>

#include "spec/specimen.h"
#include "spec/tests/small.h"

void small_load(struct small *s, const char *text)
{
	*s = (struct small){ .spec = NULL };
	diag_add_file(&s->diag, "small.rule", text, strlen(text));
	s->spec = spec_resolve(&s->diag);
	ck_assert_msg(!s->diag.nfindings, "line %d: %s", s->diag.nfindings ? s->diag.finding[0].pos.line : 0,
		      s->diag.nfindings ? s->diag.finding[0].message : "");
	lower(s->spec, &s->arena, &s->l);
	s->r = &s->l.rules;
	world_init(&s->world, s->r->var, s->r->nvars, s->r->offset);
	specimen_facts(s->r, 0, &s->world, &s->arena);
	oracle_start(s->r, &s->world, &s->arena);
}

void small_free(struct small *s)
{
	world_free(&s->world);
	arena_free(&s->arena);
	spec_free(s->spec);
	diag_free(&s->diag);
}

int small_op(const struct small *s, const char *name)
{
	int op = rules_op(s->r, name);

	ck_assert_msg(op >= 0, "there is no operation %s", name);
	return op;
}

int small_var(const struct small *s, const char *name)
{
	int var = rules_var(s->r, name);

	ck_assert_msg(var >= 0, "there is no state or fact %s", name);
	return var;
}

struct value small_name(const struct small *s, const char *name)
{
	int i = rules_name(s->r, name);

	ck_assert_msg(i >= 0, "there is no name %s", name);
	return v_name(i);
}

struct value *small_letter(const struct small *s, struct value *letter, const char *name)
{
	for (unsigned int i = 0; i < s->r->nletters; i++)
		if (!strcmp(s->r->letter[i].name, name))
			return &letter[i];
	ck_abort_msg("there is no letter %s", name);
	return NULL;
}

const struct part *small_part(const struct small *s, const char *id, unsigned int part)
{
	const struct rule *rule = rules_find(s->r, id);

	ck_assert_msg(rule && part < rule->nparts, "there is no part %u of %s", part, id);
	return &rule->part[part];
}

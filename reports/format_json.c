// SPDX-License-Identifier: GPL-2.0-only
/*
 * format_json.c - the matrix for programs: all but the steps, which are in the records.
 */
#include "reports/format.h"
#include "reports/to_json.h"

#define MATRIX_FORMAT	"iommu-conform-matrix"
#define MATRIX_VERSION	1

static json_t *counts_value(const struct matrix_cell *c)
{
	json_t *o = json_object();

	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (c->counts.n[v])
			json_put(o, verdict_name(v), json_integer(c->counts.n[v]));
	return o;
}

/* What each cell says, of a rule, a group, a row or all. */
static json_t *cell_value(const struct matrix_cell *c)
{
	json_t *o = json_object();

	json_put(o, "worst", c->total ? to_json(verdict_name(c->worst)) : json_null());
	json_put(o, "counts", counts_value(c));
	json_put(o, "partial", json_boolean(c->partial));
	return o;
}

static json_t *case_value(const struct record *r)
{
	json_t *o = json_object();

	json_put_text(o, "name", r->name);
	json_put_text(o, "verdict", verdict_name(r->verdict));
	json_put_text(o, "reason", *r->reason ? r->reason : NULL);
	json_put_text(o, "accused", r->accused);
	json_put_text(o, "expected", r->expected);
	json_put_text(o, "observed", r->observed);
	json_put_text(o, "reported", r->reported);
	json_put_text(o, "remarks", r->remarks);
	json_put_text(o, "repeat", r->repeat);
	return o;
}

static json_t *rule_cell_value(const struct matrix_cell *c)
{
	json_t *o = cell_value(c), *cases = json_array();

	for (unsigned int i = 0; i < c->total; i++)
		json_array_append_new(cases, case_value(c->records[i]));
	json_put(o, "cases", cases);
	return o;
}

static json_t *row_value(const struct matrix *m, const struct matrix_row *row)
{
	json_t *o = json_object(), *groups = json_object(), *rules = json_object();

	json_put_text(o, "target", row->target);
	json_put_text(o, "driver", row->driver);
	json_put_text(o, "kernel", row->kernel);
	json_put_text(o, "evidence", row->evidence);
	json_put_text(o, "config", row->config);
	json_put_text(o, "remarks", row->remarks);
	json_put(o, "complete", json_boolean(row->complete));
	json_put(o, "all", cell_value(&row->all));
	for (unsigned int i = 0; i < m->ngroups; i++)
		json_put(groups, m->groups[i].name, cell_value(&row->groups[i]));
	for (unsigned int i = 0; i < m->nrules; i++)
		json_put(rules, m->rules[i].rule->id, rule_cell_value(&row->rules[i]));
	json_put(o, "groups", groups);
	json_put(o, "rules", rules);
	return o;
}

static json_t *absent_value(const struct record_absent *a)
{
	json_t *o = json_object();

	json_put_text(o, "target", a->target);
	json_put_text(o, "driver", a->driver);
	json_put_text(o, "why", a->why);
	return o;
}

static void write_json(const struct matrix *m, FILE *out, const struct report_options *options)
{
	json_t *o = json_object(), *rules = json_array(), *rows = json_array(), *absent = json_array();

	(void)options;
	json_put_text(o, "format", MATRIX_FORMAT);
	json_put(o, "version", json_integer(MATRIX_VERSION));
	json_put_text(o, "program", m->header ? m->header->version : NULL);
	json_put_text(o, "spec", m->header ? m->header->spec_hash : NULL);
	json_put(o, "specs", json_integer(m->nspecs));
	json_put(o, "incomplete", json_integer(m->nincomplete));
	json_put(o, "all", cell_value(&m->all));
	for (unsigned int i = 0; i < m->nrules; i++)
		json_array_append_new(rules, json_rule(m->rules[i].rule));
	for (unsigned int i = 0; i < m->nrows; i++)
		json_array_append_new(rows, row_value(m, &m->rows[i]));
	for (unsigned int i = 0; i < m->nabsent; i++)
		json_array_append_new(absent, absent_value(m->absent[i]));
	json_put(o, "rules", rules);
	json_put(o, "rows", rows);
	json_put(o, "absent", absent);
	json_dumpf(o, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(o);
}

const struct format format_json = {
	.name = "json",
	.synopsis = "for programs: every case with its verdict and reason",
	.write = write_json,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * matrix.c - records sorted into rows and columns, see matrix.h.
 */
#include "config.h"
#include "reports/matrix.h"

#include <stdlib.h>
#include <string.h>

#include "reports/legend.h"

/* Make room for one more element behind the @n of @array. */
static void *grow(void *array, unsigned int n, size_t size)
{
	if (!(n & (n - 1)))
		array = reallocarray(array, n ? 2 * n : 1, size);
	if (!array)
		abort();
	return array;
}

static unsigned int find_rule(const struct matrix *m, const char *id)
{
	unsigned int i = 0;

	while (i < m->nrules && strcmp(m->rules[i].rule->id, id))
		i++;
	return i;
}

static unsigned int add_group(struct matrix *m, const char *name)
{
	unsigned int i = 0;

	while (i < m->ngroups && strcmp(m->groups[i].name, name))
		i++;
	if (i == m->ngroups) {
		m->groups = grow(m->groups, m->ngroups, sizeof(*m->groups));
		m->groups[m->ngroups++] = (struct matrix_group){ .name = name };
	}
	m->groups[i].n++;
	return i;
}

static void add_rules(struct matrix *m, const struct record_header *h)
{
	for (unsigned int i = 0; i < h->nrules; i++) {
		if (find_rule(m, h->rules[i].id) < m->nrules)
			continue;
		m->rules = grow(m->rules, m->nrules, sizeof(*m->rules));
		m->rules[m->nrules].rule = &h->rules[i];
		m->rules[m->nrules++].group = add_group(m, h->rules[i].group);
		m->ncore += h->rules[i].core;
	}
}

/* Groups of several specs may be torn apart. */
static void sort_rules(struct matrix *m)
{
	struct matrix_rule *sorted = calloc(m->nrules + 1, sizeof(*sorted));
	unsigned int n = 0;

	if (!sorted)
		abort();
	for (unsigned int i = 0; i < m->ngroups; i++) {
		m->groups[i].first = n;
		for (unsigned int j = 0; j < m->nrules; j++)
			if (m->rules[j].group == i)
				sorted[n++] = m->rules[j];
	}
	free(m->rules);
	m->rules = sorted;
}

static unsigned int count_specs(const struct record_set *set)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < set->nruns; i++) {
		unsigned int j = 0;

		while (strcmp(set->runs[j].header.spec_hash, set->runs[i].header.spec_hash))
			j++;
		n += j == i;
	}
	return n;
}

static void *new_cells(unsigned int n)
{
	struct matrix_cell *cells = calloc(n + 1, sizeof(*cells));

	if (!cells)
		abort();
	for (unsigned int i = 0; i < n; i++)
		cells[i].worst = NR_VERDICTS;
	return cells;
}

static bool same_section(const struct matrix_row *a, const struct matrix_row *b)
{
	return !strcmp(a->target, b->target) && !strcmp(a->kernel, b->kernel) && !strcmp(a->evidence, b->evidence) &&
	       !strcmp(a->config, b->config);
}

/* Is it of the same driver in the same kernel, seen through its own interface? */
static bool same_driver(const struct matrix_row *a, const struct matrix_row *key)
{
	return !*a->interface && !strcmp(a->target, key->target) && !strcmp(a->driver, key->driver) &&
	       !strcmp(a->kernel, key->kernel) && !strcmp(a->evidence, key->evidence);
}

/* A row of another interface says which, and stands right below that of the same driver, if there is one. */
static void set_apart(struct matrix *m, struct matrix_row *row, const struct matrix_row *key)
{
	row->place = 2 * m->nrows;
	if (!*key->interface)
		return;
	for (unsigned int i = 0; i + 1 < m->nrows; i++)
		if (same_driver(&m->rows[i], key)) {
			row->section = m->rows[i].section;
			row->place = m->rows[i].place + 1;
			break;
		}
	if (asprintf(&row->label, "%s/%s", key->driver, key->interface) < 0)
		abort();
	row->driver = row->label;
}

static bool is_of(const struct matrix_row *row, const struct matrix_row *key)
{
	size_t n = strlen(key->driver);

	if (!row->label)
		return !*key->interface && !strcmp(row->driver, key->driver);
	return !strcmp(row->interface, key->interface) && !strncmp(row->driver, key->driver, n) && row->driver[n] == '/';
}

/* The row like @key; a new one if there is none. */
static struct matrix_row *find_row(struct matrix *m, const struct matrix_row *key)
{
	unsigned int i = 0, section = m->nrows;
	struct matrix_row *row;

	for (; i < m->nrows; i++) {
		if (!same_section(&m->rows[i], key))
			continue;
		if (!m->rows[i].label)
			section = m->rows[i].section;
		if (is_of(&m->rows[i], key))
			return &m->rows[i];
	}
	m->rows = grow(m->rows, m->nrows, sizeof(*m->rows));
	row = &m->rows[m->nrows++];
	*row = *key;
	row->complete = true;
	row->section = section;
	row->all.worst = NR_VERDICTS;
	set_apart(m, row, key);
	row->rules = new_cells(m->nrules);
	row->groups = new_cells(m->ngroups);
	return row;
}

static void add_record(struct matrix_cell *cell, const struct record *r)
{
	for (unsigned int i = 0; i < cell->total; i++) {
		if (strcmp(cell->records[i]->name, r->name))
			continue;
		if (r->verdict < cell->records[i]->verdict)
			cell->records[i] = r;
		return;
	}
	cell->records = grow(cell->records, cell->total, sizeof(*cell->records));
	cell->records[cell->total++] = r;
}

/* The kernel's own one, and none at all, are what nobody has to be told. */
static const char *interface_of(const char *name)
{
	return name && strcmp(name, "kernel") ? name : "";
}

/* A run has a row even if it was killed before its first case; a header without a driver announces several. */
static void add_run(struct matrix *m, const struct record_run *run)
{
	const struct record_header *h = &run->header;
	struct matrix_row key = {
		.target = h->target, .driver = h->driver, .kernel = h->kernel, .evidence = h->evidence,
		.config = h->config, .remarks = h->remarks, .interface = interface_of(h->interface),
	};

	if (*key.driver)
		find_row(m, &key)->complete &= run->complete;
	for (unsigned int i = 0; i < run->nrecords; i++) {
		const struct record *r = &run->records[i];
		struct matrix_row *row;

		key.target = r->target;
		key.driver = r->driver;
		key.kernel = r->kernel;
		key.evidence = r->evidence;
		key.interface = interface_of(r->interface);
		row = find_row(m, &key);
		row->complete &= run->complete;
		add_record(&row->rules[find_rule(m, r->rule)], r);
	}
}

static void add_cell(struct matrix_cell *to, const struct matrix_cell *from)
{
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		to->counts.n[v] += from->counts.n[v];
	to->total += from->total;
	to->worst = from->worst < to->worst ? from->worst : to->worst;
	to->partial |= from->partial;
}

static void count_cell(struct matrix_cell *cell, const struct record_rule *rule)
{
	for (unsigned int i = 0; i < cell->total; i++) {
		enum verdict v = cell->records[i]->verdict;

		cell->counts.n[v]++;
		cell->worst = v < cell->worst ? v : cell->worst;
	}
	cell->partial = cell->total < rule->cases;
}

static void count_row(struct matrix *m, struct matrix_row *row)
{
	for (unsigned int i = 0; i < m->nrules; i++) {
		count_cell(&row->rules[i], m->rules[i].rule);
		add_cell(&row->groups[m->rules[i].group], &row->rules[i]);
		add_cell(&row->all, &row->rules[i]);
	}
	add_cell(&m->all, &row->all);
	m->nincomplete += !row->complete;
}

static bool belongs_before(const struct matrix_row *a, const struct matrix_row *b)
{
	unsigned int x = evidence_rank(a->evidence), y = evidence_rank(b->evidence);

	if (x != y || a->section != b->section)
		return x < y || (x == y && a->section < b->section);
	return a->place < b->place;
}

/* Within a section the order stays as it was read; qsort() does not promise that. */
static void sort_rows(struct matrix_row *rows, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		struct matrix_row row = rows[i];
		unsigned int j = i;

		for (; j && belongs_before(&row, &rows[j - 1]); j--)
			rows[j] = rows[j - 1];
		rows[j] = row;
	}
}

static bool has_row(const struct matrix *m, const struct record_absent *a)
{
	unsigned int i = 0;

	while (i < m->nrows && (strcmp(m->rows[i].target, a->target) || strcmp(m->rows[i].driver, a->driver)))
		i++;
	return i < m->nrows;
}

/* A run that was resumed tells of the same twice, and what could not be run then may have a row now. */
static void add_absent(struct matrix *m, const struct record_absent *a)
{
	for (unsigned int i = 0; i < m->nabsent; i++)
		if (!strcmp(m->absent[i]->target, a->target) && !strcmp(m->absent[i]->driver, a->driver) &&
		    !strcmp(m->absent[i]->why, a->why))
			return;
	if (has_row(m, a))
		return;
	m->absent = grow(m->absent, m->nabsent, sizeof(*m->absent));
	m->absent[m->nabsent++] = a;
}

void matrix_build(struct matrix *m, const struct record_set *set)
{
	*m = (struct matrix){ .all.worst = NR_VERDICTS, .nspecs = count_specs(set) };
	m->header = set->nruns ? &set->runs[0].header : NULL;
	for (unsigned int i = 0; i < set->nruns; i++)
		add_rules(m, &set->runs[i].header);
	sort_rules(m);
	for (unsigned int i = 0; i < set->nruns; i++)
		add_run(m, &set->runs[i]);
	for (unsigned int i = 0; i < m->nrows; i++)
		count_row(m, &m->rows[i]);
	sort_rows(m->rows, m->nrows);
	for (unsigned int i = 0; i < set->nabsent; i++)
		add_absent(m, &set->absent[i]);
}

void matrix_free(struct matrix *m)
{
	for (unsigned int i = 0; i < m->nrows; i++) {
		for (unsigned int j = 0; j < m->nrules; j++)
			free(m->rows[i].rules[j].records);
		free(m->rows[i].rules);
		free(m->rows[i].label);
		free(m->rows[i].groups);
	}
	free(m->rows);
	free(m->absent);
	free(m->rules);
	free(m->groups);
	*m = (struct matrix){ 0 };
}

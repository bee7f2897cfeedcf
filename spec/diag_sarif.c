// SPDX-License-Identifier: GPL-2.0-only
/*
 * diag_sarif.c - findings as SARIF 2.1.0, for code review tools.
 */
#include <jansson.h>
#include <string.h>

#include "spec/diag.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static const char *level(enum severity severity)
{
	return severity == SEV_OFF ? "none" : severity_name(severity);
}

static json_t *rules(const struct diag_rule *rule, unsigned int n)
{
	json_t *array = json_array();
	unsigned int i;

	for (i = 0; i < n; i++)
		json_array_append_new(array, json_pack("{s:s, s:{s:s}, s:{s:s}}", "id", rule[i].name,
			"shortDescription", "text", rule[i].help,
			"defaultConfiguration", "level", level(rule[i].severity)));
	return array;
}

/* The name of a file as a URI reference: what may stand in one does, the rest is escaped. */
static void uri(const char *name, char *buf, size_t len)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	size_t n = 0;

	for (; *name && n + 4 < len; name++)
		n += snprintf(buf + n, len - n, strchr(plain, *name) ? "%c" : "%%%02X", (unsigned char)*name);
	buf[n] = '\0';
}

static json_t *location(const struct finding *f)
{
	char name[4096];

	uri(f->pos.file, name, sizeof(name));
	return json_pack("[{s:{s:{s:s}, s:{s:i, s:i, s:i, s:i}}}]", "physicalLocation",
			 "artifactLocation", "uri", name,
			 "region", "startLine", f->pos.line, "startColumn", f->pos.column,
			 "endLine", f->pos.last_line, "endColumn", f->pos.last_column + 1);
}

static json_t *result(const struct finding *f)
{
	json_t *message = f->hint ? json_sprintf("%s (%s)", f->message, f->hint) : json_string(f->message);
	json_t *result;

	if (!message)		/* its words are not UTF-8 */
		message = json_string("a name that is not UTF-8");
	result = json_pack("{s:s, s:s, s:{s:o}}", "ruleId", f->check, "level", level(f->severity),
			   "message", "text", message);
	if (f->pos.file)
		json_object_set_new(result, "locations", location(f));
	return result;
}

int diag_sarif(const struct diag *d, const struct diag_rule *rule, unsigned int nrules, FILE *f)
{
	json_t *results = json_array(), *log;
	unsigned int i;
	int ret;

	for (i = 0; i < d->nfindings; i++)
		json_array_append_new(results, result(&d->finding[i]));
	log = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:o}]}",
			"$schema", SCHEMA, "version", "2.1.0", "runs",
			"tool", "driver", "name", "iommu-conform check-spec",
			"informationUri", "https://lore.kernel.org/linux-iommu/", "rules", rules(rule, nrules),
			"columnKind", "unicodeCodePoints", "results", results);
	ret = json_dumpf(log, f, JSON_INDENT(2));
	json_decref(log);
	return ret || fputc('\n', f) == EOF ? -1 : 0;
}

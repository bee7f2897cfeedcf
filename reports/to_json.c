// SPDX-License-Identifier: GPL-2.0-only
/*
 * to_json.c - what records and matrix.json both write, see to_json.h.
 */
#include "reports/to_json.h"

#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"

json_t *to_json(const char *s)
{
	static const char replacement[] = "\xef\xbf\xbd";
	json_t *string = json_string(s);
	char *clean, *to;

	if (string)
		return string;
	clean = to = malloc(3 * strlen(s) + 1);
	if (!clean)
		abort();
	while (*s) {
		uint32_t c;
		size_t len = utf8_char(s, &c);

		memcpy(to, len ? s : replacement, len ? len : 3);
		to += len ? len : 3;
		s += len ? len : 1;
	}
	*to = '\0';
	string = json_string(clean);
	free(clean);
	if (!string)
		abort();
	return string;
}

void json_put(json_t *o, const char *key, json_t *value)
{
	if (json_object_set_new(o, key, value))
		abort();
}

void json_put_text(json_t *o, const char *key, const char *s)
{
	if (s)
		json_put(o, key, to_json(s));
}

json_t *json_rule(const struct record_rule *rule)
{
	json_t *o = json_object(), *sources = json_array();

	json_put_text(o, "id", rule->id);
	json_put_text(o, "group", rule->group);
	json_put_text(o, "sentence", rule->sentence);
	json_put_text(o, "consensus", rule->consensus);
	json_put(o, "core", json_boolean(rule->core));
	json_put(o, "unchecked", json_boolean(rule->unchecked));
	json_put_text(o, "since", rule->since);
	json_put_text(o, "until", rule->until);
	json_put_text(o, "text", rule->text);
	json_put_text(o, "where", rule->where);
	for (const char *const *s = rule->sources; s && *s; s++)
		json_array_append_new(sources, to_json(*s));
	json_put(o, "sources", sources);
	json_put(o, "cases", json_integer(rule->cases));
	return o;
}

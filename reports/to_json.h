/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * to_json.h - what records and matrix.json both write. Out of memory ends the program: half an object is none.
 */
#ifndef REPORTS_TO_JSON_H
#define REPORTS_TO_JSON_H

#include <jansson.h>

#include "reports/record.h"

/* A JSON string of @s, which is not NULL. JSON can say any character, but an invalid byte becomes U+FFFD. */
json_t *to_json(const char *s);

/* Set @key of @o to @value, consuming it; or to a string of @s, if that is not NULL. */
void json_put(json_t *o, const char *key, json_t *value);
void json_put_text(json_t *o, const char *key, const char *s);

/* An object of all that @rule holds. */
json_t *json_rule(const struct record_rule *rule);

#endif

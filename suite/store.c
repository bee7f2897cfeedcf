// SPDX-License-Identifier: GPL-2.0-only
/*
 * store.c - records of earlier runs, see store.h.
 */
#include "config.h"
#include "suite/store.h"

#include <errno.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool store_folder(char *path, size_t len, char *why, size_t whylen)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int n;

	if (cache && *cache)
		n = snprintf(path, len, "%s/iommu-conform", cache);
	else
		n = snprintf(path, len, "%s/.cache/iommu-conform", home ?: "");
	if ((size_t)n < len && *path == '/' && ((cache && *cache) || (home && *home)))
		return true;
	snprintf(why, whylen, "no place for a cache: set XDG_CACHE_HOME");
	return false;
}

static void add_text(SHA2_CTX *sha, const char *text)
{
	text = text ?: "";
	SHA256Update(sha, (const uint8_t *)text, strlen(text) + 1);
}

static void add_list(SHA2_CTX *sha, const char *const *list)
{
	for (; list && *list; list++)
		add_text(sha, *list);
	add_text(sha, "");
}

/* The rules and all that judges are in this program. The digest is that of sha256sum(1). */
static bool program_digest(char *digest)
{
	return SHA256File("/proc/self/exe", digest);
}

static void name_of(const struct campaign *c, const struct choice *choice, const char *identity, char *name)
{
	const struct selection *s = &c->selection;
	char numbers[256];
	SHA2_CTX sha;

	SHA256Init(&sha);
	snprintf(numbers, sizeof(numbers), "%u/%u %u %llu %d %u", s->shard, s->shards, s->repeat,
		 (unsigned long long)s->seed, s->shuffle, c->timeout);
	add_text(&sha, c->rules->hash);
	add_text(&sha, choice->name);
	add_text(&sha, identity);
	add_text(&sha, numbers);
	add_text(&sha, c->expect);
	add_list(&sha, s->rule);
	add_list(&sha, s->pattern);
	SHA256End(&sha, name);
}

static bool folder(const char *path)
{
	return !mkdir(path, 0777) || errno == EEXIST;
}

bool store_path(const struct campaign *c, const struct choice *choice, const char *identity, char *path, size_t len)
{
	char cache[4096], why[128], program[SHA256_DIGEST_STRING_LENGTH], name[SHA256_DIGEST_STRING_LENGTH];
	int n;

	if (!store_folder(cache, sizeof(cache), why, sizeof(why)) || !program_digest(program))
		return false;
	n = snprintf(path, len, "%s/records", cache);
	if ((size_t)n >= len || !folder(path))
		return false;
	n += snprintf(path + n, len - n, "/%.16s", program);
	if ((size_t)n >= len || !folder(path))
		return false;
	name_of(c, choice, identity, name);
	return (size_t)snprintf(path + n, len - n, "/%s.jsonl", name) < len - n;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every parser of the wire gets every line; what one takes, its printer must write so that it is taken again and
 * written the same.
 */
#include <stdlib.h>
#include <string.h>

#include "build-aux/fuzz.h"
#include "harness/wire/protocol.h"

static char why[128], once[WIRE_LINE], twice[WIRE_LINE];

static void must_agree(int again)
{
	if (again || strcmp(once, twice))
		abort();
}

static void requests(const char *line)
{
	static const enum target_op of_each_result[] = { TARGET_MAP, TARGET_UNMAP, TARGET_SYNC, TARGET_OBJECTS };
	static struct request rq, rq2;
	static struct answer a, a2;
	unsigned int i;

	if (!request_parse(line, &rq, why, sizeof(why))) {
		request_print(&rq, once, sizeof(once));
		must_agree(request_parse(once, &rq2, why, sizeof(why)) ||
			   !request_print(&rq2, twice, sizeof(twice)));
	}
	for (i = 0; i < 4; i++) {
		rq.op = of_each_result[i];
		rq.nwatch = 2;
		if (answer_parse(line, &rq, &a, why, sizeof(why)))
			continue;
		answer_print(&rq, &a, once, sizeof(once));
		must_agree(answer_parse(once, &rq, &a2, why, sizeof(why)) ||
			   !answer_print(&rq, &a2, twice, sizeof(twice)));
	}
}

static void looks(const char *line)
{
	static struct sample s, s2;
	static struct dma d[WIRE_DMAS], d2[WIRE_DMAS];
	unsigned int n, n2;

	if (!look_parse(line, &s, why, sizeof(why))) {
		look_print(&s, once, sizeof(once));
		must_agree(look_parse(once, &s2, why, sizeof(why)) || !look_print(&s2, twice, sizeof(twice)));
	}
	if (!dmas_parse(line, d, &n, why, sizeof(why))) {
		dmas_print(d, n, once, sizeof(once));
		must_agree(dmas_parse(once, d2, &n2, why, sizeof(why)) || !dmas_print(d2, n2, twice, sizeof(twice)));
	}
	memset(&s, 0, sizeof(s));
	s.n = 40;
	sample_parse(line, &s, why, sizeof(why));
	sample_result_parse(line, &s, why, sizeof(why));
	dmas_result_parse(line, d, 3, why, sizeof(why));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct description about;
	static char line[WIRE_LINE];

	if (size >= sizeof(line))
		return 0;
	memcpy(line, data, size);
	line[size] = '\0';
	requests(line);
	looks(line);
	description_parse(line, &about, why, sizeof(why));
	for (unsigned int n = 0; description_print(&about, n, once, sizeof(once)); n++)
		;
	if (about.ndevs == TARGET_DEVICES)
		memset(&about, 0, sizeof(about));
	return 0;
}

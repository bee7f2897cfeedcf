// SPDX-License-Identifier: GPL-2.0-only
/* All that can stand behind --target model: */
#include <stddef.h>
#include <string.h>

#include "harness/model/driver.h"

static const struct model_driver *const drivers[] = {
	&reference,
};
#define NDRIVERS (sizeof(drivers) / sizeof(drivers[0]))

const char *model_driver_name(unsigned int n)
{
	return n < NDRIVERS ? drivers[n]->name : NULL;
}

const struct model_driver *model_driver_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < NDRIVERS; i++)
		if (!strcmp(drivers[i]->name, name))
			return drivers[i];
	return NULL;
}

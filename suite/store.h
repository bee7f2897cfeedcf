/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * store.h - records of earlier runs, kept in the user's cache by what they were made of.
 */
#ifndef SUITE_STORE_H
#define SUITE_STORE_H

#include "suite/campaign.h"

/* Folder of the cache: $XDG_CACHE_HOME/iommu-conform. Returns false, with one line in @why, if there is no place. */
bool store_folder(char *path, size_t len, char *why, size_t whylen);

/*
 * The place of the records that a run of @c on @choice, whose identity is @identity, would leave: whatever decides what
 * they say is in the name; the folder, which is made, is that of this program. Returns false if there is no such place.
 */
bool store_path(const struct campaign *c, const struct choice *choice, const char *identity, char *path, size_t len);

#endif

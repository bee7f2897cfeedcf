/* SPDX-License-Identifier: GPL-2.0-only */
/* board.h - what surrounds the emulated IOMMUs: masters of DMA, and one provider of everything that a driver wants. */
#ifndef UML_BOARD_H
#define UML_BOARD_H

#include <linux/types.h>

#define BOARD_MASTERS	8

struct board_master {
	struct device *dev;	/* NULL while it is not probed */
	struct emu_mmu *mmu;
};

/* The masters of the device tree: node v0 is the first. */
extern struct board_master board_masters[BOARD_MASTERS];


/* The hardware has seen something: an EVENT_* for the next answer. */
void board_event(uint32_t event);

#endif

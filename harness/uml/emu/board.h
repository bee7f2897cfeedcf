/* SPDX-License-Identifier: GPL-2.0-only */
/* board.h - what surrounds the emulated IOMMUs: masters of DMA, and one provider of everything that a driver wants. */
#ifndef UML_BOARD_H
#define UML_BOARD_H

#include <linux/types.h>

#include "harness/uml/emu/emu.h"

#define BOARD_MASTERS	8

struct board_master {
	struct device *dev;	/* NULL while it is not probed */
	struct emu_mmu *mmu;
	u32 stream;		/* what its "iommus" says behind the phandle; 0 where that is nothing */
	u64 paddr_last;		/* of a master without emulated hardware: what its driver says */
	enum emu_route start;	/* what became of its DMA when the drivers had probed */
};

/* The masters of the device tree: node v0 is the first. */
extern struct board_master board_masters[BOARD_MASTERS];

/* The hardware has seen something: an EVENT_* for the next answer. */
void board_event(uint32_t event);

#endif

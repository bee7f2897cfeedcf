/* SPDX-License-Identifier: GPL-2.0-only */
/* engine_regs.h - the registers of a master's DMA engine, 32 bits each: who writes COMMAND finds the result in STATUS. */
#ifndef UML_ENGINE_REGS_H
#define UML_ENGINE_REGS_H

enum {
	ENGINE_ID = 0,
	ENGINE_IOVA = 4,
	ENGINE_IOVA_HIGH = 8,
	ENGINE_DATA = 12,	/* what a write stores, what a read fetched */
	ENGINE_COMMAND = 16,
	ENGINE_STATUS = 20,
	ENGINE_REGS = 24	/* bytes of them */
};

enum { ENGINE_MAGIC = 0x636f6e66 };
enum { ENGINE_READ = 1, ENGINE_WRITE = 2 };
enum { ENGINE_DONE = 1, ENGINE_ABORTED = 2, ENGINE_ABSENT = 3 };

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walker of RISC-V page tables, Sv39 to Sv57 with Svnapot, for a request without a process: a user's. From "The
 * RISC-V Instruction Set Manual, Volume II", Supervisor-Level ISA (the algorithm of "Virtual Address Translation
 * Process") and Svnapot; accessed and dirty bits are not updated by hardware.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum { V = BIT(0), R = BIT(1), W = BIT(2), X = BIT(3), U = BIT(4), A = BIT(6), D = BIT(7) };

#define N		BIT_ULL(63)
#define RESERVED	GENMASK_ULL(62, 54)	/* memory types too: Svpbmt is not there */
#define PPN_OF(pte)	((pte) >> 10 & GENMASK_ULL(43, 0))
#define NAPOT_64K	8	/* the low bits of PPN of one of 16 entries for 64 KiB */

static bool sign_extended(u64 iova, unsigned int levels)
{
	unsigned int top = 12 + 9 * levels - 1;

	return iova >> top == 0 || iova >> top == U64_MAX >> top;
}

/* Bytes that the leaf @pte of @level maps; 0 if it is not a valid one. */
static u64 leaf_size(u64 pte, unsigned int level)
{
	u64 size = 1ull << (12 + 9 * level);

	if (!(pte & U) || !(pte & A))
		return 0;
	if (pte & N)
		return !level && PPN_OF(pte) % 16 == NAPOT_64K ? SZ_64K : 0;
	return PPN_OF(pte) % (size >> 12) ? 0 : size;
}

void emu_walk_sv(struct emu_mmu *m, u64 table, unsigned int levels, u64 iova, struct emu_leaf *leaf)
{
	unsigned int level = levels;
	u64 pte, size;

	*leaf = (struct emu_leaf) { .hole = true };
	if (!sign_extended(iova, levels))
		return;
	do {
		level--;
		pte = emu_dword(m, table + (iova >> (12 + 9 * level)) % 512 * 8);
		if (!(pte & V) || (pte & (R | W)) == W || (pte & RESERVED))
			return;
		table = PPN_OF(pte) << 12;
		if (!(pte & (R | X)) && (pte & (U | A | D | N)))
			return;
	} while (!(pte & (R | X)) && level);
	size = pte & (R | X) ? leaf_size(pte, level) : 0;
	if (!size)
		return;
	*leaf = (struct emu_leaf) {
		.iova = round_down(iova, size), .size = size, .paddr = round_down(table, size),
		.read = pte & R, .write = (pte & W) && (pte & D),
	};
}

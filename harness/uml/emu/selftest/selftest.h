/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * selftest.h - emulated IOMMUs tested without a driver: tables built by hand, registers written by hand, and what a DMA
 * then meets. A file for each kind of hardware:
 *
 *	EMU_SELFTEST(rockchip, "rockchip,iommu")
 *	{
 *		st_word(st_table(0), st_table(1) | 1);
 *		st_write(DTE_ADDR, st_table(0));
 *		EXPECT_REACHES(READ, 0x123, st_page(5) + 0x123);
 *		EXPECT_FAULT(WRITE, 0x123);
 *	}
 *
 * Each begins with the instance as its reset leaves it, and with tables that are all 0.
 */
#ifndef EMU_SELFTEST_H
#define EMU_SELFTEST_H

#include <linux/bits.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include "harness/uml/emu/emu.h"

struct selftest {
	const char *name, *compatible;
	void (*run)(void);
};

#define EMU_SELFTEST(name, compatible)						\
	static void __init name##_selftest(void);				\
	static int __init name##_selftest_register(void)			\
	{									\
		static const struct selftest test = { #name, compatible, name##_selftest }; \
										\
		return st_register(&test);					\
	}									\
	pure_initcall(name##_selftest_register);				\
	static void __init name##_selftest(void)

int st_register(const struct selftest *test);

/* ---- what a test does */

/* The n-th page for tables, in a row from an address that is aligned to 64 KiB; and the n-th page to be reached. */
u64 st_table(unsigned int n);
u64 st_page(unsigned int n);	/* page 0 is aligned to 16 MiB */
/* Write to memory, as software does that builds a table. */
void st_word(u64 paddr, u32 value);
void st_dword(u64 paddr, u64 value);
/* Write to a register, of 32 bits, or of 64, the low word first. */
void st_write(u32 off, u32 value);
void st_writeq(u32 off, u64 value);
/* The master whose DMA is looked at from now on; 0 at first. */
void st_stream(u32 stream);
/* The PASID that its DMA carries from now on; 0, none, at first. */
void st_pasid(u32 pasid);

/* Whatever is around the IOMMU lets each DMA through to it: no node says here what that is. */
void st_let_through(void);

/* ---- what it expects */

/* The DMA, READ or WRITE, reaches @paddr. A peek looks, and leaves the TLB as it is. */
#define EXPECT_REACHES(access, iova, paddr)	st_dma(__LINE__, access, iova, DMA_REACHED, paddr, false, false)
#define EXPECT_PEEK(access, iova, paddr)	st_dma(__LINE__, access, iova, DMA_REACHED, paddr, false, true)
/* It is not translated. */
#define EXPECT_FAULT(access, iova)		st_dma(__LINE__, access, iova, DMA_NOTHING, 0, true, false)
#define EXPECT_PEEK_FAULT(access, iova)		st_dma(__LINE__, access, iova, DMA_NOTHING, 0, true, true)
/* It is not even looked at. */
#define EXPECT_STOPPED(access, iova)		st_dma(__LINE__, access, iova, DMA_NOTHING, 0, false, false)
/* The register says @value, and a word in memory. */
#define EXPECT_REG(off, value)			st_expect_reg(__LINE__, off, ~0u, value)
#define EXPECT_BITS(off, mask, value)		st_expect_reg(__LINE__, off, mask, value)
#define EXPECT_WORD(paddr, value)		st_expect_word(__LINE__, paddr, value)
/* Hardware that walks through @paddr does so in memory that is freed, or is not. */
#define EXPECT_FREED(paddr, freed)		st_expect_freed(__LINE__, paddr, freed)
/* These interrupts, a bit each, have arrived since this was asked last. */
#define EXPECT_IRQS(bits)			st_expect_irqs(__LINE__, bits)

void st_dma(int line, int access, u64 iova, enum dma_result result, u64 paddr, bool fault, bool peek);
void st_expect_reg(int line, u32 off, u32 mask, u32 value);
void st_expect_word(int line, u64 paddr, u32 value);
void st_expect_freed(int line, u64 paddr, bool freed);
void st_expect_irqs(int line, u32 bits);

#endif

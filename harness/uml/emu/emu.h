/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * emu.h - emulated IOMMU hardware behind ioremap(): an instance has registers, a table walker and a TLB. A file for
 * each IOMMU says what its registers do (struct emu_hw); the rest is shared. A device's DMA goes through registers, TLB
 * and tables only: nothing here knows a domain.
 */
#ifndef UML_EMU_H
#define UML_EMU_H

#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/types.h>

#include "harness/target.h"

struct device_node;

#define EMU_WINDOW	0xe0000000u	/* where the instances are in physical memory, one a slot */
#define EMU_SLOT	0x100000u
#define EMU_SLOTS	8
#define EMU_REGS	0x1000		/* bytes of registers of an instance that does not say how many */
#define EMU_IRQS	16		/* most interrupts of an instance */
#define EMU_TLB		1024		/* most entries of a TLB */

/* What one walk found: bytes from @iova on reach @paddr on; or that nothing is there. */
struct emu_leaf {
	u64 iova, size;
	u64 paddr;
	bool hole;		/* nothing is mapped */
	bool read, write;	/* what the entry allows */
	u32 raw;		/* the entry itself, for hardware that shows it */
	u32 tag;		/* as in struct emu_mmu; set when it is put into the TLB */
	bool leaving;		/* invalidated: goes at the next emu_tlb_sync() */
};

struct emu_tlb {
	struct emu_leaf leaf[EMU_TLB];	/* size 0: free */
	unsigned int size;		/* entries that the hardware has */
	unsigned int used;		/* all entries from this one on are free: drivers flush mostly empty TLBs */
	unsigned int next;		/* the next one to be filled */
};

/* What the registers say becomes of a DMA. */
enum emu_route { EMU_PASS, EMU_STOP, EMU_TRANSLATE };

struct emu_mmu {
	const struct emu_hw *hw;
	struct device_node *np;
	u32 *reg;
	struct emu_tlb tlb;
	u32 stream;			/* of the DMA that is served: what "iommus" of the master says behind the phandle */
	u32 pasid;			/* … and what it carries; 0: none */
	u32 tag;			/* what the TLB files its translations under (ASID, bank …): route() may set it */
	bool peek;			/* the DMA that is served must leave no trace */
	void *state;			/* hw->state bytes */
	int virq[EMU_IRQS];		/* the kernel's numbers of its node's interrupts; 0 or less: none */
	u32 irqs, pending;		/* a bit for each interrupt that it ever raised, and that is not delivered yet */
};

struct emu_hw {
	const char *compatible;		/* of the node in the device tree */
	const void *variant;		/* for its own functions: what tells it from others that they serve */
	u64 paddr_last;			/* last physical address that a table entry can hold */
	bool word32;			/* its driver is one of 32-bit kernels: its aperture ends there at the latest */
	u32 regs;			/* bytes of registers, at most EMU_SLOT; 0: EMU_REGS */
	u32 state;			/* bytes of what it keeps besides, 0 when the kernel boots */
	unsigned int tlb_size;		/* entries; 0: EMU_TLB */
	bool sticks;			/* it asks emu_stuck() before it completes a command */
	u32 pasids;			/* a DMA may carry one below this; 0: none gets through */
	bool pages;			/* all tables are whole pages: a freed one can be told */
	const char *has[4];		/* what it adds to description.has */
	const char *assumed;		/* what is assumed of the hardware beyond what its driver says */

	/* Optional: what its registers say after a reset that is not 0. */
	void (*reset)(struct emu_mmu *m);
	/* Optional: registers that are not plain memory. An access of 64 bits is two, the low word first. */
	u32 (*read)(struct emu_mmu *m, u32 off);
	void (*write)(struct emu_mmu *m, u32 off, u32 value);
	/* What becomes of a DMA of m->stream. */
	enum emu_route (*route)(struct emu_mmu *m);
	/* Walk the tables for @iova. Fills in *@leaf; a walk that fails is a hole. */
	void (*walk)(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf);
	/* Optional: put what a walk read into the TLB. Without it the leaf goes in, a hole does not. */
	void (*fill)(struct emu_mmu *m, const struct emu_leaf *leaf);
	/* Optional: note in the registers that a DMA was not translated, and raise the interrupt for it (emu_irq()). */
	void (*fault)(struct emu_mmu *m, u64 iova, bool write);
};

/* Define an emulated IOMMU: EMU_HARDWARE(rockchip) = { ... }; a file of hw/ needs no other registration. */
#define EMU_HARDWARE(name)						\
	static const struct emu_hw name##_hw;				\
	static int __init name##_register(void)				\
	{								\
		return emu_register(&name##_hw);			\
	}								\
	pure_initcall(name##_register);					\
	static const struct emu_hw name##_hw

int emu_register(const struct emu_hw *hw);

static inline u32 emu_reg(struct emu_mmu *m, u32 off)
{
	return m->reg[off / 4];
}

static inline void emu_set(struct emu_mmu *m, u32 off, u32 value)
{
	m->reg[off / 4] = value;
}

static inline u64 emu_reg64(struct emu_mmu *m, u32 off)
{
	return emu_reg(m, off) | (u64)emu_reg(m, off + 4) << 32;
}

static inline void emu_set64(struct emu_mmu *m, u32 off, u64 value)
{
	emu_set(m, off, value);
	emu_set(m, off + 4, value >> 32);
}

/* Clear those bits of it, as writing them does to a register of interrupts. */
static inline void emu_clear(struct emu_mmu *m, u32 off, u32 bits)
{
	emu_set(m, off, emu_reg(m, off) & ~bits);
}

/* ---- mmio.c: instances behind their registers */

/* The @n-th kind of hardware; NULL ends the list. */
const struct emu_hw *emu_hardware(unsigned int n);
/* An instance after its reset; NULL if there is no memory. It is nobody's yet. */
struct emu_mmu *emu_create(const struct emu_hw *hw);
/* An access of 32 bits as a driver makes it. */
u32 emu_read(struct emu_mmu *m, u32 off);
void emu_write(struct emu_mmu *m, u32 off, u32 value);

/* Registers, TLB and state are empty, then as hw->reset says. */
void emu_reset(struct emu_mmu *m);
/* The instance of that node; NULL if it is none of ours. */
struct emu_mmu *emu_find(struct device_node *np);
/* Called after every register write of a driver. */
extern void (*emu_written)(void);
/* Call @fn for every instance. */
void emu_each(void (*fn)(struct emu_mmu *m));

/* ---- walk.c */

/* The word at @paddr as the hardware reads it; 0 where there is no memory. Notes a walk of freed memory. */
u32 emu_word(struct emu_mmu *m, u64 paddr);
u64 emu_dword(struct emu_mmu *m, u64 paddr);
/* The hardware writes the word at @paddr; nothing happens where there is no memory. */
void emu_store(u64 paddr, u32 value);

/* ---- walk_sv.c: RISC-V's Sv39, Sv48 and Sv57 (3 to 5 @levels), with leaves in any of them */

void emu_walk_sv(struct emu_mmu *m, u64 table, unsigned int levels, u64 iova, struct emu_leaf *leaf);

/* ---- walk_words.c: tables of 32-bit entries, of one level (linear) or of two, for 32-bit IOVAs */

/* What an entry is. */
enum emu_entry { EMU_HOLE, EMU_TABLE, EMU_LEAF };

struct emu_level {
	unsigned int shift;	/* log2 of the bytes that an entry maps */
	unsigned int entries;	/* of a table, a power of two */
	/*
	 * Decode @entry. Of a leaf: paddr (bits below its size are ignored), read, write, and size where it is not that
	 * of the level. Of a table, which only the first of two levels has: its address in paddr.
	 */
	enum emu_entry (*decode)(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf);
};

struct emu_words {
	struct emu_level level[2];
	u32 cached_as;		/* the tag under which the TLB has entries of the first level; 0: they are not cached */
};

/* Walk from the table at @base on. A hole says what its entry covers, and the entry. */
void emu_walk_words(struct emu_mmu *m, const struct emu_words *words, u64 base, u64 iova, struct emu_leaf *leaf);
/* Put the first level's entry for @iova into the TLB, for emu_walk_words() to find. */
void emu_cache_first(struct emu_mmu *m, const struct emu_words *words, u64 base, u64 iova);

/* What the lowest two bits of an entry of the first level say, in Arm's short descriptors and what resembles them. */
enum emu_entry emu_short_first(u32 entry);
/* … and of the second: pages of 4 KiB, and of 64 KiB. */
enum emu_entry emu_short_second(u32 entry, struct emu_leaf *leaf);

/* ---- walk_v7s.c: the short-descriptor tables of ARMv7 */

struct emu_v7s {
	u64 table;			/* the first level */
	unsigned int iova_bits;		/* 32; of MediaTek's up to 34: the first level has an entry a MiB */
	bool permissions;		/* entries carry AP[2:0], AP[0] being the access flag; else all is allowed */
	bool high;			/* MediaTek's: bits 9, 4 and 5 of an entry are bits 32, 33 and 34 of an address */
};

/* Fills in *@leaf; that of a hole is what one invalid entry stands for, and nothing where there is no entry. */
void emu_walk_v7s(struct emu_mmu *m, const struct emu_v7s *format, u64 iova, struct emu_leaf *leaf);

/* ---- tlb.c */

/* Make it entry number @n. */
void emu_tlb_put(struct emu_mmu *m, unsigned int n, const struct emu_leaf *leaf);
/* Put it in, under m->tag; what has no size is not put in. */
void emu_tlb_fill(struct emu_mmu *m, const struct emu_leaf *leaf);
/* Walk for each of the @entries entries of @size bytes that lie in a line with that of @iova; put in what is new. */
void emu_tlb_fill_line(struct emu_mmu *m, u64 iova, u64 size, unsigned int entries);
/* The entry under m->tag that covers @iova, or NULL. */
const struct emu_leaf *emu_tlb_find(struct emu_mmu *m, u64 iova);
/* The same for what is filed under @tag: what else than translations the hardware caches. */
void emu_tlb_fill_tagged(struct emu_mmu *m, u32 tag, const struct emu_leaf *leaf);
const struct emu_leaf *emu_tlb_find_tagged(struct emu_mmu *m, u32 tag, u64 iova);
/* Drop every entry that meets @size bytes from @iova on, whatever its tag. */
void emu_tlb_drop(struct emu_mmu *m, u64 iova, u64 size);
/* The same, under @tag only. */
void emu_tlb_drop_tagged(struct emu_mmu *m, u32 tag, u64 iova, u64 size);
/* Drop all that is under @tag. */
void emu_tlb_drop_tag(struct emu_mmu *m, u32 tag);
/* The same where the tag, under @mask, is @tag, at the next emu_tlb_sync(): until then hardware may still use them. */
void emu_tlb_drop_later(struct emu_mmu *m, u32 tag, u32 mask, u64 iova, u64 size);
void emu_tlb_sync(struct emu_mmu *m);
void emu_tlb_drop_all(struct emu_mmu *m);
bool emu_tlb_empty(struct emu_mmu *m);
/* All entries that are not free, and some that are (size 0). */
#define emu_for_each_leaf(leaf, m)	for (leaf = (m)->tlb.leaf; leaf < (m)->tlb.leaf + (m)->tlb.used; leaf++)

/* ---- providers.c */

/* Interrupt number @n (from 0) of the instance's node arrives. */
void emu_irq(struct emu_mmu *m, unsigned int n);
/* Set @bits of the register @status; interrupt 0 arrives if the register @enable has one of them. */
void emu_irq_status(struct emu_mmu *m, u32 status, u32 enable, u32 bits);
/* Wait until all of them are handled, in threads too. */
void emu_irq_wait(struct emu_mmu *m);

/* ---- trouble.c */

/* Is the hardware in such a state that the command it was given now never completes? */
bool emu_stuck(struct emu_mmu *m);
/* Has the instance no clock, so that its registers do not answer? */
bool emu_unclocked(struct emu_mmu *m);

/* ---- dma.c */

/* What becomes of a DMA of @stream with @pasid (0: none) now. */
enum emu_route emu_route(struct emu_mmu *m, u32 stream, u32 pasid);
/* What a master of @stream meets at @d->iova. A peek fills no TLB, touches no memory and raises no interrupt. */
void emu_dma(struct emu_mmu *m, u32 stream, struct dma *d, bool peek);

/* ---- memory.c: the part of memory that the suite may map; its pages carry canaries */

extern struct seg emu_free_ram;
/* All of memory, which begins at address 0, in bytes. */
u64 emu_ram_size(void);
/* Let a device read or write the word at @paddr. Returns false if what it found there is not what must be there. */
bool emu_touch(u64 paddr, bool write);
bool emu_memory_clean(void);

#endif

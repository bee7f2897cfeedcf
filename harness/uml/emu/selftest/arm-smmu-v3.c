// SPDX-License-Identifier: GPL-2.0-only
/* Arm's SMMUv3, without its driver: stream table, context descriptor and queues by hand; stage 1, then stage 2. */
#include "harness/uml/emu/selftest/lpae.h"

enum {
	CR0 = 0x20, CR0ACK = 0x24, GBPA = 0x44, IRQ_CTRL = 0x50, STRTAB_BASE = 0x80, STRTAB_BASE_CFG = 0x88,
	CMDQ_BASE = 0x90, CMDQ_PROD = 0x98, CMDQ_CONS = 0x9c, EVTQ_BASE = 0xa0, EVTQ_PROD = 0x100a8, EVTQ_CONS = 0x100ac,
};

enum { STREAMS = 4, COMMANDS, EVENTS, DESCRIPTOR };	/* tables, behind those of translation */
enum {
	CFGI_STE = 0x03, CFGI_CD = 0x05, TLBI_NH_ASID = 0x11, TLBI_NH_VA = 0x12, TLBI_S12_VMALL = 0x28, TLBI_S2_IPA = 0x2a,
	CMD_SYNC = 0x46,
};
enum {
	C_BAD_STE = 0x04, F_STREAM_DISABLED = 0x06, C_BAD_SUBSTREAMID = 0x08, C_BAD_CD = 0x0a, F_TRANSLATION = 0x10,
	F_PERMISSION = 0x13,
};

#define STREAM		5u
#define ASID		7ull
#define VMID		9ull
#define STE		(st_table(STREAMS) + STREAM * 64)
#define T0SZ		(64ull - 39)

static u32 sent, seen;

static void __init send(u64 low, u64 high)
{
	st_dword(st_table(COMMANDS) + sent * 16, low);
	st_dword(st_table(COMMANDS) + sent * 16 + 8, high);
	sent++;
	st_write(CMDQ_PROD, sent);
	EXPECT_REG(CMDQ_CONS, sent);
}

static void __init expect_event(u32 event)
{
	EXPECT_WORD(st_table(EVENTS) + seen % 8 * 32, event);
	EXPECT_WORD(st_table(EVENTS) + seen % 8 * 32 + 4, STREAM);
	seen++;
	EXPECT_REG(EVTQ_PROD, seen % 16);
	st_write(EVTQ_CONS, seen % 16);
	EXPECT_IRQS(BIT(0));
}

static void __init set_up(void)
{
	sent = seen = 0;
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(GBPA, BIT(31) | BIT(20));
	EXPECT_STOPPED(READ, st_page(0));
	st_writeq(STRTAB_BASE, st_table(STREAMS));
	st_write(STRTAB_BASE_CFG, 4);		/* linear, 16 streams */
	st_writeq(CMDQ_BASE, st_table(COMMANDS) | 5);
	st_writeq(EVTQ_BASE, st_table(EVENTS) | 3);
	st_write(IRQ_CTRL, BIT(2) | BIT(0));
	st_write(CR0, BIT(0) | BIT(2) | BIT(3));
	EXPECT_REG(CR0ACK, BIT(0) | BIT(2) | BIT(3));
	st_stream(STREAM);
	EXPECT_STOPPED(READ, 0x1000);
	expect_event(C_BAD_STE);
}

/* A configuration is cached until it is invalidated. */
static void __init streams(void)
{
	st_dword(STE, 4 << 1 | 1);
	EXPECT_REACHES(READ, 0x1000, 0x1000);
	st_dword(STE, 0 << 1 | 1);
	EXPECT_REACHES(READ, 0x1000, 0x1000);
	send(CFGI_STE | (u64)(STREAM + 1) << 32, 1);
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0x1000, 0x1000);
	send(CFGI_STE | (u64)STREAM << 32, 1);
	EXPECT_REACHES(READ, 0x1000, 0x1000);
	send(CMD_SYNC, 0);
	EXPECT_STOPPED(READ, 0x1000);
	EXPECT_IRQS(0);
}

static void __init configure(u64 low)
{
	st_dword(STE, low);
	send(CFGI_STE | (u64)STREAM << 32, 1);
	send(CMD_SYNC, 0);
}

static void __init translation(void)
{
	lpae_expect_pages();
	EXPECT_IRQS(0);
	EXPECT_FAULT(WRITE, 0x1000);
	expect_event(F_PERMISSION);
	EXPECT_FAULT(READ, 0x2000);
	expect_event(F_TRANSLATION);
	st_write(IRQ_CTRL, 0);
	lpae_expect_holes();
	EXPECT_IRQS(0);
}

static void __init move_page(u64 paddr)
{
	st_dword(st_table(2), paddr | BIT(6) | AF | PAGE);
}

#define WITH_PASID(n)	(BIT(11) | (n) << 12)

static void __init descriptor(u32 pasid)
{
	u64 at = st_table(DESCRIPTOR) + pasid * 64;

	st_dword(at, (ASID + pasid) << 48 | BIT_ULL(41) | 2ull << 32 | BIT(31) | T0SZ);
	st_dword(at + 8, st_table(0));
}

/* Two of them; S1DSS says what becomes of a DMA without PASID. */
static void __init substreams(void)
{
	/* The faults of translation(). */
	seen += 5;
	st_write(EVTQ_CONS, seen);
	st_write(IRQ_CTRL, BIT(2) | BIT(0));
	descriptor(1);
	configure(1ull << 59 | st_table(DESCRIPTOR) | 5 << 1 | 1);
	EXPECT_STOPPED(READ, 0);
	expect_event(F_STREAM_DISABLED);
	/* What raises an event is not kept. */
	st_dword(STE + 8, 1);
	configure(1ull << 59 | st_table(DESCRIPTOR) | 5 << 1 | 1);
	EXPECT_REACHES(READ, 0x5000, 0x5000);
	st_dword(STE + 8, 2);
	configure(1ull << 59 | st_table(DESCRIPTOR) | 5 << 1 | 1);
	EXPECT_REACHES(READ, 0, st_page(9));
	st_pasid(1);
	EXPECT_REACHES(READ, 0, st_page(9));
	st_pasid(2);
	EXPECT_STOPPED(READ, 0);
	expect_event(C_BAD_SUBSTREAMID | WITH_PASID(2));
	st_pasid(1);
	st_dword(st_table(DESCRIPTOR) + 64, 0);
	send(CFGI_CD | (u64)STREAM << 32, 1);
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(9));
	send(CFGI_CD | 1 << 12 | (u64)STREAM << 32, 1);
	send(CMD_SYNC, 0);
	EXPECT_STOPPED(READ, 0);
	expect_event(C_BAD_CD | WITH_PASID(1));
	configure(4 << 1 | 1);
	EXPECT_STOPPED(READ, 0x1000);
	expect_event(C_BAD_SUBSTREAMID | WITH_PASID(1));
	st_pasid(16);
	EXPECT_STOPPED(READ, 0x1000);
	EXPECT_IRQS(0);
}

EMU_SELFTEST(arm_smmu_v3, "arm,smmu-v3")
{
	set_up();
	streams();
	descriptor(0);
	configure(st_table(DESCRIPTOR) | 5 << 1 | 1);
	lpae_tables(USER, USER | READ_ONLY);
	translation();
	move_page(st_page(8));
	send(TLBI_NH_VA | (ASID + 1) << 48, 0);
	send(TLBI_NH_VA | ASID << 48, 0x1000);
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	send(TLBI_NH_VA | ASID << 48, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(8));
	move_page(st_page(9));
	send(TLBI_NH_ASID | ASID << 48, 0);
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(9));
	substreams();
}

EMU_SELFTEST(arm_smmu_v3_s2, "iommu-conform,smmu-v3-s2")
{
	set_up();
	streams();
	st_dword(STE + 16, BIT_ULL(51) | 2ull << 48 | 1ull << 38 | T0SZ << 32 | VMID);
	st_dword(STE + 24, st_table(0));
	configure(6 << 1 | 1);
	lpae_tables(S2_READ | S2_WRITE, S2_READ);
	translation();
	move_page(st_page(8));
	send(TLBI_S2_IPA | (VMID + 1) << 32, 0);
	send(TLBI_S2_IPA | VMID << 32, 0x1000);
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	send(TLBI_S2_IPA | VMID << 32, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(8));
	/* What is left of the rights. */
	EXPECT_FAULT(WRITE, 0);
	move_page(st_page(9));
	send(TLBI_S12_VMALL | VMID << 32, 0);
	send(CMD_SYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(9));
}

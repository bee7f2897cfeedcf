// SPDX-License-Identifier: GPL-2.0-only
/* The hardware: device table, walks, caches that forget by command only, DMA judged by canaries. */
#include <stdlib.h>

#include "build-aux/unit.h"
#include "harness/model/hw.h"
#include "harness/model/pgtable.h"

#define A	0x4000000000ull		/* an I/O address */
#define P	0x200000000ull		/* memory */
#define RW	(PTE_READ | PTE_WRITE)

static struct phys *p;
static struct hw *hw;
static struct dte dte;
static struct table_list unlinked;

static void program(int dev, const struct dte *entry)
{
	hw_write_dte(hw, dev, HW_READS, entry);
	hw_write_dte(hw, dev, HW_WRITES, entry);
}

static void setup(void)
{
	static const int instance[] = { 0, 1, -1 };

	p = calloc(1, sizeof(*p));
	hw = calloc(1, sizeof(*hw));
	ck_assert(p && hw);
	phys_reset(p);
	hw_reset(hw, p, instance, 3);
	dte = (struct dte){ .mode = DTE_TRANSLATE, .domid = 5, .root = phys_alloc_table(p, GFP_CLASS_KERNEL),
			    .last = (1ull << 40) - 1 };
	unlinked.head = 0;
	program(0, &dte);
}

static void teardown(void)
{
	phys_free(p);
	free(p);
	free(hw);
}

static void map(uint64_t iova, uint64_t paddr, uint64_t size, uint64_t rights)
{
	struct pgt_leaves leaf = { iova, paddr, size, 1, rights };

	ck_assert_int_eq(pgt_map(p, dte.root, &leaf, GFP_CLASS_KERNEL, &unlinked), 0);
}

/* Where a DMA of @dev goes; -1: nowhere, -2: it cannot be told, -3: nobody knows. */
static int64_t dma(int dev, bool write, uint64_t iova)
{
	struct dma d = { .dev = dev, .write = write, .iova = iova };

	if (!hw_dma(hw, &d, false))
		return -3;
	ck_assert(d.result == DMA_NOTHING || !d.fault);
	return d.result == DMA_REACHED ? (int64_t)d.paddr : d.result == DMA_NOTHING ? -1 : -2;
}

START_TEST(power_on_blocks)
{
	struct dma d = { .dev = 1, .iova = P };

	ck_assert(hw_dma(hw, &d, false));
	ck_assert_int_eq(d.result, DMA_NOTHING);
	ck_assert(d.fault);
	ck_assert_int_eq(dma(2, false, P + 3), P + 3);	/* the device without IOMMU */
	ck_assert_int_eq(dma(2, true, P + 3), P + 3);
}
END_TEST

START_TEST(bypass_goes_where_it_says)
{
	const struct dte bypass = { .mode = DTE_BYPASS, .last = UINT32_MAX };

	program(0, &bypass);
	ck_assert_int_eq(dma(0, true, 0x1001), 0x1001);
	ck_assert_int_eq(dma(0, false, UINT32_MAX), UINT32_MAX);
	ck_assert_int_eq(dma(0, false, 1ull << 32), -1);
}
END_TEST

START_TEST(no_memory_is_no_fault)
{
	const struct dte bypass = { .mode = DTE_BYPASS, .last = UINT64_MAX };
	struct dma d = { .dev = 0, .iova = PHYS_END };

	program(0, &bypass);
	ck_assert(hw_dma(hw, &d, false));
	ck_assert_int_eq(d.result, DMA_NOTHING);
	ck_assert(!d.fault);
}
END_TEST

START_TEST(a_walk_finds_each_leaf)
{
	static const uint64_t sizes[] = { 1 << 12, 1 << 21, 1 << 30 };
	unsigned int i;

	for (i = 0; i < 3; i++) {
		uint64_t iova = A + i * (4ull << 30);

		map(iova, 16ull << 30, sizes[i], RW);
		ck_assert_int_eq(dma(0, true, iova), 16ull << 30);
		ck_assert_int_eq(dma(0, false, iova + sizes[i] - 1), (16ull << 30) + sizes[i] - 1);
		ck_assert_int_eq(dma(0, false, iova + sizes[i]), -1);
	}
}
END_TEST

START_TEST(rights_hold)
{
	map(A, P, PHYS_PAGE, PTE_READ);
	map(A + PHYS_PAGE, P, PHYS_PAGE, PTE_WRITE);
	ck_assert_int_eq(dma(0, false, A), P);
	ck_assert_int_eq(dma(0, true, A), -1);
	ck_assert_int_eq(dma(0, false, A + PHYS_PAGE), -1);
	ck_assert_int_eq(dma(0, true, A + PHYS_PAGE), P);
}
END_TEST

START_TEST(input_size_is_checked)
{
	map(A, P, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A + (1ull << 48)), -1);
	dte.pass_above = true;
	program(0, &dte);
	ck_assert_int_eq(dma(0, false, 1ull << 40), 1ull << 40);
}
END_TEST

START_TEST(a_dummy_page_takes_what_would_fault)
{
	dte.dummy = 0x5000;
	program(0, &dte);
	ck_assert_int_eq(dma(0, true, A + 0x123), 0x5123);
}
END_TEST

START_TEST(what_is_cached_stays_until_invalidated)
{
	map(A, P, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A), P);
	pgt_unmap(p, dte.root, A, A, &unlinked);
	ck_assert_int_eq(dma(0, false, A), P);
	ck_assert_int_eq(dma(0, true, A), -1);		/* the other requester had not asked */
	hw_invalidate(hw, 0, dte.domid + 1, 0, UINT64_MAX, true);
	hw_invalidate(hw, 1, dte.domid, 0, UINT64_MAX, true);
	hw_invalidate(hw, 0, dte.domid, A + PHYS_PAGE, UINT64_MAX, true);
	hw_invalidate(hw, 0, dte.domid, 0, A - 1, true);
	ck_assert_int_eq(dma(0, false, A), P);
	hw_invalidate(hw, 0, dte.domid, A + 8, A + 8, false);
	ck_assert_int_eq(dma(0, false, A), -1);
}
END_TEST

START_TEST(not_present_is_cached_too)
{
	ck_assert_int_eq(dma(0, false, A), -1);
	map(A, P, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A), -1);
	hw_invalidate(hw, 0, dte.domid, A, A + PHYS_PAGE - 1, false);
	ck_assert_int_eq(dma(0, false, A), P);
}
END_TEST

START_TEST(tables_are_cached_apart_from_leaves)
{
	map(A, P, PHYS_PAGE, RW);
	map(A + PHYS_PAGE, P, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A), P);
	pgt_clear(p, dte.root, &unlinked);
	hw_invalidate(hw, 0, dte.domid, 0, UINT64_MAX, false);
	ck_assert_int_eq(dma(0, false, A), P);		/* through the table that is no longer linked */
	ck_assert(!p->freed_walk);
	phys_free_list(p, &unlinked);
	dma(0, false, A + PHYS_PAGE);
	ck_assert(p->freed_walk);
	hw_invalidate(hw, 0, dte.domid, 0, UINT64_MAX, true);
	p->freed_walk = false;
	ck_assert_int_eq(dma(0, true, A), -1);
	ck_assert(!p->freed_walk);
}
END_TEST

START_TEST(caches_belong_to_domain_number_and_instance)
{
	struct dte other = dte;

	map(A, P, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A), P);
	pgt_unmap(p, dte.root, A, A, &unlinked);
	other.domid++;
	program(0, &other);
	ck_assert_int_eq(dma(0, false, A), -1);
	program(1, &dte);
	ck_assert_int_eq(dma(1, false, A), -1);
	program(0, &dte);
	ck_assert_int_eq(dma(0, false, A), P);
}
END_TEST

START_TEST(a_full_cache_forgets_the_oldest)
{
	uint64_t i;

	map(A, P, 1 << 30, RW);
	map(A - (1ull << 30), 2 * P, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A), P);
	pgt_unmap(p, dte.root, A, A, &unlinked);
	for (i = 0; i < HW_TLB - 1; i++)
		dma(0, false, A - (1ull << 30) + i * PHYS_PAGE);
	ck_assert_int_eq(dma(0, false, A), P);
	dma(0, false, A - (1ull << 30) + i * PHYS_PAGE);
	ck_assert_int_eq(dma(0, false, A), -1);
}
END_TEST

START_TEST(a_probe_leaves_no_trace)
{
	struct dma d = { .dev = 0, .iova = A };
	uint64_t paddr;

	ck_assert(hw_dma(hw, &d, true));
	ck_assert_int_eq(d.result, DMA_NOTHING);
	map(A, P, PHYS_PAGE, RW);
	d.write = true;
	ck_assert(hw_dma(hw, &d, true));
	ck_assert_int_eq(d.result, DMA_REACHED);
	ck_assert_uint_eq(d.paddr, P);
	ck_assert(!phys_heal(p, &paddr));
	pgt_unmap(p, dte.root, A, A, &unlinked);
	ck_assert_int_eq(dma(0, true, A), -1);
}
END_TEST

START_TEST(dma_to_a_table_cannot_be_told)
{
	map(A, dte.root, PHYS_PAGE, RW);
	ck_assert_int_eq(dma(0, false, A), -2);
	ck_assert_int_eq(dma(0, true, A + 0xff8), -2);
}
END_TEST

START_TEST(nobody_knows)
{
	const struct dte unknown = { .mode = DTE_UNKNOWN };

	program(0, &unknown);
	ck_assert_int_eq(dma(0, false, A), -3);
}
END_TEST

static void count(void *data)
{
	++*(int *)data;
}

START_TEST(each_write_is_told)
{
	int n = 0;

	hw->written = p->written = count;
	hw->written_data = p->written_data = &n;
	program(0, &dte);
	ck_assert_int_eq(n, 2);
	hw_invalidate(hw, 0, 0, 0, 0, true);
	ck_assert_int_eq(n, 3);
	map(A, P, 1 << 30, RW);		/* an entry of the root, and the leaf */
	ck_assert_int_eq(n, 5);
	dma(0, true, A);
	ck_assert_int_eq(n, 5);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&power_on_blocks, &bypass_goes_where_it_says, &no_memory_is_no_fault, &a_walk_finds_each_leaf,
		&rights_hold, &input_size_is_checked, &a_dummy_page_takes_what_would_fault,
		&what_is_cached_stays_until_invalidated, &not_present_is_cached_too,
		&tables_are_cached_apart_from_leaves, &caches_belong_to_domain_number_and_instance,
		&a_full_cache_forgets_the_oldest, &a_probe_leaves_no_trace, &dma_to_a_table_cannot_be_told,
		&nobody_knows, &each_write_is_told,
	};
	Suite *s = suite_create("hw");
	TCase *tc = tcase_create("hw");
	unsigned int i;

	tcase_add_checked_fixture(tc, setup, teardown);
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(tc, *tests[i]);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/* Memory: canaries, writes found and healed, tables, injected failures, freed memory found out. */
#include <stdlib.h>

#include "build-aux/unit.h"
#include "harness/model/phys.h"

static struct phys *memory(void)
{
	struct phys *p = calloc(1, sizeof(*p));

	ck_assert_ptr_nonnull(p);
	phys_reset(p);
	return p;
}

static void done(struct phys *p)
{
	phys_free(p);
	free(p);
}

START_TEST(every_word_is_its_own_canary)
{
	static const uint64_t at[] = { 0, 8, 0x200000000ull, 0x3ffffffffff8ull };
	struct phys *p = memory();
	uint64_t word, paddr;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		ck_assert(phys_read(p, at[i], &word));
		ck_assert(phys_canary_decode(word, &paddr));
		ck_assert_uint_eq(paddr, at[i]);
	}
	ck_assert(!phys_canary_decode(0, &paddr));
	ck_assert(!phys_canary_decode(0x6b6b6b6b6b6b6b6bull, &paddr));
	done(p);
}
END_TEST

START_TEST(nothing_answers_behind_the_end)
{
	struct phys *p = memory();
	uint64_t word;

	ck_assert(!phys_read(p, PHYS_END, &word));
	ck_assert(!phys_write(p, PHYS_END, 1));
	ck_assert(!phys_read(p, UINT64_MAX - 7, &word));
	done(p);
}
END_TEST

START_TEST(a_write_is_found_where_it_was_made)
{
	struct phys *p = memory();
	uint64_t word, paddr;

	ck_assert(!phys_heal(p, &paddr));
	ck_assert(phys_write(p, 0x12345678, 42));
	ck_assert(phys_read(p, 0x12345678, &word));
	ck_assert_uint_eq(word, 42);
	ck_assert(phys_read(p, 0x12345670, &word));
	ck_assert(phys_canary_decode(word, &paddr));
	ck_assert_uint_eq(paddr, 0x12345670);
	ck_assert(phys_heal(p, &paddr));
	ck_assert_uint_eq(paddr, 0x12345678);
	ck_assert(!phys_heal(p, &paddr));
	ck_assert(phys_read(p, 0x12345678, &word));
	ck_assert(phys_canary_decode(word, &paddr));
	done(p);
}
END_TEST

START_TEST(few_words_can_be_dirty)
{
	struct phys *p = memory();
	unsigned int i;

	for (i = 0; i < PHYS_DIRTY; i++)
		ck_assert(phys_write(p, i * PHYS_PAGE, 1));
	ck_assert(!phys_write(p, i * PHYS_PAGE, 1));
	ck_assert(phys_write(p, PHYS_PAGE, 2));
	done(p);
}
END_TEST

START_TEST(a_table_starts_empty_and_is_poisoned_when_freed)
{
	struct phys *p = memory();
	uint64_t table = phys_alloc_table(p, GFP_CLASS_KERNEL), word;

	ck_assert_uint_ge(table, PHYS_TABLE_BASE);
	ck_assert(phys_read(p, table + 8, &word));
	ck_assert_uint_eq(word, 0);
	ck_assert(phys_write(p, table + 8, 7));
	ck_assert(phys_read(p, table + 8, &word));
	ck_assert_uint_eq(word, 7);
	ck_assert(!p->freed_walk);
	phys_free_table(p, table);
	phys_free_table(p, table);
	phys_free_table(p, 0x1000);
	ck_assert_uint_eq(p->nlive, 0);
	ck_assert(phys_read(p, table + 8, &word));
	ck_assert(word != 7);
	ck_assert(p->freed_walk);
	p->freed_walk = false;
	ck_assert(phys_write(p, table, 1));
	ck_assert(p->freed_walk);
	ck_assert_uint_ne(phys_alloc_table(p, GFP_CLASS_KERNEL), table);
	done(p);
}
END_TEST

START_TEST(the_nth_allocation_fails)
{
	struct phys *p = memory();

	p->fail_nth = 2;
	ck_assert(phys_may_alloc(p, GFP_CLASS_KERNEL));
	ck_assert_uint_eq(phys_alloc_table(p, GFP_CLASS_KERNEL), 0);
	ck_assert_uint_ne(phys_alloc_table(p, GFP_CLASS_KERNEL), 0);
	ck_assert_uint_eq(p->failures, 1);
	p->fail_nth = 0;
	ck_assert(!phys_may_alloc(p, GFP_CLASS_KERNEL));
	ck_assert(!phys_may_alloc(p, GFP_CLASS_KERNEL));
	ck_assert_uint_eq(p->failures, 3);
	p->fail_nth = -1;
	ck_assert(phys_may_alloc(p, GFP_CLASS_KERNEL));
	done(p);
}
END_TEST

START_TEST(memory_is_finite)
{
	struct phys *p = memory();
	unsigned int i;

	for (i = 0; i < PHYS_TABLES; i++)
		ck_assert_uint_ne(phys_alloc_table(p, GFP_CLASS_KERNEL), 0);
	ck_assert_uint_eq(phys_alloc_table(p, GFP_CLASS_KERNEL), 0);
	phys_reset(p);
	ck_assert_uint_ne(phys_alloc_table(p, GFP_CLASS_KERNEL), 0);
	done(p);
}
END_TEST

START_TEST(sleeping_while_atomic_is_seen)
{
	struct phys *p = memory();

	phys_may_alloc(p, GFP_CLASS_KERNEL);
	ck_assert(!p->slept);
	p->atomic = true;
	phys_may_alloc(p, GFP_CLASS_ATOMIC);
	ck_assert(!p->slept);
	phys_may_alloc(p, GFP_CLASS_KERNEL);
	ck_assert(p->slept);
	done(p);
}
END_TEST

START_TEST(lists_hold_and_free_tables)
{
	struct phys *p = memory();
	struct table_list a = { 0 }, b = { 0 };
	unsigned int i;

	for (i = 0; i < 3; i++)
		phys_list_add(p, &a, phys_alloc_table(p, GFP_CLASS_KERNEL));
	phys_list_add(p, &b, phys_alloc_table(p, GFP_CLASS_KERNEL));
	phys_list_add(p, &b, 0x1000);
	phys_list_splice(p, &b, &a);
	ck_assert_uint_eq(a.head, 0);
	ck_assert_uint_eq(p->nlive, 4);
	phys_free_list(p, &b);
	ck_assert_uint_eq(b.head, 0);
	ck_assert_uint_eq(p->nlive, 0);
	done(p);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&every_word_is_its_own_canary, &nothing_answers_behind_the_end, &a_write_is_found_where_it_was_made,
		&few_words_can_be_dirty, &a_table_starts_empty_and_is_poisoned_when_freed,
		&the_nth_allocation_fails, &memory_is_finite, &sleeping_while_atomic_is_seen,
		&lists_hold_and_free_tables, NULL
	};

	return unit_main(unit_suite("phys", tests), NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/* The core API on the reference driver, asked in the text form. */
#include <string.h>

#include "build-aux/unit.h"
#include "harness/model/tests/script.h"

static struct target *t;

static void setup(void)
{
	t = script_open("reference");
}

static void teardown(void)
{
	t->drv->close(t);
}

#define ask(line, answer)	ck_assert_str_eq(script_ask(t, line), answer)

START_TEST(after_boot)
{
	ask("current v0", "default");
	ask("current v6", "none");
	ask("facts default", "identity");
	ask("facts D0", "absent");
	ask("objects", "0");
	ask("dma v0 read 0x2001", "0x2001");
	ask("dma v6 write 0x100000000", "0x100000000");
	ask("reset", "clean");
}
END_TEST

START_TEST(a_page_from_alloc_to_free)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("facts D0", "paging 0x0-0xffffffffff force 0x40201000 0xfffffffffff");
	ask("objects", "3");
	ask("map D0 0x8000000000+0x1000 -> 0x200000000 rw", "ok");
	ask("phys D0 0x8000000fff", "0x200000fff");
	ask("dma v0 read 0x8000000000", "0x8000000000");
	ask("attach v0 D0", "ok");
	ask("current v0", "D0");
	ask("dma v0 read 0x8000000008", "0x200000008");
	ask("dma v0 write 0x8000000fff", "0x200000fff");
	ask("dma v0 write 0x8000001000", "nothing fault");
	ask("unmap D0 0x8000000000+0x1000", "0x1000");
	ask("dma v0 read 0x8000000008", "nothing fault");
	ask("detach v0", "done");
	ask("current v0", "default");
	ask("free D0", "done");
	ask("objects", "0");
}
END_TEST

START_TEST(maps_that_are_refused)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x1001+0x1000 -> 0x200000000 rw", "EINVAL");
	ask("map D0 0x1000+0x1000 -> 0x200000000 no-rights", "EINVAL");
	ask("map D0 0x10000000000+0x1000 -> 0x200000000 rw", "ERANGE");
	ask("map D0 0xfffffff000+0x2000 -> 0x200000000 rw", "ERANGE");
	ask("phys D0 0xfffffff000", "0x0");
	ask("map D0 0xfffffffffffff000+0x2000 -> 0x200000000 rw", "ERANGE");
	ask("map D0 0x1000+0x1000 -> 0x100000000000 rw", "ERANGE");
	ask("map D0 0x1000+0x2000 -> 0xffffffff000 rw", "ERANGE");
	ask("map blocked 0x1000+0x1000 -> 0x200000000 rw", "EINVAL warn");
	ask("map_gfp D0 0x1000+0x1000 -> 0x200000000 rw GFP_DMA32", "EINVAL warn");
	ask("map D0 0x1000+0x0 -> 0x200000000 rw", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw under sync-failure", "ENOMEM injected 1");
	ask("phys D0 0x1000", "0x0");
	ask("map D0 0x1000+0x1000 -> 0xffffffff000 rw", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "EADDRINUSE");
}
END_TEST

START_TEST(a_failed_map_leaves_nothing)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x7ffffff000+0x2000 -> 0x200000000 rw under alloc-failure(4)", "ENOMEM injected 1");
	ask("phys D0 0x7ffffff000", "0x0");
	ask("map D0 0x8000000000+0x1000 -> 0x200000000 rw", "ok");
	ask("map D0 0x7ffffff000+0x3000 -> 0x300000000 rw", "EADDRINUSE");
	ask("phys D0 0x7ffffff000", "0x0");
	ask("phys D0 0x8000000000", "0x200000000");
}
END_TEST

START_TEST(leaves_are_as_large_as_they_can_be)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x3fe00000+0x40401000 -> 0x23fe00000 rw", "ok");
	ask("phys D0 0x80200fff", "0x280200fff");
	ask("unmap D0 0x3fe00000+0x1000", "0x200000");
	ask("unmap D0 0x40001000+0x1000", "0x0");
	ask("unmap D0 0x40000000+0x1000", "0x40000000");
	ask("unmap D0 0x80000000+0x201000", "0x201000");
	ask("narrow D0", "done");
	ask("facts D0", "paging 0x0-0xffffffffff force 0x201000 0xfffffffffff");
	ask("map D0 0x40000000+0x40000000 -> 0x240000000 rw", "ok");
	ask("unmap D0 0x40000000+0x1000", "0x200000");
	ask("narrow D0", "done");
	ask("narrow D0", "done");
	ask("facts D0", "paging 0x0-0xffffffffff force 0x1000 0xfffffffffff");
}
END_TEST

START_TEST(lists)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map_sg D0 0x1000+0x3000 -> 0x200000000+0x1000,bus:0x0+0x1000,0x200001000+0x1000,0x300000000+0x1000 rw",
	    "0x3000");
	ask("phys D0 0x2000", "0x200001000");
	ask("phys D0 0x3000", "0x300000000");
	ask("map_sg D0 0x10000+0x2000 -> 0x200000000+0x1000,0x100000000000+0x1000 rw", "ERANGE");
	ask("phys D0 0x10000", "0x0");
	ask("map_sg D0 0x10000+0x1000 -> 0x200000000+0x1000 rw under sync-failure", "ENOMEM injected 1");
	ask("phys D0 0x10000", "0x0");
}
END_TEST

START_TEST(caches_and_gathers)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("attach v0 D0", "ok");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("map_nosync D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("sync_map D0 0x1000+0x1000", "ok");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("map D0 0x9000+0x1000 -> 0x200009000 rw", "ok");
	ask("dma v0 read 0x9000", "0x200009000");
	ask("unmap_fast D0 0x1000+0x1000", "0x1000");
	ask("unmap_fast D0 0x9000+0x1000", "0x1000");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("dma v0 read 0x9000", "0x200009000");
	ask("sync D0", "done");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("dma v0 read 0x9000", "nothing fault");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("unmap_queued D0 0x1000+0x1000", "0x1000");
	ask("sync D0", "done");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("flush_all D0", "done");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("sync blocked", "done");
	ask("flush_all identity", "done");
}
END_TEST

START_TEST(nothing_of_a_domain_left_is_cached)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("attach v0 D0", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("detach v0", "done");
	ask("unmap D0 0x1000+0x1000", "0x1000");
	ask("attach v0 D0", "ok");
	ask("dma v0 read 0x1000", "nothing fault");
}
END_TEST

START_TEST(tables_wait_for_the_flush)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("attach v0 D0", "ok");
	ask("map D0 0x200000+0x200000 -> 0x200001000 rw", "ok");
	ask("dma v0 read 0x200000", "0x200001000");
	ask("objects", "6");
	ask("unmap_fast D0 0x200000+0x200000", "0x200000");
	ask("objects", "6");
	ask("dma v0 write 0x200000", "nothing fault");
	ask("sync D0", "done");
	ask("objects", "5");
	ask("map D0 0x200000+0x200000 -> 0x200001000 rw", "ok");
	ask("unmap_queued D0 0x200000+0x200000", "0x200000");
	ask("objects", "6");
	ask("flush_all D0", "done");
	ask("objects", "5");
	ask("map D0 0x200000+0x200000 -> 0x200001000 rw", "ok");
	ask("unmap_fast D0 0x200000+0x200000", "0x200000");
	ask("detach v0", "done");
	ask("free D0", "done");
	ask("objects", "0");
}
END_TEST

START_TEST(groups)
{
	ask("alloc D0 for v3 with no-flags", "ok");
	ask("alloc D1 for v3 with no-flags", "ok");
	ask("attach_device v3 D0", "EINVAL");
	ask("attach v4 D0", "ok");
	ask("current v3", "D0");
	ask("attach v3 D1", "EBUSY");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("replace v3 D1 under attach-failure(v4)", "EINVAL injected 1");
	ask("current v3", "D0");
	ask("dma v3 read 0x1000", "0x200000000");
	ask("dma v4 read 0x1000", "0x200000000");
	ask("replace v3 D1", "ok");
	ask("dma v4 read 0x1000", "nothing fault");
	ask("detach_device v3 D1", "done warn");
	ask("current v3", "D1");
	ask("detach v4", "done");
	ask("current v3", "default");
}
END_TEST

START_TEST(owners)
{
	ask("bind v3", "ok");
	ask("bind v4", "ok");
	ask("claim v3", "EPERM");
	ask("claim_nobody v1", "EINVAL warn");
	ask("release v1", "done warn");
	ask("claim v1", "ok");
	ask("claim v1", "ok");
	ask("claim_other v1", "EPERM");
	ask("bind v1", "EBUSY");
	ask("release v1", "done");
	ask("current v1", "blocked");
	ask("release v1", "done");
	ask("current v1", "default");
	ask("claim_other v1", "ok");
	ask("bind v6", "ok");
	ask("claim v6", "ENODEV");
}
END_TEST

START_TEST(pasids)
{
	ask("alloc D0 for v3 with no-flags", "ok");
	ask("alloc D1 for v3 with no-flags", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("map D1 0x1000+0x1000 -> 0x300000000 rw", "ok");
	ask("attach_pasid v6 1 D0", "ENODEV");
	ask("replace_pasid v6 1 D0", "ENODEV");
	ask("attach_pasid v3 0 D0", "EINVAL");
	ask("attach_pasid v3 16 D0", "EINVAL");
	ask("attach_pasid v3 1 identity", "EOPNOTSUPP");
	ask("replace_pasid v3 1 identity", "EOPNOTSUPP");
	ask("replace_pasid v3 16 D0", "EINVAL");
	ask("replace_pasid v3 1 D0", "EINVAL");
	ask("attach_pasid v3 1 D0 under attach-failure(v4)", "EINVAL injected 1");
	ask("dma v3.1 read 0x1000", "nothing fault");
	ask("attach_pasid v3 1 D0", "ok");
	ask("attach_pasid v4 1 D1", "EBUSY");
	ask("attach_pasid v4 15 D1", "ok");
	ask("dma v4.1 read 0x1008", "0x200000008");
	ask("dma v4.15 read 0x1008", "0x300000008");
	ask("dma v4.16 read 0x1008", "nothing fault");
	ask("report v3.1 read 0x9000", "nothing");
	ask("dma v4 read 0x1008", "0x1008");
	ask("replace_pasid_reused v3 1 D0", "EINVAL warn");
	ask("replace_pasid v3 1 D1 under attach-failure(v4)", "EINVAL injected 1");
	ask("dma v3.1 read 0x1000", "0x200000000");
	ask("free D0", "done warn");
	ask("claim v3", "EBUSY");
	ask("bind v3", "ok");
	ask("bind v3", "EBUSY");
	ask("replace_pasid v3 1 D1", "ok");
	ask("replace_pasid v3 1 D1", "ok");
	ask("detach_pasid v3 15", "done");
	ask("dma v4.1 read 0x1008", "0x300000008");
	ask("detach_pasid v3 1", "done");
	ask("detach_pasid v3 1", "unsupported: no such PASID in use");
	ask("dma v4.1 read 0x1008", "nothing fault");
	ask("free D1", "done");
}
END_TEST

START_TEST(resets)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("alloc D1 for v0 with no-flags", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("reset_prepare v6", "ok");
	ask("reset_done v6", "done");
	ask("reset_done v0", "done warn");
	ask("attach v0 D0", "ok");
	ask("attach_pasid v0 1 D0", "ok");
	ask("reset_prepare v0", "ok");
	ask("reset_prepare v0", "ok");
	ask("current v0", "D0");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("dma v0.1 read 0x1000", "nothing fault");
	ask("replace v0 D0", "ok");
	ask("replace v0 D1", "EBUSY");
	ask("attach_pasid v0 2 D1", "EBUSY");
	ask("replace_pasid v0 1 D1", "EBUSY");
	ask("reset_done v0", "done");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("reset_done v0", "done");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("dma v0.1 read 0x1000", "0x200000000");
	ask("reset_prepare v0", "ok");
	ask("detach_pasid v0 1", "done");
	ask("detach v0", "done");
	ask("current v0", "default");
	ask("claim v0", "EBUSY");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("reset_done v0", "done");
	ask("dma v0 read 0x1000", "0x1000");
	ask("dma v0.1 read 0x1000", "nothing fault");
}
END_TEST

START_TEST(coherency)
{
	ask("alloc D0 for v1 with no-flags", "ok");
	ask("attach v1 D0", "ok");
	ask("enforce_coherency D0", "EOPNOTSUPP");
	ask("detach v1", "done");
	ask("enforce_coherency D0", "ok");
	ask("attach v1 D0", "EINVAL");
	ask("attach v0 D0", "ok");
	ask("enforce_coherency identity", "EOPNOTSUPP");
}
END_TEST

START_TEST(regions)
{
	ask("msi_windows v0", "1");
	ask("msi_windows v2", "0");
	ask("msi_windows v6", "0");
	ask("claim v1", "ok");
	ask("claim v5", "EINVAL");
	ask("replace v5 blocked", "EINVAL");
	ask("reprobe v5 watch v5 read 0x10001000", "ok during 0:0x10001000");
	ask("dma v5 write 0x10001000", "0x10001000");
}
END_TEST

START_TEST(direct_regions_are_mapped)
{
	t->drv->close(t);
	t = script_open("variant/dma-default");
	ask("dma v5 read 0x10000800", "0x10000800");
	ask("dma v5 read 0x10003fff", "0x10003fff");
	ask("dma v5 read 0x10004000", "nothing fault");
	ask("dma v1 read 0x20000000", "0x20000000");
	ask("dma v0 read 0x10000800", "nothing fault");
}
END_TEST

START_TEST(hardware_in_trouble)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("alloc D1 for v0 with no-flags", "ok");
	ask("alloc D2 for v0 with no-flags under exhausted", "ENOSPC injected 1");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("claim v0", "ok");
	ask("attach v0 D0", "ok");
	ask("replace v0 D1 under clock-failure", "EIO injected 1");
	ask("replace v0 D1 under hardware-stuck", "ETIMEDOUT injected 1");
	ask("replace v0 D1 under exhausted", "ENOSPC injected 1");
	ask("current v0", "D0");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("report v0 write 0x8000002fff", "write 0x8000002fff");
	ask("attach v1 D0 under exhausted", "ok");
	ask("detach v0 under clock-failure", "done");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("report v0 read 0x1000", "nothing");
}
END_TEST

START_TEST(who_cannot_be_attached)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("alloc D1 for v7 with no-flags", "ok");
	ask("alloc D2 for v6 with no-flags", "ENODEV");
	ask("alloc D2 for v0 with flags+pasid", "EOPNOTSUPP");
	ask("attach v6 D0", "ENODEV");
	ask("attach_device v6 D0", "ENODEV");
	ask("replace v6 D0", "ENODEV");
	ask("claim v6", "ENODEV");
	ask("reprobe v6", "ENODEV");
	ask("reprobe_deferred v6", "ENODEV");
	ask("detach v6", "done");
	ask("detach_device v6 D0", "done");
	ask("attach v7 D0", "EINVAL");
	ask("attach v0 D1", "EINVAL");
	ask("replace v0 D1", "EINVAL");
	ask("attach v7 D1", "ok");
	ask("attach v0 D0 under alloc-failure(1)", "ENOMEM injected 1");
	ask("current v0", "default");
	ask("attach v2 D0", "ok");
	ask("attach v0 D0", "ok");
	ask("detach_device v0 D1", "done warn");
	ask("detach_device v0 D0", "done");
	ask("current v0", "default");
}
END_TEST

START_TEST(static_domains)
{
	ask("replace v0 blocked", "ok");
	ask("current v0", "blocked");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("replace v0 identity", "ok");
	ask("current v0", "identity");
	ask("dma v0 write 0x1000", "0x1000");
	ask("replace v0 default", "ok");
	ask("current v0", "default");
	ask("replace v5 blocked", "EINVAL");
	ask("phys identity 0xffffffffffffffff", "0xffffffffffffffff");
	ask("phys blocked 0x1000", "0x0");
	ask("unmap identity 0x1000+0x1000", "0x0");
	ask("sync_map identity 0x1000+0x1000", "EINVAL");
	ask("narrow identity", "done");
	ask("free default", "unsupported: a domain that is not the suite's to free");
}
END_TEST

START_TEST(ownership)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("claim v0", "ok");
	ask("current v0", "blocked");
	ask("dma v0 read 0x2000", "nothing fault");
	ask("attach v0 D0", "ok");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("claim v0", "ok");
	ask("detach v0", "done");
	ask("current v0", "blocked");
	ask("dma v0 read 0x1000", "nothing fault");
	ask("release v0", "done");
	ask("current v0", "blocked");
	ask("release v0", "done");
	ask("current v0", "default");
	ask("release v0", "done warn");
	ask("attach v0 D0", "ok");
	ask("claim v0", "EBUSY");
	ask("claim v5", "EINVAL");
	ask("current v5", "default");
}
END_TEST

START_TEST(free_in_use)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("attach v0 D0", "ok");
	ask("free D0", "done warn");
	ask("facts D0", "paging 0x0-0xffffffffff force 0x40201000 0xfffffffffff");
	ask("alloc D0 for v0 with no-flags", "unsupported: not a free domain handle");
	ask("map D1 0x1000+0x1000 -> 0x200000000 rw", "unsupported: no such domain");
}
END_TEST

START_TEST(coming_and_going)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("reprobe v0", "ok");
	ask("dma v0 read 0x1000", "0x1000");
	ask("attach v0 D0", "ok");
	ask("reprobe v0", "ok warn");
	ask("current v0", "default");
	ask("attach v0 D0", "ok");
	ask("reprobe_deferred v0", "ok");
	ask("current v0", "default");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("dma_api v0", "ok");
	ask("dma v0 read 0x1000", "0x1000");
	ask("dma_api v0", "ok");
	ask("reprobe_deferred v0", "ok");
	ask("attach v0 D0", "ok");
	ask("dma_api v0", "ok");
	ask("current v0", "D0");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("alloc D1 for v3 with no-flags", "ok");
	ask("attach v3 D1", "ok");
	ask("reprobe v4", "ok");
	ask("current v4", "D1");
	ask("dma_api v6", "ok");
}
END_TEST

START_TEST(what_a_watch_sees)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("attach v0 D0 watch v0 read 0x1000 watch v0 write 0x1000",
	    "ok during 0:0x200000000 1:0x1000 1:0x200000000");
	ask("map D0 0x2000+0x1000 -> 0x200001000 rw watch v0 write 0x2000", "ok during 0:0x200001000");
	ask("unmap D0 0x2000+0x1000 watch v0 write 0x2000", "0x1000 during 0:nothing");
	ask("objects watch v0 read 0x1000", "6");
	ask("dma v1 write 0x200000000000", "unseen");	/* a write to a table that nobody watches any more */
}
END_TEST

START_TEST(an_atomic_map_does_not_sleep)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map_gfp D0 0x1000+0x1000 -> 0x200000000 rw GFP_ATOMIC", "ok");
	ask("map_gfp D0 0x8000000000+0x1000 -> 0x200000000 rw GFP_KERNEL", "ok");
}
END_TEST

START_TEST(nonsense_is_refused)
{
	static struct answer a;
	struct request rq = { .op = TARGET_ATTACH, .dev = 8, .dom = DOM_DEFAULT };
	struct dma d = { .dev = -1 };

	t->drv->submit(t, &rq, &a);
	ck_assert_int_eq(a.kind, ANSWER_UNSUPPORTED);
	rq.dev = 0;
	rq.dom = TARGET_DOMAINS;
	t->drv->submit(t, &rq, &a);
	ck_assert_int_eq(a.kind, ANSWER_UNSUPPORTED);
	rq.op = TARGET_NR_OPS;
	t->drv->submit(t, &rq, &a);
	ck_assert_int_eq(a.kind, ANSWER_UNSUPPORTED);
	ck_assert_int_eq(t->drv->dma(t, &d, 1), ANSWER_UNSUPPORTED);
	rq = (struct request){ .op = TARGET_REPLACE, .dom = DOM_BLOCKED, .nwatch = 1, .watch = { { .dev = 9 } } };
	t->drv->submit(t, &rq, &a);
	ck_assert_int_eq(a.kind, ANSWER_DONE);
	ck_assert_uint_eq(a.nduring, 0);
}
END_TEST

START_TEST(reset_is_as_after_boot)
{
	ask("alloc D0 for v0 with no-flags", "ok");
	ask("map D0 0x1000+0x1000 -> 0x200000000 rw", "ok");
	ask("attach v0 D0", "ok");
	ask("dma v0 read 0x1000", "0x200000000");
	ask("claim v1", "ok");
	ask("reset", "clean");
	ask("objects", "0");
	ask("current v0", "default");
	ask("current v1", "default");
	ask("facts D0", "absent");
	ask("dma v0 read 0x1000", "0x1000");
}
END_TEST

START_TEST(the_digest_sees_dirt)
{
	static const char *const lines[] = {
		"alloc D0 for v0 with no-flags", "claim v0", "replace v0 blocked", "reprobe_deferred v0",
		"replace v0 identity",
	};
	struct description d;
	unsigned int i;

	ck_assert_int_eq(t->drv->describe(t, &d), 0);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		ck_assert_uint_eq(t->drv->digest(t), d.fingerprint);
		ask(lines[i], "ok");
		ck_assert_uint_ne(t->drv->digest(t), d.fingerprint);
		ask("reset", "clean");
	}
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&after_boot, &a_page_from_alloc_to_free, &maps_that_are_refused, &a_failed_map_leaves_nothing,
		&leaves_are_as_large_as_they_can_be, &lists, &caches_and_gathers, &nothing_of_a_domain_left_is_cached,
		&tables_wait_for_the_flush,
		&groups, &owners, &pasids, &resets, &coherency, &regions, &direct_regions_are_mapped, &hardware_in_trouble, &who_cannot_be_attached, &static_domains, &ownership,
		&free_in_use, &coming_and_going,
		&what_a_watch_sees, &an_atomic_map_does_not_sleep, &nonsense_is_refused, &reset_is_as_after_boot,
		&the_digest_sees_dirt,
	};
	Suite *s = suite_create("core");
	TCase *tc = tcase_create("core");
	unsigned int i;

	tcase_add_checked_fixture(tc, setup, teardown);
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(tc, *tests[i]);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/* A little of everything, see scenario.h. */
#include <check.h>
#include <string.h>

#include "harness/model/tests/scenario.h"
#include "harness/model/tests/script.h"

/* Between two resets one theme. */
static const char *const lines[] = {
	/* allocation */
	"alloc D0 for v0 with no-flags", "facts D0", "phys D0 0x0", "phys D0 0xfff",
	"alloc D1 for v0 with flags+unknown-bit", "alloc D1 for v6 with no-flags",
	"alloc D1 for v0 with no-flags under alloc-failure(3)", "objects", "map D0 0x0+0x1000 -> 0x300000000 rw",
	"attach v0 D0", "facts D0", "dma v0 read 0x0", "alloc D1 for v0 with no-flags", "dma v0 read 0x0",
	"free D1", "facts D0",
	"reset",
	/* static domains */
	"dma v0 write 0x1000", "dma v0 read 0x200000000", "claim v1", "dma v1 write 0x1000", "release v1",
	"current v1", "alloc D0 for v0 with no-flags", "map blocked 0x1000+0x1000 -> 0x200000000 rw",
	"unmap identity 0x1000+0x1000", "phys identity 0x100000001", "phys blocked 0x123", "attach v0 D0",
	"replace v0 identity", "replace v0 default", "replace v0 D0", "replace v0 blocked", "dma v0 read 0x1000",
	"reset",
	/* geometry */
	"alloc D0 for v0 with no-flags", "map D0 0xfffffff000+0x1000 -> 0x200000000 rw",
	"map D0 0x0+0x1000 -> 0x200000000 rw", "map D0 0x10000001000+0x1000 -> 0x200000000 rw", "phys D0 0x1000",
	"unmap D0 0xfffffff000+0x1000", "map D0 0xfffffff000+0x2000 -> 0x200000000 rw", "phys D0 0xfffffff000",
	"map D0 0xfffffffffffff000+0x2000 -> 0x300000000 rw", "map D0 0x40010000+0x10000 -> 0x200010000 rw",
	"map D0 0x50000001+0x1000 -> 0x200000000 rw", "map D0 0x60000000+0x1000 -> 0x100000000000 rw",
	"phys D0 0x60000000", "attach v0 D0", "dma v0 read 0x10000000000",
	"reset",
	/* runs of pages */
	"alloc D0 for v0 with no-flags", "map D0 0x200000+0x400000 -> 0x200000000 rw", "phys D0 0x400000",
	"map D0 0x601000+0x3000 -> 0x300000000 rw", "phys D0 0x602000",
	"map D0 0x800000+0x200000 -> 0x200001000 rw", "phys D0 0x900000", "unmap D0 0x601000+0x3000",
	"phys D0 0x603fff", "phys D0 0x10000800000",
	"reset",
	/* maps that fail */
	"alloc D0 for v0 with no-flags", "map D0 0x7ffffff000+0x2000 -> 0x200000000 rw under alloc-failure(4)",
	"phys D0 0x7ffffff000", "map D0 0x1000+0x1000 -> 0x200000000 rw under sync-failure", "phys D0 0x1000",
	"map D0 0x1000+0x1000 -> 0x200000000 rw", "map D0 0x1000+0x1000 -> 0x300000000 rw", "phys D0 0x1000",
	"map D0 0x200000+0x1000 -> 0x200000000 rw", "map D0 0x200000+0x200000 -> 0x400000000 rw",
	"phys D0 0x200000", "unmap D0 0x200000+0x1000", "map D0 0x200000+0x200000 -> 0x400000000 rw",
	"map D0 0x600000+0x0 -> 0x200000000 rw", "phys D0 0x600000",
	"map D0 0x700000+0x1000 -> 0x200000000 no-rights", "sync_map D0 0x1000+0x1000",
	"map D0 0x701000+0x1000 -> 0x0 rw", "phys D0 0x701001", "phys D0 0x701fff",
	"map_gfp D0 0x40000000+0x1000 -> 0x200000000 rw GFP_ATOMIC",
	"map_sg D0 0x10000+0x2000 -> 0x200000000+0x1000,bus:0x1000+0x1000,0x300000000+0x1000 rw",
	"reset",
	/* rights */
	"alloc D0 for v0 with no-flags", "attach v0 D0", "map D0 0x1000+0x1000 -> 0x200000000 r",
	"map D0 0x2000+0x1000 -> 0x200001000 w", "map D0 0x3000+0x1000 -> 0x200002000 r+noexec",
	"dma v0 write 0x1000", "dma v0 read 0x2000", "dma v0 write 0x3000",
	"reset",
	/* unmaps */
	"alloc D0 for v0 with no-flags", "map D0 0x200000+0x200000 -> 0x200000000 rw",
	"map D0 0x400000+0x200000 -> 0x300000000 rw", "unmap D0 0x201000+0x1000", "phys D0 0x200000",
	"unmap D0 0x200000+0x1000", "phys D0 0x201000", "phys D0 0x400000", "unmap D0 0x800000+0x1000",
	"map D0 0x801000+0x1000 -> 0x200000000 rw", "map D0 0x802000+0x1000 -> 0x200000000 rw",
	"map D0 0x804000+0x1000 -> 0x300000000 rw", "unmap D0 0x801000+0x1000", "phys D0 0x802000",
	"unmap D0 0x802000+0x3000", "unmap D0 0x804001+0x1000", "unmap D0 0x804000+0x1000 under alloc-failure(0)",
	"map D0 0x804000+0x1000 -> 0x300000000 rw", "narrow D0", "map D0 0x40000000+0x40000000 -> 0x240000000 rw",
	"unmap D0 0x40000000+0x1000",
	"reset",
	/* caches */
	"alloc D0 for v0 with no-flags", "attach v0 D0", "attach v1 D0", "attach v2 D0", "dma v0 read 0x1000",
	"map D0 0x1000+0x1000 -> 0x200000000 rw", "dma v0 read 0x1000", "dma v2 read 0x1000", "dma v1 read 0x1000",
	"unmap D0 0x1000+0x1000", "dma v0 read 0x1000", "dma v2 read 0x1000",
	"map D0 0x2000+0x1000 -> 0x200000000 rw", "map D0 0x9000+0x1000 -> 0x200009000 rw", "dma v0 read 0x2000",
	"dma v0 read 0x9000", "unmap_fast D0 0x2000+0x1000", "unmap_fast D0 0x9000+0x1000", "dma v0 write 0x2000",
	"sync D0", "dma v0 read 0x2000", "dma v0 read 0x9000", "map D0 0xa000+0x1000 -> 0x200000000 rw",
	"dma v0 read 0xa000", "unmap_queued D0 0xa000+0x1000", "flush_all D0", "dma v0 read 0xa000",
	"reset",
	/* tables */
	"alloc D0 for v0 with no-flags", "attach v0 D0", "map D0 0x200000+0x200000 -> 0x200001000 rw",
	"dma v0 read 0x200000", "unmap_fast D0 0x200000+0x200000", "dma v0 write 0x200000", "sync D0", "objects",
	"map D0 0x400000+0x1000 -> 0x200000000 rw", "dma v0 read 0x400000", "unmap D0 0x400000+0x1000",
	"map D0 0x400000+0x200000 -> 0x400000000 rw", "dma v0 read 0x400000", "objects",
	"reset",
	/* attach */
	"alloc D0 for v0 with no-flags", "alloc D1 for v0 with no-flags",
	"map D0 0x8000000000+0x1000 -> 0x200000000 rw", "attach v0 D0 watch v0 read 0x8000000000", "attach v0 D1",
	"replace v0 D0 watch v0 read 0x8000000000", "dma v0 write 0x8000000000", "dma v0 read 0x8000000000",
	"replace v0 D1 under attach-failure(v0)", "dma v0 read 0x8000000000",
	"replace v0 D1 watch v0 read 0x8000000000", "dma v0 write 0x8000000000", "dma v0 read 0x8000000000",
	"attach v1 D0", "map D0 0x1000+0x1000 -> 0x300000000 rw", "attach v2 D0", "dma v1 read 0x8000000000",
	"dma v2 read 0x8000000000", "map D0 0x4000000000+0x1000 -> 0x400000000 rw", "dma v2 write 0x4000000000",
	"alloc D2 for v7 with no-flags", "attach v3 D2", "detach v3", "attach_device v3 D0", "detach_device v1 D1",
	"current v1", "detach v1", "dma v1 read 0x1000", "detach v2", "phys D0 0x1000", "claim v1", "attach v1 D0",
	"detach v1", "dma v1 read 0x1000",
	"reset",
	/* groups, free, reprobe */
	"alloc D0 for v3 with no-flags", "alloc D1 for v3 with no-flags", "map D0 0x1000+0x1000 -> 0x200000000 rw",
	"attach v3 D0", "replace v3 D1 under attach-failure(v4)", "dma v3 read 0x1000",
	"alloc D2 for v0 with no-flags", "map D2 0x1000+0x1000 -> 0x200000000 rw", "attach v0 D2",
	"reprobe_deferred v0", "dma v0 read 0x1000", "dma_api v0", "dma v0 read 0x1000", "objects", "free D2",
	"objects", "reprobe v0", "current v0", "free D0", "dma v3 write 0x1000",
	"alloc D3 for v3 with no-flags", "map D3 0x2000+0x1000 -> 0x200002000 rw", "replace v3 D3",
	"replace v4 D0", "dma v4 read 0x1000",
	"reset",
	/* ownership */
	"alloc D0 for v0 with no-flags", "attach v0 D0", "claim v0", "current v0", "release v0", "current v0",
	"claim v3", "claim_other v3", "claim v4", "bind v4", "release v3", "current v3", "release v4", "current v3",
	"bind v1", "bind v1", "claim v1", "claim_nobody v2", "current v2",
	"reset",
	/* PASIDs */
	"alloc D0 for v3 with no-flags", "alloc D1 for v3 with no-flags", "map D0 0x1000+0x1000 -> 0x200000000 rw",
	"map D1 0x1000+0x1000 -> 0x300000000 rw", "attach_pasid v3 17 D0", "attach_pasid v3 1 D1 under attach-failure(v4)",
	"dma v3.1 read 0x1000", "attach_pasid v3 1 D0", "dma v3.1 read 0x1000", "attach_pasid v3 1 D1",
	"attach_pasid v4 2 D1", "replace_pasid v3 1 D1 under attach-failure(v3)", "dma v3.1 read 0x1000",
	"replace_pasid_reused v3 1 D0", "claim v3", "detach_pasid v3 1", "dma v3.1 read 0x1000", "dma v3.2 read 0x1000",
	"alloc D2 for v1 with no-flags", "attach_pasid v1 1 D2",
	"reset",
	/* resets and removals */
	"alloc D0 for v0 with no-flags", "alloc D1 for v0 with no-flags", "map D0 0x1000+0x1000 -> 0x200000000 rw",
	"attach v0 D0", "attach_pasid v0 1 D0", "reset_prepare v0", "dma v0 read 0x1000", "dma v0.1 read 0x1000",
	"replace v0 D1", "reset_prepare v0", "reset_done v0", "dma v0 read 0x1000", "reset_done v0", "dma v0 read 0x1000",
	"reset_prepare v0", "detach v0", "current v0", "reset_done v0", "reset_done v0", "dma v0 read 0x1000",
	"reprobe v2 watch v2 write 0x1000", "reset_done v1", "dma v1 read 0x1000",
	"reset",
	/* cache coherency */
	"alloc D0 for v0 with no-flags", "enforce_coherency D0", "attach v1 D0", "attach v0 D0",
	"reset",
	/* reserved regions */
	"msi_windows v0", "msi_windows v2", "dma v5 read 0x10000800", "dma v5 read 0x10001000", "claim v5", "current v5",
	"claim v1", "current v1", "replace v5 blocked", "dma v5 read 0x10001000", "reprobe v5 watch v5 read 0x10001000",
	"reset",
	/* faults */
	"alloc D0 for v0 with no-flags", "attach v0 D0", "map D0 0x8000000000+0x1000 -> 0x200000000 r",
	"dma v0 write 0x8000000000", "report v0 write 0x8000000000", "report v0 read 0x8000001000",
	"reset",
	/* hardware in trouble */
	"alloc D0 for v0 with no-flags", "alloc D1 for v0 with no-flags", "alloc D2 for v0 with no-flags under exhausted",
	"map D0 0x1000+0x1000 -> 0x200000000 rw", "map D1 0x1000+0x1000 -> 0x300000000 rw", "claim v0", "attach v0 D0",
	"replace v0 D1 under clock-failure", "dma v0 read 0x1000", "replace v0 D1 under hardware-stuck",
	"dma v0 read 0x1000", "replace v0 D1 under exhausted", "dma v0 read 0x1000",
	"replace v0 D1 under alloc-failure(1)", "dma v0 read 0x1000", "replace v0 D1 under unpowered",
	"dma v0 read 0x1000", "unmap D1 0x1000+0x1000 under unpowered", "dma v0 read 0x1000", "replace v0 D0",
	"dma v0 read 0x1000", "detach v0 under clock-failure", "dma v0 read 0x1000", "reprobe v1 under clock-failure",
	"reset",
	/* address spaces of /dev/iommu */
	"ioctl well-formed", "ioctl long", "ioas_alloc D0", "facts D0", "ioas_ranges_told D0 no-room",
	"ioas_map D0 0x100000+0x4000 -> 0x300000000 no-rights", "ioas_map D0 0x100000+0x4000 -> 0x300000000 rw",
	"ioas_map D0 0x102000+0x1000 -> 0x300010000 rw", "ioas_unmap D0 0x100000+0x1000", "ioas_unmap D0 0x900000+0x1000",
	"ioas_map D0 0x200000+0x1000 -> 0x300020000 r", "ioas_copy D0 0x300000+0x1000 rw of D0 0x200000+0x1000",
	"ioas_allow D0 0x400000+0x2000", "ioas_place D0 0x0+0x4000", "ioas_place D0 0x0+0x1000",
	"access_pin D0 0x100000+0x1000 r", "access_rw D0 0x200000+0x1000 rw", "claim v0", "dma v0 read 0x200000000",
	"hwpt_alloc D1 for v0 of D0 with no-flags", "phys D1 0x100000", "dirty_on D1", "destroy D0",
	"ioas_map_poor D0 0x500000+0x1000 -> 0x300000000 rw", "ioas_map_owed D0 0x500000+0x1000 -> 0x300000000 rw",
	"ioas_small D0", "vfio_attach v0 D0", "dma v0 read 0x100000", "ioas_map D0 0x10000000000+0x1000 -> 0x0 r",
	"ioas_allow D0 0x10000000000+0x2000", "claim v1", "vfio_attach v1 D0", "same_hwpt v0 v1",
	"vfio_attach v0 D1", "ioas_unmap D0 0x100000+0x4000", "access_unpin D0 0x100000+0x1000",
	"reset",
	/* … what is promised; and dirty pages */
	"ioas_alloc D0", "ioas_allow D0 0x10000000000+0x2000", "claim v0", "vfio_attach v0 D0", "reset",
	"ioas_alloc D0", "claim v0", "hwpt_alloc D1 for v0 of D0 with flags+dirty-tracking", "dirty_on D1",
	"vfio_map D0 0x1000+0x1000 -> 0x300000000 rw", "vfio_map D0 0x1000+0x1000 -> 0x300000000 rw",
	"dirty_write D1 0x1000+0x1000", "dirty_peek D1 0x1000+0x1000", "dirty_read D1 0x1000+0x1000",
	"dirty_read D1 0x1000+0x1000", "dirty_write D1 0x1000+0x1000", "dirty_on D1", "dirty_peek D1 0x1000+0x1000",
	"dirty_peek D1 0x8000+0x1000", "dirty_sizeless D1 0x1000+0x1000", "vfio_unmap D0 0x8000+0x1000",
	"reset",
	/* PASIDs, and what a device reserves */
	"ioas_alloc D0", "claim v0", "hwpt_alloc D1 for v0 of D0 with no-flags", "vfio_attach_pasid v0 1 D1",
	"hwpt_alloc D2 for v0 of D0 with flags+pasid", "vfio_attach v0 D1", "ioas_reserved v0 D0",
	"vfio_attach_pasid v0 1 D2", "vfio_attach v0 D2", "vfio_attach_pasid v0 1 D2", "vfio_attach v0 D1",
	"reset",
	/* tables of guests */
	"ioas_alloc D0", "claim v0", "claim v1", "hwpt_alloc D1 for v0 of D0 with no-flags",
	"nested_alloc D2 for v0 of D1 well-formed", "hwpt_alloc D3 for v0 of D0 with flags+nest-parent", "destroy D2",
	"ioas_map D0 0x200000000+0x1000 -> 0x300000000 rw", "nested_alloc D2 for v0 of D3 well-formed",
	"invalidate_done D2 0x1000+0x1000 second-bad", "viommu_alloc D4 for v0 of D3", "destroy D3",
	"vdevice_alloc v0 1 D4", "vdevice_alloc v1 1 D4", "vfio_attach v0 D2", "dma v0 read 0x200000000",
	"guest_map v0 0x200000000+0x1000", "nested_invalidate D2 0x200000000+0x1000", "dma v0 read 0x200000000",
	"nested_cached D2 0x200000000+0x1000", "guest_unmap v0 0x200000000+0x1000", "dma v0 read 0x200000000",
	"reset",
	/* page requests */
	"ioas_alloc D0", "claim v0", "claim v1", "vfio_attach v1 D0", "page_request v1 0x1000+0x1000", "page_waits v1",
	"hwpt_alloc_faults D1 for v0 of D0 with no-flags unknown-id", "destroy D1",
	"hwpt_alloc_faults D1 for v0 of D0 with no-flags well-formed", "vfio_attach v0 D1",
	"ioas_map D0 0x10000000+0x1000 -> 0x300000000 rw", "page_request v0 0x10000000+0x1000", "page_read v0 one-less",
	"page_read v0 exact", "page_invalid v0", "page_got v0", "page_request v0 0x10000000+0x1000", "page_read v0 exact",
	"page_success v0", "page_got v0", "page_success v0", "page_request v0 0x9000+0x1000", "page_read v0 exact",
	"page_success v0", "page_got v0", "page_request v0 0x10000000+0x1000", "vfio_detach v0",
	"page_waits v0",
};

void scenario_play(const char *name, char *transcript, size_t size)
{
	struct target *t = script_open(name);
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		used += snprintf(transcript + used, size - used, "%s: ", lines[i]);
		used += snprintf(transcript + used, size - used, "%s\n", script_ask(t, lines[i]));
		ck_assert_uint_lt(used, size);
	}
	t->drv->close(t);
}

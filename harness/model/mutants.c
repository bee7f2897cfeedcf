// SPDX-License-Identifier: GPL-2.0-only
/* The table of mutants: the rule that must notice, and what is wrong. Their code is in mutants/. See mutants.h. */
#include <stddef.h>

#include "harness/model/mutants.h"

#define MUTANTS(X) \
	/* mutants/domain.c */ \
	X("DOM-001", type_changes_at_attach, "The first attach turns a paging domain into a DMA domain.") \
	X("DOM-002", map_of_static_domain_is_ok, "A map of a static domain returns 0.") \
	X("DOM-002", unmap_of_static_domain_returns_size, "An unmap of a static domain returns its size.") \
	X("DOM-003", identity_is_read_only, "On identity only the requester ID that reads is let through.") \
	X("DOM-003", identity_ends_at_4g, "On identity only 32 bits of an address are let through.") \
	X("DOM-004", identity_answer_is_truncated, \
	  "iova_to_phys of an identity domain answers 32 bits of the address.") \
	X("DOM-005", identity_refused_while_translating, "A device on a paging domain is refused identity.") \
	X("DOM-006", blocked_passes_through, "The blocked domain switches translation off.") \
	X("DOM-006", blocked_changes_nothing, "Attaching the blocked domain leaves the hardware as it is.") \
	X("DOM-007", blocked_refused_while_translating, "A device on a paging domain is refused blocked.") \
	X("DOM-008", fallback_passes_through, "Without blocked domain a claim switches translation off.") \
	X("DOM-009", blocked_has_a_dummy_page, "On blocked all accesses go to one page that all devices share.") \
	X("DOM-010", alloc_gives_a_dma_domain, "The allocation of a paging domain gives a DMA domain.") \
	X("ALLOC-001", page_sizes_known_at_attach, "A domain has no page sizes before its first attach.") \
	X("ALLOC-002", alloc_without_iommu, "A device without IOMMU gets a domain of another device's.") \
	X("ALLOC-003", unknown_flag_is_dropped, "The flags of an allocation are ignored.") \
	X("ALLOC-004", failed_alloc_leaks_its_number, "An allocation without memory does not give its number back.") \
	X("ALLOC-005", alloc_programs_the_device, "An allocation already programs the hardware of the device.") \
	X("ALLOC-006", fresh_domain_is_not_empty, "A fresh domain maps a doorbell at the start of the aperture.") \
	X("ALLOC-007", aperture_known_at_attach, "The first attach makes the aperture smaller.") \
	X("ALLOC-008", removed_page_size_is_used, \
	  "Leaves are chosen among the page sizes that the domain had at first.") \
	/* mutants/own.c */ \
	X("OWN-001", claim_blocks_nothing, "A claim counts the owner and moves nothing.") \
	X("OWN-002", second_owner_is_counted, "A claim by another owner is one more of the first.") \
	X("OWN-002", claim_ignores_the_drivers, "A claim does not mind drivers that use the DMA API.") \
	X("OWN-003", claim_takes_the_domain_away, "A claim detaches the domain that is in its way.") \
	X("OWN-004", driver_binds_to_a_claimed_device, "A DMA-API driver may bind whoever has claimed the group.") \
	X("OWN-005", release_stays_blocked, "A release counts the owner and moves nothing.") \
	X("OWN-005", first_release_releases_all, "The first of two releases unblocks the group.") \
	X("OWN-006", nobody_is_an_owner, "A claim takes a NULL owner.") \
	X("OWN-006", release_without_claim_detaches, "A release without claim goes to the default domain.") \
	X("OWN-007", second_of_the_group_stays_behind, \
	  "From one paging domain to another only the first device of a group moves.") \
	/* mutants/pasid.c */ \
	X("OWN-003", claim_ignores_pasids, "A claim looks at the domain of the group and not at those of its PASIDs.") \
	X("PASID-001", pasid_is_truncated, "A PASID that the device has not is taken for another.") \
	X("PASID-002", pasid_attach_replaces, "An attach of a PASID in use takes the place of its domain.") \
	X("PASID-003", failed_pasid_replace_detaches, "A replace of a PASID blocks it before it can fail.") \
	X("PASID-003", failed_pasid_stays_on_others, \
	  "When a device is refused, the PASID of the others of its group stays where it moved to.") \
	X("PASID-004", detached_pasid_still_translates, "A detach of a PASID leaves its entry to the hardware.") \
	X("PASID-004", detach_clears_the_table_of_pasids, "A detach of a PASID clears the others of the device too.") \
	X("PASID-005", any_hwpt_serves_pasids, "A PASID is attached to a HWPT that was not made for it.") \
	X("PASID-005", plain_hwpt_beside_pasids, "A device that uses PASIDs is put on a HWPT that is not for that.") \
	X("PASID-006", device_without_pasids_is_refused, "A group with a device without PASIDs is refused.") \
	X("PASID-007", pasid_handle_is_reused, "A replace of a PASID takes the handle that is in use.") \
	/* mutants/ioas.c */ \
	X("IOAS-001", unknown_bytes_are_ignored, "What the kernel does not know of a structure may be anything.") \
	X("IOAS-002", fresh_ioas_is_aligned, "A fresh IOAS already has the alignment of a page.") \
	X("IOAS-003", ranges_are_cut_in_silence, "Ranges are counted as far as they fit.") \
	X("IOAS-004", map_beyond_the_ranges, "A map outside of the ranges is taken, and not made.") \
	X("IOAS-005", attach_ignores_what_is_mapped, "A HWPT is added whatever is mapped or promised.") \
	X("IOAS-006", map_replaces_a_mapping, "A map over a mapping takes its place.") \
	X("IOAS-007", map_without_rights_is_taken, "A map may be neither readable nor writable.") \
	X("IOAS-008", placing_ignores_the_list, "A place is chosen outside of what is allowed.") \
	X("IOAS-009", reserved_range_is_allowed, "A list of what no device translates is dropped in silence.") \
	X("IOAS-010", empty_space_is_taken, "A HWPT of an IOAS where nothing is mapped is refused: there was something.") \
	X("IOAS-010", later_hwpt_is_empty, "What was mapped before a HWPT is not in it.") \
	X("IOAS-011", unmap_of_a_part_takes_the_whole, "An unmap of a part of a mapping takes all of it.") \
	X("IOAS-012", copy_adds_rights, "A copy may write to what was mapped to be read.") \
	X("IOAS-013", unmap_tells_no_access, "An unmap leaves memory pinned by whoever had it pinned.") \
	X("IOAS-014", access_writes_what_is_read_only, "An access writes to what is mapped to be read.") \
	X("IOAS-015", large_pages_go_while_in_use, "Large pages are switched off under mappings.") \
	X("IOAS-016", ioas_in_use_is_destroyed, "An IOAS is destroyed under its HWPTs.") \
	X("IOAS-017", each_attach_makes_a_hwpt, "Each attach to an IOAS makes a HWPT of its own.") \
	X("IOAS-018", second_attach_is_refused, "A device on one IOAS is refused another.") \
	X("DIRTY-001", dirty_hwpt_is_einval, "A HWPT for dirty tracking is EINVAL where there is none.") \
	X("DIRTY-002", tracking_begins_dirty, "What was written to before tracking began is reported.") \
	X("DIRTY-003", write_is_not_tracked, "No write is ever reported.") \
	X("DIRTY-004", reading_clears_nothing, "Reading leaves all pages dirty.") \
	X("DIRTY-005", bitmap_without_page_size, "A bitmap whose page size is 0 is empty.") \
	X("DIRTY-006", holes_are_dirty, "Where nothing is mapped, all is dirty.") \
	X("DIRTY-007", tracking_without_means, "Tracking is switched on where the domain has none.") \
	X("VFIO-001", vfio_overlap_is_eaddrinuse, "An overlap in a container is EADDRINUSE.") \
	X("VFIO-002", vfio_unmap_of_nothing_fails, "An unmap of nothing in a container is ENOENT.") \
	X("VFIO-003", open_device_passes_through, "A device that is claimed, and attached to nothing, reaches all memory.") \
	/* mutants/nested.c */ \
	X("NEST-001", any_hwpt_is_a_parent, "A nested domain is made on a HWPT that is not for it.") \
	X("NEST-002", parent_is_destroyed, "A parent is destroyed under what stands on it.") \
	X("NEST-003", failed_invalidations_count, "Of a list of invalidations all are said to be done.") \
	X("NEST-004", guest_invalidates_in_vain, "An invalidation of a guest is dropped.") \
	X("NEST-005", guest_names_physical_memory, "What the tables of a guest put out is physical.") \
	X("NEST-006", two_devices_have_one_number, "A virtual IOMMU knows two devices by one number.") \
	X("DOM-012", nested_domain_blocks, "A device on a nested domain reaches nothing.") \
	/* mutants/faults.c */ \
	X("IOPF-001", page_request_is_forgotten, "A page request that nobody takes is not answered.") \
	X("IOPF-002", success_is_believed, "After `success` a device goes on though nothing is mapped.") \
	X("IOPF-002", invalid_answer_is_success, "A device tries again whatever it was answered.") \
	X("IOPF-003", faults_need_no_object, "A HWPT takes faults without an object for them.") \
	X("IOPF-004", page_request_is_read_in_part, "A page request is read into a buffer without room for it.") \
	X("IOPF-005", detached_device_waits, "What a device waits for when it is detached is not answered.") \
	/* mutants/coherency.c */ \
	X("CC-001", coherency_is_not_asked_of_later_devices, \
	  "A domain that enforces cache coherency takes a device that cannot.") \
	X("CC-002", coherency_needs_a_device, "Cache coherency is not enforced before the first attach.") \
	/* mutants/reset.c */ \
	X("RESET-001", reset_blocks_nothing, "A device that is being reset still reaches memory.") \
	X("RESET-001", reset_leaves_the_pasids, "The PASIDs of a device that is being reset still reach memory.") \
	X("RESET-002", attach_does_not_mind_a_reset, "A domain is attached to a device that is being reset.") \
	X("RESET-002", reset_keeps_from_detaching, "A detach does nothing while the device is being reset.") \
	X("RESET-003", device_stays_blocked_after_its_reset, "Nothing is attached again after a reset.") \
	X("RESET-004", inner_end_ends_the_reset, "The first of two ends of a reset lets the device loose.") \
	X("RESET-004", end_without_begin_blocks, "The end of a reset that was not begun moves the device.") \
	X("RESET-005", removed_device_keeps_its_entry, "The entry of a removed device points at tables that are freed.") \
	/* mutants/resv.c */ \
	X("RES-003", pinned_memory_costs_nothing, "Memory is pinned for a user who may lock none.") \
	X("RES-003", refused_map_stays_charged, "What a refused map would have pinned is charged all the same.") \
	X("RESV-001", direct_region_is_not_mapped, "The default domain does not map the direct regions.") \
	X("RESV-002", direct_device_is_blocked, "A device with a direct region is blocked like any other.") \
	X("RESV-003", direct_device_is_claimed, "A claim blocks a device with a direct region.") \
	X("RESV-004", relaxable_region_forbids_a_claim, "A relaxable direct region is taken for one that is not.") \
	X("RESV-005", reserved_regions_are_given_out, "The ranges of an IOAS hold what a device on it reserves.") \
	X("RESV-008", window_beside_the_doorbells, "A device has a window though its doorbells are not translated.") \
	X("RESV-008", two_windows_for_doorbells, "A device has two windows for doorbells.") \
	X("RESV-010", removed_device_is_blocked, "A device with a direct region is blocked when it is removed.") \
	X("RESV-011", direct_region_begins_late, "The first page of a direct region that it does not fill is not mapped.") \
	/* mutants/hardware.c */ \
	X("ATT-006", timeout_is_ignored, "An attach does not notice that the hardware took no command.") \
	X("ATT-006", failed_clock_leaves_it_off, "A clock that fails leaves translation switched off.") \
	X("ATT-015", detach_needs_the_clock, "Without a clock, a detach leaves the hardware as it is.") \
	X("ATT-018", failed_probe_stays_in_the_group, "Without a clock, the first attach fails.") \
	X("ATT-001", attach_without_power_is_forgotten, "An attach without power is not made good with it.") \
	X("TLB-001", flush_without_power_is_forgotten, "A flush without power is not made good with it.") \
	X("RES-001", attach_without_memory_blocks, "An attach without memory leaves the device blocked.") \
	X("RES-002", exhausted_attach_blocks, "An attach without a context leaves the device blocked.") \
	X("FAULT-001", map_in_use_adds_a_dummy_page, \
	  "A map into a domain in use gives its devices a dummy page for all that is not mapped.") \
	X("FAULT-002", fault_report_is_truncated, "The reported address of a fault has 32 bits.") \
	X("FAULT-002", fault_report_says_read, "A fault is always reported as that of a read.") \
	/* mutants/geometry.c */ \
	X("GEO-001", aperture_end_is_exclusive, "The end of the aperture is the first address behind it.") \
	X("GEO-002", last_page_refused, "The last page of the aperture is refused: > should be >=.") \
	X("GEO-003", iova_is_truncated, "The bits of an I/O address above the aperture are dropped.") \
	X("GEO-004", part_inside_stays_mapped, \
	  "A map goes page by page until it is outside, and says that it did nothing.") \
	X("GEO-005", end_overflows, "The end of a range is computed modulo 2^64.") \
	X("GEO-006", passes_above_the_aperture, "DMA above the aperture passes untranslated.") \
	X("GEO-007", no_page_sizes, "A domain never gets page sizes.") \
	X("GEO-008", page_size_that_it_has_not, "The domain tells a page size for which there is no leaf.") \
	X("GEO-009", misaligned_map_is_rounded, "A misaligned map is rounded to pages.") \
	X("GEO-010", paddr_is_truncated, "The bits of a physical address that a table cannot hold are dropped.") \
	X("GEO-011", large_leaves_repeat_their_memory, \
	  "In a run of large leaves each gets the memory of the first.") \
	/* mutants/map.c */ \
	X("MAP-001", map_needs_a_device, "A map of a domain without device is refused, as omap does it.") \
	X("MAP-001", large_leaf_for_askew_memory, "A large leaf is used also where the memory is not so aligned.") \
	X("MAP-002", every_page_gets_the_first_paddr, \
	  "The physical address does not advance within a run of pages.") \
	X("MAP-003", second_device_gets_a_copy_of_the_root, "The second device walks a copy of the root table.") \
	X("MAP-004", sync_map_needs_a_device, "iommu_sync_map() of a domain without device is refused.") \
	X("MAP-005", failed_map_is_not_undone, "What a failed map had mapped stays mapped.") \
	X("MAP-006", failed_sync_leaves_the_mapping, "A map whose sync fails says so and stays mapped.") \
	X("MAP-007", overlap_replaces, "A map replaces what was mapped, as AMD did it.") \
	X("MAP-007", overlap_is_kept_and_called_ok, \
	  "A map over a mapping returns 0 and keeps the old, as VT-d did it.") \
	X("MAP-008", refused_large_page_clears_small_ones, \
	  "A large page that is refused has cleared a small one before.") \
	X("MAP-009", empty_table_is_in_the_way, "A table without entries keeps a large page out.") \
	X("MAP-010", size_0_maps_a_page, "A map of size 0 maps one page.") \
	X("MAP-011", read_only_is_writable, "A device can write to what is mapped for reading.") \
	X("MAP-011", write_only_is_readable, \
	  "A device can read what is mapped for writing, against what the driver says.") \
	X("MAP-012", map_without_rights_is_ok, "A map without rights makes an entry.") \
	X("MAP-013", noexec_and_priv_can_be_written, "The bits for noexec and priv are the one for writing.") \
	X("MAP-015", atomic_map_sleeps, "Tables are allocated with GFP_KERNEL, whatever the caller can bear.") \
	X("MAP-016", bus_segments_are_mapped, "map_sg maps bus-address segments too.") \
	X("MAP-017", unmap_takes_the_neighbour, "An unmap clears the entry behind the range too.") \
	X("MAP-018", unmap_removes_all_mappings_of_a_page, "An unmap removes all mappings of that memory.") \
	X("MAP-019", iova_0_refused, "I/O address 0 is taken for none.") \
	X("MAP-019", page_0_refused, "Physical page 0 is taken for none.") \
	/* mutants/unmap.c */ \
	X("UNMAP-001", unmap_leaves_the_last_page, "The last page of a run stays mapped.") \
	X("UNMAP-002", unmap_removes_one_leaf, "An unmap removes one leaf, and nobody asks again.") \
	X("UNMAP-003", unmap_of_a_hole_returns_size, "An unmap of nothing returns the size it was asked for.") \
	X("UNMAP-004", unmap_goes_on_after_a_hole, "An unmap skips holes.") \
	X("UNMAP-005", unmap_says_less_than_it_removes, \
	  "An unmap of the head of a leaf removes it all, and does not say so.") \
	X("UNMAP-006", unmap_in_the_middle_takes_the_leaf, "An unmap in the middle of a leaf removes it.") \
	X("UNMAP-007", unmap_goes_on_after_a_leaf, "An unmap of the head of a leaf removes the next leaf too.") \
	X("UNMAP-008", unmap_needs_memory, "An unmap allocates, and does nothing if it cannot.") \
	X("UNMAP-009", misaligned_unmap_is_rounded, "A misaligned unmap is rounded to pages.") \
	X("UNMAP-010", unmapped_entry_is_not_reused, "What was unmapped last cannot be mapped again.") \
	X("UNMAP-011", unmap_needs_a_device, "An unmap of a domain without device does nothing.") \
	X("UNMAP-012", table_freed_before_the_sync, "A table that an unmap removes is freed at once.") \
	X("I2P-001", last_byte_of_a_page_has_no_answer, "iova_to_phys takes the last byte of a page for outside.") \
	X("I2P-002", answer_for_a_truncated_iova, "iova_to_phys drops the bits above the aperture.") \
	X("I2P-003", answer_needs_a_device, "iova_to_phys of a domain without device answers 0.") \
	X("I2P-004", answer_of_1_is_lost, "iova_to_phys answers 0 for physical address 1: > should be >=.") \
	X("I2P-005", blocked_answers_the_address, "iova_to_phys of a blocked domain answers the address.") \
	/* mutants/tlb.c */ \
	X("TLB-001", unmap_without_flush, "An unmap returns while the caches still have the range.") \
	X("TLB-002", unmapped_page_is_a_scratch_page, \
	  "A removed page is replaced by a scratch page, as a GART does it.") \
	X("TLB-003", gather_keeps_the_last_range, "A gather remembers only the range that came last.") \
	X("TLB-004", flush_all_does_nothing, "flush_iotlb_all does not reach the hardware.") \
	X("TLB-005", flush_all_forgets_queued_ranges, \
	  "flush_iotlb_all flushes what a gather has, and a queued unmap has none.") \
	X("TLB-006", not_present_stays_cached, \
	  "A map does not invalidate what the hardware remembers as not present.") \
	X("TLB-007", flush_reaches_one_instance, "A flush reaches the first instance that uses the domain.") \
	X("TLB-008", walk_cache_is_not_flushed, "A flush never reaches the caches of tables.") \
	X("TLB-009", old_domain_stays_cached, "A change of domain flushes nothing, and all domains have one tag.") \
	/* mutants/attach.c */ \
	X("ATT-001", second_requester_stays_behind, \
	  "From one paging domain to another only the first requester ID moves.") \
	X("ATT-002", attach_device_takes_the_whole_group, \
	  "The device form of attach takes a device that has company.") \
	X("ATT-003", attach_replaces, "An attach takes the place of another domain.") \
	X("ATT-004", foreign_domain_is_accepted, "A domain of another IOMMU driver is attached.") \
	X("ATT-005", misfit_is_enodev, "A domain serves only the device it was allocated for; others get ENODEV.") \
	X("ATT-006", failed_attach_passes_through, "A failed attach leaves the device without translation.") \
	X("ATT-007", group_is_left_half_moved, \
	  "When a device is refused, the others of its group stay where they moved to.") \
	X("ATT-008", passes_through_while_it_changes, "Translation is off while the domain changes.") \
	X("ATT-009", replace_detaches_first, "A replace goes by way of the default domain.") \
	X("ATT-010", same_domain_interrupts, "Replacing a domain by itself blocks the device for a moment.") \
	X("ATT-011", second_device_takes_the_domain_over, "The second device on a domain cuts the first one off.") \
	X("ATT-012", second_instance_is_not_programmed, \
	  "A second instance accepts the domain and does not translate with it.") \
	X("ATT-013", mappings_go_with_the_last_device, "The last detach empties the domain, as tegra-gart does it.") \
	X("ATT-014", detach_passes_through, "Detach switches translation off.") \
	X("ATT-015", detach_device_ignores_the_domain, "The device form of detach does not look at the domain.") \
	X("ATT-016", free_pulls_the_tables_away, "A domain is freed under the device that uses it.") \
	X("ATT-017", free_leaks_tables, "Free gives back the root table and forgets those below.") \
	X("ATT-018", second_probe_refused, "What a device leaves behind keeps it from being probed again.") \
	X("ATT-019", attach_is_not_deferred, "A deferred attach is done at once.") \
	X("ATT-019", deferred_attach_is_forgotten, "A deferred attach is never done.")

#define X(rule, name, what) extern const struct model_driver mutant_##name;
MUTANTS(X)
#undef X

const struct mutant model_mutants[] = {
#define X(rule, name, what) { #name, rule, what, "mutant/" #name, &mutant_##name },
	MUTANTS(X)
#undef X
	{ NULL, NULL, NULL, NULL, NULL }
};

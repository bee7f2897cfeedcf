#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The target on a real /dev/iommu: in User-Mode Linux, on the mock driver of the kernel's own self-test, and through VFIO
# on an emulated SMMUv2, whose masters are engines of DMA.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform

if ! "$top_srcdir/harness/build/kernel-build" --path debian:7.2 dma-user > /dev/null 2>&1; then
	skip "/dev/iommu in User-Mode Linux" "no kernel: harness/build/kernel-build debian:7.2 dma-user"
	finish
fi

# run_on BOARD GROUP STATUS: the records are in $scratch/BOARD.GROUP
run_on() {
	fails "$3" "$cmd" run --target "uml:$1" --rule "$2" --jobs 2 --records "$scratch/$1.$2" api=iommufd build=no
}

# says BOARD.GROUP VERDICT: how many records have it
says() { grep -c "\"kind\":\"case\".*\"verdict\":\"$2\"" "$scratch/$1"; }

# at_least N COMMAND…: it prints a number that is not smaller
at_least() { least=$1; shift; n=$("$@"); [ "$n" -ge "$least" ] || { echo "$n, not $least"; return 1; }; }

ok "mock: IOAS" run_on iommufd-mock IOAS 0
ok "mock: most cases of IOAS pass" at_least 130 says iommufd-mock.IOAS PASS
ok "mock: VFIO" run_on iommufd-mock VFIO 0
ok "mock: dirty tracking, and what is disputed of it" run_on iommufd-mock DIRTY 1
ok "mock: nothing of it fails" fails 1 says iommufd-mock.DIRTY FAIL
ok "mock: tables of guests" run_on iommufd-mock NEST 0
ok "mock: all of them but DMA" at_least 40 says iommufd-mock.NEST PASS
ok "mock: page requests" run_on iommufd-mock IOPF 0
ok "mock: as far as the device is not asked" at_least 20 says iommufd-mock.IOPF PASS
ok "mock: PASIDs" run_on iommufd-mock PASID-005 0
ok "mock: a HWPT that was not made for them is refused" at_least 4 says iommufd-mock.PASID-005 PASS
ok "mock: what a user may lock" run_on iommufd-mock RES-003 0
ok "mock: nothing, and nothing is pinned" at_least 6 says iommufd-mock.RES-003 PASS
ok "mock: the kernel's own operations" run_on iommufd-mock UNMAP 0
ok "mock: some of them pass" at_least 30 says iommufd-mock.UNMAP PASS
ok "arm-smmu: a device that is open reaches nothing" run_on arm-smmu VFIO-003 0
ok "arm-smmu: DMA is judged" at_least 10 says arm-smmu.VFIO-003 PASS
ok "arm-smmu: mappings of an IOAS are reached" run_on arm-smmu IOAS-010 1
ok "arm-smmu: but not by a HWPT that no device is on" grep -q '"name":"IOAS-010.later".*"verdict":"FAIL"' \
	"$scratch/arm-smmu.IOAS-010"
ok "arm-smmu: nothing that a device reserves is given out" run_on arm-smmu RESV-005 0
ok "arm-smmu: that was looked at" at_least 1 says arm-smmu.RESV-005 PASS
ok "an interface that is none" fails 2 "$cmd" run --target uml:arm-smmu api=vfio
finish

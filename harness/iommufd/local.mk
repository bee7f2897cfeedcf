# SPDX-License-Identifier: GPL-2.0-only

# The running kernel, through /dev/iommu and VFIO.
noinst_LIBRARIES += libiommufd.a
libiommufd_a_SOURCES = \
	harness/iommufd/access.c \
	harness/iommufd/device.c \
	harness/iommufd/dma.c \
	harness/iommufd/engine_conform.c \
	harness/iommufd/engine_edu.c \
	harness/iommufd/engine_nvme.c \
	harness/iommufd/engines.c \
	harness/iommufd/faults.c \
	harness/iommufd/iofd.h \
	harness/iommufd/kmsg.c harness/iommufd/locked.c \
	harness/iommufd/memory.c harness/iommufd/nested.c \
	harness/iommufd/ops.c \
	harness/iommufd/safety.c \
	harness/iommufd/space.c \
	harness/iommufd/target.c \
	harness/iommufd/uapi.h

nobase_dist_pkgdata_DATA += $(wildcard $(addprefix $(srcdir)/harness/, iommufd/*.[ch]))

TESTS += harness/iommufd/tests/direct.sh harness/iommufd/tests/missing.sh harness/iommufd/tests/uml.sh
EXTRA_DIST += harness/iommufd/tests/direct.sh harness/iommufd/tests/missing.sh harness/iommufd/tests/uml.sh

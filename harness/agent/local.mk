# SPDX-License-Identifier: GPL-2.0-only

# The far end as a program: here for the machine that we run on; kernel-build compiles it for guests.
bin_PROGRAMS += iommu-conform-agent
iommu_conform_agent_SOURCES = harness/agent/agent.c harness/agent/agent.h harness/agent/init.c harness/agent/main.c
iommu_conform_agent_LDADD = libiommufd.a libwire.a libharness.a

nobase_dist_pkgdata_DATA += \
	harness/wire/serve.c harness/wire/serve.h \
	$(wildcard $(addprefix $(srcdir)/harness/, agent/*.[ch] guest/*.[ch] guest/Kbuild guest/Kconfig))

TESTS += harness/agent/tests/agent.sh
EXTRA_DIST += harness/agent/tests/agent.sh

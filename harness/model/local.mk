# SPDX-License-Identifier: GPL-2.0-only
# The userspace model.
noinst_LIBRARIES += libmodel.a
libmodel_a_SOURCES = \
	harness/model/core.h \
	harness/model/core_attach.c harness/model/core_domain.c harness/model/core_map.c harness/model/core_probe.c \
	harness/model/driver.h harness/model/registry.c \
	harness/model/hw.c harness/model/hw.h \
	harness/model/model.c harness/model/model.h harness/model/services.c \
	harness/model/observe.c harness/model/ops.c harness/model/ops.h \
	harness/model/pgtable.c harness/model/pgtable.h \
	harness/model/phys.c harness/model/phys.h \
	harness/model/reference.c

# SPDX-License-Identifier: GPL-2.0-only
# The userspace model.
noinst_LIBRARIES += libmodel.a
# An operation has the parameters it has, whether this driver needs them all or not.
libmodel_a_CFLAGS = $(AM_CFLAGS) -Wno-unused-parameter
libmodel_a_SOURCES = \
	harness/model/broken.c harness/model/broken.h \
	harness/model/core.h \
	harness/model/core_attach.c harness/model/core_domain.c harness/model/core_map.c harness/model/core_own.c \
	harness/model/core_pasid.c harness/model/core_probe.c harness/model/core_reset.c \
	harness/model/driver.h harness/model/registry.c \
	harness/model/ioas.c harness/model/ioas.h harness/model/ioas_access.c \
	harness/model/ioas_faults.c harness/model/ioas_nested.c harness/model/user.c \
	harness/model/hw.c harness/model/hw.h \
	harness/model/model.c harness/model/model.h harness/model/services.c \
	harness/model/mutants.c harness/model/mutants.h harness/model/mutants/mutant.h \
	harness/model/mutants/attach.c harness/model/mutants/coherency.c \
	harness/model/mutants/domain.c harness/model/mutants/geometry.c \
	harness/model/mutants/ioas.c harness/model/mutants/nested.c harness/model/mutants/faults.c \
	harness/model/mutants/hardware.c harness/model/mutants/map.c harness/model/mutants/own.c \
	harness/model/mutants/pasid.c harness/model/mutants/reset.c harness/model/mutants/resv.c \
	harness/model/mutants/tlb.c harness/model/mutants/unmap.c \
	harness/model/observe.c harness/model/ops.c harness/model/ops.h \
	harness/model/pgtable.c harness/model/pgtable.h \
	harness/model/phys.c harness/model/phys.h \
	harness/model/reference.c \
	harness/model/variants.c harness/model/variants.h \
	harness/model/profiles/then.c harness/model/profiles/then.h $(MODEL_PROFILES)
MODEL_PROFILES = \
	harness/model/profiles/amd.c \
	harness/model/profiles/apple-dart.c \
	harness/model/profiles/arm-smmu-v3.c \
	harness/model/profiles/arm-smmu.c \
	harness/model/profiles/exynos.c \
	harness/model/profiles/fsl_pamu.c \
	harness/model/profiles/intel.c \
	harness/model/profiles/ipmmu-vmsa.c \
	harness/model/profiles/msm.c \
	harness/model/profiles/mtk.c \
	harness/model/profiles/mtk_v1.c \
	harness/model/profiles/omap.c \
	harness/model/profiles/qcom.c \
	harness/model/profiles/rockchip.c \
	harness/model/profiles/s390.c \
	harness/model/profiles/sprd.c \
	harness/model/profiles/sun50i.c \
	harness/model/profiles/tegra-gart.c \
	harness/model/profiles/tegra-smmu.c \
	harness/model/profiles/virtio-iommu.c

MODEL_TESTS = \
	harness/model/tests/core \
	harness/model/tests/drivers \
	harness/model/tests/hw \
	harness/model/tests/pgtable \
	harness/model/tests/phys \
	harness/model/tests/profiles
check_PROGRAMS += $(MODEL_TESTS)
TESTS += $(MODEL_TESTS)
MODEL_SCRIPT = harness/model/tests/script.c harness/model/tests/script.h
MODEL_TEST_LIBS = libmodel.a libharness.a $(UNIT_LIBS)
harness_model_tests_core_SOURCES = harness/model/tests/core.c $(MODEL_SCRIPT)
harness_model_tests_core_LDADD = $(MODEL_TEST_LIBS)
harness_model_tests_drivers_SOURCES = harness/model/tests/drivers.c $(MODEL_SCRIPT) \
	harness/model/tests/scenario.c harness/model/tests/scenario.h
harness_model_tests_drivers_LDADD = $(MODEL_TEST_LIBS)
harness_model_tests_hw_SOURCES = harness/model/tests/hw.c
harness_model_tests_hw_LDADD = $(MODEL_TEST_LIBS)
harness_model_tests_pgtable_SOURCES = harness/model/tests/pgtable.c
harness_model_tests_pgtable_LDADD = $(MODEL_TEST_LIBS)
harness_model_tests_phys_SOURCES = harness/model/tests/phys.c
harness_model_tests_phys_LDADD = $(MODEL_TEST_LIBS)
harness_model_tests_profiles_SOURCES = harness/model/tests/profiles.c $(MODEL_SCRIPT)
harness_model_tests_profiles_LDADD = $(MODEL_TEST_LIBS)

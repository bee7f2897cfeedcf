// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices of the mock driver of iommufd's selftest as masters v0, v1 …: made by its own test command, then taken back
 * from iommufd. Nothing is behind them: what a DMA would meet is not seen.
 */
/* Before it had the tables of generic_pt its commands were others. */
#if defined(CONFIG_IOMMUFD_TEST) && defined(CONFIG_IOMMU_PT_AMDV1)

#include <linux/fs.h>
#include <linux/init_syscalls.h>
#include <linux/of.h>
#include <linux/uaccess.h>

#include "iommufd/iommufd_private.h"
#include "iommufd/iommufd_test.h"

#include "harness/uml/emu/board.h"

#define PADDR_LAST	GENMASK_ULL(50, 0)	/* hw_max_oasz_lg2 of mock_domain_alloc_pgtable() */

/* The ioctl without user memory for the answer, which stays in @cmd. */
static int __init run(struct iommufd_ctx *ctx, int (*ioctl)(struct iommufd_ucmd *ucmd), void *cmd)
{
	struct iommufd_ucmd ucmd = { .ictx = ctx, .cmd = cmd };
	int ret;

	pagefault_disable();
	ret = ioctl(&ucmd);
	pagefault_enable();
	return ret;
}

/* For kernels that do not tell of their device. */
struct device *__weak iommufd_global_device(void)
{
	return NULL;
}

/* An open /dev/iommu, which is never closed: its end would be that of the devices. */
static struct iommufd_ctx *__init open_iommufd(void)
{
	struct device *dev = iommufd_global_device();
	int ret = dev ? init_mknod("/dev/iommu", S_IFCHR | 0600, new_encode_dev(dev->devt)) : -ENODEV;
	struct file *file = ret ? ERR_PTR(ret) : filp_open("/dev/iommu", O_RDWR, 0);

	return IS_ERR(file) ? ERR_CAST(file) : iommufd_ctx_from_file(file);
}

/* The command makes a device and attaches it to an IOAS. */
static int __init add_device(struct iommufd_ctx *ctx, int v)
{
	struct iommu_ioas_alloc ioas = { .size = sizeof(ioas) };
	struct iommu_test_cmd cmd = { .size = sizeof(cmd), .op = IOMMU_TEST_OP_MOCK_DOMAIN };
	struct iommufd_object *obj;
	struct iommufd_device *idev;
	int ret = run(ctx, iommufd_ioas_alloc_ioctl, &ioas);

	cmd.id = ioas.out_ioas_id;
	ret = ret ?: run(ctx, iommufd_test, &cmd);
	if (ret)
		return ret;
	obj = iommufd_get_object(ctx, cmd.mock_domain.out_idev_id, IOMMUFD_OBJ_DEVICE);
	if (IS_ERR(obj))
		return PTR_ERR(obj);
	idev = container_of(obj, struct iommufd_device, obj);
	board_masters[v].dev = idev->dev;
	board_masters[v].paddr_last = PADDR_LAST;
	iommufd_put_object(ctx, obj);
	iommufd_device_detach(idev, IOMMU_NO_PASID);
	iommufd_device_unbind(idev);
	return 0;
}

static int __init mock_init(void)
{
	struct device_node *np = of_find_compatible_node(NULL, NULL, "iommu-conform,iommufd-mock");
	u32 devices = 0, v;
	struct iommufd_ctx *ctx;
	int ret = 0;

	if (!np)
		return 0;
	of_property_read_u32(np, "devices", &devices);
	ctx = open_iommufd();
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	for (v = 0; !ret && v < devices; v++)
		ret = add_device(ctx, v);
	return ret;
}
late_initcall(mock_init);

#endif

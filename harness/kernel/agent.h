/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * agent.h - the in-kernel IOMMU API behind the wire protocol. The files of this folder know no platform (platform.h)
 * and no transport: a transport hands in lines and carries out lines.
 */
#ifndef KERNEL_AGENT_H
#define KERNEL_AGENT_H

#include "harness/target.h"

struct device;
struct iommu_attach_handle;
struct iommu_domain;
struct iommu_iotlb_gather;

/* ---- agent.c */

/*
 * Take up the work: @say carries one line, without its newline, to the near end; it may keep it until @flush, which also
 * ends what is said in a panic. Without @flush nothing is said then. All devices are probed.
 */
void agent_start(void (*say)(const char *line), void (*flush)(void));
/* Put back what the near end left behind; and have nothing to do with this kernel any more. */
void agent_leave(void);
void agent_stop(void);
/* Serve one line of the near end. */
void agent_line(const char *line);

/* In a kernel of 32 bits some addresses and sizes cannot be said to a function. */
#define AGENT_CANNOT_SAY	"an address or a size of more bits than this kernel has"
static inline bool agent_can_say(uint64_t number)
{
	return number <= ULONG_MAX;
}

/* ---- domains.c: the handles */

/* Note the domains that the devices start with, and the one of a device that was probed again. */
void domains_start(void);
void domains_probed(int v);
/* The domain behind a handle, as the device v@v sees it; NULL if there is none. */
struct iommu_domain *domains_get(int dom, int v);
/* Put @domain into the slot @dom; NULL empties it. */
void domains_put(int dom, struct iommu_domain *domain);
/* The one pending gather of that slot. */
struct iommu_iotlb_gather *domains_gather(int dom);
/* The handle of what v@v is attached to; DOM_NONE if it is none of the handles. */
int domains_current(int v);
/* v@v, and so its group, was replaced onto that handle, or detached: then it is DOM_DEFAULT. */
void domains_moved(int v, int dom);
void domains_facts(int dom, struct domain_facts *facts);
/* Does the driver of v@v have that static domain? */
bool domains_has(int dom, int v);
/* v@v was claimed (@by is 1) or released (-1). */
void domains_claimed(int v, int by);
/* A driver that uses the DMA API was bound to v@v. */
void domains_bound(int v);
/* A handle for the next attach of v@v; the kernel wants one that is not in use. */
struct iommu_attach_handle *domains_handle(int v);
/* An attachment to a PASID: what is on it, and the handle for the next one, which the kernel wants not to be in use. */
struct pasid_use;
/* That of @pasid of v@v; NULL if it is not in use and @create is false, or if there are too many. */
struct pasid_use *domains_pasid(int v, u32 pasid, bool create);
struct iommu_domain *domains_pasid_domain(const struct pasid_use *use);
/* The handle of the attachment, or, @next, of another one. */
struct iommu_attach_handle *domains_pasid_handle(struct pasid_use *use, bool next);
/* It is on @domain now, by that handle. NULL: it is not in use any more. */
void domains_pasid_moved(struct pasid_use *use, struct iommu_domain *domain, bool next);
/* Detach and free all that the suite made, as far as that can be done. */
void domains_reset(void);
/* Is every device on its default domain, no slot taken, nothing claimed, nothing freed that was in use? */
bool domains_clean(void);

/* ---- ops.c */

/* Execute one operation. Fills in @a but for its events and log. */
void ops_run(const struct request *rq, struct answer *a);
/* Name in @d->can what can be executed here. */
void ops_describe(struct description *d);

/* ---- inject.c: allocations that fail */

/* Is this kernel built for it? */
bool inject_start(void);
/* Let allocations of the current task fail as @env says, until inject_end(), which returns how many did. */
void inject_begin(const struct env *env);
uint32_t inject_end(void);

/* ---- exhaust.c: resources of a driver that are used up */

/* Take all that the IOMMU of v@v has for domains, v@v's own aside. Returns false if there is no end of it. */
bool exhaust_begin(int v);
void exhaust_end(void);

/* ---- reset.c: devices that are reset */

/* The reset of v@v begins, or ends; -EOPNOTSUPP: the core could not be told. Else as pci_dev_reset_iommu_prepare(). */
int reset_prepare(int v);
int reset_done(int v);
/* v@v is another device now. */
void reset_forget(int v);
void reset_end_all(void);
/* Is any device being reset? */
bool reset_is_any(void);

/* ---- fault.c: faults that drivers report */

/* Hear of the faults of @domain, which is new. */
void fault_handle(struct iommu_domain *domain);
/* Note the next one in @report; NULL: none. */
void fault_listen(struct fault_report *report);

/* ---- klog.c: what the kernel says */

/* Hand what is said to @line from now on: at klog_end(), and, unless @flush is NULL, when the kernel panics. */
void klog_start(void (*line)(const char *text), void (*flush)(void));
void klog_stop(void);
/* Forget what was said so far; let a warning that is given only once be given again. */
void klog_begin(void);
/* Hand over what was said since klog_begin(). Returns the EVENT_* that it speaks of. */
uint32_t klog_end(void);
/* Append to @text of @size bytes, each behind "; ", the warnings since boot that name @what. */
void klog_quote(const char *what, char *text, size_t size);
/* Was nothing reported after which the kernel is not what it was? lockdep is silent after its first report. */
bool klog_clean(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * agent.h - the far end of the wire protocol as a program. On a machine that runs already it speaks on its standard
 * input and output: `--target 'wire:ssh board iommu-conform-agent'`. As the first process of a guest it sets up what a
 * program needs, takes the virtio-serial port "iommu-conform" (or, where there is none, the console) for its stream, and
 * ends the machine when the stream ends. The kernel command line tells it then:
 *	conform_api=kernel|iommufd	the front end, as --api does
 *	conform_device=NAME,…		the devices for iommufd, as --device does; they are given to VFIO
 *	conform_port=/dev/NAME		a terminal to be the stream
 *	conform_end=off			the machine is to be switched off at the end; else it is told to start again
 *	iommu_conform.NAME=VALUE	a parameter of our module, where that is one of the modules in /m, loaded by name
 */
#ifndef AGENT_AGENT_H
#define AGENT_AGENT_H

/*
 * Serve the near end that writes to @from and reads from @to through the front end @api; @device is for iommufd what
 * stands behind the ':' of its target, or NULL. Where that cannot be had, every
 * question is answered by the reason. Returns 0 when the stream has ended as it should; else it has said why not on
 * standard error, and returns a negative errno.
 */
int agent_serve(const char *api, const char *device, int from, int to);

/* Be the first process of a guest. Does not return. */
void init_run(void) __attribute__((noreturn));

#endif

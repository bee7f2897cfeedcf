// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group IOPF. */
#include "harness/model/ioas.h"
#include "harness/model/mutants/mutant.h"

static int request_without_error_response(struct model *m, struct device *dev, uint64_t iova)
{
	ioas_page_request(m, dev, iova);
	dev->page.state = PAGE_WAITS;
	return 0;
}

MUTANT(page_request_is_forgotten) = { .ioas.page_request = request_without_error_response };

static int answer_retries_always(struct model *m, struct device *dev, bool success, enum target_how how)
{
	return ioas_page_answer(m, dev, true, how);
}

MUTANT(invalid_answer_is_success) = { .ioas.page_answer = answer_retries_always };

static int answer_is_believed(struct model *m, struct device *dev, bool success, enum target_how how)
{
	int ret = ioas_page_answer(m, dev, success, how);

	dev->page.got |= !ret && success;
	return ret;
}

MUTANT(success_is_believed) = { .ioas.page_answer = answer_is_believed };

static int alloc_faults_without_queue(struct model *m, struct ioas *io, struct device *dev, uint32_t flags,
				      enum target_how how, struct domain **d)
{
	return ioas_alloc_faults(m, io, dev, flags & ~(uint32_t)FLAG_NEST_PARENT, HOW_WELL_FORMED, d);
}

MUTANT(faults_need_no_object) = { .ioas.alloc_faults = alloc_faults_without_queue };

static int read_into_no_room(struct model *m, struct device *dev, enum target_how how)
{
	return ioas_page_read(m, dev, how == HOW_ONE_LESS ? HOW_EXACT : how);
}

MUTANT(page_request_is_read_in_part) = { .ioas.page_read = read_into_no_room };

static void leave_it_waiting(struct model *m, struct device *dev, const struct domain *from)
{
}

MUTANT(detached_device_waits) = { .ioas.page_leave = leave_it_waiting };

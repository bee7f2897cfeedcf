/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * protocol.h - what travels over a byte stream between the suite and a target at its far end, beside the requests and
 * answers of harness/target.h. Lines of text, at most WIRE_LINE bytes with the newline. The near end asks:
 *
 *	SEQ REQUEST			an operation, in the text form of harness/target.h
 *	SEQ describe			who are you?
 *	SEQ reset			be as you were after boot
 *	SEQ again			be started anew, where that is quicker than a start: the next question is for
 *					whoever comes then; to who cannot it is a word like any other that is none
 *	SEQ digest			are you as you were after boot?
 *	SEQ look HANDLES D0 IOVA …	struct sample: the facts of the handles in the bit mask, and iova_to_phys
 *	SEQ dma v0 read IOVA …		struct dma, one after the other
 *
 * and the far end answers with the same SEQ, which counts from 1:
 *
 *	SEQ| text			what the kernel said meanwhile
 *	SEQ+ text			a line of data
 *	SEQ: text			the result, which ends the answer
 *	0! text				instead of an answer: the far end has died, so and so, and was started anew
 *
 * A kernel that panics with a text that begins with WIRE_HANG has found that an operation never ends.
 *
 * Closing the stream tells the far end to stop. The same file is compiled into the kernel side.
 */
#ifndef WIRE_PROTOCOL_H
#define WIRE_PROTOCOL_H

#include "harness/target.h"

#define WIRE_LINE	16384	/* bytes of the longest line, with its newline or NUL */
#define WIRE_DMAS	128	/* most DMAs of one dma line */
#define WIRE_AGAIN	"again"
#define WIRE_DIED	"0!"
#define WIRE_HANG	"hang: "

/*
 * describe answers with data lines, the result is "ok". description_print() writes line @n, counted from 0, and
 * returns its length, 0 behind the last one. description_parse() takes one line into *@d, which starts as zeroes.
 */
int description_print(const struct description *d, unsigned int n, char *buf, size_t len);
int description_parse(const char *line, struct description *d, char *why, size_t whylen);

/* look: the request line without its SEQ. */
int look_print(const struct sample *s, char *buf, size_t len);
int look_parse(const char *line, struct sample *s, char *why, size_t whylen);
/*
 * Its answer is data lines, and the result "ok", followed by events. sample_print() and sample_parse() are used as
 * those of a description; sample_parse() gets the sample that was asked for.
 */
int sample_print(const struct sample *s, unsigned int n, char *buf, size_t len);
int sample_parse(const char *line, struct sample *s, char *why, size_t whylen);
/* The result: "ok warn". */
int sample_result_print(const struct sample *s, char *buf, size_t len);
int sample_result_parse(const char *line, struct sample *s, char *why, size_t whylen);

/*
 * dma: the request line without its SEQ, and its result, one word a DMA: "0x8000 nothing+fault unseen". Behind a '+':
 * that a fault was recorded, and what a driver reported, "nothing+fault+write:0x1000".
 */
int dmas_print(const struct dma *d, unsigned int n, char *buf, size_t len);
int dmas_parse(const char *line, struct dma *d, unsigned int *n, char *why, size_t whylen);
int dmas_result_print(const struct dma *d, unsigned int n, char *buf, size_t len);
int dmas_result_parse(const char *line, struct dma *d, unsigned int n, char *why, size_t whylen);

#endif

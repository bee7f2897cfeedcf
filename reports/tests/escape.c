// SPDX-License-Identifier: GPL-2.0-only
/*
 * escape.c - strangers' text comes out harmless, and whole.
 */
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "reports/escape.h"
#include "reports/plain.h"

static void becomes(enum escape how, const char *from, const char *to)
{
	char *s = escape_dup(how, from);

	ck_assert_str_eq(s, to);
	free(s);
}

START_TEST(html_cannot_be_left)
{
	becomes(ESCAPE_HTML, "<script a=\"b\" c='d'>&amp;", "&lt;script a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;amp;");
	becomes(ESCAPE_HTML, "a\tb\nc\r", "a\tb\nc\\x0d");
	becomes(ESCAPE_HTML, "]]> -->", "]]&gt; --&gt;");
}
END_TEST

START_TEST(terminal_is_not_steered)
{
	becomes(ESCAPE_TERMINAL, "\x1b[2J\a\x7f<b>", "\\x1b[2J\\x07\\x7f<b>");
	becomes(ESCAPE_TERMINAL, "a\nb\tc", "a\\x0ab\\x09c");
	becomes(ESCAPE_TERMINAL, "\xc2\x9b" "31m", "\\x9b31m");
}
END_TEST

START_TEST(markdown_stays_text)
{
	becomes(ESCAPE_MARKDOWN, "a|b*c_d`e[f](g)#h~i!j@k\\l<m>&",
		"a\\|b\\*c\\_d\\`e\\[f\\](g)\\#h\\~i\\!j&#64;k\\\\l&lt;m&gt;&amp;");
	becomes(ESCAPE_MARKDOWN, "a\nb\x1b", "a b\\\\x1b");
}
END_TEST

START_TEST(invalid_utf8_is_spelt)
{
	becomes(ESCAPE_HTML, "\xff", "\\xff");			/* never a first byte */
	becomes(ESCAPE_HTML, "\x80", "\\x80");			/* a continuation alone */
	becomes(ESCAPE_HTML, "\xc3", "\\xc3");			/* cut off */
	becomes(ESCAPE_HTML, "\xc3(", "\\xc3(");
	becomes(ESCAPE_HTML, "\xc0\xbc", "\\xc0\\xbc");		/* '<' in two bytes */
	becomes(ESCAPE_HTML, "\xe0\x80\xbc", "\\xe0\\x80\\xbc");	/* and in three */
	becomes(ESCAPE_HTML, "\xed\xa0\x80", "\\xed\\xa0\\x80");	/* half of a surrogate pair */
	becomes(ESCAPE_HTML, "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");	/* beyond Unicode */
}
END_TEST

START_TEST(valid_utf8_passes)
{
	becomes(ESCAPE_HTML, "\xc3\xa9 \xe2\x89\xa4 \xf0\x9f\x90\xa7", "\xc3\xa9 \xe2\x89\xa4 \xf0\x9f\x90\xa7");
	becomes(ESCAPE_TERMINAL, "\xe2\x89\xa4", "\xe2\x89\xa4");
}
END_TEST

START_TEST(invisible_characters_are_spelt)
{
	becomes(ESCAPE_HTML, "a\xe2\x80\xae" "b", "a\\u202eb");
	becomes(ESCAPE_TERMINAL, "a\xe2\x80\x8b" "b", "a\\u200bb");
	becomes(ESCAPE_MARKDOWN, "\xef\xbb\xbf", "\\\\ufeff");
	becomes(ESCAPE_HTML, "\xef\xbf\xbf", "\\uffff");
}
END_TEST

START_TEST(nothing_prints_nothing)
{
	becomes(ESCAPE_HTML, NULL, "");
	becomes(ESCAPE_HTML, "", "");
}
END_TEST

START_TEST(names_are_cut_between_characters)
{
	char buf[4];

	ck_assert_str_eq(plain_name(buf, sizeof(buf), "abcdef"), "abc");
	ck_assert_str_eq(plain_name(buf, sizeof(buf), "ab\xc3\xa9"), "ab");
	ck_assert_str_eq(plain_name(buf, sizeof(buf), "a\xc3\xa9z"), "a\xc3\xa9");
	ck_assert_str_eq(plain_name(buf, sizeof(buf), ""), "");
	ck_assert_uint_eq(plain_width("a\xc3\xa9z"), 3);
}
END_TEST

START_TEST(paragraphs_wrap)
{
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct paragraph p = { .out = f, .width = 10, .indent = 2 };

	plain_add(&p, "one  two three");
	plain_add(&p, "%s %d", "four\x1b", 5);
	plain_add(&p, "supercalifragilistic");
	plain_end(&p);
	plain_add(&p, "x");
	plain_end(&p);
	fclose(f);
	ck_assert_str_eq(text, "one two\n  three\n  four\\x1b\n  5\n  supercalifragilistic\nx\n");
	free(text);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&html_cannot_be_left, &terminal_is_not_steered, &markdown_stays_text, &invalid_utf8_is_spelt,
		&valid_utf8_passes, &invisible_characters_are_spelt, &nothing_prints_nothing,
		&names_are_cut_between_characters, &paragraphs_wrap, NULL
	};

	return unit_main(unit_suite("escape", tests), NULL);
}

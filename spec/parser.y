%{
/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * parser.y - the grammar: blocks of lines of phrases. It knows brackets, arithmetic and comparisons; what the words in
 * a phrase mean is the business of resolve.c, so a new operation needs no change here.
 */
#include "spec/syntax.h"
%}

%code requires {
#include "spec/syntax.h"
}

%define api.pure full
%define api.prefix {spec_yy}
%define api.location.type {struct loc}
%define api.token.prefix {}
%define parse.error custom
%locations
%param { void *scanner }
%parse-param { struct parse *p }

%union {
	const char *text;
	int keyword;
	struct node *node;
	struct syntax_phrase *phrase;
}

%token <text> NAME NUMBER STRING FUNC
%token <keyword> HEAD CLAUSE
%token NL IF AND ARROW NE LE GE JUNK
%type <phrase> phrases phrase
%type <node> tests guards test side item sum product atom
%type <keyword> compare

%code {
/* Bison offers a list of expected tokens; syntax errors are worded without it. */
#pragma GCC diagnostic ignored "-Wunused-function"

int spec_yylex(YYSTYPE *value, YYLTYPE *loc, void *scanner);

static void spec_yyerror(YYLTYPE *loc, void *scanner, struct parse *p, const char *message)
{
	(void)scanner;
	syntax_error(p, loc, "%s", message);
}

/* A rule covers what its parts cover; an empty one stands behind what came before. */
#define YYLLOC_DEFAULT(to, from, n) do {						\
	(to) = YYRHSLOC(from, (n) ? 1 : 0);						\
	if (n) {									\
		(to).end = YYRHSLOC(from, n).end;					\
		(to).pos.last_line = YYRHSLOC(from, n).pos.last_line;			\
		(to).pos.last_column = YYRHSLOC(from, n).pos.last_column;		\
	}										\
} while (0)
}

%initial-action { @$ = p->at; }

%%

file	: %empty
	| file head phrases end			{ line_append(p, &@3, $3); }
	| file head error NL			{ line_spoil(p, &@2); yyerrok; }
	| file clause phrases end		{ line_append(p, &@3, $3); }
	| file clause NAME ':' phrases end	{ line_label(p, &@3, $3); line_append(p, &@5, $5); }
	| file clause error NL			{ line_spoil(p, &@2); yyerrok; }
	| file phrases end			{ line_append(p, &@2, $2); }
	| file error NL				{ line_spoil(p, &@2); yyerrok; }
	;
head	: HEAD				{ block_open(p, &@1, $1); }
	;
clause	: CLAUSE			{ line_open(p, &@1, $1); }
	;
end	: NL
	| ',' NL
	;
phrases	: phrase
	| phrases ',' phrase		{ $$ = phrase_append($1, $3); }
	;
phrase	: test				{ $$ = phrase_new(p, &@$, $1, NULL); }
	| test IF guards		{ $$ = phrase_new(p, &@$, $1, $3); }
	;
guards	: test				{ $$ = node_append(p, node_new(p, N_SET, &@1, NULL), $1); }
	| guards AND test		{ $$ = node_append(p, $1, $3); }
	;
test	: side
	| side compare side		{ $$ = node_pair(p, N_COMPARE, &@$, $2, $1, $3); }
	;
compare	: '='				{ $$ = '='; }
	| NE				{ $$ = '!'; }
	| '<'				{ $$ = '<'; }
	| LE				{ $$ = '['; }
	| '>'				{ $$ = '>'; }
	| GE				{ $$ = ']'; }
	;
side	: item
	| side item			{ $$ = node_side(p, $1, $2, &@$); }
	;
item	: sum
	| STRING			{ $$ = node_new(p, N_STRING, &@1, $1); }
	| ARROW				{ $$ = node_new(p, N_ARROW, &@1, "->"); }
	;
sum	: product
	| sum '+' product		{ $$ = node_pair(p, N_SUM, &@$, '+', $1, $3); }
	| sum '-' product		{ $$ = node_pair(p, N_SUM, &@$, '-', $1, $3); }
	;
product	: atom
	| product '*' atom		{ $$ = node_pair(p, N_SUM, &@$, '*', $1, $3); }
	| product '/' atom		{ $$ = node_pair(p, N_SUM, &@$, '/', $1, $3); }
	| product '%' atom		{ $$ = node_pair(p, N_SUM, &@$, '%', $1, $3); }
	;
atom	: NAME				{ $$ = node_new(p, N_NAME, &@1, $1); }
	| NUMBER			{ $$ = node_number(p, &@1, $1); }
	| FUNC '(' tests ')'		{ $$ = node_call(p, &@$, $1, $3); }
	| '(' test ')'			{ $$ = node_append(p, node_new(p, N_PAREN, &@$, NULL), $2); }
	| '{' '}'			{ $$ = node_new(p, N_SET, &@$, NULL); }
	| '{' tests '}'			{ $$ = $2; $$->loc = @$; }
	;
tests	: test				{ $$ = node_append(p, node_new(p, N_SET, &@1, NULL), $1); }
	| tests ',' test		{ $$ = node_append(p, $1, $3); }
	;

%%

/* What stood there, and behind what: more than a list of possible tokens, this tells a person what to look at. */
static int yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct parse *p)
{
	const struct loc *loc = yypcontext_location(context);
	const char *after = p->before_text;

	(void)scanner;
	p->depth = 0;
	if (yypcontext_token(context) == YYSYMBOL_NL)
		syntax_error(p, &p->last, "expected more behind `%s`", p->last_text);
	else if (after)
		syntax_error(p, loc, "unexpected `%s` behind `%s`", p->last_text, after);
	else
		syntax_error(p, loc, "unexpected `%s`", p->last_text);
	return 0;
}

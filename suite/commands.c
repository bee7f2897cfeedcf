// SPDX-License-Identifier: GPL-2.0-only
/*
 * commands.c - the list of subcommands.
 */
#include <stddef.h>

#include "reports/compare.h"
#include "reports/report.h"
#include "spec/check_spec.h"
#include "suite/command.h"

int cmd_coverage(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_gate(int argc, char **argv);
int cmd_kernel(int argc, char **argv);
int cmd_list_cases(int argc, char **argv);
int cmd_matrix(int argc, char **argv);
int cmd_repro(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_show(int argc, char **argv);

const struct command commands[] = {
	{ "matrix", "run all drivers of a target and print which rules each of them keeps", cmd_matrix },
	{ "run", "run cases; print what went wrong, and why it is wrong", cmd_run },
	{ "gate", "run cases on two kernels; print what the second made worse", cmd_gate },
	{ "repro", "find the fewest steps that show what a case found", cmd_repro },
	{ "coverage", "say which lines of real drivers no case reaches", cmd_coverage },
	{ "rules", "list the rules of the spec", cmd_rules },
	{ "show", "print a rule: its words, its source, its cases", cmd_show },
	{ "list-cases", "list the cases that the spec makes", cmd_list_cases },
	{ "report", "make a matrix, in any format, out of records", report_main },
	{ "compare", "say since which kernel a driver breaks or keeps a rule, out of records", compare_main },
	{ "check-spec", "check the spec, or one that you write", check_spec_main },
	{ "kernel", "list or prune the kernels that are kept, or print the folder of one", cmd_kernel },
	{ "doctor", "say what can run on this machine, and what the rest needs", cmd_doctor },
	{ NULL, NULL, NULL }
};

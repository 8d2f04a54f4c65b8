# SPDX-License-Identifier: GPL-2.0-only
#
# Prints which modules are built for a kernel, as FOLDER/NAME, one a line; and on standard
# error, in one line, which ones are left out and why, where there are some.
#
#	awk -f choose.awk modules CONFIG	CONFIG: the kernel's .config or auto.conf
#
# Not called left out is what is for another machine, and what the kernel has itself.

# The first option of a list that the kernel does not have, or nothing.
function missing(list,	i, n, names)
{
	n = list == "-" ? 0 : split(list, names, ",")
	for (i = 1; i <= n; i++)
		if (!(names[i] in value))
			return names[i]
	return ""
}

function any_of(list,	i, n, names)
{
	n = split(list, names, ",")
	for (i = 1; i <= n; i++)
		if (list == "-" || names[i] in value)
			return 1
	return 0
}

# Why a module cannot be built, or nothing.
function why(module,	i, n, needed, option)
{
	option = missing(options[module])
	if (option != "")
		return "CONFIG_" option " is not set"
	n = ours[module] == "-" ? 0 : split(ours[module], needed, ",")
	for (i = 1; i <= n; i++)
		if (needed[i] in reason)
			return reason[needed[i]]
	return ""
}

# Does the kernel have a driver of its own that ours does not replace?
function is_built_in(module,	option)
{
	option = built_in[module]
	if (sub(/\+$/, "", option))
		return option in value
	return option in value && value[option] == "y"
}

# Of each module either nothing is said, or it is printed, or it has a reason. One that
# the kernel has built in is no news, but the reason of those that need ours.
function choose(module,	because)
{
	if (!any_of(machine[module]))
		return
	because = why(module)
	if (is_built_in(module)) {
		because = "cannot do without our " name(module) ", and CONFIG_" built_in[module] "=y"
	} else if (because == "") {
		print module
		printed++
	} else {
		if (!(because in left_out))
			because_nth[++n_because] = because
		left_out[because] = left_out[because] " " name(module)
	}
	if (because != "")
		reason[module] = because
}

function name(module)
{
	sub(/.*\//, "", module)
	return module
}

# The table.
NR == FNR {
	if (NF == 5 && $1 !~ /^#/) {
		modules[++n_modules] = $1
		machine[$1] = $2
		options[$1] = $3
		built_in[$1] = $4
		ours[$1] = $5
	}
	next
}

/^CONFIG_[A-Za-z0-9_]+=[ym]$/ {
	split(substr($0, 8), option, "=")
	value[option[1]] = option[2]
}

END {
	for (i = 1; i <= n_modules; i++)
		choose(modules[i])
	line = printed ? "left out:" : "nothing is built for this kernel:"
	for (i = 1; i <= n_because; i++)
		line = line (i > 1 ? ";" : "") left_out[because_nth[i]] " (" because_nth[i] ")"
	if (n_because || !printed)
		print "openamp-dkms: " line >"/dev/stderr"
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# TAP for the steps. A failure shows what was expected and what there was, and what
# command failed shows the end of what it said. To be sourced.

details()
{
	sed 's/^/# /' >&3
}

# point TITLE STATUS
point()
{
	points=$((points + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $points - $1" >&3
		return
	fi
	failures=$((failures + 1))
	echo "not ok $points - $1" >&3
	return 1
}

# is TITLE EXPECTED ACTUAL
is()
{
	[ "$2" = "$3" ]
	point "$1" $? && return
	printf 'expected:\n%s\nthere is:\n%s\n' "$2" "$3" | details
	return 1
}

# works TITLE COMMAND...
works()
{
	title=$1
	shift
	echo "+ $*"
	{ "$@" 2>&1; echo $? >"$state/status"; } | tee "$state/log"
	status=$(cat "$state/status")
	point "$title" "$status" && return
	{ echo "'$*' gave $status:"; tail -n 30 "$state/log"; } | details
	return 1
}

# refused TITLE COMMAND...
refused()
{
	title=$1
	shift
	! "$@" >"$state/log" 2>&1
	point "$title" $?
}

# step NAME: runs that function, and says whether all went well.
step()
{
	points=0 failures=0 began=$(date +%s)
	echo "# begin $1" >&3
	"$1"
	[ "$failures" -eq 0 ] || {
		echo "The end of the kernel's log:"
		dmesg | tail -n 10
	} | details
	echo "1..$points" >&3
	echo "# end $1 exit $((failures != 0)) after $(($(date +%s) - began)) s" >&3
	[ "$failures" -eq 0 ]
}

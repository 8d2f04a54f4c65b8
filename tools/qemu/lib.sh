# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
#
# What the scripts of this folder share: where things are, and how to say so.
# To be sourced, with the script's folder in $here.

: "${here:?}"

top=$(cd "$here/../.." && pwd)
build=$top/build
logs=$build/logs
cache=${XDG_CACHE_HOME:-$HOME/.cache}/openamp-dkms
jobs=$(nproc)

say()
{
	echo "$*" >&2
}

die()
{
	echo "${0##*/}: $*" >&2
	exit 1
}

# unavailable REASON: for what the rest can do without, where this machine or its mirror does
# not have it: the packages of a release, or a way to run its programs.
unavailable=77
unavailable()
{
	echo "${0##*/}: $*" >&2
	exit "$unavailable"
}

# unavailable_point NUMBER TITLE REASON: the line of TAP for it. Where CI is set to true,
# all must be there.
unavailable_point()
{
	if [ "${CI:-}" = true ]; then
		echo "not ok $1 - $2"
		echo "# $3"
	else
		echo "ok $1 - $2 # SKIP $3"
	fi
}

# told FILE COMMAND...: what the command says to standard error goes to the file as well.
# For bash with pipefail: its status is the command's.
told()
{
	told_file=$1
	shift
	{ "$@" 2>&1 >&4 4>&- | tee "$told_file" >&2 4>&-; } 4>&1
}

# Runs a command quietly; what it prints goes to the log $1, and from there to
# the person only when the command fails.
quietly()
{
	log=$logs/$1.log
	shift
	mkdir -p "$logs"
	"$@" >"$log" 2>&1 </dev/null && return
	tail -n 40 "$log" >&2
	die "'$1' failed; all of its output is in ${log#"$top/"}"
}

# The folder of the board's kernel, which is fetched or built as needed: Debian's
# own, or one with a configuration of ours.
board_kernel()
{
	if [ -n "$config" ]; then
		"$here/build-kernel" "$release" "$debian_arch" "$arch" \
			"$cross" "$source_version" "$top/$config" ${option:+"$option"}
	else
		"$here/fetch" "$release" "$debian_arch" "$flavour"
	fi
}

# base_release RELEASE: the release of Debian that another one is an addition to.
base_release()
{
	case $1 in
	experimental)	echo sid ;;
	*)		echo "${1%-backports}" ;;
	esac
}

# The tree of programs that modules for the board's kernel are built with: those of its
# release. Nothing where this machine is of that release, or the kernel was built here.
build_tree()
{
	[ -n "$config" ] || grep -q -x "VERSION_CODENAME=$release" /etc/os-release ||
		"$here/fetch-tools" "$(base_release "$release")" build
}

# The same for the emulator.
qemu_tree()
{
	[ -z "$qemu_release" ] || "$here/fetch-tools" "$qemu_release" qemu
}

# Reads boards/$1, which sets all of these.
read_board()
{
	[ -f "$here/boards/$1" ] ||
		die "no board '$1'; there are: $(cd "$here/boards" && echo *)"
	board=$1
	title='' qemu='' qemu_release='' machine='' cpu='' memory='' cpus=''
	release='' debian_arch='' flavour='' arch='' cross=''
	source_version='' config='' option=''
	device_tree='' overlay='' labels='' enabled='' boot_arguments='' console='' results='' first_device='' results_device='-serial chardev:results'
	monitor='' monitor_el=3 monitor_kernel='' monitor_dtb='' monitor_initrd=''
	monitor_cpus=1 monitor_flags=''
	kernel_modules='' disks='' modules='' firmware='' remotes='' booted='' limit=''
	# shellcheck disable=SC1090
	. "$here/boards/$1"
}

# add_labels TREE NAME=PATH...: where it has none, as a tree has that was compiled with them.
# What nothing has pointed to so far needs a number as well.
add_labels()
{
	tree=$1 handle=4096
	shift
	for label; do
		fdtget "$tree" /__symbols__ "${label%%=*}" >/dev/null 2>&1 ||
			fdtput -p -t s "$tree" /__symbols__ "${label%%=*}" "${label#*=}"
		fdtget "$tree" "${label#*=}" phandle >/dev/null 2>&1 && continue
		fdtput -t u "$tree" "${label#*=}" phandle "$handle"
		handle=$((handle + 1))
	done
}

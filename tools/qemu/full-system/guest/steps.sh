# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# What a person does with the packages, and what there is to see then. To be sourced
# after lib.sh.

kver=$(uname -r)
modules="gic_doorbell mmio_doorbell openamp_rproc psci_rproc rpmsg_char rpmsg_ctrl"
modules="$modules rpmsg_ns rpmsg_tty versal_rproc virtio_rpmsg_bus"
remote=/sys/class/remoteproc/remoteproc0
link=/dev/rpmsg/cpu1/rpmsg-raw

version_of()
{
	dpkg-deb -f "$disk/$1"/openamp-dkms_*.deb Version
}

# All files with their owners, and what is in those that packages change and do not own.
# What is not listed belongs to apt, dpkg and systemd, or is a cache or a log.
list_files()
{
	find / -xdev \( -path /var/log -o -path /var/cache -o -path /var/lib/apt \
		-o -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /var/tmp \
		-o -path /tmp \) -prune -o -printf '%M %u:%g %p %l\n' | sort
	find /etc /usr/lib/udev /lib/modules/"$kver"/modules.* -type f \
		-exec sha256sum {} + | sort -k 2
}

# Of what is in updates/dkms, without what tells how it is compressed.
installed_modules()
{
	(cd "/lib/modules/$kver/updates/dkms" && ls) | sed 's/\.ko.*//'
}

# Who has signed the modules: dkms, where there is openssl to make it a key.
signer()
{
	! command -v openssl >/dev/null || echo "DKMS module signing key"
}

# is_installed VERSION
is_installed()
{
	is "dkms has installed that version and no other" \
		"openamp/$1, $kver, aarch64: installed" "$(dkms status)"
	is "the modules that this kernel lacks are there" \
		"$(echo "$modules" | tr ' ' '\n')" "$(installed_modules)"
	is "there are the sources of that version only" \
		"/usr/src/openamp-$1" "$(echo /usr/src/openamp*)"
	is "what dkms keeps is of that version only" "/var/lib/dkms/openamp/$1" \
		"$(echo /var/lib/dkms/openamp/[0-9]*)"
	for module in $modules; do
		is "$module is built for this kernel" "$kver" \
			"$(modinfo -F vermagic "$module" | cut -d ' ' -f 1)"
		is "$module is signed as it should be" "$(signer)" \
			"$(modinfo -F signer "$module")"
	done
}

install()
{
	mkdir -p /lib/firmware && cp "$disk"/firmware/* /lib/firmware
	list_files >"$state/before"
	cp /etc/group "$state/group"
	works "the packages can be installed" apt-get -qy install \
		"$disk"/old/openamp-dkms_*.deb "$disk"/old/rpmsg-tools_*.deb || return
	is_installed "$(version_of old)"
	works "there is a group rpmsg" getent group rpmsg
}

loaded()
{
	lsmod | cut -d ' ' -f 1 | grep -x -e gic_doorbell -e psci_rproc | sort
}

# is_running VERSION
is_running()
{
	for module in $modules; do
		cat "/sys/module/$module/version" 2>/dev/null
	done | sort -u >"$state/versions"
	is "what is loaded is of that version and no other" "$1" "$(cat "$state/versions")"
}

# start: as the guide says.
start()
{
	is "the remote core is there" cpu1 "$(cat $remote/name)"
	echo echo-cpu1.elf >$remote/firmware
	works "it starts" sh -c "echo start >$remote/state"
	is "it runs" running "$(cat $remote/state)"
	works "its service has a name in /dev" udevadm wait --timeout=60 $link
	works "messages come back" rpmsg_ping -c 20 $link
}

stop()
{
	works "the remote core stops" sh -c "echo stop >$remote/state"
	is "it is off" offline "$(cat $remote/state)"
	udevadm settle
	is "nothing of it stays in /dev" "" "$(find /dev -name 'rpmsg*')"
}

# Bits 9 and 7 of the taint are of warnings and oopses.
kernel_is_well()
{
	is "the kernel has nothing to complain of" 0 \
		"$(($(cat /proc/sys/kernel/tainted) & (1 << 9 | 1 << 7)))"
}

# as_nobody GROUP COMMAND...
as_nobody()
{
	group=$1
	shift
	setpriv --reuid nobody --regid nogroup --groups "$group" "$@"
}

# What the udev rules look at, as they look at it, and what they make of it.
device_nodes()
{
	node=$(readlink -f $link)
	device=/sys/class/rpmsg/${node##*/}
	is "the endpoint's name is the service's" rpmsg-raw "$(cat "$device/name")"
	case $(readlink -f "$device") in
	"$(readlink -f $remote)"/*)	point "it is below the remote core" 0 ;;
	*)				point "it is below the remote core" 1 ;;
	esac
	is "the node is the group's" "crw-rw---- root:rpmsg" "$(stat -c '%A %U:%G' "$node")"
	is "the control node is root's" "crw------- root:root" \
		"$(stat -c '%A %U:%G' /dev/rpmsg_ctrl0)"
	is "udev knows both names" "$link" \
		"$(udevadm info -q symlink -r "$node" | tr ' ' '\n' | grep -x $link)"
	works "a member of the group can talk" \
		as_nobody rpmsg rpmsg_ping -c 3 $link
	refused "nobody else can" as_nobody nogroup rpmsg_ping -c 1 $link
	works "root can use the control node" sh -c ': <>/dev/rpmsg_ctrl0'
	refused "members cannot use the control node" \
		as_nobody rpmsg sh -c ': <>/dev/rpmsg_ctrl0'
}

talk()
{
	udevadm settle
	is "the drivers came by themselves" "gic_doorbell
psci_rproc" "$(loaded)"
	is "nothing asks for them by name" "" \
		"$(grep -rsE 'rpmsg|rproc|doorbell' /etc/modules /etc/modules-load.d \
			/usr/lib/modules-load.d)"
	start
	is_running "$(version_of old)"
	device_nodes
	stop
	kernel_is_well
}

upgrade()
{
	works "the packages can be upgraded" apt-get -qy install \
		"$disk"/new/openamp-dkms_*.deb "$disk"/new/rpmsg-tools_*.deb || return
	is_installed "$(version_of new)"
}

unload()
{
	works "the modules can be unloaded" modprobe -r psci_rproc gic_doorbell \
		rpmsg_ctrl rpmsg_char rpmsg_tty virtio_rpmsg_bus rpmsg_ns
	is "none stays" "" "$(lsmod |
		grep -E '^(rpmsg_(ns|ctrl|char|tty)|virtio_rpmsg_bus|.*_(rproc|doorbell)) ')"
}

# The running kernel still has the old modules.
talk_again()
{
	unload
	udevadm trigger --settle --action=add --subsystem-match=platform
	is "the new drivers come by themselves" "gic_doorbell
psci_rproc" "$(loaded)"
	start
	is_running "$(version_of new)"
	stop
	kernel_is_well
}

# Left on purpose: the group, as its number may stand in file systems; and dkms's own
# key, which is for the modules of all packages.
purge()
{
	unload
	works "the packages can be purged" apt-get -qy purge openamp-dkms rpmsg-tools
	is "dkms has nothing" "" "$(dkms status)"
	for module in $modules; do
		refused "there is no $module" modinfo "$module"
	done
	list_files >"$state/after"
	is "nothing is left in the file system" "" \
		"$(diff "$state/before" "$state/after" | grep '^[<>]' |
			grep -v -E ' /etc/g(roup|shadow)-?( |$)| /var/lib/dkms/mok\.(key|pub)')"
	is "but for the group" rpmsg \
		"$(diff "$state/group" /etc/group | sed -n 's/^> \([^:]*\):.*/\1/p')"
}

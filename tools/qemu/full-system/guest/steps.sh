# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# What a person does with the packages, and what there is to see then. To be sourced
# after lib.sh.

kver=$(uname -r)
modules="gic_doorbell imx_rproc mmio_doorbell openamp_rproc psci_rproc rpmsg_char rpmsg_ctrl"
modules="$modules rpmsg_ns rpmsg_tty ti_k3_dsp_rproc ti_k3_m4_rproc ti_k3_rproc versal_rproc"
modules="$modules virtio_rpmsg_bus xlnx_r5_rproc"
remote=/sys/class/remoteproc/remoteproc0
links=/dev/rpmsg/cpu1
link=$links/rpmsg-raw
ctrl=/sys/class/rpmsg/rpmsg_ctrl0

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

# tell ATTRIBUTE WORDS: the control device is told, and udev is done with what comes of it.
tell()
{
	echo "$2" >$ctrl/"$1"
	udevadm settle
}

# udev works all links out again, as it does whenever anything tells it to.
look_again()
{
	for action in change add; do
		udevadm trigger --settle --subsystem-match=rpmsg --action=$action
	done
}

# where LINK: the device that it leads to, if it is there.
where()
{
	[ ! -L "$links/$1" ] || readlink -f "$links/$1"
}

# last: the device that was made last.
last()
{
	echo "/dev/$(cat $ctrl/export_ept)"
}

links_of_services()
{
	first=$(readlink -f $link)
	is "the control device has a link" /dev/rpmsg_ctrl0 "$(where ctrl)"
	is "the service has one by its address" "$first" "$(where by-address/rpmsg-raw.-1.1024)"

	tell export_dev "rpmsg-raw 2000 1025"
	second=$(where by-address/rpmsg-raw.2000.1025)
	works "a second service of that name has one" test -c "$second"
	is "the name stays the first one's" "$first" "$(where rpmsg-raw)"
	look_again
	is "and still does when udev looks again" "$first" "$(where rpmsg-raw)"
	is "as do the addresses" "$first $second" \
		"$(where by-address/rpmsg-raw.-1.1024) $(where by-address/rpmsg-raw.2000.1025)"

	tell release_dev "rpmsg-raw -1 1024"
	look_again
	is "with the first one its name goes" "" "$(where rpmsg-raw)"
	is "the second one keeps its address" "$second" "$(where by-address/rpmsg-raw.2000.1025)"
	tell export_dev "rpmsg-raw -1 1024"
	look_again
	is "the next one has the name" "$(where by-address/rpmsg-raw.-1.1024)" "$(where rpmsg-raw)"
	works "and can be talked to by it" rpmsg_ping -c 3 $link
	tell release_dev "rpmsg-raw 2000 1025"
	is "the second one's address goes with it" "" "$(where by-address/rpmsg-raw.2000.1025)"
}

# Several of one name: with addresses of their own, with the same ones, and open.
links_of_endpoints()
{
	tell export_ept "sensor 2001 30"
	first=$(last)
	tell export_ept "sensor 2002 30"
	second=$(last)
	tell export_ept "sensor -1 1024"
	third=$(last)
	tell export_ept "sensor -1 1024"
	fourth=$(last)
	exec 4<>"$third"
	look_again
	is "endpoints of one name have links by their addresses" "$first $second $third $fourth" \
		"$(where by-address/sensor.2001.30) $(where by-address/sensor.2002.30) $(
			where by-address/sensor.-1.1024) $(where by-address/sensor.-1.1024.1)"
	is "and the first one has the name" "$first" "$(where sensor)"
	exec 4>&-
	for node in $first $second $third $fourth; do
		tell destroy_ept "${node#/dev/}"
	done
	is "they go with them" "" "$(find $links/ -name 'sensor*')"
}

# What a remote could call a service to get at something else.
links_of_bad_names()
{
	before=$(find /dev/rpmsg | sort)
	n=0
	# shellcheck disable=SC2016
	for name in ctrl by-address . .. ../../etc/x /x x/y .hidden '$(reboot)' '%k' 'a;b' \
		'"' '*' 'rpmsg-raw.-1.1024'; do
		n=$((n + 1))
		tell export_ept "$name 3000 $n"
		[ "$name" = ctrl ] && by_address=$(where by-address/ctrl.3000.$n) made=$(last)
		last >>"$state/made"
	done
	look_again
	is "a service 'ctrl' has a link by its address" "$made" "$by_address"
	is "the control device keeps its own" /dev/rpmsg_ctrl0 "$(where ctrl)"
	works "the folder of addresses is one" test -d $links/by-address
	is "the service keeps its own" "$(where rpmsg-raw)" "$(where by-address/rpmsg-raw.-1.1024)"
	is "no link is made elsewhere" "" "$(find /dev -type l -lname '*rpmsg[0-9]*' \
		! -path '/dev/rpmsg/cpu1/*' ! -path '/dev/char/*')"
	while read -r node; do
		tell destroy_ept "${node#/dev/}"
	done <"$state/made"
	rm "$state/made"
	is "all of them go" "$before" "$(find /dev/rpmsg | sort)"
}

# As Documentation/install.rst tells.
group_may_make_endpoints()
{
	rule=/etc/udev/rules.d/61-rpmsg-ctrl.rules
	echo 'SUBSYSTEM=="rpmsg", KERNEL=="rpmsg_ctrl[0-9]*", GROUP="rpmsg", MODE="0660"' >$rule
	udevadm control --reload
	udevadm trigger --settle --subsystem-match=rpmsg
	works "a member of the group can be allowed to use the control node" \
		as_nobody rpmsg sh -c ": <>$links/ctrl"
	refused "nobody else is" as_nobody nogroup sh -c ": <>$links/ctrl"
	rm $rule
	udevadm control --reload
	udevadm trigger --settle --subsystem-match=rpmsg
	is "and it is root's again" "crw------- root:root" \
		"$(stat -c '%A %U:%G' /dev/rpmsg_ctrl0)"
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
	links_of_services
	links_of_endpoints
	links_of_bad_names
	group_may_make_endpoints
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

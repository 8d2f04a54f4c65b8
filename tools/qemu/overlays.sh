# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
#
# What the overlays for boards are put on, for scripts that have read lib.sh and say in
# $work where trees go.

firmware=/firmware/zynqmp-firmware
zynqmp_labels="gic=/axi/interrupt-controller@f9010000
	rproc_0_fw_image=/reserved-memory/memory@3ed00000
	rproc_1_fw_image=/reserved-memory/memory@3ef00000"
old_labels="gic=/axi/interrupt-controller@f9010000 zynqmp_firmware=$firmware"
versal_labels="gic=/gic@f9000000 versal_firmware=/firmware/versal-firmware"

point=0
tell()
{
	point=$((point + 1))
	if [ -z "$2" ]; then
		echo "ok $point - $1"
	else
		echo "not ok $point - $1"
		echo "$2" | head -n 20 | sed 's/^/# /'
	fi
}

# apply OVERLAY TREE LABEL...: what is wrong with the result, in $work/board.dtb; with "-"
# for an overlay, with the tree itself.
apply()
{
	local overlay=$1 tree=$2
	shift 2
	if [ "$overlay" = - ]; then
		"$here/remote-tree" "$tree"
		return
	fi
	cp "$tree" "$work/base.dtb"
	chmod u+w "$work/base.dtb"
	add_labels "$work/base.dtb" "$@"
	fdtoverlay -i "$work/base.dtb" -o "$work/board.dtb" "$work/$overlay.dtbo" 2>&1 &&
		"$here/remote-tree" "$work/board.dtb"
}

# QEMU's, with the platform firmware that a board's own tree has.
make_versal()
{
	local tree=$work/versal.dtb

	qemu-system-aarch64 -M "xlnx-versal-virt,dumpdtb=$tree" -m 1G -display none -nic none \
		2>"$logs/overlays-versal.log"
	fdtput -t s "$tree" / compatible xlnx-versal-virt xlnx,versal
	fdtput -c "$tree" /firmware /firmware/versal-firmware
	fdtput -t s "$tree" /firmware/versal-firmware compatible xlnx,versal-firmware
	fdtput -t s "$tree" /firmware/versal-firmware method smc
	fdtput -t u "$tree" /firmware/versal-firmware '#power-domain-cells' 1
	fdtput -t u "$tree" /firmware/versal-firmware phandle 4096
}

# compile OVERLAY...: to $work/OVERLAY.dtbo
compile()
{
	local name

	rm -rf "$work"
	mkdir -p "$work" "$logs"
	"$here/setup"
	for name; do
		quietly "dtc-$name" dtc -@ -I dts -O dtb -o "$work/$name.dtbo" "$top/dts/$name.dtso"
	done
}

# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-A9 of i.MX6Q, bare metal, started by the System Reset Controller. CORES are
# the images to link; for each, port-flags-<core> says where its memory is and which
# interrupts it uses:
#
#   PORT_FIRMWARE_BASE, _SIZE	code and data, private, cached; a section of 1 MiB
#   PORT_WINDOW_BASE, _SIZE	all that Linux looks at too, not cached: the resource
#				table, the log in the page after it, and
#   PORT_SHARED_BASE, _SIZE	rings and buffers, a part of the window
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_DEVICE_BASE		the cores' private peripherals, in a section of 1 MiB
#   PORT_GICD, PORT_GICC	the interrupt controller there
#   PORT_INTID_KICK		interrupt by which Linux wakes this core
#   PORT_INTID_LINUX		interrupt by which it rings Linux

CORES := imx6-1 imx6-2 imx6-3

PORT_CROSS ?= arm-none-eabi-

port-flags := -mcpu=cortex-a9 -marm -mfloat-abi=soft -mno-unaligned-access

port-shared := arm32 armv7 gic window
port-src += armv7 memory vectors mmu gicv2 doorbell

# imx6 BASE KICK LINUX: the last six digits of an address are the same for all.
imx6 = -DPORT_FIRMWARE_BASE=0x$(1)000000 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_WINDOW_BASE=0x$(1)100000 -DPORT_WINDOW_SIZE=0x200000 \
	-DPORT_SHARED_BASE=0x$(1)110000 -DPORT_SHARED_SIZE=0x1f0000 \
	-DPORT_VRING0=0x$(1)110000 -DPORT_VRING1=0x$(1)114000 \
	-DPORT_DEVICE_BASE=0x00a00000 -DPORT_GICD=0x00a01000 \
	-DPORT_GICC=0x00a00100 -DPORT_INTID_KICK=$(2) -DPORT_INTID_LINUX=$(3)

port-flags-imx6-1 := -DPORT_CORE='"cortex-a9 imx6-1"' $(call imx6,40,129,144)
port-flags-imx6-2 := -DPORT_CORE='"cortex-a9 imx6-2"' $(call imx6,41,130,145)
port-flags-imx6-3 := -DPORT_CORE='"cortex-a9 imx6-3"' $(call imx6,42,131,146)

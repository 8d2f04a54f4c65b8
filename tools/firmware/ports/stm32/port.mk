# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# The coprocessor's side of STM32MP1: rung by the IPCC, watched by WWDG1, known to Linux by
# TAMP. The core itself is not a Cortex-M4 but one for Armv7-A, as tools/qemu/monitor plays
# it. CORES are the images to link; for each, port-flags-<core> says where its memory is:
#
#   PORT_FIRMWARE_BASE, _SIZE	code and data, private, cached; a section of 1 MiB
#   PORT_WINDOW_BASE, _SIZE	all that Linux looks at too, not cached: the resource
#				table, the log in the page after it, and
#   PORT_SHARED_BASE, _SIZE	rings and buffers, a part of the window
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_DEVICE_BASE		the devices, in a section of 1 MiB

CORES := m4
UNSHAPED := m4

PORT_CROSS ?= arm-none-eabi-

port-flags := -mcpu=cortex-a15 -marm -mfloat-abi=soft -mno-unaligned-access

# Of cortex-a9 the entry and the memory map.
port-shared := arm32 armv7 window cortex-a9
port-src += armv7 memory vectors mmu ipcc

port-flags-m4 := -DPORT_CORE='"stm32 m4"' \
	-DPORT_FIRMWARE_BASE=0x0 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_WINDOW_BASE=0x70200000 -DPORT_WINDOW_SIZE=0x200000 \
	-DPORT_SHARED_BASE=0x70210000 -DPORT_SHARED_SIZE=0x1f0000 \
	-DPORT_VRING0=0x70210000 -DPORT_VRING1=0x70220000 \
	-DPORT_DEVICE_BASE=0x0b000000

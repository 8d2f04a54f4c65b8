# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-M beside Linux in NXP's i.MX, bare metal. CORES are the images to link; for each,
# port-flags-<core> says where its memory is and how it is rung. Addresses are those at
# which the core sees things:
#
#   PORT_CODE_BASE, _SIZE	vectors and code, memory of the core's own
#   PORT_DATA_BASE, _SIZE	data and stacks, the same
#   PORT_TABLE_BASE		page for the resource table, region "rsc-table"
#   PORT_LOG_BASE		two pages for the log and what a dump has, in memory that Linux maps as such
#   PORT_SHARED_BASE, _SIZE	rings and buffers, and what of the above is among them
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_WINDOW_BASE, _BITS	all of these pages, for the MPU: 1 << _BITS bytes, aligned so
#   PORT_MU			the core's side of the Messaging Unit
#   PORT_MU_IRQ			interrupt of the MU, as the NVIC counts
#
# qemu-m7 is no part: it is the Cortex-M7 of QEMU's mps2-an500, which runs a test of the
# port and of the library: see ../../tests/core/main.c.

CORES := imx8mp imx8mm imx7d
TEST_CORE := qemu-m7
UNSHAPED := $(CORES)
ON_CORE_SHARED := 0x60000000
ON_CORE_QEMU := qemu-system-arm -M mps2-an500

PORT_CROSS ?= arm-none-eabi-

# The M4 of i.MX7D and 8MM has what the M7 has, and fewer instructions.
port-flags := -mcpu=cortex-m4 -mthumb -mfloat-abi=soft -mno-unaligned-access

port-shared := arm32
port-src += fault memory mpu
port-src-imx8mp := mu
port-src-imx8mm := mu
port-src-imx7d := mu

imx8m = -DPORT_TABLE_BASE=0x550ff000 -DPORT_LOG_BASE=0x55100000 \
	-DPORT_SHARED_BASE=0x55000000 -DPORT_SHARED_SIZE=0x500000 \
	-DPORT_VRING0=0x55000000 -DPORT_VRING1=0x55008000 \
	-DPORT_WINDOW_BASE=0x55000000 -DPORT_WINDOW_BITS=23 \
	-DPORT_MU=0x30ab0000 -DPORT_MU_IRQ=97

port-flags-imx8mp := -DPORT_CORE='"cortex-m7 imx8mp"' $(call imx8m) \
	-DPORT_CODE_BASE=0x0 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x20000
port-flags-imx8mm := -DPORT_CORE='"cortex-m4 imx8mm"' $(call imx8m) \
	-DPORT_CODE_BASE=0x1ffe0000 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x20000
port-flags-imx7d := -DPORT_CORE='"cortex-m4 imx7d"' \
	-DPORT_CODE_BASE=0x1fff8000 -DPORT_CODE_SIZE=0x8000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x8000 \
	-DPORT_TABLE_BASE=0x8ff0f000 -DPORT_LOG_BASE=0x8ff00000 \
	-DPORT_SHARED_BASE=0x8ff10000 -DPORT_SHARED_SIZE=0xf0000 \
	-DPORT_VRING0=0x8ff10000 -DPORT_VRING1=0x8ff18000 \
	-DPORT_WINDOW_BASE=0x8ff00000 -DPORT_WINDOW_BITS=20 \
	-DPORT_MU=0x30ab0000 -DPORT_MU_IRQ=97
port-flags-qemu-m7 := -DPORT_CORE='"cortex-m7 qemu"' \
	-DPORT_CODE_BASE=0x0 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x20000 \
	-DPORT_TABLE_BASE=0x600ff000 -DPORT_LOG_BASE=0x60100000 \
	-DPORT_SHARED_BASE=0x60000000 -DPORT_SHARED_SIZE=0x500000 \
	-DPORT_VRING0=0x60000000 -DPORT_VRING1=0x60008000 \
	-DPORT_WINDOW_BASE=0x60000000 -DPORT_WINDOW_BITS=23

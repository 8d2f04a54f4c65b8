# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-R5 of AMD Versal, bare metal. CORES are the images to link; for each,
# port-flags-<core> says where its memory and its doorbell to Linux are:
#
#   PORT_FIRMWARE_BASE, _SIZE	code and data
#   PORT_SHARED_BASE, _SIZE	rings and buffers, in memory that Linux owns too
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_DOORBELL		register that raises Linux's interrupt

CORES := r5_0 r5_1

port-shared := armv7
port-src += armv7 vectors

PORT_CROSS ?= arm-none-eabi-

port-flags := -mcpu=cortex-r5 -marm -mfloat-abi=soft -mno-unaligned-access

port-flags-r5_0 := \
	-DPORT_CORE='"cortex-r5 r5_0"' \
	-DPORT_FIRMWARE_BASE=0x3e000000 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_SHARED_BASE=0x3e100000 -DPORT_SHARED_SIZE=0x300000 \
	-DPORT_VRING0=0x3e100000 -DPORT_VRING1=0x3e108000 \
	-DPORT_DOORBELL=0xf1050050

port-flags-r5_1 := \
	-DPORT_CORE='"cortex-r5 r5_1"' \
	-DPORT_FIRMWARE_BASE=0x3e400000 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_SHARED_BASE=0x3e500000 -DPORT_SHARED_SIZE=0x300000 \
	-DPORT_VRING0=0x3e500000 -DPORT_VRING1=0x3e508000 \
	-DPORT_DOORBELL=0xf1040050

# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-R5F in the MAIN domain of TI's K3, bare metal. CORES are the images to link; for each,
# port-flags-<core> says where its memory is and how it is rung:
#
#   PORT_TCM, PORT_LOW_SIZE	ATCM: vectors, and what runs before the MPU is on
#   PORT_FIRMWARE_BASE, _SIZE	code and data, private
#   PORT_WINDOW_BASE, _SIZE	all that Linux looks at too: of the pool and what comes after it,
#   PORT_SHARED_BASE, _SIZE	rings and buffers, and what of the following is among them
#   PORT_TABLE_BASE		page for the resource table, the first one after the pool
#   PORT_LOG_BASE		two pages for the log and what a dump has
#   PORT_MAILBOX		TI's mailbox
#   PORT_MAILBOX_USER, _IRQ	the core's number there, and its interrupt
#   PORT_VIM			the core's Vectored Interrupt Manager
#   PORT_DOORBELL		a page of registers, for the MPU: the mailbox

CORES := am64x-r5_0
# Where rings are, Linux says: there is no firmware with fixed ones.
PLAIN := $(CORES)

PORT_CROSS ?= arm-none-eabi-

# Of cortex-r5 the entry and the memory map.
port-shared := arm32 armv7 k3 mailbox cortex-r5
port-src += armv7 memory vectors mpu mailbox

port-flags := -mcpu=cortex-r5 -mthumb -mfloat-abi=soft -mno-unaligned-access \
	-I$(here)/ports/k3-r5

# R5FSS0-0. The memory is as Debian's trees of AM642 EVM and SK have it.
port-flags-am64x-r5_0 := -DPORT_CORE='"cortex-r5 am64x-r5_0"' -DPORT_MPU \
	-DPORT_TCM=0 -DPORT_LOW_SIZE=0x8000 \
	-DPORT_FIRMWARE_BASE=0xa0200000 -DPORT_FIRMWARE_SIZE=0x200000 \
	-DPORT_WINDOW_BASE=0xa0000000 -DPORT_WINDOW_SIZE=0x103000 \
	-DPORT_SHARED_BASE=0xa0000000 -DPORT_SHARED_SIZE=0x103000 \
	-DPORT_TABLE_BASE=0xa0100000 -DPORT_LOG_BASE=0xa0101000 \
	-DPORT_MAILBOX=0x29020000 -DPORT_MAILBOX_USER=0 -DPORT_MAILBOX_IRQ=98 \
	-DPORT_VIM=0x2fff0000 -DPORT_DOORBELL=0x29020000

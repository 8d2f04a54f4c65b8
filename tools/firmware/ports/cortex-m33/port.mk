# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-M33 beside Linux in NXP's i.MX93, bare metal, in the Secure state that it has after a
# reset: nothing is given to the Non-secure one, so there all memory is Secure. What is not
# here is in ../cortex-m, whose port.mk says what port-flags-<core> are. Rings and buffers
# are all that the MPU is for.
#
# qemu-m33 is no part: it is the Cortex-M33 of QEMU's mps2-an505, which runs a test of the
# port and of the library: see ../../tests/core/main.c.

CORES := imx93
TEST_CORE := qemu-m33
# No firmware with habits of others: nothing runs it.
PLAIN := imx93
UNSHAPED := imx93
ON_CORE_SHARED := 0x38200000
ON_CORE_QEMU := qemu-system-arm -M mps2-an505

PORT_CROSS ?= arm-none-eabi-

port-flags := -mcpu=cortex-m33 -mthumb -mfloat-abi=soft -mno-unaligned-access

port-shared := cortex-m arm32 mailbox
port-src += fault memory mpu
port-src-imx93 := mu

# Where NXP's own samples have it, and the device trees of boards with an i.MX93: the table in
# DTCM, whose last page the boot ROM uses; rings and buffers in DRAM.
port-flags-imx93 := -DPORT_CORE='"cortex-m33 imx93"' \
	-DPORT_CODE_BASE=0x0ffe0000 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x1c000 \
	-DPORT_LOG_BASE=0x2001c000 -DPORT_TABLE_BASE=0x2001e000 \
	-DPORT_SHARED_BASE=0xa4000000 -DPORT_SHARED_SIZE=0x120000 \
	-DPORT_VRING0=0xa4000000 -DPORT_VRING1=0xa4008000 \
	-DPORT_MU=0x44220000 -DPORT_MU_V2 -DPORT_MU_IRQ=21
# By the Secure aliases of the machine's memory.
port-flags-qemu-m33 := -DPORT_CORE='"cortex-m33 qemu"' \
	-DPORT_CODE_BASE=0x10000000 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x38000000 -DPORT_DATA_SIZE=0x20000 \
	-DPORT_TABLE_BASE=0x382ff000 -DPORT_LOG_BASE=0x38300000 \
	-DPORT_SHARED_BASE=0x38200000 -DPORT_SHARED_SIZE=0x200000 \
	-DPORT_VRING0=0x38200000 -DPORT_VRING1=0x38208000

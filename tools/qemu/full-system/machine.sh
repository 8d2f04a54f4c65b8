# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# The machine that a whole Debian runs on: the board virt with disks and, for
# compilers, more memory. To be sourced after lib.sh.

read_board virt
memory=2G

# start_machine SECONDS CONSOLE KERNEL INITRD ARGUMENTS DISK QEMU-ARGUMENTS...: DISK as
# QEMU's -drive takes it. What is written there need not outlive a failure of this
# machine. With KASLR the kernel would use KPTI, which costs the emulator most of its time.
start_machine()
{
	seconds=$1 console_log=$2 image=$3 initrd=$4 arguments=$5 disk=$6
	shift 6
	timeout --foreground "$seconds" "$qemu" -M "$machine" -cpu "$cpu" -m "$memory" \
		-smp "$cpus" -kernel "$image" -initrd "$initrd" \
		-append "console=$console panic=-1 oops=panic nokaslr root=/dev/vda rw $arguments" \
		-drive "if=none,id=root,format=raw,cache=unsafe,$disk" \
		-device virtio-blk-pci,drive=root \
		-display none -nic none -serial "file:$console_log" "$@"
}

/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * What /dev/rpmsgN of openamp-dkms offers beyond <linux/rpmsg.h>: many messages in
 * one system call, and busy polling.
 *
 * In framed mode read() returns as many whole messages as fit, and write() takes as
 * many as there are, each behind a struct rpmsg_frame. Headers start at multiples
 * of RPMSG_FRAME_ALIGN from the start of what is read or written. Between the end
 * of a payload and the next header are 0 to 7 bytes of padding, which read() fills
 * with zeros and write() ignores; behind the last payload write() needs none, and
 * read() leaves it out where it does not fit.
 */
#ifndef _UAPI_LINUX_RPMSG_FRAME_H
#define _UAPI_LINUX_RPMSG_FRAME_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define RPMSG_FRAME_ALIGN	8

/**
 * struct rpmsg_frame - in front of each message, 16 bytes
 * @len: bytes of payload that follow
 * @addr: of a message that was read: address of the remote endpoint that sent it; of
 *	one to write: where it goes, or RPMSG_FRAME_ADDR_DEFAULT
 * @flags: 0; with any other value write() says EINVAL
 * @reserved: as @flags
 *
 * All in the byte order of the processor.
 */
struct rpmsg_frame {
	__u32 len;
	__u32 addr;
	__u32 flags;
	__u32 reserved;
};

/* In &rpmsg_frame.addr: the endpoint's own destination. */
#define RPMSG_FRAME_ADDR_DEFAULT	0xffffffffU

/**
 * RPMSG_SET_FRAMED_IOCTL - switch framed mode on (1) or off (0)
 *
 * For this open file; off after open(). EINVAL for any other value, EOPNOTSUPP when
 * the channel is not on a virtio transport.
 */
#define RPMSG_SET_FRAMED_IOCTL		_IOW(0xb5, 0x20, __u32)

/**
 * RPMSG_GET_FRAMED_IOCTL - is framed mode on?
 */
#define RPMSG_GET_FRAMED_IOCTL		_IOR(0xb5, 0x20, __u32)

/**
 * RPMSG_SET_BUSY_POLL_IOCTL - look at the ring before going to sleep
 *
 * Like SO_BUSY_POLL of a socket: for this open file, a read() that finds nothing looks at
 * the ring itself for so many microseconds before it sleeps. The remote is asked not to
 * interrupt meanwhile. It ends early for a signal, and when another task wants the
 * processor. A poll() or select() that waits for messages, and finds none of its files
 * ready, does so if this is not 0, for as long as the sysctl net.core.busy_poll says; other
 * ways to wait, as epoll, do not. 0, as after open(), switches it off. EPERM for more than
 * the module parameter busy_poll_max of rpmsg_char, which is 0 unless root has set it, and
 * which holds for files that are open as well; EOPNOTSUPP when the channel is not on a
 * virtio transport.
 */
#define RPMSG_SET_BUSY_POLL_IOCTL	_IOW(0xb5, 0x21, __u32)

/**
 * RPMSG_GET_BUSY_POLL_IOCTL - for how many microseconds?
 */
#define RPMSG_GET_BUSY_POLL_IOCTL	_IOR(0xb5, 0x21, __u32)

#endif /* _UAPI_LINUX_RPMSG_FRAME_H */

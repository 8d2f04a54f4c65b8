/* SPDX-License-Identifier: GPL-2.0-only */
/* ioctls of <uapi/linux/rpmsg.h> that came after Linux 6.1. */

#ifndef COMPAT_RPMSG_UAPI_H
#define COMPAT_RPMSG_UAPI_H

#include <uapi/linux/rpmsg.h>

#ifndef RPMSG_GET_OUTGOING_FLOWCONTROL
#define RPMSG_GET_OUTGOING_FLOWCONTROL	_IOR(0xb5, 0x5, int)
#endif

#ifndef RPMSG_SET_INCOMING_FLOWCONTROL
#define RPMSG_SET_INCOMING_FLOWCONTROL	_IOR(0xb5, 0x6, int)
#endif

#endif /* COMPAT_RPMSG_UAPI_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* APIs of AMD's EEMI (UG1200) that tests count or fail, as struct control numbers them. */
#ifndef EEMI_CALLS_H
#define EEMI_CALLS_H

#define NODE_STATUS	3
#define POWER_DOWN	8
#define WAKE_UP		10
#define REQUEST		13
#define RELEASE		14
#define IOCTL		34

#endif /* EEMI_CALLS_H */

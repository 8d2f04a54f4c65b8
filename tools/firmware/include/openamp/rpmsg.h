/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * RPMsg over the two rings of a virtio device (id 7): messages between
 * endpoints, each with a 32-bit address on either side.
 *
 * Nothing here allocates, blocks or uses interrupts; all functions of one device
 * must be called from one context (or under one lock).
 *
 * A message that is sent and a buffer that is given back become visible to
 * Linux, and Linux is rung if it asked for it, when the outermost batch ends:
 * rpmsg_poll() is one, and a send outside of any batch is one of its own.
 */
#ifndef OPENAMP_RPMSG_H
#define OPENAMP_RPMSG_H

#include <stdbool.h>
#include <stdint.h>

#include <openamp/config.h>
#include <openamp/resource_table.h>
#include <openamp/virtqueue.h>

#define RPMSG_ADDR_ANY		0xffffffffu
#define RPMSG_NS_ADDR		53u	/* where name service messages go */
#define RPMSG_DYNAMIC_BASE	1024u	/* first address given out for ADDR_ANY */
#define RPMSG_NAME_SIZE		32	/* need not be terminated on the wire */

/* What a function answers when it could not do it; all are negative. */
#define RPMSG_ERR_AGAIN		(-1)	/* no free buffer now; try again later */
#define RPMSG_ERR_INVAL		(-2)	/* an argument makes no sense */
#define RPMSG_ERR_SIZE		(-3)	/* message does not fit into a buffer */
#define RPMSG_ERR_DOWN		(-4)	/* Linux's driver is not there */
#define RPMSG_ERR_IN_USE	(-5)	/* address is taken */
#define RPMSG_ERR_FULL		(-6)	/* no room for another endpoint */
#define RPMSG_ERR_STALE		(-7)	/* buffer is from before a reset, or not yours */

/* What a receive callback answers. */
#define RPMSG_DONE		0	/* buffer goes back (unless it was held) */
#define RPMSG_RETRY		1	/* show me this message again later */
#define RPMSG_STOP		2	/* done, and no more messages in this poll */

/**
 * struct rpmsg_header - in front of each message on the wire
 * @src: sender's address
 * @dst: receiver's address
 * @reserved: we write 0 and ignore what comes
 * @len: bytes of payload that follow
 * @flags: we write 0 and ignore what comes
 */
struct rpmsg_header {
	uint32_t src;
	uint32_t dst;
	uint32_t reserved;
	uint16_t len;
	uint16_t flags;
};

/* rpmsg_ns_message.flags */
#define RPMSG_NS_CREATE		0u
#define RPMSG_NS_DESTROY	1u

/**
 * struct rpmsg_ns_message - payload of a name service message, 40 bytes
 * @name: service, padded with 0
 * @addr: its address on the sender's side
 * @flags: RPMSG_NS_CREATE or RPMSG_NS_DESTROY
 */
struct rpmsg_ns_message {
	char name[RPMSG_NAME_SIZE];
	uint32_t addr;
	uint32_t flags;
};

/**
 * struct rpmsg_buffer - a shared buffer in our hands
 * @data: payload, in shared memory: Linux could change it while you look
 * @len: bytes of payload; of a buffer for sending: room for payload
 * @head: private
 * @src: sender's address (received messages only)
 * @generation: private; tells a buffer from before a reset
 *
 * Copy the struct to keep a buffer that is held.
 */
struct rpmsg_buffer {
	void *data;
	uint16_t len;
	uint16_t head;
	uint32_t src;
	uint32_t generation;
};

struct rpmsg_device;
struct rpmsg_endpoint;

/**
 * typedef rpmsg_receive - a message came for an endpoint
 * @ept: the endpoint
 * @buf: the message; valid during the call unless rpmsg_hold_rx_buffer() is used
 *
 * RPMSG_RETRY is for a callback that wants to answer and got RPMSG_ERR_AGAIN. The
 * ring stands still meanwhile, which holds the sender back; nothing is lost.
 *
 * Return: RPMSG_DONE, RPMSG_RETRY or RPMSG_STOP.
 */
typedef int (*rpmsg_receive)(struct rpmsg_endpoint *ept,
			     const struct rpmsg_buffer *buf);

/**
 * struct rpmsg_endpoint - an address that messages can be sent to
 * @name: service announced to Linux, or NULL; shorter than RPMSG_NAME_SIZE
 * @addr: our address
 * @dst: where rpmsg_send() sends to; RPMSG_ADDR_ANY until the first message
 *	 came, whose sender it then is
 * @receive: called for each message
 * @priv: for the application
 * @rdev: device it belongs to; private
 * @announce: announcement is due; private
 *
 * Static memory of the application, filled by rpmsg_create_ept().
 */
struct rpmsg_endpoint {
	const char *name;
	uint32_t addr;
	uint32_t dst;
	rpmsg_receive receive;
	void *priv;
	struct rpmsg_device *rdev;
	bool announce;
};

/**
 * struct rpmsg_stats - counters since start
 * @rx: messages delivered to an endpoint
 * @rx_unknown: messages to an address without endpoint, dropped
 * @rx_bad: buffers from Linux that were not a message, dropped
 * @tx: messages sent
 * @tx_full: times that no buffer was free
 * @rings: doorbells rung
 * @resets: times that Linux's driver went away
 */
struct rpmsg_stats {
	uint32_t rx;
	uint32_t rx_unknown;
	uint32_t rx_bad;
	uint32_t tx;
	uint32_t tx_full;
	uint32_t rings;
	uint32_t resets;
};

/**
 * struct rpmsg_device_ops - what an application wants to know; each may be NULL
 * @up: Linux's driver is there (DRIVER_OK) and rings are set up
 * @down: Linux's driver is gone; held buffers are void
 * @service: Linux announced (@flags RPMSG_NS_CREATE) or withdrew a service;
 *	     @name is terminated and valid during the call
 */
struct rpmsg_device_ops {
	void (*up)(struct rpmsg_device *rdev);
	void (*down)(struct rpmsg_device *rdev);
	void (*service)(struct rpmsg_device *rdev, const char *name,
			uint32_t addr, uint32_t flags);
};

/**
 * struct rpmsg_device - an rpmsg device; static memory of the application
 * @vdev: its entry in the resource table
 * @ops: what the application wants to know
 * @is_up: between @ops->up and @ops->down
 * @rx_blocked: the last poll left messages in the ring on purpose
 * @tx_starved: the last attempt to send found no free buffer
 * @complained: the log says what is wrong already
 * @stale: the rings are from before this core was reset; Linux has to reset the device
 * @batch: depth of open batches
 * @num_spare: entries in @spare
 * @generation: number of resets
 * @features: features in use
 * @notifyid: doorbell ids of the two rings
 * @tx: vring 0, to Linux
 * @rx: vring 1, from Linux
 * @ept: endpoints
 * @spare: buffers taken for sending and not sent
 * @stats: counters
 *
 * Apart from @stats, private to the library after rpmsg_init_device().
 */
struct rpmsg_device {
	struct rsc_rpmsg_vdev *vdev;
	const struct rpmsg_device_ops *ops;
	bool is_up;
	bool rx_blocked;
	bool tx_starved;
	bool complained;
	bool stale;
	uint8_t batch;
	uint16_t num_spare;
	uint32_t generation;
	uint32_t features;
	uint32_t notifyid[2];
	struct virtqueue tx;
	struct virtqueue rx;
	struct rpmsg_endpoint *ept[OPENAMP_ENDPOINTS_MAX];
	uint16_t spare[OPENAMP_RING_MAX];
	struct rpmsg_stats stats;
};

/**
 * rpmsg_init_device() - start with a device, once
 * @rdev: the device
 * @vdev: its entry in the resource table
 * @ops: what the application wants to know, or NULL
 */
void rpmsg_init_device(struct rpmsg_device *rdev, struct rsc_rpmsg_vdev *vdev,
		       const struct rpmsg_device_ops *ops);

/**
 * rpmsg_create_ept() - give an address to somebody
 * @rdev: the device
 * @ept: the endpoint; @ept->priv is left alone
 * @name: service to announce whenever Linux's driver is there, or NULL
 * @addr: address, or RPMSG_ADDR_ANY for a free one from RPMSG_DYNAMIC_BASE on
 * @receive: called for each message
 *
 * Return: 0, RPMSG_ERR_INVAL (address 53 or a name too long), RPMSG_ERR_IN_USE
 * or RPMSG_ERR_FULL.
 */
int rpmsg_create_ept(struct rpmsg_device *rdev, struct rpmsg_endpoint *ept,
		     const char *name, uint32_t addr, rpmsg_receive receive);

/**
 * rpmsg_destroy_ept() - take the address away again
 * @ept: the endpoint
 *
 * If it was announced, Linux is told.
 *
 * Return: 0, or RPMSG_ERR_AGAIN: no buffer to tell Linux, nothing was done.
 */
int rpmsg_destroy_ept(struct rpmsg_endpoint *ept);

/**
 * rpmsg_poll() - do what there is to do
 * @rdev: the device
 * @budget: messages to deliver at most. With 0, Linux's coming and going is
 *	    still noticed and announcements are made, but nothing is received.
 *
 * Return: number of messages delivered or dropped.
 */
unsigned int rpmsg_poll(struct rpmsg_device *rdev, unsigned int budget);

/**
 * rpmsg_idle() - sleep until there may be something to do
 * @rdev: the device
 *
 * To be called when rpmsg_poll() found nothing and the application has nothing
 * else to do. May return at any time.
 */
void rpmsg_idle(struct rpmsg_device *rdev);

/**
 * rpmsg_idle_begin() - ask to be woken, for who sleeps in a way of his own
 * @rdev: the device
 *
 * For an application with several devices, or with other things to wait for. What
 * may be waited for is what rpmsg_idle() waits for. rpmsg_idle_end() has to follow
 * in any case.
 *
 * Return: true if there is nothing to do, so that it is right to sleep.
 */
bool rpmsg_idle_begin(struct rpmsg_device *rdev);

/**
 * rpmsg_idle_end() - awake again
 * @rdev: the device
 */
void rpmsg_idle_end(struct rpmsg_device *rdev);

/**
 * rpmsg_batch_begin() - keep what follows back until the batch ends
 * @rdev: the device
 *
 * Batches may be nested.
 */
void rpmsg_batch_begin(struct rpmsg_device *rdev);

/**
 * rpmsg_batch_end() - show Linux what was done, and ring if it asks for it
 * @rdev: the device
 */
void rpmsg_batch_end(struct rpmsg_device *rdev);

/**
 * rpmsg_send() - send a copy of a message to the endpoint's peer
 * @ept: sender
 * @data: payload
 * @len: its size, bytes; may be 0
 *
 * Return: 0, or as rpmsg_sendto(); RPMSG_ERR_INVAL while there is no peer.
 */
int rpmsg_send(struct rpmsg_endpoint *ept, const void *data, uint32_t len);

/**
 * rpmsg_sendto() - send a copy of a message
 * @ept: sender
 * @dst: receiver's address
 * @data: payload
 * @len: its size, bytes; may be 0
 *
 * Return: 0, RPMSG_ERR_AGAIN, RPMSG_ERR_SIZE or RPMSG_ERR_DOWN.
 */
int rpmsg_sendto(struct rpmsg_endpoint *ept, uint32_t dst, const void *data,
		 uint32_t len);

/**
 * rpmsg_get_tx_payload_buffer() - get a shared buffer to fill in place
 * @rdev: the device
 * @buf: the buffer; @buf->len is the room for payload in it, bytes
 *
 * It must end in rpmsg_send_nocopy() or rpmsg_release_tx_buffer().
 *
 * Return: 0, RPMSG_ERR_AGAIN or RPMSG_ERR_DOWN.
 */
int rpmsg_get_tx_payload_buffer(struct rpmsg_device *rdev,
				struct rpmsg_buffer *buf);

/**
 * rpmsg_send_nocopy() - send a buffer that was filled in place
 * @rdev: the device
 * @buf: the buffer, yours no more unless this fails
 * @src: sender's address, not necessarily an endpoint's
 * @dst: receiver's address
 * @len: bytes of payload
 *
 * Return: 0, RPMSG_ERR_SIZE (more than the room in it) or RPMSG_ERR_STALE.
 */
int rpmsg_send_nocopy(struct rpmsg_device *rdev, const struct rpmsg_buffer *buf,
		      uint32_t src, uint32_t dst, uint32_t len);

/**
 * rpmsg_release_tx_buffer() - do not send it after all
 * @rdev: the device
 * @buf: the buffer; the next rpmsg_get_tx_payload_buffer() hands it out
 *
 * Return: 0 or RPMSG_ERR_STALE.
 */
int rpmsg_release_tx_buffer(struct rpmsg_device *rdev,
			    const struct rpmsg_buffer *buf);

/**
 * rpmsg_hold_rx_buffer() - keep a received buffer beyond the callback
 * @rdev: the device
 * @buf: the callback's argument; copy it
 *
 * Linux cannot use the buffer until it is released, in whatever order.
 *
 * Return: 0 or RPMSG_ERR_STALE.
 */
int rpmsg_hold_rx_buffer(struct rpmsg_device *rdev,
			 const struct rpmsg_buffer *buf);

/**
 * rpmsg_release_rx_buffer() - give a held buffer back
 * @rdev: the device
 * @buf: the buffer
 *
 * Return: 0, or RPMSG_ERR_STALE if it is not held, or from before a reset.
 */
int rpmsg_release_rx_buffer(struct rpmsg_device *rdev,
			    const struct rpmsg_buffer *buf);

/**
 * rpmsg_ns_send() - announce or withdraw a service
 * @rdev: the device
 * @name: service, shorter than RPMSG_NAME_SIZE
 * @addr: its address
 * @flags: RPMSG_NS_CREATE or RPMSG_NS_DESTROY
 *
 * Endpoints with a name do this by themselves.
 *
 * Return: 0, RPMSG_ERR_AGAIN, RPMSG_ERR_SIZE, RPMSG_ERR_DOWN, or RPMSG_ERR_INVAL
 * if Linux did not accept the name service.
 */
int rpmsg_ns_send(struct rpmsg_device *rdev, const char *name, uint32_t addr,
		  uint32_t flags);

_Static_assert(sizeof(struct rpmsg_header) == 16, "wire layout");
_Static_assert(sizeof(struct rpmsg_ns_message) == 40, "wire layout");

#endif /* OPENAMP_RPMSG_H */

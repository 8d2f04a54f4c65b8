// SPDX-License-Identifier: GPL-2.0-only
/* Readers that look at the receive ring themselves, instead of waiting for interrupts. */

#include "virtio_rpmsg.h"

/* How long a reader may be kept from looking before the ring is looked at for it. */
#define POLL_QUIET	max(HZ / 250, 1)

/**
 * vrp_rx_poll_begin() - a reader looks at the ring until vrp_rx_poll_end()
 * @rx: the receive side
 *
 * The remote is asked not to ring meanwhile. Should the reader be kept from looking, as
 * another task has the processor, @loud looks every few milliseconds.
 */
void vrp_rx_poll_begin(struct vrp_rx *rx)
{
	spin_lock_irq(&rx->lock);
	rx->poll.pollers++;
	if (!rx->dead) {
		vrp_ring_irq_off(&rx->ring);
		queue_delayed_work(vrp_ring_wq, &rx->poll.loud, POLL_QUIET);
	}
	spin_unlock_irq(&rx->lock);
}

/**
 * vrp_rx_poll() - look at the ring
 * @rx: the receive side
 *
 * In a section of virtio_rpmsg_srcu, for as often as can be: costs one read of shared
 * memory when nothing is there.
 */
void vrp_rx_poll(struct vrp_rx *rx)
{
	/* The ring is there until this section ends, if it was alive in it. */
	if (READ_ONCE(rx->dead) || READ_ONCE(rx->stall.msg))
		return;

	if (vrp_ring_has_news(&rx->ring))
		vrp_rx_look(rx);
}

/**
 * vrp_rx_poll_end() - the reader does not look at the ring any more
 * @rx: the receive side
 *
 * What came meanwhile is delivered, and the remote is asked to ring: messages for other
 * endpoints do not wait for whether the same reader looks again.
 */
void vrp_rx_poll_end(struct vrp_rx *rx)
{
	spin_lock_irq(&rx->lock);
	rx->poll.pollers--;
	spin_unlock_irq(&rx->lock);
	vrp_rx_resume(rx);
}

static void poll_loud(struct work_struct *work)
{
	struct vrp_rx *rx = container_of(to_delayed_work(work), struct vrp_rx,
					 poll.loud);

	spin_lock_irq(&rx->lock);
	if (!rx->dead && rx->poll.pollers)
		queue_delayed_work(vrp_ring_wq, &rx->poll.loud, POLL_QUIET);
	spin_unlock_irq(&rx->lock);

	vrp_rx_resume(rx);
}

/**
 * vrp_poll_soon() - look at the ring in a moment, as an interrupt may get lost
 * @poll: the pollers of the ring, whose lock is held
 */
void vrp_poll_soon(struct vrp_poll *poll)
{
	queue_delayed_work(vrp_ring_wq, &poll->loud, 1);
}

/**
 * vrp_poll_init() - no reader looks yet
 * @poll: the pollers of a ring
 */
void vrp_poll_init(struct vrp_poll *poll)
{
	INIT_DELAYED_WORK(&poll->loud, poll_loud);
}

/**
 * vrp_poll_stop() - leave a dead ring alone
 * @poll: its pollers
 *
 * May sleep.
 */
void vrp_poll_stop(struct vrp_poll *poll)
{
	cancel_delayed_work_sync(&poll->loud);
}

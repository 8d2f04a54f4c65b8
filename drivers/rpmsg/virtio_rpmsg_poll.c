// SPDX-License-Identifier: GPL-2.0-only
/* Readers that look at the receive ring themselves, instead of waiting for interrupts. */

#include "virtio_rpmsg.h"

/* How long the remote is not asked to ring after a reader has looked at the ring. */
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
 * vrp_rx_poll_end() - the reader does not look at the ring any more, or not for the moment
 * @rx: the receive side
 * @again: it is likely that it looks again soon
 *
 * In the second case the remote is not asked to ring yet: it would do so between two
 * looks, for each message. If no reader looks again it is asked a few milliseconds
 * later, and what came meanwhile is delivered then.
 */
void vrp_rx_poll_end(struct vrp_rx *rx, bool again)
{
	struct vrp_poll *poll = &rx->poll;

	spin_lock_irq(&rx->lock);
	poll->pollers--;
	poll->polls++;
	poll->quiet = again && !rx->dead;
	if (poll->quiet)
		queue_delayed_work(vrp_ring_wq, &poll->loud, POLL_QUIET);
	spin_unlock_irq(&rx->lock);

	if (!again)
		vrp_rx_resume(rx);
}

static void poll_loud(struct work_struct *work)
{
	struct vrp_rx *rx = container_of(to_delayed_work(work), struct vrp_rx,
					 poll.loud);
	struct vrp_poll *poll = &rx->poll;

	spin_lock_irq(&rx->lock);
	poll->quiet = poll->quiet && !rx->dead && poll->polls != poll->polls_seen;
	poll->polls_seen = poll->polls;
	if (!rx->dead && (poll->quiet || poll->pollers))
		queue_delayed_work(vrp_ring_wq, &poll->loud, POLL_QUIET);
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

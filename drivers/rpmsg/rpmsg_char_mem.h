/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A program's memory, as read and write of /dev/rpmsgN see it.
 *
 * What read(2) and write(2) are given is one piece of user memory, and is copied as
 * such: an iov_iter around it costs as much as a tenth of a message. All other calls
 * (readv, preadv2, io_uring, ...) come with an iov_iter.
 */

#ifndef RPMSG_CHAR_MEM_H
#define RPMSG_CHAR_MEM_H

#include <linux/pagemap.h>
#include <linux/rpmsg/rxq.h>
#include <linux/thread_info.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <user_copy.h>
#include <uapi/linux/rpmsg_frame.h>

/**
 * struct rpmsg_mem - where a program wants messages to go, or has put them
 * @iter: the memory, or NULL
 * @user: without @iter, where it goes on
 * @left: without @iter, how many bytes there are; who copies or skips asks for no
 *	more than rpmsg_mem_left()
 * @missed: how many there were left from where the last copy failed
 * @best: the least @missed so far, once a page was brought in; else 0
 */
struct rpmsg_mem {
	struct iov_iter *iter;
	void __user *user;
	size_t left;
	size_t missed;
	size_t best;
};

static inline size_t rpmsg_mem_left(const struct rpmsg_mem *mem)
{
	return mem->iter ? iov_iter_count(mem->iter) : mem->left;
}

static inline void rpmsg_mem_skip(struct rpmsg_mem *mem, size_t len)
{
	if (mem->iter) {
		iov_iter_advance(mem->iter, len);
		return;
	}
	mem->user += len;
	mem->left -= len;
}

/* Back by @len bytes that were copied or skipped. */
static inline void rpmsg_mem_revert(struct rpmsg_mem *mem, size_t len)
{
	if (mem->iter) {
		iov_iter_revert(mem->iter, len);
		return;
	}
	mem->user -= len;
	mem->left += len;
}

/* A copy failed that began @len bytes ago: all of it is to be done again. */
static inline void rpmsg_mem_miss(struct rpmsg_mem *mem, size_t len)
{
	mem->missed = rpmsg_mem_left(mem);
	rpmsg_mem_revert(mem, len);
}

/*
 * A page can be there and yet not be for the copy, for example as its memory has other tags
 * than the pointer (arm64's MTE), which is not looked at when a page is brought in. To be
 * called after each rpmsg_mem_miss(): returns whether this copy came no further than
 * the ones before. Then the next one would not either.
 */
static inline bool rpmsg_mem_is_stuck(struct rpmsg_mem *mem)
{
	if (mem->best && mem->missed >= mem->best)
		return true;
	mem->best = mem->missed;
	return false;
}

/*
 * The checks that copy_to_user(), copy_to_iter() and their opposites make on kernel
 * memory know the slab, the stack and the kernel's text. A shared buffer is none of
 * these, so they can find nothing, and @len is within it: they would cost a tenth of
 * a message. The same goes for a variable whose own size is copied. Both return how
 * much was copied, which is less when a page is missing.
 */
static __always_inline size_t rpmsg_mem_put(struct rpmsg_mem *mem,
					    const void *data, size_t len)
{
	size_t copied;

	if (mem->iter)
		return _copy_to_iter(data, len, mem->iter);

	copied = len - compat_copy_to_user(mem->user, data, len);
	mem->user += copied;
	mem->left -= copied;
	return copied;
}

static __always_inline size_t rpmsg_mem_get(struct rpmsg_mem *mem, void *data,
					    size_t len)
{
	size_t copied;

	if (mem->iter)
		return _copy_from_iter(data, len, mem->iter);

	copied = len - compat_copy_from_user(data, mem->user, len);
	mem->user += copied;
	mem->left -= copied;
	return copied;
}

/* A message that is a copy in the slab is checked. */
static __always_inline size_t rpmsg_mem_put_msg(struct rpmsg_mem *mem,
						const struct rpmsg_rx_msg *msg,
						size_t len)
{
	if (!msg->ring)
		check_object_size(msg->data, len, true);
	return rpmsg_mem_put(mem, msg->data, len);
}

/*
 * A frame's header is two words, and is copied as two where a word may stand at any
 * address: a function that copies so little costs twice as much.
 */
union rpmsg_mem_words {
	struct rpmsg_frame frame;
	u64 words[2];
};

static_assert(sizeof(union rpmsg_mem_words) == sizeof(struct rpmsg_frame));

static inline bool rpmsg_mem_by_words(const struct rpmsg_mem *mem)
{
	return IS_ENABLED(CONFIG_64BIT) && !mem->iter &&
	       IS_ENABLED(CONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS);
}

/* Both return false when a page is missing, and the memory stands where it stood. */
static __always_inline bool rpmsg_mem_put_frame(struct rpmsg_mem *mem,
						const struct rpmsg_frame *frame)
{
	const union rpmsg_mem_words from = { .frame = *frame };
	u64 __user *to = mem->user;
	size_t copied;

	if (!rpmsg_mem_by_words(mem)) {
		copied = rpmsg_mem_put(mem, frame, sizeof(*frame));
		if (copied == sizeof(*frame))
			return true;
		rpmsg_mem_miss(mem, copied);
		return false;
	}

	if (!user_access_begin(to, sizeof(from)))
		goto miss;
	unsafe_put_user(from.words[0], &to[0], fault);
	unsafe_put_user(from.words[1], &to[1], fault);
	user_access_end();
	rpmsg_mem_skip(mem, sizeof(from));
	return true;
fault:
	user_access_end();
miss:
	rpmsg_mem_miss(mem, 0);
	return false;
}

static __always_inline bool rpmsg_mem_get_frame(struct rpmsg_mem *mem,
						struct rpmsg_frame *frame)
{
	const u64 __user *from = mem->user;
	union rpmsg_mem_words to;
	size_t copied;

	if (!rpmsg_mem_by_words(mem)) {
		copied = rpmsg_mem_get(mem, frame, sizeof(*frame));
		if (copied == sizeof(*frame))
			return true;
		rpmsg_mem_miss(mem, copied);
		return false;
	}

	if (!user_access_begin(from, sizeof(to)))
		goto miss;
	unsafe_get_user(to.words[0], &from[0], fault);
	unsafe_get_user(to.words[1], &from[1], fault);
	user_access_end();
	*frame = to.frame;
	rpmsg_mem_skip(mem, sizeof(to));
	return true;
fault:
	user_access_end();
miss:
	rpmsg_mem_miss(mem, 0);
	return false;
}

/* Returns how much was done, which is less when a page is missing. */
static inline size_t rpmsg_mem_zero(struct rpmsg_mem *mem, size_t len)
{
	size_t done;

	if (mem->iter)
		return iov_iter_zero(len, mem->iter);

	done = len - clear_user(mem->user, len);
	rpmsg_mem_skip(mem, done);
	return done;
}

/* Both bring in the pages of the next @len bytes, and return what they could not. */
static inline size_t rpmsg_mem_fault_in_writeable(struct rpmsg_mem *mem, size_t len)
{
	return mem->iter ? fault_in_iov_iter_writeable(mem->iter, len) :
			   fault_in_safe_writeable(mem->user, len);
}

static inline size_t rpmsg_mem_fault_in_readable(struct rpmsg_mem *mem, size_t len)
{
	return mem->iter ? fault_in_iov_iter_readable(mem->iter, len) :
			   fault_in_readable(mem->user, len);
}

#endif /* RPMSG_CHAR_MEM_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plays the remote against the ring of drivers/rpmsg/virtio_rpmsg_ring.c, the same file that
 * the kernel module has: honest remotes, which must get and give back each buffer and be rung
 * as often as they need, and hostile ones, which must not get the ring to do anything but
 * break. Prints TAP.
 *
 *	ring [SECONDS [SEED]]
 *
 * Each round is made from a seed of its own, which is printed when something is wrong; it can
 * be given to see that round again. Built with the address and the undefined behaviour
 * sanitizer.
 */

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "virtio_rpmsg_ring.h"

#define MAX_NUM		256
#define STEPS		4096

/**
 * struct game - a ring and what both sides should know of it
 * @ring: the driver's side, which is under test
 * @num: buffers
 * @memory: the shared memory
 * @lent: what the driver has lent and not got back, by buffer
 * @free: how many are not lent
 * @next_avail: remote: the available entry to take next
 * @next_used: remote: the used entry to write next
 * @signalled: remote: @next_used when it looked last whether to ring
 * @held: remote: buffers that it took and has not used
 * @num_held: entries of @held
 * @asleep: remote: waits to be rung
 * @irq_on: the driver waits for an interrupt
 * @rung: a doorbell or interrupt is on its way to the remote
 * @irq: the same to the driver
 * @meanwhile: what the remote does between two steps of the driver that belong together
 */
struct game {
	struct vrp_ring ring;
	unsigned int num;
	void *memory;
	bool lent[MAX_NUM];
	unsigned int free;
	u16 next_avail;
	u16 next_used;
	u16 signalled;
	u16 held[MAX_NUM];
	unsigned int num_held;
	bool asleep;
	bool irq_on;
	bool rung;
	bool irq;
	void (*meanwhile)(struct game *g);
};

static u64 seed;
static const char *wrong;

static u32 next(void)
{
	/* Steele and others, "Fast splittable pseudorandom number generators" (splitmix64). */
	u64 z = seed += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (z ^ z >> 31) >> 32;
}

static u32 below(u32 n)
{
	return (u64)next() * n >> 32;
}

static void expect(bool truth, const char *what)
{
	if (!truth && !wrong)
		wrong = what;
}

/* All begin somewhere before the indices wrap. */
static void begin(struct game *g, bool event)
{
	unsigned int entries = 1U << below(9);
	u16 start = below(2) ? -below(2 * entries + 1) : 0;
	struct vring vring;
	unsigned int i;

	*g = (struct game){ .num = 1 + below(entries), .asleep = true };
	g->memory = aligned_alloc(4096, (vring_size(entries, 4096) + 4095) / 4096 * 4096);
	memset(g->memory, 0, vring_size(entries, 4096));
	vring_init(&vring, entries, g->memory, 4096);
	if (vrp_ring_init(&g->ring, &vring, g->num, true, event, below(2)))
		abort();
	g->free = g->num;
	g->ring.avail = start;
	g->ring.published = start;
	g->ring.used = start;
	g->ring.seen = start;
	g->next_avail = start;
	g->next_used = start;
	g->signalled = start;
	vring.avail->idx = htole16(start);
	vring.used->idx = htole16(start);
	vring_avail_event(&vring) = htole16(start);
	for (i = 0; i < g->num; i++)
		vrp_ring_describe(&g->ring, i, 0x1000ULL * i, 512);
	vrp_ring_irq_off(&g->ring);
}

static void end(struct game *g)
{
	vrp_ring_free(&g->ring);
	free(g->memory);
}

/* The driver's moves. */

static void driver_lend(struct game *g)
{
	unsigned int n = below(g->free + 1), i = below(g->num);

	while (n--) {
		while (g->lent[i])
			i = (i + 1) % g->num;
		vrp_ring_put(&g->ring, i);
		g->lent[i] = true;
		g->free--;
	}
	expect(vrp_ring_num_lent(&g->ring) == g->num - g->free, "the number of lent buffers");
	if (vrp_ring_publish(&g->ring))
		g->rung = true;
}

/* Returns how many there were. */
static unsigned int driver_take(struct game *g, unsigned int most)
{
	unsigned int n = 0;
	u32 len;
	int id;

	while (n < most && (id = vrp_ring_take(&g->ring, &len)) >= 0) {
		expect((unsigned int)id < g->num && g->lent[id],
		       "a buffer came that is not lent");
		if (wrong)
			break;
		g->lent[id] = false;
		g->free++;
		n++;
		expect(n <= g->num, "more buffers came than there are");
	}
	return n;
}

static void driver_wait(struct game *g)
{
	driver_take(g, MAX_NUM + 1);
	g->irq = false;
	if (g->meanwhile && below(2))
		g->meanwhile(g);
	g->irq_on = !vrp_ring_irq_on(&g->ring);
	if (!g->irq_on)
		vrp_ring_irq_off(&g->ring);
}

static void driver_move(struct game *g)
{
	if (g->irq_on && !g->irq)
		return;
	if (g->irq_on)
		vrp_ring_irq_off(&g->ring);
	g->irq_on = false;
	switch (below(4)) {
	case 0:
		driver_lend(g);
		break;
	case 1:
	case 2:
		driver_take(g, 1 + below(g->num));
		break;
	default:
		driver_wait(g);
	}
}

/* The moves of an honest remote. */

static bool remote_has_news(struct game *g)
{
	return le16toh(READ_ONCE(g->ring.vring.avail->idx)) != g->next_avail;
}

static void remote_take(struct game *g)
{
	struct vring *vring = &g->ring.vring;
	unsigned int n = below(g->num + 1);

	while (n-- && remote_has_news(g)) {
		u16 id = le16toh(vring->avail->ring[g->next_avail & (vring->num - 1)]);

		expect(id < g->num && g->lent[id], "the remote was given nonsense");
		if (wrong)
			return;
		g->held[g->num_held++] = id;
		g->next_avail++;
	}
}

static void remote_signal(struct game *g)
{
	struct vring *vring = &g->ring.vring;
	bool wanted;

	/* Pairs with vrp_ring_irq_on(). */
	mb();
	if (g->ring.event)
		wanted = vring_need_event(le16toh(READ_ONCE(vring_used_event(vring))),
					  g->next_used, g->signalled);
	else
		wanted = !(le16toh(READ_ONCE(vring->avail->flags)) & VRING_AVAIL_F_NO_INTERRUPT);
	g->signalled = g->next_used;
	expect(!wanted || g->irq_on, "the driver is interrupted although it does not wait");
	if (wanted)
		g->irq = true;
}

/* In any order. */
static void remote_use(struct game *g)
{
	struct vring *vring = &g->ring.vring;
	unsigned int n = below(g->num_held + 1);

	if (!n)
		return;
	while (n--) {
		unsigned int i = below(g->num_held);
		vring_used_elem_t *elem = &vring->used->ring[g->next_used & (vring->num - 1)];

		elem->id = htole32(g->held[i]);
		elem->len = htole32(next());
		g->held[i] = g->held[--g->num_held];
		g->next_used++;
	}
	/* Pairs with vrp_ring_look(). */
	wmb();
	WRITE_ONCE(vring->used->idx, htole16(g->next_used));
	remote_signal(g);
}

static void remote_mute(struct game *g)
{
	if (!g->ring.event)
		WRITE_ONCE(g->ring.vring.used->flags, htole16(VRING_USED_F_NO_NOTIFY));
}

static void remote_sleep(struct game *g)
{
	struct vring *vring = &g->ring.vring;

	if (g->ring.event)
		WRITE_ONCE(vring_avail_event(vring), htole16(g->next_avail));
	else
		WRITE_ONCE(vring->used->flags, 0);
	/* Pairs with vrp_ring_publish(). */
	mb();
	g->rung = false;
	g->asleep = !remote_has_news(g);
	if (!g->asleep)
		remote_mute(g);
}

static void remote_move(struct game *g)
{
	if (g->asleep && !g->rung) {
		/* What it holds it may use whenever it likes. */
		remote_use(g);
		return;
	}
	if (g->asleep)
		remote_mute(g);
	g->asleep = false;
	switch (below(3)) {
	case 0:
		remote_take(g);
		break;
	case 1:
		remote_use(g);
		break;
	default:
		remote_sleep(g);
	}
}

static void play_honest(bool event)
{
	struct game g;
	unsigned int i;

	begin(&g, event);
	g.meanwhile = remote_use;
	for (i = 0; i < STEPS && !wrong; i++) {
		if (below(2))
			driver_move(&g);
		else
			remote_move(&g);
		expect(!g.ring.broken, "an honest remote has broken the ring");
		expect(!g.asleep || g.rung || !remote_has_news(&g),
		       "the remote sleeps over buffers that it was lent");
		expect(!g.irq_on || g.irq || !vrp_ring_has_news(&g.ring),
		       "the driver sleeps over buffers that came back");
		expect(g.ring.vring.used->idx || !vrp_ring_has_news(&g.ring) ||
		       vrp_ring_near_zero(&g.ring), "the index is 0 without warning");
	}
	end(&g);
}

/* One that never moves its event index has to be rung all the same. */
static void play_stale(void)
{
	struct game g;
	unsigned int i;

	begin(&g, true);
	vring_avail_event(&g.ring.vring) = 0;
	for (i = 0; i < STEPS && !wrong; i++) {
		if (below(2)) {
			driver_move(&g);
			continue;
		}
		/* It uses all that it takes, and only then finds nothing more. */
		if (g.asleep && !g.rung && g.next_used)
			expect(!remote_has_news(&g), "a remote with a stale index is not rung");
		g.rung = false;
		while (remote_has_news(&g) && !wrong) {
			remote_take(&g);
			while (g.num_held)
				remote_use(&g);
		}
		g.asleep = true;
	}
	end(&g);
}

/* Writes anywhere. */
static void scribble(struct game *g, unsigned int seed_for_shared)
{
	struct vring *vring = &g->ring.vring;
	unsigned int slot = below(vring->num);

	switch (below(8)) {
	case 0:
		vring->desc[slot] = (struct vring_desc){
			.addr = seed_for_shared, .len = next(),
			.flags = next(), .next = next() };
		break;
	case 1:
		vring->avail->ring[slot] = seed_for_shared;
		break;
	case 2:
		vring->used->flags = next();
		break;
	case 3:
		vring_avail_event(vring) = next();
		break;
	case 4:
		vring->used->ring[slot].id = below(4) ? htole32(below(g->num)) : next();
		break;
	case 5:
		vring->used->ring[slot].len = next();
		break;
	case 6:
		vring->used->idx = htole16(g->ring.used + below(4));
		break;
	default:
		if (!below(64))
			vring->used->idx = next();
	}
}

/* A broken ring gives nothing, for ever, and is still safe to use. */
static void play_hostile(bool event)
{
	struct game g;
	unsigned int i;

	begin(&g, event);
	for (i = 0; i < STEPS && !wrong; i++) {
		if (below(2)) {
			g.irq = true;
			driver_move(&g);
		} else {
			scribble(&g, next());
		}
		if (g.ring.broken)
			expect(!driver_take(&g, 1), "a broken ring gives a buffer");
	}
	end(&g);
}

/*
 * What the remote writes into the descriptors and the available ring is not read: two rings
 * that differ there alone do the same.
 */
static void play_twins(void)
{
	u64 start = seed, result[2] = { 0 };
	unsigned int twin, i;
	struct game g;

	for (twin = 0; twin < 2; twin++) {
		seed = start;
		begin(&g, false);
		for (i = 0; i < STEPS && !wrong; i++) {
			g.irq = true;
			driver_move(&g);
			scribble(&g, twin ? ~i : 0);
			result[twin] = result[twin] * 31 + g.free * 7 + g.ring.broken +
				       g.rung * 3 + g.ring.used;
		}
		end(&g);
	}
	expect(result[0] == result[1], "the ring reads what only it should write");
}

static void *scribbler(void *data)
{
	struct game *g = data;
	struct vring *vring = &g->ring.vring;
	u64 z = 1;
	u16 i;

	while (!__atomic_load_n(&g->asleep, __ATOMIC_RELAXED)) {
		z = z * 6364136223846793005ULL + 1442695040888963407ULL;
		i = z >> 40;
		WRITE_ONCE(vring->used->ring[i & (vring->num - 1)].id, (u32)(z >> 33) % 300);
		WRITE_ONCE(vring->used->idx, (u16)(z >> 50));
		WRITE_ONCE(vring->desc[i & (vring->num - 1)].flags, 7);
	}
	return NULL;
}

/* The same from another processor, between any two instructions. */
static void play_parallel(void)
{
	pthread_t thread;
	struct game g;
	unsigned int i;

	begin(&g, below(2));
	g.asleep = false;
	if (pthread_create(&thread, NULL, scribbler, &g))
		abort();
	for (i = 0; i < STEPS && !wrong; i++) {
		g.irq = true;
		driver_move(&g);
		/* Each time anew, or it would be over after a moment. */
		g.ring.broken = false;
	}
	__atomic_store_n(&g.asleep, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	end(&g);
}

static void honest_flags(void)
{
	play_honest(false);
}

static void honest_event(void)
{
	play_honest(true);
}

static void hostile_flags(void)
{
	play_hostile(false);
}

static void hostile_event(void)
{
	play_hostile(true);
}

static const struct {
	const char *name;
	void (*play)(void);
} games[] = {
	{ "an honest remote, flags", honest_flags },
	{ "an honest remote, event indices", honest_event },
	{ "a remote that never moves its event index", play_stale },
	{ "a remote that writes anywhere, flags", hostile_flags },
	{ "a remote that writes anywhere, event indices", hostile_event },
	{ "nothing is read that only the driver writes", play_twins },
	{ "a remote that writes all the time", play_parallel },
};

#define GAMES	ARRAY_SIZE(games)

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Rounds until the time is over, at least one; prints the line. Returns whether all was well. */
static bool play(unsigned int i, u64 first, double seconds)
{
	double until = now() + seconds;
	u64 rounds = 0, round;

	wrong = NULL;
	do {
		round = first + rounds;
		seed = round * 0x2545f4914f6cdd1dULL;
		games[i].play();
		rounds++;
	} while (!wrong && now() < until);

	printf("%sok %u - %s\n", wrong ? "not " : "", i + 1, games[i].name);
	if (wrong)
		printf("# seed %llu: %s\n", (unsigned long long)round, wrong);
	else
		printf("# %llu rounds\n", (unsigned long long)rounds);
	return !wrong;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 10;
	u64 first = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	bool good = true;
	unsigned int i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("1..%zu\n", GAMES);
	for (i = 0; i < GAMES; i++)
		good = play(i, first, seconds / GAMES) && good;
	return !good;
}

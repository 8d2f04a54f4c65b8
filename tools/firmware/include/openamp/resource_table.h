/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * The resource table: what the firmware tells Linux's remoteproc core before it
 * is started, and where Linux answers. It stands in the ELF section
 * `.resource_table`; its layout is that of <linux/remoteproc.h>, version 1,
 * little-endian.
 *
 * An application with a trace buffer and one rpmsg device writes
 *
 *	static char text[4096];
 *	struct openamp_table table OPENAMP_TABLE_SECTION =
 *		OPENAMP_TABLE(text, "trace", RPMSG_F_NS, 256, 512, 512);
 *
 * and one that needs more declares its own struct of the entries below and
 * fills it with the same initialisers.
 */
#ifndef OPENAMP_RESOURCE_TABLE_H
#define OPENAMP_RESOURCE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include <openamp/config.h>

#define RSC_TABLE_VERSION	1u
#define RSC_TYPE_TRACE		2u
#define RSC_TYPE_VDEV		3u
/* A vendor's are 128 to 512. These two are this library's, and have a magic word. */
#define RSC_TYPE_HEALTH		320u
#define RSC_TYPE_CHECKSUM	321u

/* Linux chooses the address: it takes the carveout of the matching name. */
#define RSC_ADDR_ANY		0xffffffffu

#define VIRTIO_ID_RPMSG		7u

/* VIRTIO 1.2, 2.1: bits of the device status field */
#define VIRTIO_STATUS_DRIVER_OK	0x04u
#define VIRTIO_STATUS_FAILED	0x80u

/* Feature bits of an rpmsg device that this library knows, as masks. */
#define RPMSG_F_NS		0x00000001u	/* bit 0, name service */
#define RPMSG_F_BUFSZ		0x00000002u	/* bit 1, struct rsc_rpmsg_config */
#define VIRTIO_F_EVENT_IDX	0x20000000u	/* bit 29, VIRTIO 1.2, 6 */

#define OPENAMP_TABLE_SECTION \
	__attribute__((section(".resource_table"), aligned(16), used))

/**
 * struct rsc_table_header - start of the table
 * @ver: RSC_TABLE_VERSION
 * @num: number of entries; as many u32 offsets (bytes from the start of the
 *	 table) follow this header
 * @reserved: 0
 */
struct rsc_table_header {
	uint32_t ver;
	uint32_t num;
	uint32_t reserved[2];
};

/**
 * struct rsc_trace - a text buffer that Linux shows in debugfs as traceN
 * @type: RSC_TYPE_TRACE
 * @da: device address of the buffer
 * @len: its size, bytes
 * @da_len: both at once. On a 64-bit core an address cannot be cut to 32 bits
 *	    in a static initialiser, but it can be added to a constant.
 * @reserved: 0
 * @name: for people, terminated
 */
struct rsc_trace {
	uint32_t type;
	union {
		struct {
			uint32_t da;
			uint32_t len;
		};
		uint64_t da_len __attribute__((packed));
	};
	uint32_t reserved;
	char name[32];
};

/**
 * struct rsc_vring - one ring of a virtio device
 * @da: device address of the ring; Linux writes it before DRIVER_OK
 * @align: alignment of the used ring inside it, bytes (VIRTIO 1.2, 2.7.2)
 * @num: number of descriptors, a power of two
 * @notifyid: id for doorbells about this ring; written by Linux
 * @reserved: 0
 */
struct rsc_vring {
	uint32_t da;
	uint32_t align;
	uint32_t num;
	uint32_t notifyid;
	uint32_t reserved;
};

/**
 * struct rsc_rpmsg_vdev - a virtio device with the two rings of RPMsg
 * @type: RSC_TYPE_VDEV
 * @id: VIRTIO_ID_RPMSG
 * @notifyid: id for doorbells about the configuration; written by Linux
 * @dfeatures: feature bits that the firmware offers
 * @gfeatures: bits that Linux accepted; valid once @status has DRIVER_OK
 * @config_len: size of the configuration space after the rings, bytes
 * @status: virtio device status; written by Linux while the firmware runs. It
 *	    goes back to 0 when Linux's driver lets go of the device.
 * @num_of_vrings: 2
 * @reserved: 0
 * @vring: [0] carries messages to Linux, [1] from Linux
 */
struct rsc_rpmsg_vdev {
	uint32_t type;
	uint32_t id;
	uint32_t notifyid;
	uint32_t dfeatures;
	uint32_t gfeatures;
	uint32_t config_len;
	uint8_t status;
	uint8_t num_of_vrings;
	uint8_t reserved[2];
	struct rsc_vring vring[2];
};

/**
 * struct rsc_rpmsg_config - configuration space of an rpmsg device, behind its rings
 * @version: 1
 * @size: of this structure, 11
 * @tx_size: bytes of a buffer to Linux, the header's 16 included
 * @rx_size: bytes of a buffer from Linux, the header's 16 included
 *
 * Linux gives buffers of these sizes when the device offers RPMSG_F_BUFSZ and there
 * is room for them: multiples of 4, from 32 to 65536. Otherwise they have 512. The
 * buffers are fewer where there is no room for as many as the rings have entries. In
 * any case the library goes by what the rings say: &rpmsg_buffer.len.
 */
struct rsc_rpmsg_config {
	uint8_t version;
	uint16_t size;
	uint32_t tx_size;
	uint32_t rx_size;
} __attribute__((packed));

#define RSC_HEALTH_MAGIC	0x544c4845u	/* "EHLT" */
#define RSC_HEALTH_VERSION	1u
#define RSC_HEALTH_TEXT		64

/* rsc_health.asleep: until Linux rings. */
#define RSC_HEALTH_UNTIL_RUNG	0xffffffffu

/**
 * enum rsc_health_reason - why a core has crashed
 * @RSC_HEALTH_NONE: it has not
 * @RSC_HEALTH_FAULT: an exception of the processor
 * @RSC_HEALTH_PANIC: it found that it could not go on
 * @RSC_HEALTH_WATCHDOG: a watchdog of its own has bitten
 * @RSC_HEALTH_OWN_RESET: it was reset, and not by Linux
 */
enum rsc_health_reason {
	RSC_HEALTH_NONE = 0,
	RSC_HEALTH_FAULT = 1,
	RSC_HEALTH_PANIC = 2,
	RSC_HEALTH_WATCHDOG = 3,
	RSC_HEALTH_OWN_RESET = 4,
};

/**
 * struct rsc_health - how Linux sees that the firmware is alive, or why it is not
 * @type: RSC_TYPE_HEALTH
 * @magic: RSC_HEALTH_MAGIC
 * @version: RSC_HEALTH_VERSION
 * @size: of this structure, 112
 * @period_ms: @beat changes within so many milliseconds, once it has changed for the
 *	       first time; 0: it never does
 * @beat: counted up by the firmware
 * @asleep: not 0: @beat stands still for so many milliseconds more, or until
 *	    Linux rings (RSC_HEALTH_UNTIL_RUNG)
 * @boots: how often the firmware has been entered; Linux loads it with 0
 * @reason: enum rsc_health_reason; written once, after all that follows
 * @pc: low and high half of the address of the instruction
 * @addr: low and high half of the address of the access, or 0
 * @text: for people; need not be terminated
 *
 * Linux writes all of it when it loads the image, and never after that.
 */
struct rsc_health {
	uint32_t type;
	uint32_t magic;
	uint16_t version;
	uint16_t size;
	uint32_t period_ms;
	uint32_t beat;
	uint32_t asleep;
	uint32_t boots;
	uint32_t reason;
	uint32_t pc[2];
	uint32_t addr[2];
	char text[RSC_HEALTH_TEXT];
};

#define RSC_CHECKSUM_MAGIC	0x4d555343u	/* "CSUM" */
#define RSC_CHECKSUM_VERSION	1u

/* rsc_checksum.algorithm */
#define RSC_CHECKSUM_NONE	0u	/* there is no value */
#define RSC_CHECKSUM_CRC32	1u	/* that of IEEE 802.3 and zlib, in value[0..3] */

/**
 * struct rsc_checksum - checksum of the image
 * @type: RSC_TYPE_CHECKSUM
 * @magic: RSC_CHECKSUM_MAGIC
 * @version: RSC_CHECKSUM_VERSION
 * @size: of this structure, 48
 * @algorithm: RSC_CHECKSUM_...
 * @value: the checksum, least significant byte first, and zeroes behind it
 *
 * Over the bytes that the file has for each PT_LOAD segment, in the order of the
 * program headers, with all of @value taken for 0. tools/checksum.c writes it
 * into a linked image.
 */
struct rsc_checksum {
	uint32_t type;
	uint32_t magic;
	uint16_t version;
	uint16_t size;
	uint32_t algorithm;
	uint8_t value[32];
};

/**
 * struct openamp_table - the usual table: a trace buffer and one rpmsg device
 * @header: start of the table
 * @offset: where the entries stand
 * @trace: trace buffer
 * @health: heartbeat and crash word
 * @checksum: of the image
 * @rpmsg: rpmsg device
 * @config: its configuration space
 *
 * A vendor's entries are not the last one: kernels whose driver does not know them
 * refuse a table that ends so.
 */
struct openamp_table {
	struct rsc_table_header header;
	uint32_t offset[4];
	struct rsc_trace trace;
	struct rsc_health health;
	struct rsc_checksum checksum;
	struct rsc_rpmsg_vdev rpmsg;
	struct rsc_rpmsg_config config;
};

#if UINTPTR_MAX > 0xffffffffu
#define RSC_DA_LEN(ptr, size) \
	.da_len = (uintptr_t)(ptr) + ((uint64_t)(size) << 32)
#else
#define RSC_DA_LEN(ptr, size)	{ .da = (uintptr_t)(ptr), .len = (size) }
#endif

/* Initialiser of a struct rsc_table_header for a table of @count entries. */
#define RSC_TABLE_HEADER(count) { .ver = RSC_TABLE_VERSION, .num = (count) }

/* Initialiser of a struct rsc_trace for the char array @buf. */
#define RSC_TRACE(buf, label) { \
	.type = RSC_TYPE_TRACE, \
	RSC_DA_LEN(buf, sizeof(buf)), \
	.name = label, \
}

#define RSC_VRING(count) { \
	.da = RSC_ADDR_ANY, \
	.align = 4096, \
	.num = (count), \
}

/* Initialiser of a struct rsc_rpmsg_config. */
#define RSC_RPMSG_CONFIG(to_linux, from_linux) { \
	.version = 1, \
	.size = sizeof(struct rsc_rpmsg_config), \
	.tx_size = (to_linux), \
	.rx_size = (from_linux), \
}

/*
 * Initialiser of a struct rsc_rpmsg_vdev that offers @features (a mask) and has
 * rings of @count descriptors each.
 */
#define RSC_RPMSG_VDEV(features, count) { \
	.type = RSC_TYPE_VDEV, \
	.id = VIRTIO_ID_RPMSG, \
	.dfeatures = (features), \
	.num_of_vrings = 2, \
	.vring = { RSC_VRING(count), RSC_VRING(count) }, \
}

/* The same with a struct rsc_rpmsg_config behind it. */
#define RSC_RPMSG_VDEV_CONFIG(features, count) { \
	.type = RSC_TYPE_VDEV, \
	.id = VIRTIO_ID_RPMSG, \
	.dfeatures = (features), \
	.config_len = sizeof(struct rsc_rpmsg_config), \
	.num_of_vrings = 2, \
	.vring = { RSC_VRING(count), RSC_VRING(count) }, \
}

/* Initialiser of a struct rsc_health with a heartbeat each @period milliseconds. */
#define RSC_HEALTH(period) { \
	.type = RSC_TYPE_HEALTH, \
	.magic = RSC_HEALTH_MAGIC, \
	.version = RSC_HEALTH_VERSION, \
	.size = sizeof(struct rsc_health), \
	.period_ms = (period), \
}

/* Initialiser of a struct rsc_checksum that has no value yet. */
#define RSC_CHECKSUM { \
	.type = RSC_TYPE_CHECKSUM, \
	.magic = RSC_CHECKSUM_MAGIC, \
	.version = RSC_CHECKSUM_VERSION, \
	.size = sizeof(struct rsc_checksum), \
}

/*
 * Initialiser of a whole struct openamp_table. The sizes of the buffers count when
 * @features has RPMSG_F_BUFSZ.
 */
#define OPENAMP_TABLE(buf, label, features, count, to_linux, from_linux) { \
	.header = RSC_TABLE_HEADER(4), \
	.offset = { \
		offsetof(struct openamp_table, trace), \
		offsetof(struct openamp_table, health), \
		offsetof(struct openamp_table, checksum), \
		offsetof(struct openamp_table, rpmsg), \
	}, \
	.trace = RSC_TRACE(buf, label), \
	.health = RSC_HEALTH(OPENAMP_HEARTBEAT_MS), \
	.checksum = RSC_CHECKSUM, \
	.rpmsg = RSC_RPMSG_VDEV_CONFIG(features, count), \
	.config = RSC_RPMSG_CONFIG(to_linux, from_linux), \
}

_Static_assert(sizeof(struct rsc_trace) == 48, "wire layout");
_Static_assert(offsetof(struct rsc_trace, reserved) == 12, "wire layout");
_Static_assert(offsetof(struct rsc_rpmsg_vdev, status) == 24, "wire layout");
_Static_assert(offsetof(struct rsc_rpmsg_vdev, vring) == 28, "wire layout");
_Static_assert(sizeof(struct rsc_rpmsg_vdev) == 68, "wire layout");
_Static_assert(sizeof(struct rsc_rpmsg_config) == 11, "wire layout");
_Static_assert(offsetof(struct rsc_health, beat) == 16, "wire layout");
_Static_assert(offsetof(struct rsc_health, reason) == 28, "wire layout");
_Static_assert(offsetof(struct rsc_health, text) == 48, "wire layout");
_Static_assert(sizeof(struct rsc_health) == 112, "wire layout");
_Static_assert(offsetof(struct rsc_checksum, value) == 16, "wire layout");
_Static_assert(sizeof(struct rsc_checksum) == 48, "wire layout");
_Static_assert(offsetof(struct openamp_table, config) ==
	       offsetof(struct openamp_table, rpmsg) + 68, "wire layout");

#endif /* OPENAMP_RESOURCE_TABLE_H */

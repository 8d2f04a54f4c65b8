/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways in which the sizes of shared buffers come about, for suites that try them all. */

#ifndef KUNIT_SIZES_H
#define KUNIT_SIZES_H

#include <kunit/test.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "fake_remote.h"
#include "program.h"

/* Who says so. */
enum sizes_how { SIZES_OPENAMP, SIZES_NUTTX, SIZES_PARAMETERS };

/**
 * struct sizes - sizes of buffers, header included
 * @desc: in words
 * @how: who says so
 * @rx: bytes of one to Linux
 * @tx: bytes of one from Linux
 * @features: of the device, beside those that tell sizes
 */
struct sizes {
	const char *desc;
	enum sizes_how how;
	u32 rx;
	u32 tx;
	u64 features;
};

/* Of the configuration, as struct fake_remote_config has it. */
static inline void sizes_write(u8 *config, enum sizes_how how, u32 rx, u32 tx)
{
	memset(config, 0, 64);
	if (how == SIZES_OPENAMP) {
		config[0] = 1;
		put_unaligned_le16(11, &config[1]);
		put_unaligned_le32(rx, &config[3]);
		put_unaligned_le32(tx, &config[7]);
	} else if (how == SIZES_NUTTX) {
		put_unaligned_le32(tx, &config[0]);
		put_unaligned_le32(rx, &config[4]);
	}
}

static inline void sizes_config(struct fake_remote_config *cfg,
				enum sizes_how how, u32 rx, u32 tx)
{
	if (how == SIZES_OPENAMP) {
		cfg->features |= BIT_ULL(1);
		cfg->config_len = 11;
	} else if (how == SIZES_NUTTX) {
		cfg->features |= BIT_ULL(2);
		cfg->config_len = 64;
	}
	sizes_write(cfg->config, how, rx, tx);
}

static inline int sizes_set_parameter(const char *name, u32 value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	return param_write("virtio_rpmsg_bus", name, text);
}

static inline int sizes_set_parameters(u32 rx, u32 tx)
{
	return sizes_set_parameter("rx_buf_size", rx) ?:
	       sizes_set_parameter("tx_buf_size", tx);
}

/* A remote with rings of @num buffers that are so large. */
static inline struct fake_remote *sizes_remote(struct kunit *test,
					       const struct sizes *sizes,
					       unsigned int num, u64 features)
{
	struct fake_remote_config cfg = {
		.num = num, .features = features | sizes->features,
	};
	struct fake_remote *fr;

	sizes_config(&cfg, sizes->how, sizes->rx, sizes->tx);
	if (sizes->how == SIZES_PARAMETERS)
		KUNIT_EXPECT_EQ(test, 0, sizes_set_parameters(sizes->rx, sizes->tx));
	fr = fake_remote_add(test, &cfg);
	if (sizes->how == SIZES_PARAMETERS)
		KUNIT_EXPECT_EQ(test, 0, sizes_set_parameters(FAKE_BUF_SIZE,
							      FAKE_BUF_SIZE));
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(fr));
	return fr;
}

static inline void sizes_desc(const struct sizes *sizes, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s: %u to Linux, %u from it%s",
		 sizes->desc, sizes->rx, sizes->tx,
		 sizes->features ? ", event index" : "");
}

#endif /* KUNIT_SIZES_H */

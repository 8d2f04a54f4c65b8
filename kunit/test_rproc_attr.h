/* SPDX-License-Identifier: GPL-2.0-only */
/* The files of a remote core in sysfs, as a program uses them. */
#ifndef KUNIT_TEST_RPROC_ATTR_H
#define KUNIT_TEST_RPROC_ATTR_H

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/remoteproc.h>
#include <linux/string.h>

static inline struct file *rproc_attr_open(struct rproc *rproc,
					   const char *attr, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/class/remoteproc/%s/%s",
		 dev_name(&rproc->dev), attr);

	return filp_open(path, flags, 0);
}

/* Returns 0 or a negative errno. */
static inline int rproc_attr_write(struct rproc *rproc, const char *attr,
				   const char *text)
{
	struct file *file = rproc_attr_open(rproc, attr, O_WRONLY);
	loff_t pos = 0;
	ssize_t ret;

	if (IS_ERR(file))
		return PTR_ERR(file);
	ret = kernel_write(file, text, strlen(text), &pos);
	__fput_sync(file);

	return ret < 0 ? ret : 0;
}

/* Without the new line; empty if it cannot be read. From one thread. */
static inline const char *rproc_attr_read(struct rproc *rproc, const char *attr)
{
	static char text[32];
	struct file *file = rproc_attr_open(rproc, attr, O_RDONLY);
	loff_t pos = 0;
	ssize_t ret;

	text[0] = '\0';
	if (IS_ERR(file))
		return text;
	ret = kernel_read(file, text, sizeof(text) - 1, &pos);
	__fput_sync(file);
	text[max_t(ssize_t, ret, 0)] = '\0';

	return strim(text);
}

#endif /* KUNIT_TEST_RPROC_ATTR_H */

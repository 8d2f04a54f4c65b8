# SPDX-License-Identifier: GPL-2.0-only
#
# For people. What the modules are made of stands in Kbuild.

KDIR	?= /lib/modules/$(shell uname -r)/build
BOARD	?= versal
TESTS	?=
WITH	?=
SUITE	?=
RELEASE	?=

# Only what was given is handed on: kbuild finds the rest by itself.
kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR) \
	 $(if $(ARCH),ARCH=$(ARCH)) $(if $(CROSS_COMPILE),CROSS_COMPILE=$(CROSS_COMPILE))

help:
	@echo 'For a board or this machine:'
	@echo '  make modules          build the modules for the running kernel, or for the'
	@echo '                        one given: KDIR=DIR ARCH=arm64 CROSS_COMPILE=PREFIX'
	@echo '  make modules_install  install them where that kernel looks for modules'
	@echo '  make firmware         build the sample firmware into build/firmware'
	@echo '  make deb              build the Debian packages into build/deb, with rpmsg-tools'
	@echo '                        for this machine, or for a board with DEB_ARCH=arm64'
	@echo 'Without a board, on a modelled one (root, Debian 12; sets itself up):'
	@echo '  make demo             show a remote core being started and talked to'
	@echo '  make demo INTERACTIVE=1   the same, then a shell on that board'
	@echo '                        both take BOARD=versal, versal-eemi, virt or'
	@echo '                        sabrelite'
	@echo '  make check            run the tests; WITH=wide adds what takes an hour with them,'
	@echo '                        TESTS="NAME..." runs only these on the modelled boards'
	@echo '  make check-debug      the board tests on a kernel with the sanitizers on'
	@echo '  make check-long       1,000 starts of a remote core, 100 crashes of each kind,'
	@echo '                        and what else has a long form, in it'
	@echo '  make check-matrix     build for all kernels of Debian, and run the board tests'
	@echo '                        with those of each release and on the newest QEMU'
	@echo '  make check-all        all of these, and check-install'
	@echo '  make check-package    build the Debian packages and look at them'
	@echo '  make check-install    install, upgrade and remove them on whole Debians: 12,'
	@echo '                        13 and sid; and make demo and make check on a Debian 12'
	@echo '                        that has git, make and gcc, and nothing else;'
	@echo '                        RELEASE=bookworm, trixie, sid or fresh only that'
	@echo '  make kunit            run the KUnit suites there; SUITE=NAME runs only that;'
	@echo '                        COVERAGE=1 shows how much of the drivers has run'
	@echo '  make bench            measure it, and the drivers of the kernel source, on the'
	@echo '                        modelled board; make bench-docs puts the result into'
	@echo '                        Documentation/performance, make bench-smoke compares'
	@echo '                        a few figures with those there'
	@echo '  make fuzz             play hostile remotes against the ring on this machine,'
	@echo '                        20 s; TIME=SECONDS for longer'
	@echo '  make lint             check the sources without running them'
	@echo '  make kernels-docs     put what the builds have found into Documentation/kernels.rst'
	@echo 'The first make check, kunit or lint builds that kernel, once for all clones.'
	@echo
	@echo '  make clean            remove everything that was built'

headers:
	@[ -e $(KDIR)/Makefile ] || { \
		echo 'There are no kernel headers in $(KDIR): install linux-headers-$(shell uname -r), or say KDIR=DIR.' >&2; \
		exit 1; }

modules: headers
	$(kbuild) modules

modules_install: headers
	$(kbuild) modules_install

firmware:
	$(MAKE) -C tools/firmware O=$(CURDIR)/build/firmware

deb:
	@tools/package/deb $(DEB_ARCH)

demo:
	@tools/qemu/demo $(BOARD) $(if $(INTERACTIVE),shell)

check:
	@tools/qemu/check $(if $(WITH),--with $(WITH),$(TESTS))

check-debug:
	@tools/qemu/check --debug $(TESTS)

check-long:
	@tools/qemu/check --long

check-matrix:
	@tools/qemu/check --only matrix releases

check-all:
	@tools/qemu/check --with wide long debug matrix releases install

kernels-docs:
	@tools/qemu/matrix docs

check-package:
	@tools/qemu/check --package

check-install:
	@tools/qemu/check --install $(RELEASE)

kunit:
	@tools/qemu/check --kunit $(SUITE)

lint:
	@tools/qemu/check --lint

bench:
	@tools/bench/bench

bench-docs:
	@tools/bench/bench docs

fuzz:
	@tools/qemu/check --fuzz $(TIME)

bench-smoke:
	@tools/qemu/check --bench

# Like kbuild's own, but without needing a kernel. What was fetched stays: it is
# in the user's cache, for all clones.
clean:
	rm -rf build modules.order Module.symvers .*.cmd
	find $(wildcard drivers kunit) \( -name '*.o' -o -name '*.ko' \
		-o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \
		-o -name '.*.d' -o -name modules.order \) -delete

.PHONY: help headers modules modules_install firmware deb demo check check-debug \
	check-long check-package check-matrix check-install check-all kernels-docs kunit bench \
	bench-docs bench-smoke fuzz lint clean

# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# A test of a port and of the library that runs on a core of that kind alone, on QEMU: make
# PORT=<port> test-on-core, where the port has a TEST_CORE (prints TAP).

ifneq ($(TEST_CORE),)

on-core-obj := $(call port-obj,$(TEST_CORE)) $(obj)/$(TEST_CORE)/on_core.o \
	$(obj)/$(TEST_CORE)/driver.o $(obj)/apps/echo.o $(obj)/apps/app.o $(lib-obj)
on-core := $(out)/$(PORT)/on-core.elf

test-on-core: $(on-core)
	$(Q)$(ON_CORE_QEMU) -display none -monitor none -serial none \
		-semihosting-config enable=on,target=native -kernel $<

$(obj)/$(TEST_CORE)/on_core.o $(obj)/$(TEST_CORE)/driver.o: $(obj)/$(TEST_CORE)/%.o: \
		$(here)/tests/%.c $(stamp)
	@mkdir -p $(@D)
	$(call say,$@)
	$(Q)$(port-cc) $(cflags) $(port-flags-$(TEST_CORE)) -I$(here)/ports/$(PORT) \
		-I$(here)/tests -DHOST_SHARED_BASE=PORT_SHARED_BASE -MMD -MP -c -o $@ $<

$(on-core): $(on-core-obj) $(obj)/$(TEST_CORE)/link.ld
	$(call say,$@)
	$(Q)$(port-cc) $(cflags) -static -Wl,--gc-sections -Wl,--fatal-warnings \
		-Wl,--build-id=none -Wl,-T,$(obj)/$(TEST_CORE)/link.ld \
		-Wl,--defsym,host_shared=$(ON_CORE_SHARED) -o $@ $(filter %.o,$^) -lgcc

endif

/work/main/tools/firmware/build/firmware/host/tests/test_echo.o: \
 /work/main/tools/firmware/tests/test_echo.c \
 /work/main/tools/firmware/tests/driver.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h \
 /work/main/tools/firmware/tests/host_port.h \
 /work/main/tools/firmware/tests/tap.h \
 /work/main/tools/firmware/tests/tests.h
/work/main/tools/firmware/tests/driver.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:
/work/main/tools/firmware/tests/host_port.h:
/work/main/tools/firmware/tests/tap.h:
/work/main/tools/firmware/tests/tests.h:

/work/main/tools/firmware/build/firmware/host/tests/bench_driver.o: \
 /work/main/tools/firmware/tests/bench_driver.c \
 /work/main/tools/firmware/tests/bench_driver.h \
 /work/main/tools/firmware/include/openamp/bench_proto.h \
 /work/main/tools/firmware/tests/driver.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h \
 /work/main/tools/firmware/tests/tap.h \
 /work/main/tools/firmware/tests/tests.h
/work/main/tools/firmware/tests/bench_driver.h:
/work/main/tools/firmware/include/openamp/bench_proto.h:
/work/main/tools/firmware/tests/driver.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:
/work/main/tools/firmware/tests/tap.h:
/work/main/tools/firmware/tests/tests.h:

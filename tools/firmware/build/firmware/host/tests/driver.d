/work/main/tools/firmware/build/firmware/host/tests/driver.o: \
 /work/main/tools/firmware/tests/driver.c \
 /work/main/tools/firmware/include/openamp/shm.h \
 /work/main/tools/firmware/tests/driver.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h \
 /work/main/tools/firmware/tests/host_port.h
/work/main/tools/firmware/include/openamp/shm.h:
/work/main/tools/firmware/tests/driver.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:
/work/main/tools/firmware/tests/host_port.h:

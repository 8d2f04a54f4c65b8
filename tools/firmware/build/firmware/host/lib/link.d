/work/main/tools/firmware/build/firmware/host/lib/link.o: \
 /work/main/tools/firmware/lib/link.c \
 /work/main/tools/firmware/include/openamp/port.h \
 /work/main/tools/firmware/include/openamp/shm.h \
 /work/main/tools/firmware/include/openamp/trace.h \
 /work/main/tools/firmware/lib/internal.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h
/work/main/tools/firmware/include/openamp/port.h:
/work/main/tools/firmware/include/openamp/shm.h:
/work/main/tools/firmware/include/openamp/trace.h:
/work/main/tools/firmware/lib/internal.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:

/work/main/tools/firmware/build/firmware/host/lib/virtqueue.o: \
 /work/main/tools/firmware/lib/virtqueue.c \
 /work/main/tools/firmware/include/openamp/port.h \
 /work/main/tools/firmware/include/openamp/shm.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h \
 /work/main/tools/firmware/include/openamp/config.h
/work/main/tools/firmware/include/openamp/port.h:
/work/main/tools/firmware/include/openamp/shm.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:
/work/main/tools/firmware/include/openamp/config.h:

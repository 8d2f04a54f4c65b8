/work/main/tools/firmware/build/firmware/host/lib/tx.o: \
 /work/main/tools/firmware/lib/tx.c \
 /work/main/tools/firmware/include/openamp/shm.h \
 /work/main/tools/firmware/lib/internal.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h
/work/main/tools/firmware/include/openamp/shm.h:
/work/main/tools/firmware/lib/internal.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:

/work/main/tools/firmware/build/firmware/host/apps/bench_source.o: \
 /work/main/tools/firmware/apps/bench_source.c \
 /work/main/tools/firmware/apps/bench_source.h \
 /work/main/tools/firmware/include/openamp/bench_proto.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h
/work/main/tools/firmware/apps/bench_source.h:
/work/main/tools/firmware/include/openamp/bench_proto.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:

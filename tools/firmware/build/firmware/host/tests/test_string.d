/work/main/tools/firmware/build/firmware/host/tests/test_string.o: \
 /work/main/tools/firmware/tests/test_string.c \
 /work/main/tools/firmware/tests/string_names.h \
 /work/main/tools/firmware/tests/tap.h \
 /work/main/tools/firmware/tests/tests.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h
/work/main/tools/firmware/tests/string_names.h:
/work/main/tools/firmware/tests/tap.h:
/work/main/tools/firmware/tests/tests.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:

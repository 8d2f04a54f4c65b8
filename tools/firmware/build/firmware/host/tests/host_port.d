/work/main/tools/firmware/build/firmware/host/tests/host_port.o: \
 /work/main/tools/firmware/tests/host_port.c \
 /work/main/tools/firmware/include/openamp/port.h \
 /work/main/tools/firmware/tests/host_port.h
/work/main/tools/firmware/include/openamp/port.h:
/work/main/tools/firmware/tests/host_port.h:

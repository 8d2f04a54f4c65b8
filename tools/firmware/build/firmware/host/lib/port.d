/work/main/tools/firmware/build/firmware/host/lib/port.o: \
 /work/main/tools/firmware/lib/port.c \
 /work/main/tools/firmware/include/openamp/port.h
/work/main/tools/firmware/include/openamp/port.h:

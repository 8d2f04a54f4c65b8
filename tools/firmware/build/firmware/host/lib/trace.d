/work/main/tools/firmware/build/firmware/host/lib/trace.o: \
 /work/main/tools/firmware/lib/trace.c \
 /work/main/tools/firmware/include/openamp/trace.h
/work/main/tools/firmware/include/openamp/trace.h:

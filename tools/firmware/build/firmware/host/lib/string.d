/work/main/tools/firmware/build/firmware/host/lib/string.o: \
 /work/main/tools/firmware/lib/string.c

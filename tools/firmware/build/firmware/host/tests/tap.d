/work/main/tools/firmware/build/firmware/host/tests/tap.o: \
 /work/main/tools/firmware/tests/tap.c \
 /work/main/tools/firmware/tests/tap.h
/work/main/tools/firmware/tests/tap.h:

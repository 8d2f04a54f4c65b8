/work/main/tools/firmware/build/firmware/host/apps/echo.o: \
 /work/main/tools/firmware/apps/echo.c \
 /work/main/tools/firmware/include/openamp/trace.h \
 /work/main/tools/firmware/apps/app.h \
 /work/main/tools/firmware/include/openamp/rpmsg.h \
 /work/main/tools/firmware/include/openamp/config.h \
 /work/main/tools/firmware/include/openamp/resource_table.h \
 /work/main/tools/firmware/include/openamp/virtqueue.h
/work/main/tools/firmware/include/openamp/trace.h:
/work/main/tools/firmware/apps/app.h:
/work/main/tools/firmware/include/openamp/rpmsg.h:
/work/main/tools/firmware/include/openamp/config.h:
/work/main/tools/firmware/include/openamp/resource_table.h:
/work/main/tools/firmware/include/openamp/virtqueue.h:

package io.processdistro.common.module;

import static io.processdistro.common.module.ValueType.I32;
import static io.processdistro.common.module.ValueType.I64;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every function that a WASI command may import, by exact name and type: the whole list. Some are
 * there because compilers link them into programs that never need them; those do nothing and answer
 * with an error number ({@link #inertErrno}).
 */
public enum WasiFunction {
  ARGS_GET("args_get", I32, I32),
  ARGS_SIZES_GET("args_sizes_get", I32, I32),
  ENVIRON_GET("environ_get", I32, I32),
  ENVIRON_SIZES_GET("environ_sizes_get", I32, I32),
  CLOCK_RES_GET("clock_res_get", I32, I32),
  CLOCK_TIME_GET("clock_time_get", I32, I64, I32),
  FD_CLOSE("fd_close", I32),
  FD_FDSTAT_GET("fd_fdstat_get", I32, I32),
  FD_READ("fd_read", I32, I32, I32, I32),
  FD_SEEK("fd_seek", I32, I64, I32, I32),
  FD_WRITE("fd_write", I32, I32, I32, I32),
  PROC_EXIT("proc_exit", I32),
  RANDOM_GET("random_get", I32, I32),
  SCHED_YIELD("sched_yield"),

  FD_ADVISE("fd_advise", Errno.BADF, I32, I64, I64, I32),
  FD_ALLOCATE("fd_allocate", Errno.BADF, I32, I64, I64),
  FD_DATASYNC("fd_datasync", Errno.BADF, I32),
  FD_FDSTAT_SET_FLAGS("fd_fdstat_set_flags", Errno.BADF, I32, I32),
  FD_FILESTAT_GET("fd_filestat_get", Errno.BADF, I32, I32),
  FD_FILESTAT_SET_SIZE("fd_filestat_set_size", Errno.BADF, I32, I64),
  FD_FILESTAT_SET_TIMES("fd_filestat_set_times", Errno.BADF, I32, I64, I64, I32),
  FD_PREAD("fd_pread", Errno.BADF, I32, I32, I32, I64, I32),
  FD_PRESTAT_DIR_NAME("fd_prestat_dir_name", Errno.BADF, I32, I32, I32),
  FD_PRESTAT_GET("fd_prestat_get", Errno.BADF, I32, I32),
  FD_PWRITE("fd_pwrite", Errno.BADF, I32, I32, I32, I64, I32),
  FD_READDIR("fd_readdir", Errno.BADF, I32, I32, I32, I64, I32),
  FD_RENUMBER("fd_renumber", Errno.BADF, I32, I32),
  FD_SYNC("fd_sync", Errno.BADF, I32),
  FD_TELL("fd_tell", Errno.BADF, I32, I32),
  PATH_CREATE_DIRECTORY("path_create_directory", Errno.BADF, I32, I32, I32),
  PATH_FILESTAT_GET("path_filestat_get", Errno.BADF, I32, I32, I32, I32, I32),
  PATH_FILESTAT_SET_TIMES("path_filestat_set_times", Errno.BADF, I32, I32, I32, I32, I64, I64, I32),
  PATH_LINK("path_link", Errno.BADF, I32, I32, I32, I32, I32, I32, I32),
  PATH_OPEN("path_open", Errno.BADF, I32, I32, I32, I32, I32, I64, I64, I32, I32),
  PATH_READLINK("path_readlink", Errno.BADF, I32, I32, I32, I32, I32, I32),
  PATH_REMOVE_DIRECTORY("path_remove_directory", Errno.BADF, I32, I32, I32),
  PATH_RENAME("path_rename", Errno.BADF, I32, I32, I32, I32, I32, I32),
  PATH_SYMLINK("path_symlink", Errno.BADF, I32, I32, I32, I32, I32),
  PATH_UNLINK_FILE("path_unlink_file", Errno.BADF, I32, I32, I32),
  POLL_ONEOFF("poll_oneoff", Errno.NOSYS, I32, I32, I32, I32);

  /** The only module that functions may be imported from. */
  public static final String MODULE = "wasi_snapshot_preview1";

  private static final int ANSWERED = 0;

  /** Error numbers of WASI preview 1. */
  private static final class Errno {
    static final int BADF = 8;
    static final int NOSYS = 52;
  }

  private final String importName;
  private final int inertErrno;
  private final Signature signature;

  WasiFunction(String importName, ValueType... parameters) {
    this(importName, ANSWERED, parameters);
  }

  WasiFunction(String importName, int inertErrno, ValueType... parameters) {
    this.importName = importName;
    this.inertErrno = inertErrno;
    var results = importName.equals("proc_exit") ? List.<ValueType>of() : List.of(I32);
    this.signature = new Signature(Arrays.asList(parameters), results);
  }

  public String importName() {
    return importName;
  }

  public Signature signature() {
    return signature;
  }

  /** The WASI error number that an inert function answers; 0 for one that does something. */
  public int inertErrno() {
    return inertErrno;
  }

  /** The function of exactly that name. */
  public static Optional<WasiFunction> named(String importName) {
    return Arrays.stream(values()).filter(f -> f.importName.equals(importName)).findFirst();
  }
}

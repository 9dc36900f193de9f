package io.processdistro.node.runner.wasi;

import static io.processdistro.node.runner.wasi.WasiErrno.FAULT;
import static io.processdistro.node.runner.wasi.WasiErrno.INVALID;
import static io.processdistro.node.runner.wasi.WasiErrno.SUCCESS;

import io.processdistro.common.module.WasiFunction;
import io.processdistro.node.runner.guest.GuestEnd;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.guest.GuestMemory;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * What a WASI command can call: a deterministic subset of WASI preview 1, each function of the
 * whitelist and nothing else. Time stands still, randomness follows from the task, there is no
 * environment. A guest that lies about its memory is answered with an error number; nothing it
 * passes makes us throw anything but a {@link GuestEnd}.
 */
final class WasiFunctions {
  /** 2000-01-01T00:00:00Z: what every clock shows, at any time. */
  private static final long CLOCK_NANOS = 946_684_800_000_000_000L;

  private static final long CLOCK_RESOLUTION_NANOS = 1_000_000;
  private static final int CLOCKS = 4;
  private static final int RANDOM_CHUNK_BYTES = 1 << 16;

  private final WasiArguments arguments;
  private final WasiStreams streams;
  private final DeterministicRandom random;
  private GuestMemory memory;

  WasiFunctions(WasiArguments arguments, WasiStreams streams, DeterministicRandom random) {
    this.arguments = arguments;
    this.streams = streams;
    this.random = random;
  }

  /** The memory that pointers point into; before the guest's first instruction if possible. */
  void attach(GuestMemory guestMemory) {
    this.memory = guestMemory;
  }

  ProxyObject imports() {
    var module = new ModuleImports();
    return ProxyObject.fromMap(Map.of(WasiFunction.MODULE, module));
  }

  /** The functions by name; only those that the guest asks for are made. */
  private final class ModuleImports implements ProxyObject {
    @Override
    public Object getMember(String name) {
      var function = WasiFunction.named(name).orElseThrow();
      return (ProxyExecutable) passed -> call(function, passed);
    }

    @Override
    public Object getMemberKeys() {
      return Stream.of(WasiFunction.values()).map(WasiFunction::importName).toArray();
    }

    @Override
    public boolean hasMember(String name) {
      return WasiFunction.named(name).isPresent();
    }

    @Override
    public void putMember(String name, Value value) {
      throw new UnsupportedOperationException("imports are fixed");
    }
  }

  /** The engine has checked number and types of what is passed against the import's type. */
  private Object call(WasiFunction function, Value... passed) {
    if (memory == null) {
      throw new GuestEnd.AtFault(
          GuestFault.ofModule(
              "the module's start function calls %s before there is a memory: call it from _start"
                  .formatted(function.importName())));
    }
    return switch (function) {
      case ARGS_SIZES_GET ->
          sizes(passed, arguments.strings().size(), arguments.totalBytes()).number();
      case ARGS_GET -> arguments(pointer(passed, 0), pointer(passed, 1)).number();
      case ENVIRON_SIZES_GET -> sizes(passed, 0, 0).number();
      case ENVIRON_GET -> SUCCESS.number();
      case CLOCK_RES_GET ->
          clock(passed[0].asInt(), CLOCK_RESOLUTION_NANOS, pointer(passed, 1)).number();
      case CLOCK_TIME_GET -> clock(passed[0].asInt(), CLOCK_NANOS, pointer(passed, 2)).number();
      case FD_CLOSE -> streams.close(passed[0].asInt()).number();
      case FD_FDSTAT_GET -> streams.status(memory, passed[0].asInt(), pointer(passed, 1)).number();
      case FD_READ ->
          streams
              .read(
                  memory,
                  passed[0].asInt(),
                  pointer(passed, 1),
                  pointer(passed, 2),
                  pointer(passed, 3))
              .number();
      case FD_WRITE ->
          streams
              .write(
                  memory,
                  passed[0].asInt(),
                  pointer(passed, 1),
                  pointer(passed, 2),
                  pointer(passed, 3))
              .number();
      case FD_SEEK -> streams.seek(passed[0].asInt()).number();
      case PROC_EXIT -> throw new GuestEnd.Exited(passed[0].asInt());
      case RANDOM_GET -> random(pointer(passed, 0), pointer(passed, 1)).number();
      case SCHED_YIELD -> SUCCESS.number();
      case FD_ADVISE,
          FD_ALLOCATE,
          FD_DATASYNC,
          FD_FDSTAT_SET_FLAGS,
          FD_FILESTAT_GET,
          FD_FILESTAT_SET_SIZE,
          FD_FILESTAT_SET_TIMES,
          FD_PREAD,
          FD_PRESTAT_DIR_NAME,
          FD_PRESTAT_GET,
          FD_PWRITE,
          FD_READDIR,
          FD_RENUMBER,
          FD_SYNC,
          FD_TELL,
          PATH_CREATE_DIRECTORY,
          PATH_FILESTAT_GET,
          PATH_FILESTAT_SET_TIMES,
          PATH_LINK,
          PATH_OPEN,
          PATH_READLINK,
          PATH_REMOVE_DIRECTORY,
          PATH_RENAME,
          PATH_SYMLINK,
          PATH_UNLINK_FILE,
          POLL_ONEOFF ->
          function.inertErrno();
    };
  }

  /** A number of 32 bits without sign, as pointers and lengths are. */
  private static long pointer(Value[] passed, int index) {
    return Integer.toUnsignedLong(passed[index].asInt());
  }

  private WasiErrno sizes(Value[] passed, int count, int totalBytes) {
    long countInto = pointer(passed, 0);
    long bytesInto = pointer(passed, 1);
    if (!memory.contains(countInto, Integer.BYTES) || !memory.contains(bytesInto, Integer.BYTES)) {
      return FAULT;
    }
    memory.writeInt(countInto, count);
    memory.writeInt(bytesInto, totalBytes);
    return SUCCESS;
  }

  private WasiErrno arguments(long pointersInto, long bytesInto) {
    int count = arguments.strings().size();
    if (!memory.contains(pointersInto, (long) count * Integer.BYTES)
        || !memory.contains(bytesInto, arguments.totalBytes())) {
      return FAULT;
    }
    long next = bytesInto;
    for (int i = 0; i < count; i++) {
      var string = arguments.strings().get(i);
      memory.writeInt(pointersInto + (long) i * Integer.BYTES, (int) next);
      memory.write(next, ByteBuffer.wrap(string));
      next += string.length;
    }
    return SUCCESS;
  }

  private WasiErrno clock(int clock, long nanos, long into) {
    if (clock < 0 || clock >= CLOCKS) return INVALID;
    if (!memory.contains(into, Long.BYTES)) return FAULT;
    memory.writeLong(into, nanos);
    return SUCCESS;
  }

  private WasiErrno random(long into, long length) {
    if (!memory.contains(into, length)) return FAULT;
    var chunk = ByteBuffer.allocate((int) Math.min(length, RANDOM_CHUNK_BYTES));
    for (long done = 0; done < length; done += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), length - done));
      random.fill(chunk);
      memory.write(into + done, chunk.flip());
    }
    return SUCCESS;
  }
}

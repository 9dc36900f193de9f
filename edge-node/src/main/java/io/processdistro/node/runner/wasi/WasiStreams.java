package io.processdistro.node.runner.wasi;

import static io.processdistro.node.runner.wasi.WasiErrno.BAD_DESCRIPTOR;
import static io.processdistro.node.runner.wasi.WasiErrno.CANNOT_SEEK;
import static io.processdistro.node.runner.wasi.WasiErrno.FAULT;
import static io.processdistro.node.runner.wasi.WasiErrno.SUCCESS;

import io.processdistro.node.runner.guest.GuestEnd;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.guest.GuestMemory;
import java.io.IOException;

/**
 * The three open files of a WASI command. Every number comes from the guest: pointers and lengths
 * are unsigned 32-bit, and nothing is touched before all of an answer is known to lie inside of the
 * memory. For the thread that runs the guest.
 */
final class WasiStreams {
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int LOG = 2;

  private static final int STATUS_BYTES = 24;
  private static final int STATUS_RIGHTS_OFFSET = 8;
  private static final int STATUS_INHERITED_OFFSET = 16;
  private static final long RIGHT_TO_READ = 1 << 1;
  private static final long RIGHT_TO_WRITE = 1 << 6;

  private final StandardInput input;
  private final StandardOutput output;
  private final long outputBytesMax;
  private final GuestLog log;
  private final boolean[] closed = new boolean[3];

  WasiStreams(StandardInput input, StandardOutput output, long outputBytesMax, GuestLog log) {
    this.input = input;
    this.output = output;
    this.outputBytesMax = outputBytesMax;
    this.log = log;
  }

  private boolean isOpen(int descriptor) {
    return descriptor >= IN && descriptor <= LOG && !closed[descriptor];
  }

  WasiErrno close(int descriptor) {
    if (!isOpen(descriptor)) return BAD_DESCRIPTOR;
    closed[descriptor] = true;
    return SUCCESS;
  }

  WasiErrno seek(int descriptor) {
    return isOpen(descriptor) ? CANNOT_SEEK : BAD_DESCRIPTOR;
  }

  /** Says "a file of unknown kind": no terminal, so that libraries buffer whole blocks. */
  WasiErrno status(GuestMemory memory, int descriptor, long into) {
    if (!isOpen(descriptor)) return BAD_DESCRIPTOR;
    if (!memory.contains(into, STATUS_BYTES)) return FAULT;
    memory.writeLong(into, 0);
    memory.writeLong(
        into + STATUS_RIGHTS_OFFSET, descriptor == IN ? RIGHT_TO_READ : RIGHT_TO_WRITE);
    memory.writeLong(into + STATUS_INHERITED_OFFSET, 0);
    return SUCCESS;
  }

  WasiErrno read(GuestMemory memory, int descriptor, long list, long count, long sizeInto) {
    if (descriptor != IN || closed[IN]) return BAD_DESCRIPTOR;
    return transfer(memory, list, count, sizeInto, vectors -> read(memory, vectors));
  }

  private long read(GuestMemory memory, GuestVectors vectors) throws IOException {
    long total = 0;
    for (int i = 0; i < vectors.pointers().length; i++) {
      long length = vectors.lengths()[i];
      int read = input.read(memory, vectors.pointers()[i], length);
      total += read;
      if (read < length) break;
    }
    return total;
  }

  WasiErrno write(GuestMemory memory, int descriptor, long list, long count, long sizeInto) {
    if (descriptor != OUT && descriptor != LOG || closed[descriptor]) return BAD_DESCRIPTOR;
    return transfer(memory, list, count, sizeInto, vectors -> write(memory, descriptor, vectors));
  }

  private long write(GuestMemory memory, int descriptor, GuestVectors vectors) throws IOException {
    for (int i = 0; i < vectors.pointers().length; i++) {
      if (descriptor == OUT) writeOutput(memory, vectors.pointers()[i], vectors.lengths()[i]);
      else writeLog(memory, vectors.pointers()[i], vectors.lengths()[i]);
    }
    return vectors.totalBytes();
  }

  /** Moves bytes between a guest's memory and the world; gives how many. */
  @FunctionalInterface
  private interface Move {
    long apply(GuestVectors vectors) throws IOException;
  }

  /** The list, all it points at and the place of the answer must lie inside of the memory. */
  private static WasiErrno transfer(
      GuestMemory memory, long list, long count, long sizeInto, Move move) {
    var errno = GuestVectors.check(memory, list, count);
    if (errno != SUCCESS) return errno;
    var vectors = GuestVectors.read(memory, list, count);
    errno = vectors.checkTargets(memory);
    if (errno != SUCCESS) return errno;
    if (!memory.contains(sizeInto, Integer.BYTES)) return FAULT;
    try {
      memory.writeInt(sizeInto, (int) move.apply(vectors));
      return SUCCESS;
    } catch (IOException e) {
      throw new GuestEnd.DiskFailed(e);
    }
  }

  private void writeOutput(GuestMemory memory, long pointer, long length) throws IOException {
    long wanted = output.lengthBytes() + length;
    if (wanted > outputBytesMax) {
      throw new GuestEnd.AtFault(GuestFault.ofOutputLimit(wanted, outputBytesMax));
    }
    output.write(memory, pointer, length);
  }

  private void writeLog(GuestMemory memory, long pointer, long length) {
    int kept = (int) Math.min(length, log.bytesMax());
    if (kept < length) log.skip(length - kept);
    var bytes = new byte[kept];
    memory.read(pointer + length - kept, bytes, kept);
    log.append(bytes, kept);
  }
}

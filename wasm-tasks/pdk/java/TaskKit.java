package processdistro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Address;
import org.teavm.interop.Import;

/**
 * ProcessDistro task kit for Java: a task as a WASI command, compiled by TeaVM 0.13.1. Have {@code main} do nothing but
 * {@code TaskKit.run(arguments, new MyTask())}.
 *
 * <p>MIT licence, as all of ProcessDistro.
 */
public final class TaskKit {
  private static final int BUFFER_BYTES = 65536;
  private static final int NUMBER_BYTES = 4;

  private TaskKit() {}

  /** The phases of a task. Each call has a fresh program to itself: nothing stays from one to the next. */
  public interface Phases {
    /** Of all of the input makes chunks, each of which becomes the input of one {@code execute}. */
    List<byte[]> split(byte[] input) throws InputException;

    byte[] execute(byte[] chunk) throws InputException;

    /** Joins results of {@code execute}, and, when there are many, of itself. */
    byte[] merge(List<byte[]> results) throws InputException;
  }

  /** What is wrong with an input, in a sentence for the user. */
  public static final class InputException extends Exception {
    public InputException(String sentence) {
      super(sentence);
    }
  }

  /**
   * Runs the phase that the node asks for, from standard input to standard output. Ends the program with status 1 and
   * the sentence in the log if the input is at fault.
   *
   * @param arguments of {@code main}
   */
  public static void run(String[] arguments, Phases phases) throws IOException {
    try {
      byte[] output = output(arguments, phases, standardInput());
      System.out.write(output, 0, output.length);
      System.out.flush();
    } catch (InputException e) {
      System.err.println(e.getMessage());
      System.err.flush();
      exit(1);
    }
  }

  /** A text's bytes, in UTF-8. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes as text, in UTF-8. */
  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** TeaVM has no {@code System.exit}; this is what it would call. */
  @Import(module = "wasi_snapshot_preview1", name = "proc_exit")
  private static native void exit(int status);

  private static byte[] output(String[] arguments, Phases phases, byte[] input) throws InputException {
    String phase = arguments.length == 0 ? "" : arguments[0];
    switch (phase) {
      case "split":
        return chunkList(phases.split(input));
      case "execute":
        return phases.execute(input);
      case "merge":
        return phases.merge(chunksOf(input));
      default:
        throw new InputException("the phase is split, execute or merge, not \"" + phase + "\"");
    }
  }

  private static byte[] standardInput() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      int read = read(buffer);
      if (read <= 0) return all.toByteArray();
      all.write(buffer, 0, read);
    }
  }

  /** TeaVM's {@code System.in} is always at its end, so the input is read as a WASI command does. */
  private static int read(byte[] buffer) throws IOException {
    int[] vector = {Address.ofData(buffer).toInt(), buffer.length};
    int[] read = new int[1];
    int errno = read(0, Address.ofData(vector), 1, Address.ofData(read));
    if (errno != 0) throw new IOException("error " + errno);
    return read[0];
  }

  @Import(module = "wasi_snapshot_preview1", name = "fd_read")
  private static native int read(int descriptor, Address vectors, int count, Address read);

  private static byte[] chunkList(List<byte[]> chunks) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    writeNumber(list, chunks.size());
    for (byte[] chunk : chunks) {
      writeNumber(list, chunk.length);
      list.write(chunk, 0, chunk.length);
    }
    return list.toByteArray();
  }

  private static List<byte[]> chunksOf(byte[] list) throws InputException {
    int count = readNumber(list, 0);
    int position = NUMBER_BYTES;
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = readNumber(list, position);
      position += NUMBER_BYTES;
      if (length < 0 || length > list.length - position) throw brokenOff();
      byte[] chunk = new byte[length];
      System.arraycopy(list, position, chunk, 0, length);
      chunks.add(chunk);
      position += length;
    }
    return chunks;
  }

  /** Little endian, as all numbers of lists. */
  private static void writeNumber(ByteArrayOutputStream out, int number) {
    for (int shift = 0; shift < 32; shift += 8) out.write(number >>> shift);
  }

  private static int readNumber(byte[] list, int position) throws InputException {
    if (list.length - position < NUMBER_BYTES) throw brokenOff();
    int number = 0;
    for (int i = NUMBER_BYTES - 1; i >= 0; i--) number = number << 8 | list[position + i] & 0xff;
    return number;
  }

  private static InputException brokenOff() {
    return new InputException("the list of results breaks off");
  }
}

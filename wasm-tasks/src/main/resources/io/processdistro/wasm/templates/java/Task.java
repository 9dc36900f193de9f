import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import processdistro.TaskKit;

/** Adds up the whole numbers of a text, one in each line. A first task to change into your own. */
public final class Task implements TaskKit.Phases {
  /** Chunks are cut at the first end of a line after so many bytes. */
  private static final int CHUNK_BYTES = 65536;

  public static void main(String[] arguments) throws IOException {
    TaskKit.run(arguments, new Task());
  }

  @Override
  public List<byte[]> split(byte[] input) {
    List<byte[]> chunks = new ArrayList<>();
    int start = 0;
    while (start < input.length) {
      int end = Math.min(start + CHUNK_BYTES, input.length);
      while (end < input.length && input[end - 1] != '\n') end++;
      chunks.add(Arrays.copyOfRange(input, start, end));
      start = end;
    }
    return chunks;
  }

  @Override
  public byte[] execute(byte[] chunk) throws TaskKit.InputException {
    return TaskKit.bytes(sumOfLines(chunk) + "\n");
  }

  @Override
  public byte[] merge(List<byte[]> results) throws TaskKit.InputException {
    long sum = 0;
    for (byte[] result : results) sum += sumOfLines(result);
    return TaskKit.bytes(sum + "\n");
  }

  private static long sumOfLines(byte[] text) throws TaskKit.InputException {
    long sum = 0;
    int start = 0;
    while (start < text.length) {
      int end = start;
      while (end < text.length && text[end] != '\n') end++;
      // String.split would bring a whole library of regular expressions along.
      String line = TaskKit.text(Arrays.copyOfRange(text, start, end)).trim();
      try {
        sum += Long.parseLong(line);
      } catch (NumberFormatException e) {
        throw new TaskKit.InputException("\"" + line + "\" is not a whole number");
      }
      start = end + 1;
    }
    return sum;
  }
}

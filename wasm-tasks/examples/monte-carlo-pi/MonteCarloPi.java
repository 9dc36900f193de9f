import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import processdistro.TaskKit;

/**
 * Estimates pi: the share of random points of a square that lie in the quarter of a circle.
 *
 * <p>The input is {@code samples seed}. Point number n depends on the seed and n only, so the result does not depend on how
 * the samples are cut into chunks, {@code first count seed} each. A result is {@code inside samples pi}.
 */
public final class MonteCarloPi implements TaskKit.Phases {
  private static final long SAMPLES_MAX = 1_000_000_000_000L;
  private static final long CHUNK_SAMPLES = 100_000;
  private static final long CHUNKS_MAX = 10_000;

  /** Points of one call of the hot loop: some milliseconds. */
  private static final long RUN_SAMPLES = 20_000;

  /** The step between two states of SplitMix64. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private static final long PI_DECIMALS = 100_000_000;

  public static void main(String[] arguments) throws IOException {
    TaskKit.run(arguments, new MonteCarloPi());
  }

  @Override
  public List<byte[]> split(byte[] input) throws TaskKit.InputException {
    long[] numbers = numbers(input, 2, "samples and seed");
    long samples = numbers[0];
    if (samples < 1 || samples > SAMPLES_MAX) {
      throw new TaskKit.InputException("samples: from 1 to " + SAMPLES_MAX + ", not " + samples);
    }
    long step = Math.max(CHUNK_SAMPLES, samples / CHUNKS_MAX + 1);
    List<byte[]> chunks = new ArrayList<>();
    for (long first = 0; first < samples; first += step) {
      chunks.add(line(first, Math.min(step, samples - first), numbers[1]));
    }
    return chunks;
  }

  @Override
  public byte[] execute(byte[] chunk) throws TaskKit.InputException {
    long[] numbers = numbers(chunk, 3, "first, count and seed");
    long end = numbers[0] + numbers[1];
    long inside = 0;
    for (long first = numbers[0]; first < end; first += RUN_SAMPLES) {
      inside += inside(numbers[2], first, Math.min(end, first + RUN_SAMPLES));
    }
    return result(inside, numbers[1]);
  }

  @Override
  public byte[] merge(List<byte[]> results) throws TaskKit.InputException {
    long inside = 0;
    long samples = 0;
    for (byte[] result : results) {
      long[] numbers = numbers(result, 2, "a result");
      inside += numbers[0];
      samples += numbers[1];
    }
    return result(inside, samples);
  }

  /** How many of the points lie inside; in whole numbers, so that it is exact on every machine. */
  private static long inside(long seed, long first, long end) {
    long radius = 1L << 31;
    long inside = 0;
    for (long point = first; point < end; point++) {
      long random = scatter(seed + (point + 1) * GOLDEN_GAMMA);
      long x = random >>> 33;
      long y = random & 0x7fffffffL;
      if (x * x + y * y < radius * radius) inside++;
    }
    return inside;
  }

  /** The finaliser of SplitMix64. */
  private static long scatter(long state) {
    state = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    state = (state ^ (state >>> 27)) * 0x94D049BB133111EBL;
    return state ^ (state >>> 31);
  }

  private static byte[] result(long inside, long samples) {
    // Whole numbers again, in two steps: inside x 4 x 10^8 may be above 2^63.
    long whole = inside * 4 / samples;
    long rest = inside * 4 % samples;
    long decimals = 0;
    for (long unit = PI_DECIMALS; unit > 1; unit /= 10) {
      rest *= 10;
      decimals = decimals * 10 + rest / samples;
      rest %= samples;
    }
    String digits = Long.toString(PI_DECIMALS + decimals).substring(1);
    return TaskKit.bytes(inside + " " + samples + " " + whole + "." + digits + "\n");
  }

  private static byte[] line(long first, long count, long seed) {
    return TaskKit.bytes(first + " " + count + " " + seed + "\n");
  }

  /** The first whole numbers of a text, which may go on after them. */
  private static long[] numbers(byte[] text, int count, String what) throws TaskKit.InputException {
    String[] words = words(TaskKit.text(text));
    if (words.length < count) throw new TaskKit.InputException("there should be " + what + ", in whole numbers");
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      try {
        numbers[i] = Long.parseLong(words[i]);
      } catch (NumberFormatException e) {
        throw new TaskKit.InputException(what + ": not a whole number: " + words[i]);
      }
    }
    return numbers;
  }

  private static String[] words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean blank = i == text.length() || text.charAt(i) <= ' ';
      if (blank && start >= 0) words.add(text.substring(start, i));
      if (blank) start = -1;
      else if (start < 0) start = i;
    }
    return words.toArray(new String[0]);
  }
}

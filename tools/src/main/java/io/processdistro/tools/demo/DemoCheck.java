package io.processdistro.tools.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.password4j.BcryptFunction;
import com.password4j.Password;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.slf4j.LoggerFactory;

/**
 * Checks results against independent references: plain Java loops, the JDK's SHA-256 and image
 * reader, password4j's bcrypt. Prints one line per check; exit status 1 if one fails.
 */
public final class DemoCheck {
  private static final int COLOUR_BITS = 0xff_ff_ff;

  private DemoCheck() {}

  /** A result is not what the reference says. */
  public static final class WrongResultException extends Exception {
    private static final long serialVersionUID = 1;

    WrongResultException(String message) {
      super(message);
    }
  }

  /**
   * Arguments: the kind of check, then its files and numbers, as {@code scripts/demo} gives them.
   */
  public static void main(String[] arguments) throws IOException {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    try {
      System.out.println("  correct: " + check(List.of(arguments)));
    } catch (WrongResultException e) {
      System.out.println("  WRONG: " + e.getMessage());
      System.exit(1);
    }
  }

  static String check(List<String> arguments) throws IOException, WrongResultException {
    return switch (arguments.getFirst()) {
      case "matrix" ->
          matrix(
              NpyMatrix.read(path(arguments, 1)),
              NpyMatrix.read(path(arguments, 2)),
              NpyMatrix.read(path(arguments, 3)));
      case "mandelbrot" ->
          mandelbrot(
              ImageIO.read(path(arguments, 1).toFile()),
              NpyMatrix.read(path(arguments, 2)),
              Integer.parseInt(arguments.get(3)));
      case "sha256" -> sha256(lines(arguments, 1), lines(arguments, 2));
      case "bcrypt" ->
          bcrypt(lines(arguments, 1), lines(arguments, 2), Integer.parseInt(arguments.get(3)));
      default -> throw new IllegalArgumentException("unknown check " + arguments.getFirst());
    };
  }

  private static Path path(List<String> arguments, int index) {
    return Path.of(arguments.get(index));
  }

  private static List<String> lines(List<String> arguments, int index) throws IOException {
    return Files.readAllLines(path(arguments, index));
  }

  /** Three plain loops; the sums may differ by 1e-12 per summand, relative to its size. */
  public static String matrix(NpyMatrix a, NpyMatrix b, NpyMatrix c) throws WrongResultException {
    require(
        c.rows() == a.rows() && c.columns() == b.columns(),
        () -> "the product has the shape " + c.rows() + " x " + c.columns());
    double worst = 0;
    var sums = new double[b.columns()];
    var sizes = new double[b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      Arrays.fill(sums, 0);
      Arrays.fill(sizes, 0);
      for (int k = 0; k < a.columns(); k++) {
        double left = a.at(i, k);
        for (int j = 0; j < sums.length; j++) {
          double product = left * b.at(k, j);
          sums[j] += product;
          sizes[j] += Math.abs(product);
        }
      }
      for (int j = 0; j < sums.length; j++) {
        double error = Math.abs(c.at(i, j) - sums[j]) / Math.max(sizes[j], Double.MIN_NORMAL);
        int row = i;
        int column = j;
        // Written so that NaN fails too.
        require(
            error <= 1e-12 * a.columns(),
            () -> "element (" + row + ", " + column + ") is " + c.at(row, column));
        worst = Math.max(worst, error);
      }
    }
    return String.format(
        "%d x %d product of plain Java loops, largest relative difference %.1e",
        c.rows(), c.columns(), worst);
  }

  /**
   * The counts must be exact. Of the image, which pixels belong to the set (black) must be right;
   * how the others are coloured is taste.
   */
  public static String mandelbrot(BufferedImage image, NpyMatrix counts, int iterationsMax)
      throws WrongResultException {
    int width = counts.columns();
    int height = counts.rows();
    require(
        image.getWidth() == width && image.getHeight() == height,
        () -> "the image has " + image.getWidth() + " x " + image.getHeight() + " pixels");
    long inside = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        var pixel = "pixel (" + x + ", " + y + ")";
        int expected = count(-2.5 + 3.5 * x / width, -1.25 + 2.5 * y / height, iterationsMax);
        require(counts.at(y, x) == expected, () -> pixel + " did not take " + expected + " steps");
        boolean black = (image.getRGB(x, y) & COLOUR_BITS) == 0;
        require(
            black == (expected == iterationsMax),
            () -> pixel + " of the image is " + (black ? "black" : "coloured"));
        if (black) inside++;
      }
    }
    return String.format(
        "%,d iteration counts equal plain Java, %,d pixels are inside and black",
        (long) width * height, inside);
  }

  private static int count(double cx, double cy, int iterationsMax) {
    double x = 0;
    double y = 0;
    int steps = 0;
    while (steps < iterationsMax && x * x + y * y <= 4) {
      double next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
      steps++;
    }
    return steps;
  }

  public static String sha256(List<String> words, List<String> csv) throws WrongResultException {
    requireRows(words, csv);
    for (int i = 0; i < words.size(); i++) {
      int line = i + 1;
      var expected = words.get(i) + "," + HexFormat.of().formatHex(sha256(words.get(i)));
      require(csv.get(line).equals(expected), () -> "line " + (line + 1) + " is " + csv.get(line));
    }
    return String.format("%,d SHA-256 hashes equal the JDK's", words.size());
  }

  private static byte[] sha256(String word) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static String bcrypt(List<String> words, List<String> csv, int cost)
      throws WrongResultException {
    requireRows(words, csv);
    var start = String.format("$2b$%02d$", cost);
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      var line = csv.get(i + 1);
      int lineNumber = i + 2;
      require(line.startsWith(word + "," + start), () -> "line " + lineNumber + " is " + line);
      var hash = line.substring(word.length() + 1);
      boolean matches = Password.check(word, hash).with(BcryptFunction.getInstanceFromHash(hash));
      require(matches, () -> "password4j says that " + hash + " is not of " + word);
    }
    return String.format(
        "%,d bcrypt hashes of cost %d, each verified by password4j", words.size(), cost);
  }

  private static void requireRows(List<String> words, List<String> csv)
      throws WrongResultException {
    require(csv.getFirst().equals("password,hash"), () -> "the heading is " + csv.getFirst());
    require(
        csv.size() == words.size() + 1,
        () -> words.size() + " words became " + (csv.size() - 1) + " lines");
  }

  private static void require(boolean holds, Supplier<String> otherwise)
      throws WrongResultException {
    if (!holds) throw new WrongResultException(otherwise.get());
  }
}

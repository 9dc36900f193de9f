package io.processdistro.node.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: {@code 4GiB}, {@code 512m}, {@code 1.5g}, {@code 1000000}. */
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,6})?)\\s*([kmgt]?)(?:i?b)?");
  private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 50);

  /** Units are powers of 1024, with or without the "i". */
  @Override
  public Long convert(String text) {
    var matcher = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a size: write for example 512MiB or 4GiB");
    }
    int power = " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    var bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    if (bytes.compareTo(LARGEST) > 0) {
      throw new TypeConversionException("'" + text + "' is more than a PiB");
    }
    return bytes.longValue();
  }
}

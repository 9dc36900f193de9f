package io.processdistro.controller.tasks.npy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the Python dictionary in a .npy header: exactly the keys descr (a string), fortran_order
 * (True or False) and shape (a tuple of whole numbers). No other expression of Python is
 * understood. One use per object.
 */
final class NpyDictionary {
  private static final long EXTENT_MAX = 1L << 40;
  private static final int DIMENSIONS_MAX = 32;

  private final String text;
  private int at;

  NpyDictionary(byte[] bytes) {
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * @param dataOffsetBytes where the data begins in the file
   */
  NpyHeader header(long dataOffsetBytes) throws NpyFormatException {
    Map<String, Object> values = dictionary();
    if (!(values.get("descr") instanceof String descriptor)
        || !(values.get("fortran_order") instanceof Boolean fortranOrder)
        || !(values.get("shape") instanceof List<?> shape)
        || values.size() != 3) {
      throw malformed("it needs exactly descr, fortran_order and shape");
    }
    var element = element(descriptor);
    if (shape.size() != 2) {
      throw new NpyFormatException(
          "has "
              + shape.size()
              + " dimension"
              + (shape.size() == 1 ? "" : "s")
              + "; a matrix has 2",
          shape.size() == 1 ? "reshape it: array.reshape(-1, 1) or array.reshape(1, -1)" : "");
    }
    long rows = extent((BigInteger) shape.get(0));
    long columns = extent((BigInteger) shape.get(1));
    if (columns > EXTENT_MAX / rows) {
      throw new NpyFormatException(
          "has the shape " + rows + " x " + columns + "; at most 2^40 elements are read", "");
    }
    return new NpyHeader(element, fortranOrder, rows, columns, dataOffsetBytes);
  }

  private static NpyElement element(String descriptor) throws NpyFormatException {
    return switch (descriptor) {
      case "<f8" -> NpyElement.FLOAT64;
      case "<f4" -> NpyElement.FLOAT32;
      case ">f8", ">f4" ->
          throw new NpyFormatException(
              "holds big-endian numbers ('" + descriptor + "'); read are '<f8' and '<f4'",
              "convert it: numpy.save(path, array.astype('" + descriptor.replace('>', '<') + "'))");
      default ->
          throw new NpyFormatException(
              "holds elements of type '"
                  + shown(descriptor)
                  + "'; read are '<f8' (float64) and '<f4' (float32)",
              descriptor.contains("O")
                  ? "object arrays are pickled Python and never read"
                  : "convert it: numpy.save(path, array.astype('<f8'))");
    };
  }

  private static long extent(BigInteger value) throws NpyFormatException {
    if (value.signum() < 1 || value.bitLength() > 41 || value.longValue() > EXTENT_MAX) {
      throw new NpyFormatException(
          "has an extent of " + shown(value.toString()) + "; allowed are 1 to 2^40", "");
    }
    return value.longValue();
  }

  private Map<String, Object> dictionary() throws NpyFormatException {
    var values = new LinkedHashMap<String, Object>();
    expect('{');
    while (!nextIs('}')) {
      var key = string();
      expect(':');
      if (values.put(key, value()) != null) throw malformed("a key stands there twice");
      if (!nextIs(',')) {
        expect('}');
        break;
      }
    }
    skipSpace();
    if (at != text.length()) throw malformed("something follows the dictionary");
    return values;
  }

  private Object value() throws NpyFormatException {
    skipSpace();
    if (text.startsWith("True", at)) {
      at += 4;
      return true;
    }
    if (text.startsWith("False", at)) {
      at += 5;
      return false;
    }
    if (at < text.length() && text.charAt(at) == '(') return tuple();
    if (at < text.length() && text.charAt(at) == '[') {
      throw new NpyFormatException(
          "is a structured array; read are plain matrices of '<f8' or '<f4'", "");
    }
    return string();
  }

  private List<BigInteger> tuple() throws NpyFormatException {
    var values = new ArrayList<BigInteger>();
    expect('(');
    while (!nextIs(')')) {
      values.add(wholeNumber());
      if (values.size() > DIMENSIONS_MAX) throw malformed("its shape is too long");
      if (!nextIs(',')) {
        expect(')');
        break;
      }
    }
    return values;
  }

  /** Python 2 wrote an L behind long numbers; numpy still reads that, and so does this. */
  private BigInteger wholeNumber() throws NpyFormatException {
    skipSpace();
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') at++;
    while (at < text.length() && isDigit(text.charAt(at))) at++;
    var digits = text.substring(start, at);
    if (digits.isEmpty() || digits.equals("-") || digits.length() > 100) {
      throw malformed("its shape holds something that is no whole number");
    }
    if (at < text.length() && text.charAt(at) == 'L') at++;
    return new BigInteger(digits);
  }

  private String string() throws NpyFormatException {
    skipSpace();
    if (at >= text.length() || (text.charAt(at) != '\'' && text.charAt(at) != '"')) {
      throw malformed("a text in quotes is missing");
    }
    int end = text.indexOf(text.charAt(at), at + 1);
    if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
      throw malformed("a text in quotes does not end, or holds a backslash");
    }
    var content = text.substring(at + 1, end);
    at = end + 1;
    return content;
  }

  private void expect(char wanted) throws NpyFormatException {
    if (!nextIs(wanted)) throw malformed("'" + wanted + "' is missing at character " + at);
  }

  private boolean nextIs(char wanted) {
    skipSpace();
    if (at >= text.length() || text.charAt(at) != wanted) return false;
    at++;
    return true;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at++;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static NpyFormatException malformed(String what) {
    return new NpyFormatException("has a malformed header: " + what, "write it with numpy.save");
  }

  private static String shown(String foreign) {
    var cut = foreign.length() > 24 ? foreign.substring(0, 24) + "..." : foreign;
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }
}

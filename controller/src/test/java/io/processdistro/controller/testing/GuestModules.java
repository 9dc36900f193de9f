package io.processdistro.controller.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small modules made by hand: right in form, so that they are let in. Nobody runs them here. */
public final class GuestModules {
  private static final int FUNCTION = 0;
  private static final int MEMORY = 2;

  private GuestModules() {}

  /**
   * A native module.
   *
   * @param phases names of the functions it exports beside {@code memory} and {@code alloc}
   */
  public static byte[] nativeWith(String... phases) {
    var exports = new ArrayList<byte[]>();
    exports.add(export("memory", MEMORY, 0));
    exports.add(export("alloc", FUNCTION, 0));
    for (var phase : phases) exports.add(export(phase, FUNCTION, 1));
    return module(
        section(
            1, vector(List.of(bytes(0x60, 1, 0x7f, 1, 0x7f), bytes(0x60, 2, 0x7f, 0x7f, 1, 0x7e)))),
        section(3, bytes(2, 0, 1)),
        section(5, bytes(1, 0, 1)),
        section(7, vector(exports)),
        section(10, vector(List.of(bytes(4, 0, 0x41, 0, 0x0b), bytes(4, 0, 0x42, 0, 0x0b)))));
  }

  /** A WASI command that asks for nothing. */
  public static byte[] wasiCommand() {
    return module(
        section(1, vector(List.of(bytes(0x60, 0, 0)))),
        section(3, bytes(1, 0)),
        section(5, bytes(1, 0, 1)),
        section(7, vector(List.of(export("memory", MEMORY, 0), export("_start", FUNCTION, 0)))),
        section(10, vector(List.of(bytes(2, 0, 0x0b)))));
  }

  private static byte[] module(byte[]... sections) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(bytes(0, 'a', 's', 'm', 1, 0, 0, 0));
    for (var section : sections) out.writeBytes(section);
    return out.toByteArray();
  }

  private static byte[] section(int id, byte[] content) {
    return joined(bytes(id, content.length), content);
  }

  private static byte[] export(String name, int kind, int index) {
    var text = name.getBytes(StandardCharsets.US_ASCII);
    return joined(bytes(text.length), joined(text, bytes(kind, index)));
  }

  private static byte[] vector(List<byte[]> elements) {
    var out = new ByteArrayOutputStream();
    out.write(elements.size());
    elements.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  /** Each below 128, so that none needs a second byte. */
  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
    return bytes;
  }
}

package io.processdistro.tools.bench;

import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixShape;
import io.processdistro.wasm.abi.PasswordHashInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One call of one kernel, the same for every engine.
 *
 * @param header first part of the input
 * @param rest the rest of the input
 * @param yardstick C program of this package that does the same natively, with its arguments
 */
record KernelCase(
    String name, BuiltInModule module, byte[] header, byte[] rest, Optional<Yardstick> yardstick) {
  private static final int MATRIX_EDGE = 512;
  private static final int BLOCK_EDGE = 128;
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;
  private static final int ITERATIONS = 1000;
  private static final int SHA_WORDS = 200_000;
  private static final int BCRYPT_WORDS = 8;
  private static final int BCRYPT_COST = 8;

  record Yardstick(String program, List<String> arguments) {}

  /** The whole input: what a guest is given. */
  byte[] input() {
    return ByteBuffer.allocate(header.length + rest.length).put(header).put(rest).array();
  }

  static List<KernelCase> all() {
    return List.of(
        matrix(),
        mandelbrot(),
        hash("sha256, 200,000 words", PasswordHashInput.Algorithm.SHA256, SHA_WORDS),
        hash("sha512, 200,000 words", PasswordHashInput.Algorithm.SHA512, SHA_WORDS),
        hash("bcrypt cost 8, 8 words", PasswordHashInput.Algorithm.BCRYPT, BCRYPT_WORDS));
  }

  private static KernelCase matrix() {
    int panels = MATRIX_EDGE / BLOCK_EDGE;
    var shape = new MatrixShape(MATRIX_EDGE, MATRIX_EDGE, MATRIX_EDGE, BLOCK_EDGE);
    var factors =
        new MatrixMulInput.Factors.Panels(
            Element.F64, Element.F64, 0, panels, IntStream.range(0, panels).boxed().toList());
    var header = new MatrixMulInput(shape, factors, Element.F64, 0, shape.blocks()).header();
    int elements = 2 * MATRIX_EDGE * MATRIX_EDGE;
    var packed = ByteBuffer.allocate(elements * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) packed.putDouble((i % 1013) / 1013.0);
    return new KernelCase(
        "matrix_mul 512 x 512, f64",
        BuiltInModule.MATRIX_MUL,
        header,
        packed.array(),
        Optional.of(new Yardstick("matmul", List.of(Integer.toString(MATRIX_EDGE)))));
  }

  private static KernelCase mandelbrot() {
    var image = new MandelbrotInput.Image(WIDTH, HEIGHT, ITERATIONS);
    var region = new MandelbrotInput.Region(-2.5, 1, -1.25, 1.25);
    var input =
        new MandelbrotInput(image, region, MandelbrotInput.Output.COUNTS, 0, image.pixels());
    return new KernelCase(
        "mandelbrot 800 x 600, 1000 iterations",
        BuiltInModule.MANDELBROT,
        input.header(),
        new byte[0],
        Optional.of(
            new Yardstick("mandelbrot", List.of("" + WIDTH, "" + HEIGHT, "" + ITERATIONS))));
  }

  private static KernelCase hash(String name, PasswordHashInput.Algorithm algorithm, int words) {
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) text.append("password-").append(i).append('\n');
    var bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    var mode = new PasswordHashInput.Mode.Hash(BCRYPT_COST, 1);
    var input = new PasswordHashInput(algorithm, mode, 0, 0, words, bytes.length);
    return new KernelCase(
        name, BuiltInModule.PASSWORD_HASH, input.fixedHeader(), bytes, Optional.empty());
  }
}

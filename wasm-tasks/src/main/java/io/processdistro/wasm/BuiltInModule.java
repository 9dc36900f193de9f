package io.processdistro.wasm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The tasks that come with ProcessDistro, compiled from {@code src/main/c}. Each module has the
 * native ABI (exports memory, alloc, execute and warmup, no imports); {@code README.md} of this
 * folder has the layout of their inputs.
 */
public enum BuiltInModule {
  MATRIX_MUL("matrix_mul"),
  MANDELBROT("mandelbrot"),
  PASSWORD_HASH("password_hash");

  private final String taskType;
  private final byte[] bytes;
  private final byte[] sha256;

  BuiltInModule(String taskType) {
    this.taskType = taskType;
    this.bytes = read(taskType + ".wasm");
    this.sha256 = digest(bytes);
  }

  /** The name of the task type that users give. */
  public String taskType() {
    return taskType;
  }

  /** The module itself, a new array each time. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** SHA-256 of the module, 32 bytes in a new array: its name everywhere. */
  public byte[] sha256() {
    return sha256.clone();
  }

  private static byte[] read(String resource) {
    try (var stream = BuiltInModule.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(
            "the jar of wasm-tasks lacks " + resource + "; build it with scripts/build-wasm");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " from the class path", e);
    }
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
    }
  }
}

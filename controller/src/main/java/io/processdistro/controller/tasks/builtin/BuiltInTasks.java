package io.processdistro.controller.tasks.builtin;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.tasks.mandelbrot.Mandelbrot;
import io.processdistro.controller.tasks.matrix.MatrixMul;
import io.processdistro.controller.tasks.passwords.PasswordHash;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The task types that come with ProcessDistro, and their modules. */
public final class BuiltInTasks {
  private BuiltInTasks() {}

  public static TaskTypes types() {
    return new TaskTypes(
        List.of(
            new MatrixMul(hashOf(BuiltInModule.MATRIX_MUL)),
            new Mandelbrot(hashOf(BuiltInModule.MANDELBROT)),
            new PasswordHash(hashOf(BuiltInModule.PASSWORD_HASH))));
  }

  /**
   * Stores the modules, so that nodes can fetch them; blocks.
   *
   * @return their hashes, to be kept as long as the controller runs
   */
  public static List<ContentHash> storeModules(TaskBlobs blobs) throws IOException {
    var hashes = new ArrayList<ContentHash>();
    for (var module : BuiltInModule.values()) {
      hashes.add(blobs.put(ByteBuffer.wrap(module.bytes())));
    }
    return hashes;
  }

  private static ContentHash hashOf(BuiltInModule module) {
    return ContentHash.fromDigest(module.sha256());
  }
}

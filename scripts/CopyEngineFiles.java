import java.io.IOException;
import java.nio.file.Path;
import org.graalvm.polyglot.Engine;

/**
 * Copies the native files of the WebAssembly engine out of its jars: {@code CopyEngineFiles FOLDER}. An engine that does
 * not find them there unpacks them into the home of its user, and a service's user has none. Run by scripts/build as a
 * source file, with the distribution's jars on its class path.
 */
final class CopyEngineFiles {
  private CopyEngineFiles() {}

  public static void main(String[] arguments) throws IOException {
    if (!Engine.copyResources(Path.of(arguments[0]))) throw new IOException("the engine's jars hold no native files");
  }
}

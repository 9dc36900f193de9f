import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar again with its class files raised to the format of Java 21: {@code RaiseClassVersion IN OUT}. The JVM
 * keeps no class in an archive whose format is older than that of Java 6, because those lack the stack maps that a quick
 * verification needs; they are worked out here. Instructions, names, times of change and all other files stay as they
 * are. A note is put in, which licences such as Apache's ask for. Run by scripts/build as a source file.
 */
final class RaiseClassVersion {
  private static final int JAVA_6 = 50;
  private static final ClassFileVersion JAVA_21 = ClassFileVersion.of(ClassFile.JAVA_21_VERSION, 0);
  private static final String NOTE = "META-INF/NOTICE-class-files.txt";

  private RaiseClassVersion() {}

  public static void main(String[] arguments) throws IOException {
    var in = Path.of(arguments[0]);
    int raised = 0;
    try (var loader = new URLClassLoader(new URL[] {in.toUri().toURL()});
        var from = new ZipFile(in.toFile());
        var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1]))))) {
      var classFile =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
      for (var entry : from.stream().toList()) {
        var content = from.getInputStream(entry).readAllBytes();
        boolean old = entry.getName().endsWith(".class") && classFile.parse(content).majorVersion() < JAVA_6;
        if (old) raised++;
        put(to, entry.getName(), entry, old ? raised(classFile, content) : content);
      }
      if (raised == 0) throw new IOException(in + " has no class files of an old format: it needs no raising any more");
      note(to, from.stream().findFirst().orElseThrow());
    }
  }

  private static byte[] raised(ClassFile classFile, byte[] content) {
    ClassTransform version =
        (builder, element) -> builder.with(element instanceof ClassFileVersion ? JAVA_21 : element);
    // Writing each body again is what has its stack maps made.
    return classFile.transformClass(
        classFile.parse(content), version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }

  private static void note(ZipOutputStream to, ZipEntry like) throws IOException {
    var text =
        """
        ProcessDistro has changed the class files of this jar: their format is that of Java 21 and they have
        stack maps. No instruction was changed.
        """;
    put(to, NOTE, like, text.getBytes(StandardCharsets.UTF_8));
  }

  /** With the time of change of {@code like}, so that the same jar gives the same bytes. */
  private static void put(ZipOutputStream to, String name, ZipEntry like, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(like.getTimeLocal());
    to.putNextEntry(entry);
    to.write(content);
    to.closeEntry();
  }
}

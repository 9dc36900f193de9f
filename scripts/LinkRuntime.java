import java.io.PrintWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.tools.jlink.internal.Main;
import jdk.tools.jlink.internal.PluginRepository;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;

/**
 * The JDK's own {@code jlink}, with two changes to what it links.
 *
 * <p>{@code jdk.incubator.vector} loses its mark "incubating, not resolved by default". A JVM whose modules include a
 * marked one does not archive its module graph, and without that graph neither linked classes nor call sites (JDK 25,
 * ModuleBootstrap: hasIncubatorModules), so that a runner would link all of the Graal compiler anew at each start.
 * Nothing else of the module is touched.
 *
 * <p>{@code java.security} lists no security provider whose module is not linked. The first look for an algorithm goes
 * through that list, and asks the class path for each provider that Java does not have: this loads, and verifies the
 * signatures of, some 600 classes of Bouncy Castle, which takes half of the time of a short command (ADR 30).
 *
 * <p>Takes the arguments of {@code jlink}; run by scripts/build as a source file, with the two internal packages of
 * {@code jdk.jlink} exported to it.
 */
final class LinkRuntime {
  private LinkRuntime() {}

  public static void main(String[] arguments) {
    PluginRepository.registerPlugin(new Unmark());
    PluginRepository.registerPlugin(new LinkedProviders());
    System.exit(Main.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  /** Changes one file of what is linked, before it is written down what modules there are. */
  private abstract static class OneFile implements Plugin {
    private final String name;
    private final String path;

    OneFile(String name, String path) {
      this.name = name;
      this.path = path;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public Category getType() {
      return Category.ADDER;
    }

    @Override
    public Set<State> getState() {
      return EnumSet.of(State.AUTO_ENABLED, State.FUNCTIONAL);
    }

    @Override
    public ResourcePool transform(ResourcePool in, ResourcePoolBuilder out) {
      var file = in.findEntry(path).orElseThrow(() -> new IllegalStateException("there is no " + path));
      var changed = changed(file.contentBytes(), in);
      in.transformAndCopy(entry -> entry.path().equals(path) ? entry.copyWithContent(changed) : entry, out);
      return out.build();
    }

    abstract byte[] changed(byte[] content, ResourcePool linked);
  }

  private static final class Unmark extends OneFile {
    Unmark() {
      super("unmark-incubating", "/jdk.incubator.vector/module-info.class");
    }

    @Override
    byte[] changed(byte[] content, ResourcePool linked) {
      var classFile = ClassFile.of();
      return classFile.transformClass(
          classFile.parse(content), ClassTransform.dropping(element -> element instanceof ModuleResolutionAttribute));
    }
  }

  private static final class LinkedProviders extends OneFile {
    /** Providers outside of java.base, with their modules. */
    private static final Map<String, String> MODULES =
        Map.of(
            "SunJGSS", "java.security.jgss",
            "SunSASL", "java.security.sasl",
            "XMLDSig", "java.xml.crypto",
            "SunPCSC", "java.smartcardio",
            "JdkLDAP", "java.naming",
            "JdkSASL", "jdk.security.jgss",
            "SunPKCS11", "jdk.crypto.cryptoki");

    private static final Pattern LINE = Pattern.compile("security\\.provider\\.\\d+=(\\w+).*");

    LinkedProviders() {
      super("linked-providers", "/java.base/conf/security/java.security");
    }

    /** The numbers have to follow one another: Java stops at the first gap. */
    @Override
    byte[] changed(byte[] content, ResourcePool linked) {
      var text = new StringBuilder();
      int providers = 0;
      for (var line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
        var provider = LINE.matcher(line);
        if (!provider.matches()) {
          text.append(line).append('\n');
        } else if (isLinked(provider.group(1), linked)) {
          text.append("security.provider." + ++providers + line.substring(line.indexOf('='))).append('\n');
        }
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLinked(String provider, ResourcePool linked) {
      var module = MODULES.get(provider);
      return module == null || linked.moduleView().findModule(module).isPresent();
    }
  }
}

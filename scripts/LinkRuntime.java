import java.io.PrintWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import java.util.EnumSet;
import java.util.Set;
import jdk.tools.jlink.internal.Main;
import jdk.tools.jlink.internal.PluginRepository;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;
import jdk.tools.jlink.plugin.ResourcePoolEntry;

/**
 * The JDK's own {@code jlink}, with one change to what it links: {@code jdk.incubator.vector} loses its mark
 * "incubating, not resolved by default". A JVM whose modules include a marked one does not archive its module graph,
 * and without that graph neither linked classes nor call sites (JDK 25, ModuleBootstrap: hasIncubatorModules), so that
 * a runner would link all of the Graal compiler anew at each start. Nothing else of the module is touched.
 *
 * <p>Takes the arguments of {@code jlink}; run by scripts/build as a source file, with the two internal packages of
 * {@code jdk.jlink} exported to it.
 */
final class LinkRuntime {
  private LinkRuntime() {}

  public static void main(String[] arguments) {
    PluginRepository.registerPlugin(new Unmark());
    System.exit(Main.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  private static final class Unmark implements Plugin {
    private static final String MODULE_INFO = "/jdk.incubator.vector/module-info.class";

    @Override
    public String getName() {
      return "unmark-incubating";
    }

    /** Of those that come before the one that writes down what modules there are. */
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
      in.transformAndCopy(entry -> entry.path().equals(MODULE_INFO) ? unmarked(entry) : entry, out);
      return out.build();
    }

    private static ResourcePoolEntry unmarked(ResourcePoolEntry moduleInfo) {
      var classFile = ClassFile.of();
      var unmarked =
          classFile.transformClass(
              classFile.parse(moduleInfo.contentBytes()),
              ClassTransform.dropping(element -> element instanceof ModuleResolutionAttribute));
      return moduleInfo.copyWithContent(unmarked);
    }
  }
}

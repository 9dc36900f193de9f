package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.processdistro.common.module.corpus.Code;
import io.processdistro.common.module.corpus.Tasks;
import io.processdistro.wasm.BuiltInModule;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real modules, cut off anywhere and with any byte changed: ingest refuses them with a sentence or
 * gives a module that it gives again, and takes no more memory than the file is worth.
 */
class DamagedModulesTest {
  private static final long SEED = 20_260_101;
  private static final int MUTATIONS = 300;

  /** Of every ingest; the largest module here has 34 KB. */
  private static final long ALLOCATED_BYTES_MAX = 48L << 20;

  private static final IngestRules FUELLED = IngestRules.DEFAULTS.withFuel(true);

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void isRefusedWhereverItIsCutOff(String name) {
    var module = modules().get(name);
    for (int length = 0; length < module.length; length++) {
      requireRefusedOrStable(Arrays.copyOf(module, length), name + " cut off at " + length);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void isRefusedOrStableWhateverByteIsChanged(String name) {
    var module = modules().get(name);
    var random = new Random(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      var changed = module.clone();
      int offset = random.nextInt(module.length);
      changed[offset] = (byte) random.nextInt();
      requireRefusedOrStable(
          changed, name + " with byte " + offset + " as " + (changed[offset] & 0xff));
    }
  }

  private static void requireRefusedOrStable(byte[] bytes, String description) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      var module = ModuleIngest.ingest(bytes, FUELLED);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for " + description)
          .isLessThan(ALLOCATED_BYTES_MAX);
      assertThat(ModuleIngest.ingest(module.bytes(), IngestRules.DEFAULTS).hash())
          .as(description)
          .isEqualTo(module.hash());
    } catch (ModuleRefusedException refused) {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for " + description)
          .isLessThan(ALLOCATED_BYTES_MAX);
      assertThat(refused.getMessage()).as(description).matches("[ -~]{10,2000}");
    } catch (RuntimeException failure) {
      throw new AssertionError(description + " made ingest fail", failure);
    }
  }

  static List<String> names() {
    return List.copyOf(modules().keySet());
  }

  private static Map<String, byte[]> modules() {
    var modules = new LinkedHashMap<String, byte[]>();
    for (var builtIn : BuiltInModule.values()) modules.put(builtIn.taskType(), builtIn.bytes());
    modules.put("a native task", Tasks.execute(Tasks.noOutput()));
    modules.put("a task with everything", everything());
    modules.put(
        "a command",
        Tasks.command(
            "fd_close",
            new int[] {Code.I32},
            new int[] {Code.I32},
            new Code().i32(1).call(0).drop()));
    modules.putAll(metered(modules));
    return modules;
  }

  private static Map<String, byte[]> metered(Map<String, byte[]> modules) {
    var metered = new LinkedHashMap<String, byte[]>();
    modules.forEach(
        (name, bytes) -> {
          try {
            metered.put(name + ", metered", ModuleIngest.ingest(bytes, FUELLED).bytes());
          } catch (ModuleRefusedException e) {
            throw new AssertionError(name, e);
          }
        });
    return metered;
  }

  /** Every section that there is, and names. */
  private static byte[] everything() {
    var code =
        new Code()
            .loop()
            .get(0)
            .i32(1)
            .op(0x6b)
            .tee(0)
            .brIf(0)
            .end()
            .i32(0)
            .callIndirect(Tasks.ACTION_TYPE)
            .i32(0)
            .i32(7)
            .i32(100)
            .memoryFill()
            .globalGet(0);
    return Tasks.execute(
        code,
        builder -> {
          builder.memory(1, 10_000).table(3).data(16, new byte[] {1, 2, 3});
          builder.global(Code.I64, new Code().i64(-5));
          int action = builder.function(Tasks.ACTION_TYPE, 2, Code.F64, new Code());
          builder.elements(action).start(action);
          builder.custom("producers", new byte[40]);
          builder.custom("name", new byte[] {1, 6, 1, 0, 3, 'r', 'u', 'n'});
        });
  }
}

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import org.teavm.diagnostics.Problem;
import org.teavm.diagnostics.ProblemSeverity;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.vm.TeaVMOptimizationLevel;

/**
 * Compiles a program's class files to a WASI command with TeaVM, which has to be on the class path:
 * {@code java -cp 'target/teavm/*' BuildTask.java MAIN_CLASS CLASS_FOLDER FILE.wasm}.
 *
 * <p>MIT licence, as all of ProcessDistro.
 */
final class BuildTask {
  /** What the program's objects may take; the memory of a task is a little more than the larger one. */
  private static final int HEAP_BYTES_MIN = 4 << 20;

  private static final int HEAP_BYTES_MAX = 192 << 20;

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.println("usage: BuildTask.java MAIN_CLASS CLASS_FOLDER FILE.wasm");
      System.exit(2);
    }
    File wasm = new File(arguments[2]).getAbsoluteFile();
    TeaVMTool tool = new TeaVMTool();
    tool.setTargetType(TeaVMTargetType.WEBASSEMBLY_WASI);
    tool.setMainClass(arguments[0]);
    tool.setClassLoader(
        new URLClassLoader(
            new URL[] {new File(arguments[1]).toURI().toURL()}, BuildTask.class.getClassLoader()));
    tool.setTargetDirectory(wasm.getParentFile());
    tool.setTargetFileName(wasm.getName());
    tool.setOptimizationLevel(TeaVMOptimizationLevel.SIMPLE);
    tool.setObfuscated(true);
    tool.setMinHeapSize(HEAP_BYTES_MIN);
    tool.setMaxHeapSize(HEAP_BYTES_MAX);
    tool.generate();
    boolean failed = false;
    for (Problem problem : tool.getProblemProvider().getProblems()) {
      DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
      problem.render(text);
      System.err.println(problem.getSeverity() + ": " + text.getText());
      failed |= problem.getSeverity() == ProblemSeverity.ERROR;
    }
    if (failed) System.exit(1);
  }
}

package io.processdistro.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process for a user's module inherits: next to nothing. Its program is a stand-in here. */
@EnabledOnOs(OS.LINUX)
class PrivateJvmLauncherTest {
  private static final List<String> SLEEP = List.of("/bin/sleep", "60");

  @TempDir Path directory;
  private Process process;

  @AfterEach
  void end() {
    if (process != null) process.destroyForcibly();
  }

  @Test
  void aProcessHasAnEmptyPrivateDirectoryThatGoesWithIt() throws Exception {
    process = launcher(ProcessWrapper.NONE, SLEEP).withHeap(1).launch();
    var own = proc("cwd").toRealPath();
    assertThat(own.getParent()).isEqualTo(directory.resolve("runners").toRealPath());
    assertThat(own).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    Files.writeString(own.resolve("hs_err_pid1.log"), "a crashed JVM leaves this");
    process.destroyForcibly().waitFor();
    await().untilAsserted(() -> assertThat(own).doesNotExist());
  }

  @Test
  void aProcessInheritsNoEnvironmentAndNoSecretOnItsCommandLine() throws Exception {
    process = launcher(ProcessWrapper.NONE, SLEEP).withHeap(1).launch();
    await()
        .until(
            () ->
                new String(Files.readAllBytes(proc("cmdline")), StandardCharsets.UTF_8)
                    .equals("/bin/sleep\u000060\u0000"));
    assertThat(Files.readAllBytes(proc("environ"))).isEmpty();
  }

  @Test
  void whatTheSystemOffersIsPutAroundTheProcess() throws Exception {
    int niceOfThis = niceOf(Path.of("/proc/self"));
    var wrapper = ProcessWrapper.probe();
    process = launcher(wrapper, SLEEP).withHeap(1).launch();
    await().until(() -> Files.readString(proc("comm")).equals("sleep\n"));
    if (wrapper.lowPriority()) {
      assertThat(niceOf(proc(""))).isEqualTo(Math.min(19, niceOfThis + 10));
    }
    if (wrapper.coreDumpsOff()) {
      assertThat(Files.readString(proc("limits"))).containsPattern("Max core file size +0 +0 ");
    }
    if (wrapper.ownNetwork()) {
      assertThat(Files.readString(proc("net/dev")).lines().skip(2))
          .allMatch(line -> line.trim().startsWith("lo:"));
      assertThat(Files.readString(proc("net/route")).lines().skip(1)).isEmpty();
    }
    assertThat(process.pid()).as("the wrapper became the process").isPositive();
  }

  @Test
  void whatAFormerNodeHasLeftIsRemovedAtTheStart() throws Exception {
    var left = Files.createDirectories(directory.resolve("runners/7/deep"));
    Files.writeString(left.resolve("core"), "x");
    launcher(ProcessWrapper.NONE, SLEEP);
    assertThat(directory.resolve("runners")).isEmptyDirectory();
  }

  @Test
  void aProgramThatDoesNotExistLeavesNoDirectory() throws Exception {
    var launcher = launcher(ProcessWrapper.NONE, List.of("/nowhere/java")).withHeap(1);
    assertThatThrownBy(launcher::launch).isInstanceOf(IOException.class);
    assertThat(directory.resolve("runners")).isEmptyDirectory();
  }

  private PrivateJvmLauncher launcher(ProcessWrapper wrapper, List<String> command)
      throws Exception {
    return PrivateJvmLauncher.open(heapBytes -> command, wrapper, directory.resolve("runners"));
  }

  private Path proc(String file) {
    return Path.of("/proc/" + process.pid()).resolve(file);
  }

  /** Fields after the command's name in parentheses: state is the 3rd, nice the 19th. */
  private static int niceOf(Path proc) throws IOException {
    var fields = Files.readString(proc.resolve("stat")).replaceFirst(".*\\) ", "").split(" ");
    return Integer.parseInt(fields[16]);
  }
}

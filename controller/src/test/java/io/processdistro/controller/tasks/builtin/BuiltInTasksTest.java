package io.processdistro.controller.tasks.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.Requests;
import io.processdistro.controller.tasks.TaskType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuiltInTasksTest {
  @Test
  void thereAreThreeTypesInAFixedOrder() {
    assertThat(BuiltInTasks.types().all())
        .extracting(TaskType::name)
        .containsExactly("matrix_mul", "mandelbrot", "password_hash");
  }

  @Test
  void aPlanNamesAModuleThatIsStored() throws Exception {
    var blobs = new MemoryBlobs();
    var hashes = BuiltInTasks.storeModules(blobs);
    var plan =
        BuiltInTasks.types().find("matrix_mul").plan(Requests.of("{\"size\":3}", Map.of()), blobs);

    assertThat(hashes).contains(plan.module()).hasSize(3);
    assertThat(blobs.hashes()).containsExactlyInAnyOrderElementsOf(hashes);
  }
}

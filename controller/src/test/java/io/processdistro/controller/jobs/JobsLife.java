package io.processdistro.controller.jobs;

import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.SchedulerDriver;
import io.processdistro.controller.driver.SchedulerWatch;
import io.processdistro.controller.driver.TickTimer;
import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.ModuleStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.tasks.modules.ModuleCeilings;
import io.processdistro.controller.tasks.modules.ModuleTask;
import io.processdistro.controller.testing.SquaresTask;
import io.processdistro.scheduler.Scheduler;
import io.processdistro.scheduler.SchedulerConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Everything of a controller that jobs need, from one start to its sudden end. */
final class JobsLife {
  private static final JobLimits LIMITS =
      new JobLimits(100, 64, 2, 2, 1L << 20, Duration.ofSeconds(3), Duration.ofMillis(20));
  private static final long TICK_MILLIS = 50;

  private final CuttingStore store;
  private final EventInbox inbox = new EventInbox();
  private final Jobs jobs;
  private final SchedulerDriver driver;
  private final TickTimer ticks;

  /**
   * @param results a directory of its own: files that a former life still writes do not matter
   */
  JobsLife(
      Vertx vertx,
      long epoch,
      CuttingStore store,
      ModuleStore modules,
      BlobStore blobs,
      ResultFiles results,
      TirelessNode.Link node) {
    this.store = store;
    var clock = InstantSource.system();
    var ceilings = ModuleCeilings.DEFAULTS;
    var book = new ModuleBook(modules, ceilings.killsMax(), ceilings.modulesKept(), clock);
    var types = new TaskTypes(List.of(new SquaresTask())).with(new ModuleTask(ceilings, book));
    var resources =
        new JobResources(
            store,
            blobs,
            results,
            types,
            book,
            vertx.createSharedWorkerExecutor("planning", 2),
            vertx.createSharedWorkerExecutor("assembly", 2));
    jobs =
        new Jobs(
            vertx,
            LIMITS,
            epoch,
            resources,
            inbox,
            node,
            new JobClock(clock, System::nanoTime),
            job -> {},
            new Random(epoch));
    driver =
        new SchedulerDriver(
            new Scheduler(SchedulerConfig.DEFAULTS, epoch, 1),
            System::nanoTime,
            inbox,
            node,
            jobs,
            SchedulerWatch.NONE,
            fault -> {
              throw new AssertionError(fault);
            });
    ticks = new TickTimer(vertx, inbox, TICK_MILLIS, System::nanoTime);
    ticks.start();
    jobs.restore().onComplete(ignored -> node.connect(inbox));
  }

  Jobs jobs() {
    return jobs;
  }

  /** For a person who has to find out what hangs. */
  String picture() {
    return driver.snapshot().toString();
  }

  void kill() {
    ticks.stop();
    store.kill();
  }
}

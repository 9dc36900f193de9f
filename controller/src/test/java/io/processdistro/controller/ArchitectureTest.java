package io.processdistro.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.processdistro.scheduler.Scheduler;
import java.time.Clock;
import java.time.Instant;

/** Who may know whom in the controller. */
@AnalyzeClasses(
    packages = "io.processdistro.controller",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ONLY_DRIVER_AND_WIRING_TOUCH_THE_SCHEDULER =
      noClasses()
          .that()
          .resideOutsideOfPackages("..controller.driver..", "..controller.server..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Scheduler.class);

  /** Leases and silence are measured on a clock that nobody can set. */
  @ArchTest
  static final ArchRule NOTHING_ABOUT_LEASES_READS_THE_TIME_OF_DAY =
      noClasses()
          .that()
          .resideInAnyPackage("..controller.nodes..", "..controller.driver..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule VIEWS_STAND_ALONE =
      classes()
          .that()
          .resideInAPackage("..controller.api.view..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "com.fasterxml.jackson..", "..controller.api.view..");

  @ArchTest
  static final ArchRule CLIENTS_START_WITHOUT_THE_SERVER =
      noClasses()
          .that()
          .resideInAPackage("..controller.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..", "..controller.jobs..", "..controller.nodes..", "..controller.server..");

  @ArchTest
  static final ArchRule TASK_TYPES_KNOW_NOTHING_OF_THE_SERVER =
      noClasses()
          .that()
          .resideInAPackage("..controller.tasks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.processdistro.scheduler..",
              "..controller.api..",
              "..controller.jobs..",
              "..controller.nodes..",
              "..controller.driver..",
              "..controller.store..");

  @ArchTest
  static final ArchRule NODES_KNOW_NOTHING_OF_JOBS_AND_API =
      noClasses()
          .that()
          .resideInAPackage("..controller.nodes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..controller.jobs..", "..controller.api..", "..controller.store..");

  @ArchTest
  static final ArchRule NOBODY_DEPENDS_ON_THE_WIRING =
      noClasses()
          .that()
          .resideOutsideOfPackages("..controller.server..", "..controller.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..controller.server..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.processdistro.controller.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule COMMANDS_HAVE_NO_CYCLES =
      slices().matching("io.processdistro.controller.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule COMMANDS_DO_NOT_KNOW_THE_PROGRAM_THEY_ARE_IN =
      noClasses()
          .that()
          .resideInAPackage("..controller.cli.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.processdistro.controller.cli");

  @ArchTest
  static final ArchRule ROUTES_HAVE_NO_CYCLES =
      slices().matching("io.processdistro.controller.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ROUTES_DO_NOT_KNOW_THE_ROUTER_THAT_JOINS_THEM =
      noClasses()
          .that()
          .resideInAPackage("..controller.api.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.processdistro.controller.api");
}

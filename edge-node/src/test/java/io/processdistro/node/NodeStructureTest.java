package io.processdistro.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What may know what in a node. */
class NodeStructureTest {
  private static final JavaClasses NODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.processdistro.node");

  @Test
  void onlyTheRunnerTouchesTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.processdistro.node.runner..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.graalvm..")
        .check(NODE);
  }

  @Test
  void theRunnerStartsFastBecauseItLoadsNothingOfTheAgent() {
    noClasses()
        .that()
        .resideInAPackage("io.processdistro.node.runner..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "picocli..", "javax.jmdns..", "ch.qos..")
        .check(NODE);
  }

  @Test
  void theDeskKnowsNeitherLinkNorSpoolNorProcesses() {
    noClasses()
        .that()
        .resideInAPackage("io.processdistro.node.tasks")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.processdistro.node.link",
            "io.processdistro.node.spool",
            "io.processdistro.node.agent",
            "io.processdistro.node.cli")
        .check(NODE);
  }

  /** Leases, deadlines and silence are measured on a clock that nobody can set. */
  @Test
  void nothingThatDecidesReadsTheTimeOfDay() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.processdistro.node.spool",
            "io.processdistro.node.supervisor",
            "io.processdistro.node.tasks")
        .or()
        .haveSimpleNameStartingWith("ControllerLink")
        .or()
        .haveSimpleName("Heartbeats")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .check(NODE);
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    slices().matching("io.processdistro.node.(*)..").should().beFreeOfCycles().check(NODE);
  }
}

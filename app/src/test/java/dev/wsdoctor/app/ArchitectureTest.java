package dev.wsdoctor.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Keeps the direction of ARCHITECTURE.md where the app begins.
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.wsdoctor");

  @Test
  void coreDoesNotKnowTheApp() {
    noClasses()
        .that()
        .resideInAPackage("dev.wsdoctor..")
        .and()
        .resideOutsideOfPackage("dev.wsdoctor.app..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.wsdoctor.app..", "picocli..", "tools.jackson..")
        .check(ALL);
  }

  @Test
  void onlyTheCommandLineKnowsPicocliAndOnlyTheFormatsKnowJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.wsdoctor.app.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(ALL);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.wsdoctor.app.format..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.wsdoctor.app.(*)..").should().beFreeOfCycles().check(ALL);
  }
}

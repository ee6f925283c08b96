package dev.wsdoctor.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Keeps the direction of ARCHITECTURE.md inside of the gateway.
class ArchitectureTest {
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.wsdoctor.gateway");

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.wsdoctor.gateway.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(GATEWAY);
  }

  /// What a request means is the evaluator's to say; rules, probes and repairs are no concern here.
  @Test
  void onlyTheEvaluatorIsAsked() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.wsdoctor.rule..",
            "dev.wsdoctor.diagnosis..",
            "dev.wsdoctor.repair..",
            "dev.wsdoctor.probe..",
            "dev.wsdoctor.sandbox..",
            "dev.wsdoctor.symptom..")
        .allowEmptyShould(true)
        .check(GATEWAY);
  }
}

package dev.wsdoctor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Rules;
import java.net.IDN;
import org.junit.jupiter.api.Test;

/// Keeps the direction of ARCHITECTURE.md.
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.wsdoctor");

  @Test
  void layersLookDownwardsOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("diagnosis")
        .definedBy("dev.wsdoctor.diagnosis..", "dev.wsdoctor.repair..")
        .layer("evidence")
        .definedBy(
            "dev.wsdoctor.rule..",
            "dev.wsdoctor.probe..",
            "dev.wsdoctor.sandbox..",
            "dev.wsdoctor.log..",
            "dev.wsdoctor.capture..")
        .layer("symptom")
        .definedBy("dev.wsdoctor.symptom..", "dev.wsdoctor.tap..")
        .layer("semantics")
        .definedBy(
            "dev.wsdoctor.nginx..",
            "dev.wsdoctor.websocket..",
            "dev.wsdoctor.finding..",
            "dev.wsdoctor.application..")
        .layer("values")
        .definedBy(
            "dev.wsdoctor.conf..",
            "dev.wsdoctor.directive..",
            "dev.wsdoctor.http..",
            "dev.wsdoctor.regex..")
        .whereLayer("diagnosis")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("symptom")
        .mayOnlyBeAccessedByLayers("diagnosis")
        .whereLayer("evidence")
        .mayOnlyBeAccessedByLayers("diagnosis", "symptom")
        .whereLayer("semantics")
        .mayOnlyBeAccessedByLayers("diagnosis", "symptom", "evidence")
        .check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.wsdoctor.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void groupsOfRulesDoNotSeeEachOther() {
    slices().matching("dev.wsdoctor.rule.(*)").should().notDependOnEachOther().check(CORE);
  }

  @Test
  void onlyTheRegistryMakesRules() {
    noClasses()
        .that(not(type(Rules.class).or(assignableTo(Rule.class))))
        .should()
        .callConstructorWhere(targetOwner(assignableTo(Rule.class)))
        .check(CORE);
  }

  @Test
  void thinkingDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.wsdoctor.http..",
            "dev.wsdoctor.nginx..",
            "dev.wsdoctor.websocket..",
            "dev.wsdoctor.finding..",
            "dev.wsdoctor.application..",
            "dev.wsdoctor.rule..",
            "dev.wsdoctor.log..",
            "dev.wsdoctor.capture..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
                .and(not(type(IDN.class))))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CORE);
  }
}

package dev.gen2lift.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {"dev.gen2lift.assess", "dev.gen2lift.report"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class AssessAndReportArchitectureTest {

    @ArchTest
    static final ArchRule RULES_SEE_FACTS_ONLY = classes()
            .that()
            .resideInAnyPackage("dev.gen2lift.assess", "dev.gen2lift.assess.rules..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "dev.gen2lift.assess",
                    "dev.gen2lift.assess.rules",
                    "dev.gen2lift.assess.sizing",
                    "dev.gen2lift.inventory",
                    "dev.gen2lift.guest",
                    "dev.gen2lift.guest.boot",
                    "dev.gen2lift.guest.windows",
                    "dev.gen2lift.guest.linux",
                    "dev.gen2lift.volume",
                    "dev.gen2lift.disk")
            .because("rules are pure functions over facts: no report, no network, no Azure");

    @ArchTest
    static final ArchRule JUDGING_KNOWS_NO_SINGLE_RULE = noClasses()
            .that()
            .resideInAPackage("dev.gen2lift.assess")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.gen2lift.assess.rules..", "dev.gen2lift.assess.policy..")
            .because("whoever assesses chooses the catalogue and the policy");

    @ArchTest
    static final ArchRule SIZING_IS_VALUES = classes()
            .that()
            .resideInAPackage("dev.gen2lift.assess.sizing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.apache.commons.csv",
                    "dev.gen2lift.assess.sizing",
                    "dev.gen2lift.guest")
            .because(
                    "a choice is explained from values; whoever asks Azure for its sizes turns them into values first");

    @ArchTest
    static final ArchRule REPORTS_SEE_VERDICTS_ONLY = classes()
            .that()
            .resideInAPackage("dev.gen2lift.report..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "org.apache.commons.csv",
                    "gg.jte..",
                    "dev.gen2lift.report..",
                    "dev.gen2lift.preparation",
                    "dev.gen2lift.assess",
                    "dev.gen2lift.assess.sizing",
                    "dev.gen2lift.inventory",
                    "dev.gen2lift.guest",
                    "dev.gen2lift.guest.boot",
                    "dev.gen2lift.volume",
                    "dev.gen2lift.disk")
            .because("a report is written from values; whoever has Azure's objects turns them into values first");
}

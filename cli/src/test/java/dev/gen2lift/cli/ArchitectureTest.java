package dev.gen2lift.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the commands may lean on. */
@AnalyzeClasses(packages = "dev.gen2lift.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theConsoleKnowsNoCommand = noClasses()
            .that()
            .resideInAPackage("dev.gen2lift.cli.console")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.gen2lift.cli")
            .because("commands speak through the console, not the other way round");

    @ArchTest
    static final ArchRule onlyRehearsalsKnowTheRehearsalCloud = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Rehears")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.gen2lift.rehearsal..")
            .because("a migration cannot tell a rehearsal from the real thing");
}

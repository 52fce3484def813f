package dev.gen2lift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The order of packages that {@code docs/decisions/} states: each may use only those that stand before it. */
@AnalyzeClasses(packages = "dev.gen2lift", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesUseOnlyThoseBeforeThem = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.gen2lift..")
            .withOptionalLayers(true)
            .layer("os")
            .definedBy("dev.gen2lift.os..")
            .layer("disk")
            .definedBy("dev.gen2lift.disk..")
            .layer("volume")
            .definedBy("dev.gen2lift.volume..")
            .layer("filesystem")
            .definedBy("dev.gen2lift.filesystem..")
            .layer("guest")
            .definedBy("dev.gen2lift.guest..")
            .layer("copy")
            .definedBy("dev.gen2lift.copy..")
            .whereLayer("os")
            .mayNotAccessAnyLayer()
            .whereLayer("disk")
            .mayOnlyAccessLayers("os")
            .whereLayer("volume")
            .mayOnlyAccessLayers("os", "disk")
            .whereLayer("filesystem")
            .mayOnlyAccessLayers("os", "disk", "volume")
            .whereLayer("guest")
            .mayOnlyAccessLayers("os", "disk", "volume", "filesystem")
            .whereLayer("copy")
            .mayOnlyAccessLayers("os", "disk", "volume", "filesystem", "guest")
            .because("an upper package builds on lower ones, never the other way");

    @ArchTest
    static final ArchRule formatsDoNotUseEachOther = slices().assignedFrom(new Formats())
            .should()
            .notDependOnEachOther()
            .because("a format is read by its own specification alone");

    @ArchTest
    static final ArchRule everyClassHasAPlace = classes()
            .should()
            .resideInAnyPackage(
                    "dev.gen2lift.os..",
                    "dev.gen2lift.disk..",
                    "dev.gen2lift.volume..",
                    "dev.gen2lift.filesystem..",
                    "dev.gen2lift.guest..",
                    "dev.gen2lift.copy..",
                    "dev.gen2lift.testimages..");

    @ArchTest
    static final ArchRule noPackageIsADrawer = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..")
            .because("a class belongs to the idea that it serves");
}

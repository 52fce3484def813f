package dev.gen2lift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;

/** The order of this module's packages: each may use only those that stand before it, and those of vhd-tools. */
@AnalyzeClasses(packages = "dev.gen2lift", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {

    private static final List<String> ORDER = List.of(
            "inventory", "assess", "preparation", "report", "transfer", "azure", "migration", "batch", "rehearsal");

    @ArchTest
    static final ArchRule packagesUseOnlyThoseBeforeThem = inOrder();

    @ArchTest
    static final ArchRule nothingKnowsOfTheRehearsalCloud = noClasses()
            .that()
            .resideOutsideOfPackage("dev.gen2lift.rehearsal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.gen2lift.rehearsal..")
            .allowEmptyShould(true)
            .because("what runs against the stand-in has to be what runs against Azure");

    @ArchTest
    static final ArchRule theInventoryItselfIsValues = classes()
            .that()
            .resideInAPackage("dev.gen2lift.inventory")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.gen2lift.inventory", "dev.gen2lift.guest")
            .because("rules and reports see it; what reads machines from somewhere is in the packages below it");

    @ArchTest
    static final ArchRule noPackageIsADrawer = classes()
            .should()
            .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..", "..impl..")
            .because("a class belongs to the idea that it serves");

    private static ArchRule inOrder() {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "dev.gen2lift." + name + "..")
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage("dev.gen2lift." + ORDER.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .allowEmptyShould(true)
                    .because("the order of packages is " + String.join(", ", ORDER)));
        }
        return CompositeArchRule.of(rules);
    }
}

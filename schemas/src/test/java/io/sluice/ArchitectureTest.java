/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls within this module. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {

    /** Wherever the classes were compiled to; ArchUnit's own knows only the folders of Maven and Gradle. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("test-classes");
        }
    }

    @ArchTest
    static final ArchRule onlyTheHadoopPackageKnowsHadoop = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.table.hadoop", "io.sluice.table.kite")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hadoop..")
            .because("all other code reaches files through io.sluice.table.FileStore; Kite is handed a configuration");

    @ArchTest
    static final ArchRule onlyTheParquetPackageKnowsParquet = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.table.parquet")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.parquet..")
            .because("what a table is does not hang on parquet-java");

    @ArchTest
    static final ArchRule theCoreDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.schema", "io.sluice.schema.resolution", "io.sluice.schema.avro")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.nio.file..",
                            "java.nio.channels..",
                            "java.net..",
                            "java.util.concurrent..",
                            "java.lang.Thread")
                    .or(resideInAPackage("io.sluice.table..")))
            .because("io.sluice.schema decides; io.sluice.schema.io reads");

    @ArchTest
    static final ArchRule thePortKnowsNoImplementation = noClasses()
            .that()
            .resideInAPackage("io.sluice.table")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.sluice.table.hadoop..",
                    "io.sluice.table.local..",
                    "io.sluice.table.parquet..",
                    "io.sluice.table.metadata..")
            .because("io.sluice.table is the contract that they keep");

    @ArchTest
    static final ArchRule onlyShellsAskForTheTime = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.sluice.table.hadoop",
                    "io.sluice.table.local",
                    "io.sluice.schema.io",
                    "io.sluice.schema.registry.client")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("time is an argument");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.sluice.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsChecked = classes()
            .that(alwaysTrue())
            .should()
            .resideInAnyPackage("io.sluice.schema..", "io.sluice.table..")
            .because("this module has no other");
}

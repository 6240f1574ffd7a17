/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls inside the connector. */
@AnalyzeClasses(packages = "io.sluice.connector", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.sluice.connector";
    private static final String[] CORE = {ROOT + ".sink", ROOT + ".roll", ROOT + ".commit"};

    /** Wherever the classes were compiled to; ArchUnit's own knows only the folders of Maven and Gradle. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("test-classes");
        }
    }

    @ArchTest
    static final ArchRule theCoreDecidesAndDoesNothing = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.net..",
                    "java.util.concurrent..",
                    "org.apache.hadoop..",
                    "org.apache.parquet..",
                    "org.apache.kafka..",
                    "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.sluice.table.FileStore")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .because("time and chance are arguments, files are for the shell");

    @ArchTest
    static final ArchRule theCoreKnowsNoShell = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".stage", ROOT + ".roll.io", ROOT + ".commit.io", ROOT + ".catalog");

    @ArchTest
    static final ArchRule onlyTheTaskKnowsHadoopAndTheKindOfFileSystem = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hadoop..", "io.sluice.table.hadoop..", "io.sluice.table.local..")
            .because("all other code reaches files through io.sluice.table.FileStore");

    @ArchTest
    static final ArchRule whatGoesToDiskKnowsNothingOfDeliveries = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".stage", ROOT + ".roll..", ROOT + ".commit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", ROOT + ".decode", ROOT + ".partition");

    @ArchTest
    static final ArchRule timeIsAnArgument = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .because("the clock is part of the task's environment");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.sluice.connector.(**)").should().beFreeOfCycles();
}

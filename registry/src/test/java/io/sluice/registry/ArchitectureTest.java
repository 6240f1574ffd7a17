/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls within the registry. */
@AnalyzeClasses(packages = "io.sluice.registry", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {

    /** Wherever the classes were compiled to; ArchUnit's own knows only the folders of Maven and Gradle. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("test-classes");
        }
    }

    @ArchTest
    static final ArchRule theCoreDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.registry.state", "io.sluice.registry.language")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.nio.file..",
                    "java.net..",
                    "java.util.concurrent..",
                    "com.sun.net..",
                    "org.apache.kafka..",
                    "io.sluice.registry.store..",
                    "io.sluice.registry.http.."))
            .because("what is decided there must be the same in every registry that reads the log");

    @ArchTest
    static final ArchRule onlyTheStoreKnowsKafka = noClasses()
            .that()
            .resideInAPackage("io.sluice.registry.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule nobodyBuildsOnNetty = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.sluice.broker..", "io.sluice.connector..")
            .because("the registry meets the broker at the Kafka protocol");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.sluice.registry.(*)..").should().beFreeOfCycles();
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the packages. */
@AnalyzeClasses(packages = "io.sluice.compactor", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    /** Wherever the build puts them. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final String[] CORE = {
        "io.sluice.compactor.plan",
        "io.sluice.compactor.swap",
        "io.sluice.compactor.clean",
        "io.sluice.compactor.merge.mapping"
    };

    @ArchTest
    static final ArchRule theCoreDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.sluice.table.FileStore")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io", "java.nio.file..", "java.net..", "org.apache.hadoop..", "org.slf4j..")
            .because("core packages decide, they do not act");

    @ArchTest
    static final ArchRule theCoreKnowsNoClockThreadOrChance = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.concurrent\\..*|java\\.lang\\.Thread|java\\.util\\.Random|java\\.time\\.Clock|"
                            + "java\\.time\\.InstantSource")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("time is an argument");

    @ArchTest
    static final ArchRule theModulesMeetAtFiles = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sluice.broker..", "io.sluice.connector..", "io.sluice.cli..", "org.apache.kafka..")
            .because("broker, connector and compactor meet at the Kafka protocol and at files");

    @ArchTest
    static final ArchRule onlyTheSwapRenames = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.compactor.swap.io")
            .and()
            .areNotAssignableTo(io.sluice.table.FileStore.class)
            .should()
            .callMethod(
                    io.sluice.table.FileStore.class, "concat", io.sluice.table.StorePath.class, java.util.List.class)
            .orShould()
            .callMethod(
                    io.sluice.table.FileStore.class,
                    "rename",
                    io.sluice.table.StorePath.class,
                    io.sluice.table.StorePath.class)
            .orShould()
            .callMethod(
                    io.sluice.table.FileStore.class,
                    "replace",
                    io.sluice.table.StorePath.class,
                    io.sluice.table.StorePath.class)
            .because("what readers can notice happens in one place");
}

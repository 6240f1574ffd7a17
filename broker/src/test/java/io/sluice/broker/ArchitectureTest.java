/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls inside the broker. */
@AnalyzeClasses(packages = "io.sluice.broker", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
    /** As ArchUnit's own, for every build that puts tests in a directory of this name. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final String ROOT = "io.sluice.broker";

    /** Decisions are made without disk, socket, thread, clock or chance; what they need of those is an argument. */
    @ArchTest
    static final ArchRule theCoreHasNoSideEffects = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".metadata",
                    ROOT + ".log.model",
                    ROOT + ".log.cleaner",
                    ROOT + ".config",
                    ROOT + ".transactions",
                    ROOT + ".api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.net.http..", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule handlersDoNotKnowTheNetwork = noClasses()
            .that()
            .resideInAPackage(ROOT + ".api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".net..", ROOT + ".protocol..");

    @ArchTest
    static final ArchRule theNetworkDoesNotKnowWhatRequestsMean = noClasses()
            .that()
            .resideInAPackage(ROOT + ".net..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".log..",
                    ROOT + ".metadata..",
                    ROOT + ".groups..",
                    ROOT + ".shard..",
                    ROOT + ".transactions..",
                    ROOT + ".api.*..");

    @ArchTest
    static final ArchRule theLogStandsAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".api..",
                    ROOT + ".config..",
                    ROOT + ".groups..",
                    ROOT + ".metadata..",
                    ROOT + ".net..",
                    ROOT + ".protocol..",
                    ROOT + ".shard..",
                    ROOT + ".transactions..");

    @ArchTest
    static final ArchRule metadataKnowsNobody = noClasses()
            .that()
            .resideInAPackage(ROOT + ".metadata..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".api..",
                    ROOT + ".config..",
                    ROOT + ".groups..",
                    ROOT + ".log..",
                    ROOT + ".net..",
                    ROOT + ".protocol..",
                    ROOT + ".shard..",
                    ROOT + ".transactions..");

    @ArchTest
    static final ArchRule transactionsAreAskedByTheirPort = noClasses()
            .that()
            .resideInAPackage(ROOT + ".transactions")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".transactions.io..",
                    ROOT + ".api..",
                    ROOT + ".config..",
                    ROOT + ".groups..",
                    ROOT + ".metadata..",
                    ROOT + ".shard..")
            .as("decisions about transactions know neither who asks nor who runs them");

    /** Beside them only who handles fetched file ranges, which are Netty's so that the socket can take them as they are. */
    @ArchTest
    static final ArchRule nettyIsForTheNetworkAndTheCodec = classes()
            .that()
            .resideOutsideOfPackages(ROOT + ".net..", ROOT + ".protocol..", ROOT + ".log..", ROOT + ".shard..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("io.netty..");

    @ArchTest
    static final ArchRule onlyTheCompositionRootKnowsTheLogEngine = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".log..", ROOT + ".config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".log.*..");

    @ArchTest
    static final ArchRule nobodyWiresButTheCompositionRoot = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);
}

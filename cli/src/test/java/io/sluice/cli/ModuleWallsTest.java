/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point one way: cli → {broker, registry, connector, compactor} → schemas. They meet at the protocol and at files. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleWallsTest {

    private static final String BROKER = "io.sluice.broker..";
    private static final String CONNECTOR = "io.sluice.connector..";
    private static final String COMPACTOR = "io.sluice.compactor..";
    private static final String REGISTRY = "io.sluice.registry..";
    private static final String CLI = "io.sluice.cli..";

    @ArchTest
    static final ArchRule brokerKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(BROKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONNECTOR, COMPACTOR, REGISTRY, CLI, "io.sluice.schema..", "io.sluice.table..");

    @ArchTest
    static final ArchRule connectorKnowsSchemasOnly = noClasses()
            .that()
            .resideInAPackage(CONNECTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BROKER, COMPACTOR, REGISTRY, CLI);

    @ArchTest
    static final ArchRule compactorKnowsSchemasOnly = noClasses()
            .that()
            .resideInAPackage(COMPACTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BROKER, CONNECTOR, REGISTRY, CLI);

    @ArchTest
    static final ArchRule registryKnowsSchemasOnly = noClasses()
            .that()
            .resideInAPackage(REGISTRY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BROKER, CONNECTOR, COMPACTOR, CLI);

    @ArchTest
    static final ArchRule schemasKnowNobody = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.schema..", "io.sluice.table..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BROKER, CONNECTOR, COMPACTOR, REGISTRY, CLI);
}
